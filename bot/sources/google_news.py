"""Google News: a search, or one of its topics, as RSS. It names the publishers, and hides their addresses."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Generator
from dataclasses import replace
from hashlib import blake2b
from typing import ClassVar, Final
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urlsplit

from bot.core.model import Entry, Source
from bot.core.outcome import Elsewhere, ReadOutcome
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens
from bot.ports.sources import Answer, Ask, Document, Unreadable
from bot.sources.addresses import absolute, after_name, web_address
from bot.sources.conditional import document
from bot.sources.editing import edited, signed_by_one
from bot.sources.parsing import ACCEPT, parse_document
from bot.sources.searching import Search, one_site, search
from bot.sources.webpage import is_page

__all__ = ["GoogleNews", "parse_google_news"]

_HOST: Final = "news.google.com"
_TOPIC: Final = re.compile(r"topic:([\w-]+)")
_FRONT: Final = "topic:TOP"
"""Our name for the front page, which Google has none for."""
_SECTION: Final = re.compile(r"[A-Z]+")
"""Topics that Google gives a name, WORLD or NATION; all others have an id of letters and digits."""
_OPAQUE: Final = re.compile(r"/articles/(CBMi[\w-]+)")
_CLEAR: Final = re.compile(rb"\x08\x13\x22(?:([\x00-\x7f])|([\x80-\xff])([\x00-\x7f]))", re.DOTALL)
"""How an id of before 2024 begins: two fields of a protocol buffer, the second a text of up to 16,383 bytes."""


class GoogleNews:
    """The kind whose locator is words to search for, or `topic:` and a topic; `|ar-SY` after it is the edition.

    What a search restricted to a site (`site:`) finds elsewhere is kept: Google tells no site's address, only a
    publisher's name, and what it counts among a site's pages is as good a judgement as can be had.
    """

    name: ClassVar[str] = "google-news"

    def claims(self, text: str) -> str | None:
        """Addresses of Google News; words only after `google-news:`, since any words can be searched for."""
        words = after_name(text, self.name)
        found = web_address(words or text)
        if found:
            return _pasted(found[1])
        wanted = search(words)
        return str(_plain(wanted)) if wanted else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """One request: asking for each publisher's address would take a browser, and more patience than Google has."""
        return (yield from document(source, _address(source.locator), parse_google_news, accept=ACCEPT))


def parse_google_news(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The document with its publishers named. A search of one site is that site's own voice."""
    if is_page(body):
        return Unreadable(
            "Google News sent a web page instead of news: it takes this server for a robot, or wants its consent first"
        )
    found = parse_document(body, content_type, url)
    if isinstance(found, Unreadable):
        return found
    found = replace(found, entries=tuple(map(_entry, found.entries)))
    query = parse_qs(urlsplit(url).query).get("q", [""])[0]
    return edited(signed_by_one(found) if one_site(query) else found, url)


# ---- locators and addresses


def _pasted(parts: SplitResult) -> str | None:
    """The locator of an address of Google News, whether it leads to a page or to a feed."""
    if parts.hostname != _HOST:
        return None
    query = parse_qs(parts.query)
    match [step for step in parts.path.split("/") if step and step != "rss"]:
        case ["search"]:
            words = query.get("q", [""])[0].replace("|", " OR ")
        case ["topics", topic, *_] | ["headlines", "section", "topic", topic]:
            words = f"topic:{topic}"
        case [] | ["home"] | ["topstories"]:
            words = _FRONT
        case _:
            return None
    edition = query.get("ceid") or [f"{tag.partition('-')[0]}-{land}" for tag, land in _asked(query)] or [""]
    wanted = search(f"{words}|{edition[0]}") if edition[0] else search(words)
    return str(_plain(wanted)) if wanted else None


def _asked(query: dict[str, list[str]]) -> zip[tuple[str, str]]:
    """The language and the country that an address asks for, where it has no `ceid`."""
    return zip(query.get("hl", []), query.get("gl", []), strict=False)


def _plain(wanted: Search) -> Search:
    """The search without the edition that is taken where none is named."""
    return Search(wanted.words) if (wanted.language, wanted.country) == ("en", "US") else wanted


def _address(locator: str) -> str:
    """The feed of a locator."""
    wanted = search(locator) or Search(locator)
    language, country = wanted.language or "en", wanted.country or "US"
    regional = f"{language}-{country}" if language == "en" else language
    edition = urlencode({"hl": regional, "gl": country, "ceid": f"{country}:{language}"}, safe=":")
    topic = _TOPIC.fullmatch(wanted.words)
    if wanted.words == _FRONT:
        return f"https://{_HOST}/rss?{edition}"
    if topic:
        where = "headlines/section/topic" if _SECTION.fullmatch(topic[1]) else "topics"
        return f"https://{_HOST}/rss/{where}/{topic[1]}?{edition}"
    return f"https://{_HOST}/rss/search?q={quote(wanted.words, safe='')}&{edition}"


# ---- entries


def _entry(entry: Entry) -> Entry:
    """One item under its publisher's name.

    Its text is but links to what others say of the same, which its publisher did not say. Its id is Google's and may
    be another tomorrow: who said what on which day is what stays.
    """
    head, _, tail = entry.title.rpartition(" - ")
    publisher = entry.publisher or (tail if head else "")
    headline = head if head and fold(tail) == fold(publisher) else entry.title
    day = f"{entry.published:%Y-%m-%d}" if entry.published else ""
    words = " ".join(token.text for token in tokens(headline)) or headline
    named = blake2b("\0".join((fold(publisher), words, day)).encode("utf-8", "replace"), digest_size=16)
    return replace(
        entry,
        guid=f"google-news:{named.hexdigest()}",
        url=_publishers(entry.url) or entry.url,
        title=headline,
        text="",
        publisher=publisher,
    )


def _publishers(link: str) -> str:
    """The publisher's address, where the id in Google's holds it in clear: those of before 2024 do."""
    found = _OPAQUE.search(link)
    if not found:
        return ""
    try:
        held = urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    except ValueError:
        return ""
    begins = _CLEAR.match(held)
    if not begins:
        return ""
    length = begins[1][0] if begins[1] else (begins[2][0] & 0x7F) | begins[3][0] << 7
    return absolute("", held[begins.end() :][:length].decode("utf-8", "replace"))
