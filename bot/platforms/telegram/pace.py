"""How fast Telegram may be written to: when a chat may be again, and whether a refusal concerns everyone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.outcome import Later, Outcome
from bot.core.pacing import Asking, Pace

__all__ = ["Floods", "Turns"]

_MEMORY_SECONDS = 60.0  # the window of the longest limit of one chat (Bot FAQ: 20 messages a minute in a group)
_CHATS = 3
_SHORT_SECONDS = 5.0  # less is the limit of a second (Bot FAQ), of a chat or of all: both are soon over
_LONG_SECONDS = 60.0


class Turns:
    """When the chats of an account are written to by itself, beside what is sent out of the outbox.

    `pace`: that of the whole account; `now`: its clock.
    """

    def __init__(self, pace: Pace, now: Callable[[], datetime]) -> None:
        self._pace = pace
        self._now = now

    @asynccontextmanager
    async def reply(self, chat: int) -> AsyncIterator[None]:
        """A person is answered inside; comes in when the chat may be written to, whatever others are owed."""
        while (wait := self._wait(chat)) > timedelta(0):  # noqa: ASYNC110 - nothing tells when a chat is free
            await asyncio.sleep(wait.total_seconds())
        with self._slot(chat):
            yield

    def _wait(self, chat: int) -> timedelta:
        now = self._now()
        return self._pace.free_at(str(chat), Asking.REPLY, now, group=_is_group(chat)) - now

    @contextmanager
    def _slot(self, chat: int) -> Iterator[None]:
        slot = self._pace.take(str(chat), self._now(), group=_is_group(chat))
        self._pace.begin(slot, self._now())
        try:
            yield
        finally:
            self._pace.end(slot, self._now())


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


def _is_group(chat: int) -> bool:
    """Or a channel: only people have numbers above zero (Bot API)."""
    return chat < 0
