"""Addresses: when two are the same page, what host a person should be shown, and what of one must stay secret.

Must not know how an address is fetched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from w3lib.url import canonicalize_url

__all__ = ["canonical", "redact", "shown_host"]

_TRACKING: Final = re.compile(
    # by family: campaign tags of analytics suites, click ids of advertising networks, marks of mailing services,
    # and the tags with which publishers follow their own feeds
    r"(utm|at|ns|wt|mtm|pk|piwik|matomo|hsa|oly|vero|__hs|_hs)_.*|_hsenc|_hsmi|_ga|_gl|xtor|cmp|cmpid|ocid|ncid|ito"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|epik|s_cid|spm"
    r"|mc_cid|mc_eid|mkt_tok|ml_subscriber(_hash)?|ref|ref_src|ref_url|referrer|smid|smtyp|soc_src|soc_trk"
    r"|taid|traffic_source|feedtype|feedname|share(d|_id)?|_cb",
    re.IGNORECASE,
)
_WRAPPERS: Final = {
    # pages that only lead on to the page named in one of their parameters
    ("www.google.com", "/url"): ("url", "q"),
    ("www.bing.com", "/news/apiclick.aspx"): ("url",),
    ("l.facebook.com", "/l.php"): ("u",),
}
_PORTS: Final = {"http": 80, "https": 443}

_SECRET: Final = re.compile(
    r"([?&;#](?:[\w.-]*(?:token|secret|passw(?:or)?d|auth|signature|session|api_?key)[\w.-]*|key|pass|pwd|sig|code|user"
    r"|feed(?!=(?:rss2?|atom|rdf)(?:[&;#\s\"'<>]|$)))=)"  # there it is a format, in addresses of WordPress
    r"[^&;#\s\"'<>]+",
    re.IGNORECASE,
)
_USERINFO: Final = re.compile(r"(?<=//)[^/?#\s\"'<>]*@")
_BOT_TOKEN: Final = re.compile(r"(?<=/bot)\d+:[\w-]+")

_CJK: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
_LOOKALIKES: Final = frozenset("асԁеһіјӏорԛѕԝхуѵԍоυνορικατ")
"""Small Cyrillic and Greek letters that look like Latin ones (Unicode TR 39, confusables)."""


def canonical(url: str) -> str:
    """The identity of a link: two addresses with the same one lead to the same page.

    Scheme, `www.`, default port, fragment, tracking parameters, the order of parameters and a trailing slash make
    no difference. It is made to be compared, not to be opened; what is no web address is returned trimmed.
    """
    url = url.strip()
    parts = _split(url)
    if parts is None:
        return url
    inner = _unwrapped(parts)
    if inner:
        return canonical(inner)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(k)])
    host = (_ascii(parts.hostname or "")).removeprefix("www.")
    port = "" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}"
    path = re.sub(r"[/\\]+", "/", parts.path).rstrip("/")
    found = canonicalize_url(f"https://{host}{port}{path}?{query}")
    return found if query else found.rstrip("/")


def shown_host(url: str) -> str:
    """The host a link leads to, as a person should see it: without `www.`, in ASCII where its letters may deceive."""
    parts = _split(url.strip())
    host = ((parts.hostname if parts else "") or "").removeprefix("www.")
    return _ascii(host) if any(map(_deceptive, host.split("."))) else host


def redact(text: str) -> str:
    """An address, or a text with addresses in it, without user names, passwords, tokens and secret parameters."""
    return _BOT_TOKEN.sub("***", _SECRET.sub(r"\1***", _USERINFO.sub("***@", text)))


def _split(url: str) -> SplitResult | None:
    """The parts of a web address; None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in _PORTS and parts.hostname and port != 0 else None


def _unwrapped(parts: SplitResult) -> str:
    """The address a wrapper leads on to, or nothing."""
    names = _WRAPPERS.get((parts.hostname or "", parts.path), ())
    return next((value for name, value in parse_qsl(parts.query) if name in names and _split(value)), "")


def _ascii(host: str) -> str:
    """The host as the domain name system knows it; unchanged when it can't be."""
    try:
        return host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _deceptive(label: str) -> bool:
    """Whether a part of a host name mixes scripts, hides characters or is made of Latin lookalikes alone."""
    if label.isascii():
        return False
    letters = [character for character in label if character.isalpha()]
    scripts = {unicodedata.name(letter, "?").split()[0].split("-")[0] for letter in letters}
    mixed = len(scripts) > 1 and not scripts <= _CJK
    return mixed or not label.isprintable() or _LOOKALIKES.issuperset(letters)
