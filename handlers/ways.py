"""How ways to read an outlet are spoken of: kinds in words, what a try showed, and what to type next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from bot.chat import Ask
from bot.core.alerts.render import ago, isolate
from bot.core.message import Span
from bot.core.model import Entry
from bot.core.outcome import Failed, Read
from bot.core.text.clean import clean, clip
from bot.core.text.urls import redact, shown_host
from bot.newsroom import Find, Newsroom
from bot.ports import Probe
from handlers.stories import web
from handlers.wording import code, count, minute

__all__ = ["LATEST", "choice", "failure", "kind_name", "newest", "offers", "place", "sight"]

LATEST: Final = 3
"""Items shown of a source that is tried out."""
MOST_WAYS: Final = 8
"""Ways to choose from that are shown: one screen of a telephone."""
LONGEST_TITLE: Final = 120
LONGEST_WHY: Final = 200
LONGEST_ECHO: Final = 200
"""Characters shown of an item's title, of a reason, of what was typed."""

KINDS: Final[Mapping[str, str]] = {
    "bing-news": "Bing News search",
    "bluesky": "Bluesky account",
    "feed": "feed",
    "gdelt": "GDELT news search",
    "geojson": "GeoJSON feed",
    "google-news": "Google News search",
    "mastodon": "Mastodon account",
    "reddit": "Reddit page",
    "site": "web page",
    "sitemap": "news sitemap",
    "substack": "Substack",
    "telegram": "Telegram channel",
    "wordpress": "WordPress site",
    "x": "X account",
    "youtube": "YouTube channel",
}
"""The kinds of source in words."""
_OPEN: Final = frozenset({"feed", "site", "sitemap", "geojson", "wordpress"})
"""Kinds that are read at a site of its own, not within a network of many."""
_SITE: Final = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
_SEARCHES: Final = ("google-news", "bing-news", "gdelt")
"""News searches, the best first."""


def kind_name(kind: str) -> str:
    """`Telegram channel`."""
    return KINDS.get(kind, kind)


def place(ask: Ask, locator: str) -> str:
    """Where a source is read: for the operator all but its secrets, for others the host."""
    return redact(locator) if ask.operator else shown_host(locator) or clip(locator, LONGEST_ECHO)


# ---- what a try showed


def sight(ask: Ask, read: Read) -> list[str | Span]:
    """What a document calls itself, and its newest items, a line each."""
    title = f"“{_line(read.title, LONGEST_TITLE)}” · " if clean(read.title) else ""
    if not read.entries:
        return [f"{title}no items now"]
    parts: list[str | Span] = [f"{title}{count(len(read.entries), 'item')}. Latest:"]
    for entry in _by_time(read.entries)[:LATEST]:
        parts += [f"\n  {_when(ask, entry)} {_mark(entry)}", Span(_headline(entry), url=web(entry.url))]
    return parts


def newest(read: Read, now: datetime) -> str:
    """`newest 3 min ago`."""
    if not read.entries:
        return "no items now"
    times = [entry.published for entry in read.entries if entry.published]
    return f"newest {ago(max(times), now)}" if times else "items without dates"


def _by_time(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.published.timestamp() if entry.published else 0, reverse=True)


def _when(ask: Ask, entry: Entry) -> str:
    if entry.published is None:
        return "(no date)"
    try:
        return minute(entry.published, ask.now, ask.zone)
    except OverflowError:  # the years 1 and 9999 have no local time everywhere
        return f"{entry.published:%Y}"


def _mark(entry: Entry) -> str:
    """`↻ Name: ` before what it only passes on."""
    return f"↻ {_line(entry.reposts, 60)}: " if entry.reposts else ""


def _headline(entry: Entry) -> str:
    return _line(entry.title, LONGEST_TITLE) or "(without a title)"


def _line(text: str, limit: int) -> str:
    return isolate(clip(" ".join(clean(text).split()), limit))


# ---- what to type next


def choice(ask: Ask, finds: Sequence[Find], verb: str, tail: str = "") -> list[str | Span]:
    """The ways there are, and the line to type for each; `verb` is the command, `tail` what stands after the way."""
    parts: list[str | Span] = []
    for find in finds[:MOST_WAYS]:
        title = f" “{_line(find.read.title, 60)}”" if clean(find.read.title) else ""
        parts.append(f"\n\n{_capital(kind_name(find.kind))}{title}, {newest(find.read, ask.now)}\n")
        parts.append(code(f"{verb} {find.typed} {tail}".rstrip()))
    if len(finds) > MOST_WAYS:
        parts.append(f"\n\n… and {len(finds) - MOST_WAYS} more.")
    return parts


def failure(newsroom: Newsroom, ask: Ask, text: str, failed: Sequence[Probe], verb: str) -> list[str | Span]:
    """Why nothing could be read, try by try, and what to type next."""
    shown = clip(redact(text), LONGEST_ECHO)
    if not failed:
        return [f"I don't know how to read “{shown}”.", *offers(newsroom, text, verb)]
    then = [*_advice(failed), *_next(newsroom, ask, text, failed, verb)]
    if len(failed) == 1:
        return [f"I could not read that: {_why(failed[0])}.", *then]
    lines = [f"\n{_capital(kind_name(probe.kind))}: {_why(probe)}." for probe in failed[:MOST_WAYS]]
    return [f"I could not read “{shown}”.", *lines, *then]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _why(probe: Probe) -> str:
    if isinstance(probe.outcome, Failed):
        return clip(probe.outcome.why, LONGEST_WHY).rstrip(".")
    return "it answered, but sent no news"


def _advice(failed: Sequence[Probe]) -> list[str]:
    """What the kinds say is to be done, whole: half of it would help nobody."""
    said = (probe.outcome.advice for probe in failed[:MOST_WAYS] if isinstance(probe.outcome, Failed))
    return [f"\n{advice}." for advice in dict.fromkeys(filter(None, said))]


def _next(newsroom: Newsroom, ask: Ask, text: str, failed: Sequence[Probe], verb: str) -> list[str | Span]:
    barred = next((one.outcome.barred for one in failed if isinstance(one.outcome, Failed) and one.outcome.barred), "")
    if barred and ask.operator:
        way = f"put PRIVATE_HOSTS={barred} into the settings (commas between several), start me again, and add it then"
        return [f"\nIf you trust it, {way}."]
    front = _front_page(text)
    if front and failed[0].kind in _OPEN:
        return ["\nIts site may name what can be read:  ", code(f"{verb} {front}")]
    host = (shown_host(text) or text.strip("/ ").partition("/")[0]).removeprefix("www.")
    site = f"site:{host}" if failed[0].kind in _OPEN and _SITE.fullmatch(host) else ""
    return ["\nLook at it in a browser, or try again later.", *_search(newsroom, site, verb)]


def _front_page(text: str) -> str:
    """The site's front page, where the address was another."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    deeper = parts.path.strip("/") or parts.query
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}/" if parts.scheme in {"http", "https"} and host and deeper else ""


def offers(newsroom: Newsroom, words: str, verb: str) -> list[str | Span]:
    """What the catalogue has of that name, a news search, and the form of an address."""
    parts: list[str | Span] = []
    for outlet in newsroom.shelf.catalogue.like(words)[:MOST_WAYS]:
        parts += [f"\nMy catalogue has {outlet.name}:\n", code(f"{verb} outlet:{outlet.id}")]
    parts += _search(newsroom, "" if "/" in words else clip(words, LONGEST_ECHO), verb)
    return [*parts, "\nAn address will do too:  ", code(f"{verb} https://example.org/feed.xml")]


def _search(newsroom: Newsroom, words: str, verb: str) -> list[str | Span]:
    """A news search for these words; nothing where no kind of source makes one."""
    typed = next((f"{kind}:{words}" for kind in _SEARCHES if words and newsroom.scouts.is_of(kind, words)), "")
    return ["\nWhat news searches find of it:  ", code(f"{verb} {typed}")] if typed else []
