"""What becomes of a source after it was read: its pace, its address, its state, and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.core.cadence import observed
from bot.core.model import Source, SourceState
from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged
from bot.core.schedule import Tempo, next_poll
from bot.core.text.urls import redact

__all__ = ["News", "pushed", "tended"]

PROOFS: Final = 3
MOVED_FOR: Final = timedelta(hours=24)
"""A permanent redirect is believed when it was met three times over a day: some are set by mistake, or by a captive
network."""
GONE_FOR: Final = timedelta(hours=48)
"""And so is the word that a source is gone for good (410), over two days."""


@dataclass(frozen=True, slots=True)
class News:
    """What a reading brought, for the source's record."""

    arrived: tuple[datetime, ...] = ()
    """When what is new was published; of a first reading, everything."""
    known: int = 0
    """Entries that were known: they prove that an address shows the same source as before."""
    renewed: bool = False
    ahead: bool = False


def tended(source: Source, outcome: ReadOutcome, news: News, tempo: Tempo, now: datetime) -> Source:
    """The source as it is after a poll, its next due time included."""
    match outcome:
        case Read():
            after = _moved(_well(source, now), outcome.moved, now, same=news.known > 0)
            after = _noted(replace(after, memory=dict(outcome.memory)), news, now)
            after = replace(after, record=replace(after.record, heard=None))
            after = replace(after, locator=outcome.lasting or after.locator)
        case Unchanged():
            after = _moved(_well(source, now), outcome.moved, now, same=True)
            after = replace(after, memory=dict(outcome.memory or source.memory))
        case Failed():
            after = _failed(source, outcome, now)
        case _:
            assert_never(outcome)
    return replace(after, due_at=next_poll(after, outcome, tempo, now))


def pushed(source: Source, news: News, now: datetime) -> Source:
    """The source as it is after somebody has told of news between two polls; its polls go on as they would."""
    return _noted(source, news, now)


def _well(source: Source, now: datetime) -> Source:
    record = replace(source.record, failing_since=None, gone_times=0, gone_since=None)
    return replace(source, failures=0, error="", read_at=now, record=record)


def _noted(source: Source, news: News, now: datetime) -> Source:
    record = observed(source.record, news.arrived, now)
    record = replace(
        record,
        renewed_at=now if news.renewed else record.renewed_at,
        ahead_at=now if news.ahead else record.ahead_at,
    )
    return replace(source, record=record)


def _failed(source: Source, outcome: Failed, now: datetime) -> Source:
    """A host that is only left alone for now is no failure; a source that is gone for good is given up at last."""
    if outcome.put_off:
        return replace(source, error=outcome.why)
    record = source.record
    gone = record.gone_times + 1 if outcome.gone else 0
    since = (record.gone_since or now) if gone else None
    record = replace(record, failing_since=record.failing_since or now, gone_times=gone, gone_since=since)
    dead = gone >= PROOFS and since is not None and now - since >= GONE_FOR
    state = SourceState.DEAD if dead else source.state
    return replace(source, failures=source.failures + 1, error=outcome.why, record=record, state=state)


def _moved(source: Source, to: str, now: datetime, *, same: bool) -> Source:
    """Count a permanent redirect; the address it leads to is adopted once it is proved. `same`: it shows what is known.

    Never from an encrypted address to an open one; and one with a secret in it has no place in a record.
    """
    record = source.record
    settled = replace(record, moved_to="", moved_times=0, moved_since=None)
    if not to or to == source.locator or _opens(source.locator, to) or redact(to) != to:
        return replace(source, record=settled)
    again = record.moved_to == to
    times, since = (record.moved_times + 1 if again else 1), ((record.moved_since if again else None) or now)
    if same and times >= PROOFS and now - since >= MOVED_FOR:
        return replace(source, locator=to, record=settled)
    return replace(source, record=replace(record, moved_to=to, moved_times=times, moved_since=since))


def _opens(before: str, after: str) -> bool:
    return before.lower().startswith("https:") and not after.lower().startswith("https:")
