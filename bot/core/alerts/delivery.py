"""What becomes of a delivery after an attempt: the table of outcomes, the back-off, and the pace of each chat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.core.decisions import Settlement
from bot.core.model import Chat, ChatKind, Delivery, DeliveryState
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from bot.core.schedule import JITTER, share

__all__ = ["lapse", "pace", "room", "settle"]

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

_PACE: Final = {
    ("telegram", ChatKind.PRIVATE): timedelta(seconds=1.05),
    ("telegram", ChatKind.GROUP): timedelta(seconds=3.2),
    ("telegram", ChatKind.CHANNEL): timedelta(seconds=3.2),
    ("matrix", ChatKind.PRIVATE): timedelta(seconds=0.2),
    ("matrix", ChatKind.GROUP): timedelta(seconds=0.2),
    ("matrix", ChatKind.CHANNEL): timedelta(seconds=0.2),
}
"""Least time between two messages to one chat.

Telegram: one message a second in a chat, 20 a minute in a group (Bot FAQ, "My bot is hitting limits"), with a margin
for clocks; channels are limited like groups. Matrix: servers set their own limits (Synapse: bursts of ten, then one in
five seconds) and answer 429, so this only keeps bursts short. The console needs none.
"""
_MOST: Final = {"telegram": 25}
"""Most messages within `_WHILE` over all chats. Telegram: about 30 a second (Bot FAQ), with a margin, for what is
claimed now may be sent a little later."""
_WHILE: Final = timedelta(seconds=1)


def settle(
    delivery: Delivery, outcome: Outcome, *, now: datetime, idempotent: bool, unsure: str, seed: str
) -> Settlement:
    """What to write after a send. `unsure` is the policy for sends without an answer: `repeat` or `hold`."""
    match outcome:
        case Sent(message):
            return Settlement(DeliveryState.SENT, now, message=message, chat_free_at=now + pace(delivery.chat))
        case Later():
            return _later(delivery, outcome, now, seed)
        case Unsure(why):
            return _unsure(delivery, why, now, idempotent=idempotent, unsure=unsure, seed=seed)
        case Gone() | Refused():
            return _refused(delivery, outcome, now)
        case Moved(chat):
            if not _exhausted(delivery, now):
                return Settlement(DeliveryState.PENDING, now)
            return Settlement(DeliveryState.DEAD, now, error=f"the chat keeps moving, last to {chat}")
        case _:
            assert_never(outcome)


def lapse(delivery: Delivery, *, now: datetime, idempotent: bool, unsure: str) -> Settlement:
    """What to write for a delivery that was in flight when its sender died: as good as a send without an answer.

    It is due at once: the whole lease was waited for already, and that the bot died says nothing against the chat.
    """
    why = "the bot stopped while this was being sent"
    unanswered = _unsure(delivery, why, now, idempotent=idempotent, unsure=unsure, seed=delivery.key)
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


def _unsure(delivery: Delivery, why: str, now: datetime, *, idempotent: bool, unsure: str, seed: str) -> Settlement:
    """A platform that takes the key twice as one message is simply asked again; elsewhere it is a matter of policy."""
    repeat = idempotent or (unsure == "repeat" and delivery.doubts < DOUBTS_ALLOWED)
    again = repeat and not _exhausted(delivery, now)
    return Settlement(
        DeliveryState.PENDING if again else DeliveryState.UNSURE,
        now + _back_off(delivery, seed) if again else now,
        error=why,
        doubt=not idempotent,
        chat_free_at=now + pace(delivery.chat),
    )


def _exhausted(delivery: Delivery, now: datetime) -> bool:
    attempts = delivery.attempts + 1
    return attempts >= MOST_ATTEMPTS or (attempts >= FEWEST_ATTEMPTS and now - delivery.created_at >= LONGEST_TRY)


def _back_off(delivery: Delivery, seed: str) -> timedelta:
    doubled = min(BACK_OFF * (1 << min(delivery.attempts, MOST_ATTEMPTS)), LONGEST_BACK_OFF)
    return doubled * (1 + JITTER * (2 * share(f"{seed} {delivery.attempts}") - 1))


def pace(chat: Chat) -> timedelta:
    """The least time between two messages to it."""
    return _PACE.get((chat.address.platform, chat.kind), timedelta(0))


def room(platform: str, wanted: int, begun: Iterable[datetime], now: datetime) -> int:
    """How many of the wanted messages may be begun now, over all chats, when others were begun at these times."""
    most = _MOST.get(platform)
    if most is None:
        return wanted
    lately = sum(abs(now - time) < _WHILE for time in begun)  # absolute: a clock set back must not silence the bot
    return max(0, min(wanted, most - lately))
