"""When a sent message is written anew, and what becomes of it after an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final, assert_never

from bot.core.alerts.delivery import LONGEST_PAUSE, SHORTEST_PAUSE
from bot.core.decisions import Refreshed
from bot.core.message import Message
from bot.core.model import Delivery
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure

__all__ = [
    "LEAST",
    "PART",
    "UNKNOWN",
    "USUAL",
    "Restraint",
    "fingerprint",
    "key",
    "postponed",
    "refreshed",
    "unchanged",
    "worded",
]

LEAST: Final = timedelta(seconds=30)
"""Shortest time between two writings of one message. A story that breaks gains outlets by the second, and nobody reads
a message that often; twenty edits a minute in a group are all that Telegram takes."""
PART: Final = 4
"""Part of a message's age that passes before it is written anew: as nobody looks at old messages as often as at new
ones, a message is edited 30, 60, 90 … seconds after it was sent, then after ten minutes in every two and a half, and
some 40 times in four days."""

UNKNOWN: Final = "?"
"""Stands for the fingerprint of words that nobody knows; that of none is the empty string."""


@dataclass(frozen=True, slots=True)
class Restraint:
    """How rarely a message is written anew."""

    least: timedelta = LEAST
    part: int = PART

    def ends(self, sent_at: datetime, last: datetime) -> datetime:
        """The earliest time of the next edit, when the message was sent or edited last at `last`."""
        return last + max(self.least, (last - sent_at) / self.part)


USUAL: Final = Restraint()
"""That of every run that is not a test."""


def fingerprint(message: Message) -> str:
    """A digest of all that is seen of a message: two of one fingerprint look the same."""
    return blake2b(repr(message).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def worded(delivery: Delivery, outcome: Outcome, shown: str, *, idempotent: bool) -> str:
    """The fingerprint of the words that a message has, or may have, after a send with those of `shown`.

    Where a key makes one message of two sends, it has the words of the first that arrived: which one that was is known
    only where all had the same.
    """
    before = delivery.shown if idempotent else ""
    match outcome:
        case Sent() | Unsure():
            return shown if before in {"", shown} else UNKNOWN
        case Later() | Gone() | Moved() | Refused():
            return before
        case _:
            assert_never(outcome)


def key(delivery: Delivery, changes: int, shown: str) -> str:
    """The key of an edit: the same when it is tried again, another for each other edit.

    A story may come back to words it had before. So the key tells how often the story had changed by then, too.
    """
    return f"{delivery.key}-{changes}-{shown}"


def unchanged(delivery: Delivery) -> Refreshed:
    """What becomes of a message that would say what it says already."""
    return Refreshed(edit_from=delivery.edit_from, shown=delivery.shown)


def postponed(delivery: Delivery, until: datetime) -> Refreshed:
    """What becomes of a message for which there is no room now."""
    return Refreshed(again=until, edit_from=delivery.edit_from, shown=delivery.shown)


def refreshed(delivery: Delivery, outcome: Outcome, shown: str, now: datetime, restraint: Restraint) -> Refreshed:
    """What becomes of a sent message after an attempt to write it anew; `shown`: the fingerprint of the new words.

    To edit twice does no harm, so that whatever may not have arrived is tried again, even where the story has come back
    to the words it had before. What the platform refuses, for the message was deleted or can't be edited any more, is
    left as it is: that says nothing of the chat, and the next alert to it will show whether that can be written to.
    """
    sent_at = delivery.sent_at or now
    match outcome:
        case Sent():
            return Refreshed(edit_from=restraint.ends(sent_at, now), shown=shown)
        case Later(after=after):
            until = now + min(max(after, SHORTEST_PAUSE), LONGEST_PAUSE)
            if outcome.paused:
                return Refreshed(until, delivery.edit_from, delivery.shown, chat_free_at=until)
            return postponed(delivery, max(until, restraint.ends(sent_at, now)))
        case Unsure():
            return Refreshed(restraint.ends(sent_at, now), delivery.edit_from, UNKNOWN)
        case Gone() | Refused() | Moved():
            return Refreshed(shown=delivery.shown)
        case _:
            assert_never(outcome)
