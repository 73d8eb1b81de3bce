"""How fast Telegram may be written to: when a chat may be again, and whether a refusal concerns everyone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from bot.core.outcome import Later, Outcome

__all__ = ["Floods", "Pace"]

_MEMORY_SECONDS = 60.0  # the window of the longest limit of one chat (Bot FAQ: 20 messages a minute in a group)
_CHATS = 3
_SHORT_SECONDS = 5.0  # less is the limit of a second (Bot FAQ), of a chat or of all: both are soon over
_LONG_SECONDS = 60.0


class Pace:
    """When each chat was last written to, on the monotonic clock `now`; `seconds`: the least time between two."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._free: dict[int, float] = {}

    def note(self, chat: int) -> None:
        """It was written to just now."""
        now = self._now()
        self._free = {known: free for known, free in self._free.items() if free > now}
        self._free[chat] = now + self._seconds

    def left(self, chat: int) -> float:
        """Seconds until it may be written to."""
        return max(0.0, self._free.get(chat, 0.0) - self._now())


class Floods:
    """Tells pauses (429) of one chat from those of the whole account, which Telegram does not.

    Whoever floods a group with commands uses up its 20 messages a minute, and Telegram then asks for a pause of up to
    a minute: that must not stop everybody's alerts. So a pause is everyone's only when it is longer than a minute,
    which neither a group's limit nor the server's cap of one chat (60 s, telegram-bot-api) asks for, or when alerts to
    three chats met pauses of 5 s or more within a minute: with fewer chats, each one's own pause does as well.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._met: dict[int, float] = {}

    def judged(self, chat: int, outcome: Outcome) -> Outcome:
        """The outcome of sending an alert there, made everyone's pause where it is one."""
        if not isinstance(outcome, Later) or not outcome.paused or outcome.everyone:
            return outcome
        seconds, now = outcome.after.total_seconds(), self._now()
        if seconds < _SHORT_SECONDS:
            return outcome
        self._met = {known: at for known, at in self._met.items() if at > now - _MEMORY_SECONDS} | {chat: now}
        if seconds <= _LONG_SECONDS and len(self._met) < _CHATS:
            return outcome
        self._met.clear()  # the pause begins: what comes after it is judged afresh
        return replace(outcome, everyone=True)
