"""What becomes of a delivery after an attempt: the table of outcomes, and the back-off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.core.decisions import Settlement
from bot.core.model import Delivery, DeliveryState
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from bot.core.schedule import JITTER, share

__all__ = ["LONGEST_PAUSE", "SHORTEST_PAUSE", "lapse", "settle"]

MOST_ATTEMPTS: Final = 12
"""Attempts, pauses not counted, before a delivery is given up: some five hours with the back-off below."""
LONGEST_TRY: Final = timedelta(hours=24)
"""Age at which a failing delivery is given up: older news is for /latest, and Matrix forgets transaction ids."""
FEWEST_ATTEMPTS: Final = 3
"""Attempts that even an old delivery gets: it may be old because the bot was down."""
BACK_OFF: Final = timedelta(seconds=10)
"""Wait after the first failure, doubled with each further one."""
LONGEST_BACK_OFF: Final = timedelta(hours=1)
SHORTEST_PAUSE: Final = timedelta(seconds=1)
"""Telegram and Matrix round what they ask for to seconds; a pause of nothing would spin."""
LONGEST_PAUSE: Final = timedelta(hours=24)
"""Whatever a platform asks for, it is asked again after a day."""
ASKED_AGAIN: Final = timedelta(hours=12)
"""Wait after an answer that the chat is unknown: believed when it came three times over a day."""
DOUBTS_ALLOWED: Final = 1
"""Sends without an answer after which the message is repeated: once, so that nobody gets it three times."""


def settle(
    delivery: Delivery,
    outcome: Outcome,
    *,
    now: datetime,
    free_at: datetime,
    idempotent: bool,
    unsure: str,
    seed: str,
) -> Settlement:
    """What to write after a send. `unsure` is the policy for sends without an answer: `repeat` or `hold`.

    `free_at`: when the chat may be written to again, by the account's pace.
    """
    match outcome:
        case Sent(message):
            return Settlement(DeliveryState.SENT, now, message=message, chat_free_at=free_at)
        case Later():
            return _later(delivery, outcome, now, seed)
        case Unsure(why):
            return _unsure(delivery, why, now, free_at, idempotent=idempotent, unsure=unsure, seed=seed)
        case Gone() | Refused():
            return _refused(delivery, outcome, now)
        case Moved(chat):
            if not _exhausted(delivery, now):
                return Settlement(DeliveryState.PENDING, now)
            return Settlement(DeliveryState.DEAD, now, error=f"the chat keeps moving, last to {chat}")
        case _:
            assert_never(outcome)


def lapse(delivery: Delivery, *, now: datetime, free_at: datetime, idempotent: bool, unsure: str) -> Settlement:
    """What to write for a delivery that was in flight when its sender died: as good as a send without an answer.

    It is due at once: the whole lease was waited for already, and that the bot died says nothing against the chat.
    """
    why = "the bot stopped while this was being sent"
    unanswered = _unsure(delivery, why, now, free_at, idempotent=idempotent, unsure=unsure, seed=delivery.key)
    return replace(unanswered, due_at=now)


def _later(delivery: Delivery, later: Later, now: datetime, seed: str) -> Settlement:
    after = min(later.after, LONGEST_PAUSE)
    if later.paused:
        until = now + max(after, SHORTEST_PAUSE)
        return Settlement(DeliveryState.PENDING, until, error=later.why, counts=False, chat_free_at=until)
    if _exhausted(delivery, now):
        why = f"given up after {delivery.attempts + 1} attempts: {later.why}"
        return Settlement(DeliveryState.DEAD, now, error=why)
    return Settlement(DeliveryState.PENDING, now + max(after, _back_off(delivery, seed)), error=later.why)


def _refused(delivery: Delivery, refusal: Gone | Refused, now: datetime) -> Settlement:
    """An answer that may be wrong is believed once it came often enough, over long enough."""
    proven = delivery.attempts + 1 >= FEWEST_ATTEMPTS and now - delivery.created_at >= 2 * ASKED_AGAIN
    if isinstance(refusal, Refused) or refusal.sure or proven:
        return Settlement(DeliveryState.DEAD, now, error=refusal.why)
    again = now + ASKED_AGAIN
    return Settlement(DeliveryState.PENDING, again, error=refusal.why, chat_free_at=again)


def _unsure(
    delivery: Delivery, why: str, now: datetime, free_at: datetime, *, idempotent: bool, unsure: str, seed: str
) -> Settlement:
    """A platform that takes the key twice as one message is simply asked again; elsewhere it is a matter of policy."""
    repeat = idempotent or (unsure == "repeat" and delivery.doubts < DOUBTS_ALLOWED)
    again = repeat and not _exhausted(delivery, now)
    return Settlement(
        DeliveryState.PENDING if again else DeliveryState.UNSURE,
        now + _back_off(delivery, seed) if again else now,
        error=why,
        doubt=not idempotent,
        chat_free_at=free_at,
    )


def _exhausted(delivery: Delivery, now: datetime) -> bool:
    attempts = delivery.attempts + 1
    return attempts >= MOST_ATTEMPTS or (attempts >= FEWEST_ATTEMPTS and now - delivery.created_at >= LONGEST_TRY)


def _back_off(delivery: Delivery, seed: str) -> timedelta:
    doubled = min(BACK_OFF * (1 << min(delivery.attempts, MOST_ATTEMPTS)), LONGEST_BACK_OFF)
    return doubled * (1 + JITTER * (2 * share(f"{seed} {delivery.attempts}") - 1))
