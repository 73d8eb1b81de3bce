"""What each entry of a document is to what its source, and the others, have shown before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.core.intake.identity import Mark
from bot.core.intake.memory import Known, Memory
from bot.core.intake.steps import Carried, Decision, New, Reading, Revised, Same, Step
from bot.core.model import Entry

__all__ = ["AHEAD", "decide"]

MOST_ITEMS: Final = 200
"""Entries of one document that may become items: more than any newsroom publishes between two polls."""
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
LEAST_RENEWED: Final = 3
"""Entries of a document that can be said to have changed all at once."""
REFRESH: Final = timedelta(days=1)
"""How stale the time when a key was last seen may become: it is not written anew with every poll."""


def decide(reading: Reading, found: Sequence[tuple[Mark, Entry]], known: Iterable[Known], now: datetime) -> Decision:
    """What each entry of a document is.

    `found`: the newest entries, the newest first, with their marks. `known`: whatever is remembered of their keys
    (`key` or `again`) and titles in this source and its siblings, and of their links in any. Of a source that was read
    before, everything is news but what is old by its own date when much of it comes at once, and what is known.
    """
    memory = Memory.of(reading.source, known)
    named = _named(found, memory.own)
    renewed = not reading.first and _renewed(reading.source, named, memory)
    telling = _telling(mark for mark, _ in named)
    steps: list[Step] = []
    arrived: list[datetime] = []
    for rank, (mark, entry) in reversed(list(enumerate(named))):
        at = published(entry, now)
        same = memory.same(mark, at, telling=mark.link in telling, renewed=renewed)
        if mark.key in memory.own:
            steps.append(_seen(reading.source, mark, entry, memory.own[mark.key], now))
        elif same is not None:
            steps.append(_linked(reading, mark, entry, same, now))
            arrived += [] if renewed or reading.first else [at]
        elif rank >= MOST_ITEMS:
            steps.append(Carried(mark, None))
        else:
            quiet = _is_old_news(reading, entry, renewed=renewed)
            steps.append(New(mark, entry, at, quiet=quiet))
            arrived += [] if quiet and at >= now else [at]
    ahead = any(isinstance(step, New) and _ahead(step.entry, now) for step in steps)
    return Decision(tuple(_calmed(steps, now)), renewed, ahead, tuple(sorted(arrived)))


def published(entry: Entry, now: datetime) -> datetime:
    """When it was published, or `now` where the document does not say so credibly."""
    if entry.published is None or not OLDEST <= entry.published <= now + AHEAD:
        return now
    return entry.published


def _ahead(entry: Entry, now: datetime) -> bool:
    return entry.published is not None and entry.published > now + AHEAD


def _old(entry: Entry, now: datetime) -> bool:
    """Whether it says itself that it is no news."""
    return published(entry, now) < now - OLD


def _is_old_news(reading: Reading, entry: Entry, *, renewed: bool) -> bool:
    """Whether what is new here was there before, as far as its date tells; undated, it is when all else is."""
    until = reading.heard or (reading.read_at if renewed else None)
    if until is not None:
        return entry.published is None or entry.published <= until
    return reading.first


def _calmed(steps: list[Step], now: datetime) -> list[Step]:
    """The steps; if there is a surge of old entries among them, those are quiet."""
    old = {step.mark.key for step in steps if isinstance(step, New) and _old(step.entry, now)}
    if len(old) <= SURGE and (len(old) < LEAST_SURGE or 2 * len(old) <= len(steps)):
        return steps
    return [replace(step, quiet=True) if isinstance(step, New) and step.mark.key in old else step for step in steps]


def _renewed(source: int, named: Sequence[tuple[Mark, Entry]], memory: Memory) -> bool:
    """Whether a document has nothing but new names in it, most of which are for what this source has shown before."""
    if len(named) < LEAST_RENEWED or any(mark.key in memory.own for mark, _ in named):
        return False
    linked = {link for link, known in memory.linked.items() if known.source == source}
    known = sum(mark.title in memory.titled or mark.link in linked for mark, _ in named)
    return 2 * known > len(named)


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


def _linked(reading: Reading, mark: Mark, entry: Entry, other: Known, now: datetime) -> Step:
    """An entry that is known under another key of this source, or from another source."""
    if other.source != reading.source:
        wake = other.item is not None and other.quiet and not reading.first and not _old(entry, now)
        return Carried(mark, other.item, wake=wake and not other.sibling)
    if other.item is not None and other.owner == reading.source and other.words != mark.words:
        return Revised(mark, entry, other.item)
    return Carried(mark, other.item)
