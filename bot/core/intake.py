"""What each entry of a document is to what its source, and the others, have shown before.

Must not know how that is kept, nor what time it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from bot.core.model import Entry
from bot.core.text.urls import canonical

__all__ = ["Carried", "Known", "Mark", "New", "Revised", "Same", "Step", "decide", "key", "mark", "newest"]

MOST_ITEMS: Final = 200
"""Entries of one document that may become items: more than any newsroom publishes between two polls."""
MOST_MARKS: Final = 1_000
"""Entries of one document that are remembered, so that they are not news when they slide back into the newest."""
AHEAD: Final = timedelta(minutes=10)
"""How far a publisher's clock may be ahead."""
OLDEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
"""Before there were feeds: a date like 0001-01-01 or 1970-01-01 says that the publisher has none."""
OLD: Final = timedelta(hours=36)
"""Age by its own date at which what is new here may be old news: a day, and half a one for dates without a time."""
SURGE: Final = 20
LEAST_SURGE: Final = 5
"""New entries of that age that make a surge: more than 20, or more than half of the document and at least five. Then
the publisher has renamed its archive, or the bot was away for days."""
REFRESH: Final = timedelta(days=1)
"""How stale the time when a key was last seen may become: it is not written anew with every poll."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is remembered of an entry: digests, which are small and say nothing."""

    key: str
    """Its identity in its source, 128 bits."""
    link: str
    """Digest of the canonical link, 128 bits: an identity across sources; empty when the link names no page."""
    title: str
    words: str
    """Digest of title and text."""
    again: str
    """The key it gets when `key` has turned out to be that of another publication."""


@dataclass(frozen=True, slots=True)
class Known:
    """A mark as it is remembered."""

    source: int
    key: str
    link: str
    title: str
    words: str
    last_seen: datetime
    item: int | None
    """None when the item is no longer kept, or never became one."""
    owner: int | None = None
    """The source that brought the item first: it alone may change its words."""
    quiet: bool = False
    """Whether the item was never announced."""


@dataclass(frozen=True, slots=True)
class New:
    """A publication not seen before."""

    mark: Mark
    entry: Entry
    published: datetime
    quiet: bool


@dataclass(frozen=True, slots=True)
class Revised:
    """A known item with other words."""

    mark: Mark
    entry: Entry
    item: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A key not seen before of an item that is known by its link, or one that is only to be remembered."""

    mark: Mark
    item: int | None
    wake: bool = False
    """The item was quiet only because another source had it when that was first read: now it is news."""


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing to tell; `stale` when what is remembered should be written anew."""

    mark: Mark
    stale: bool


Step = New | Revised | Carried | Same


# ---- identity


def key(entry: Entry) -> str:
    """The identity of an entry in its source, 32 hex digits: of its guid, else its link, else its title and link."""
    if guid := entry.guid.strip():
        return _digest("guid", guid)
    if link := canonical(entry.url):
        return _digest("link", link)
    return _digest("title", _squeezed(entry.title))


def mark(entry: Entry) -> Mark:
    """What is to be remembered of an entry."""
    own = key(entry)
    link = _link(entry.url)
    title = _digest("title", _squeezed(entry.title))
    words = _digest("words", _squeezed(entry.title), _squeezed(entry.text))
    return Mark(own, link, title[:16], words[:16], again=_digest("again", own, link or title))


def newest(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """The entries worth remembering, the newest first; undated ones count as new and keep the document's order."""
    return sorted(entries, key=lambda entry: entry.published or now, reverse=True)[:MOST_MARKS]


def _link(url: str) -> str:
    """Digest of a link that names a page; the front page of a site tells no two publications apart."""
    link = canonical(url)
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    names_page = parts.netloc and (parts.path.strip("/") or parts.query)
    return _digest("link", link) if names_page else ""


def _digest(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(whole, digest_size=16).hexdigest()


def _squeezed(text: str) -> str:
    return " ".join(text.split())


# ---- decision


def decide(
    source: int, found: Sequence[tuple[Mark, Entry]], known: Iterable[Known], *, first: bool, now: datetime
) -> list[Step]:
    """What each entry of a document is, the oldest first; one step a key.

    `found`: the newest entries, the newest first, with their marks. `known`: whatever is remembered of their keys
    (`key` or `again`) in this source, and of their links in any. `first`: this source was never read before, so that
    everything is old news. So is what is old by its own date, when much of it comes at once.
    """
    own, linked = _sorted(source, known)
    named = _named(found, own)
    telling = _telling(mark for mark, _ in named)
    steps: list[Step] = []
    for rank, (mark, entry) in reversed(list(enumerate(named))):
        before = own.get(mark.key)
        if before is not None:
            steps.append(_seen(source, mark, entry, before, now))
        elif mark.link in telling and mark.link in linked:
            steps.append(_linked(source, mark, entry, linked[mark.link], announce=not first and not _old(entry, now)))
        elif rank >= MOST_ITEMS:
            steps.append(Carried(mark, None))
        else:
            steps.append(New(mark, entry, published(entry, now), quiet=first))
    return _calmed(steps, now)


def published(entry: Entry, now: datetime) -> datetime:
    """When it was published, or `now` where the document does not say so credibly."""
    if entry.published is None or not OLDEST <= entry.published <= now + AHEAD:
        return now
    return entry.published


def _old(entry: Entry, now: datetime) -> bool:
    """Whether it says itself that it is no news."""
    return published(entry, now) < now - OLD


def _calmed(steps: list[Step], now: datetime) -> list[Step]:
    """The steps; if there is a surge of old entries among them, those are quiet."""
    old = {step.mark.key for step in steps if isinstance(step, New) and _old(step.entry, now)}
    if len(old) <= SURGE and (len(old) < LEAST_SURGE or 2 * len(old) <= len(steps)):
        return steps
    return [replace(step, quiet=True) if isinstance(step, New) and step.mark.key in old else step for step in steps]


def _sorted(source: int, known: Iterable[Known]) -> tuple[dict[str, Known], dict[str, Known]]:
    """What is known by key in this source, and the best of what is known by link: its own, then what is still kept."""
    own: dict[str, Known] = {}
    linked: dict[str, Known] = {}

    def worth(known: Known) -> tuple[bool, int]:
        return known.source == source, known.item or 0

    for each in known:
        if each.source == source:
            own[each.key] = each
        if each.link and (each.link not in linked or worth(each) > worth(linked[each.link])):
            linked[each.link] = each
    return own, linked


def _named(found: Iterable[tuple[Mark, Entry]], own: Mapping[str, Known]) -> list[tuple[Mark, Entry]]:
    """The entries under the keys that are theirs, each key once.

    A publisher uses a guid again when both the link and the title under it are others than before.
    """
    named: dict[str, tuple[Mark, Entry]] = {}
    for mark, entry in found:
        holder = own.get(mark.key) or (named[mark.key][0] if mark.key in named else mark)
        reused = holder.link != mark.link and holder.title != mark.title
        mine = replace(mark, key=mark.again) if reused else mark
        named.setdefault(mine.key, (mine, entry))
    return list(named.values())


def _telling(marks: Iterable[Mark]) -> set[str]:
    """The links that tell publications apart: not those of live pages, to which several entries lead."""
    titles: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        titles[mark.link].add(mark.title)
    return {link for link, named in titles.items() if link and len(named) == 1}


def _seen(source: int, mark: Mark, entry: Entry, before: Known, now: datetime) -> Step:
    """An entry whose key is known."""
    if before.item is not None and before.owner == source and before.words != mark.words:
        return Revised(mark, entry, before.item)
    shown = (before.link, before.title, before.words) == (mark.link, mark.title, mark.words)
    return Same(mark, stale=not shown or now - before.last_seen >= REFRESH)


def _linked(source: int, mark: Mark, entry: Entry, other: Known, *, announce: bool) -> Step:
    """An entry whose link is known, from this source under another key or from another source."""
    if other.source != source:
        return Carried(mark, other.item, wake=announce and other.item is not None and other.quiet)
    if other.item is not None and other.owner == source and other.words != mark.words:
        return Revised(mark, entry, other.item)
    return Carried(mark, other.item)
