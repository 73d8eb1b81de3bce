"""How a source is read that can be read in several ways: by the one that works, and again by the best when it may.

Must not know what the ways are. All of them have to give an entry the same guid, or a change of way makes news of
everything.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from bot.core.model import Source
from bot.core.outcome import Elsewhere, Failed, Read, ReadOutcome, Unchanged
from bot.ports.sources import Answer, Ask, Fetch, Page, Unreachable
from bot.sources.conditional import OWN

__all__ = ["Reading", "Way", "in_turn"]

Reading = Generator[Ask, Answer, ReadOutcome | Elsewhere]
Way = Callable[[Source], Reading]

AGAIN: Final = 50
"""Reads by a lesser way after which the better ones are tried again: half a day, at a read each quarter of an hour."""
_PAUSES: Final = frozenset({429, 503})


def in_turn(source: Source, ways: Mapping[str, Way]) -> Generator[Ask, Answer, ReadOutcome]:
    """Reads by the way that worked last time, else by the first that works; when none does, says why.

    `ways`: the best first, keyed by the names that people are told. Memory: `way` and `turns`, the name of one that is
    not the best and how often in a row it was used. What a server said of its own answers is not repeated to another.
    """
    used, turns = _in_use(source, ways)
    troubles: dict[str, Failed] = {}
    closed: dict[str, Answer] = {}
    for name in _order(ways, used, turns):
        outcome = yield from _sparing(ways[name](source if name == used else _anew(source)), closed)
        match outcome:
            case Read() | Unchanged():
                count = turns + 1 if name == used and turns < AGAIN else 1
                return replace(outcome, memory=_remembered(outcome.memory, ways, name, count), moved="")
            case Failed():
                troubles[name] = outcome
            case Elsewhere():
                troubles[name] = Failed(outcome.why)
    return _together(troubles)


def _in_use(source: Source, ways: Mapping[str, Way]) -> tuple[str, int]:
    """The way that worked last time, and how often in a row, where it is not the best."""
    name = source.memory.get("way", "")
    return (name, int(source.memory.get("turns", "0"))) if name in ways else (next(iter(ways)), 0)


def _order(ways: Mapping[str, Way], used: str, turns: int) -> list[str]:
    """The ways as they are to be tried: the one in use first, until it is time to try the better ones again."""
    return list(ways) if turns >= AGAIN else sorted(ways, key=lambda name: name != used)


def _anew(source: Source) -> Source:
    """The source as it is known to a way that did not read it last."""
    return replace(source, memory={name: value for name, value in source.memory.items() if name not in OWN})


def _remembered(memory: Mapping[str, str], ways: Mapping[str, Way], name: str, count: int) -> Mapping[str, str]:
    """The memory with the way in it; nothing needs to be said of the best."""
    kept = {key: value for key, value in memory.items() if key not in {"way", "turns"}}
    return kept if name == next(iter(ways)) else {**kept, "way": name, "turns": str(count)}


def _sparing(reading: Reading, closed: dict[str, Answer]) -> Reading:
    """The reading, but nothing more is asked of a host that wants to be left alone or can't be reached."""
    try:
        ask = next(reading)
        while True:
            host = (urlsplit(ask.url).hostname or "") if isinstance(ask, Fetch) else ""
            answer = closed[host] if host in closed else (yield ask)
            if isinstance(answer, Unreachable) or (isinstance(answer, Page) and answer.status in _PAUSES):
                closed[host] = answer
            ask = reading.send(answer)
    except StopIteration as stop:
        outcome: ReadOutcome | Elsewhere = stop.value
        return outcome


def _together(troubles: Mapping[str, Failed]) -> Failed:
    """One failure of all: that of the way that was tried first, and why the others are no help."""
    (_, first), *others = troubles.items()
    told = [f"{name} is no help: {trouble.why}" for name, trouble in others if trouble.why != first.why]
    return replace(
        first,
        why=". ".join([first.why, *told]),
        barred=next((trouble.barred for trouble in troubles.values() if trouble.barred), ""),
        gone=all(trouble.gone for trouble in troubles.values()),
        advice=". ".join(dict.fromkeys(trouble.advice for trouble in troubles.values() if trouble.advice)),
    )
