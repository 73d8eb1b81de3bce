"""Whose turn it is to have something tried out: one chat alone may not keep all parsers and hosts busy."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from bot.core.errors import UserError
from bot.ports import Clock

__all__ = ["Turns"]

AT_ONCE: Final = 2
"""Tries that go on at once for all chats together: each may take minutes, and hold a parser as long."""
AN_HOUR: Final = 10
"""Tries that one chat may begin within an hour."""
_HOUR: Final = timedelta(hours=1)
_AGAIN: Final = "I am still trying out what this chat named last. Give me a minute, then type it again."
_OTHERS: Final = "I am trying out what other chats have named. Give me a minute, then type it again."


class Turns:
    """What is being tried out, and what chats have had tried out in the last hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._busy: set[int] = set()
        self._strangers = 0
        self._begun: dict[int, deque[datetime]] = {}
        """By chat; none is empty."""

    @contextmanager
    def take(self, chat: int, *, limited: bool) -> Iterator[None]:
        """One try, while the context lasts; raises UserError where it is not this chat's turn.

        `limited`: whether it counts, as it does for all but operators.
        """
        if chat in self._busy:
            raise UserError(_AGAIN)
        if limited:
            self._begin(chat)
        self._busy.add(chat)
        self._strangers += limited
        try:
            yield
        finally:
            self._strangers -= limited
            self._busy.discard(chat)

    def _begin(self, chat: int) -> None:
        now = self._clock.now()
        self._forget(now - _HOUR)
        mine = self._begun.get(chat, deque())
        if len(mine) >= AN_HOUR:
            wait = max(ceil((mine[0] + _HOUR - now) / timedelta(minutes=1)), 1)
            raise UserError(
                f"I have tried out {AN_HOUR} addresses for this chat within an hour, which is as many as I may.\n"
                f"Type it again in {wait} {'minute' if wait == 1 else 'minutes'}."
            )
        if self._strangers >= AT_ONCE:
            raise UserError(_OTHERS)
        self._begun.setdefault(chat, mine).append(now)

    def _forget(self, before: datetime) -> None:
        for chat, begun in list(self._begun.items()):
            while begun and begun[0] <= before:
                begun.popleft()
            if not begun:
                del self._begun[chat]
