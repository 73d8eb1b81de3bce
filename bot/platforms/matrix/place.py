"""Where listening begins again after a restart: nothing before that place is still to be done."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from bot.ports import Ledger

__all__ = ["Bookmark"]

Answer = TypeVar("Answer")


class Bookmark:
    """Remembers a place in the sync as soon as all that was begun before it is done, and not sooner.

    A crash then repeats what it cut off, and as little as can be of what it did not.
    """

    def __init__(self, ledger: Ledger, name: str) -> None:
        self._ledger = ledger
        self._name = name
        self._waiting: deque[tuple[str, set[asyncio.Task[None]]]] = deque()
        """Places in their order, each with what was begun since the one before."""

    async def recall(self) -> str:
        """The place, or nothing before the very first."""
        return await self._ledger.recall(self._name)

    def put(self, place: str, under_way: Iterable[asyncio.Task[None]]) -> None:
        """Everything before this place is done, but for these tasks."""
        begun = set(under_way).difference(*(tasks for _, tasks in self._waiting))
        if self._waiting and not begun:
            _, begun = self._waiting.pop()
        self._waiting.append((place, begun))

    async def during(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """The result of some work; places that can be remembered meanwhile are."""
        task = asyncio.create_task(work)
        try:
            await self._remember()
            while not task.done():
                await asyncio.wait({task, *self._next()}, return_when=asyncio.FIRST_COMPLETED)
                await self._remember()
            return await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _next(self) -> list[asyncio.Task[None]]:
        """A task that the first of the places waits for: one at a time, since there may be many."""
        return [next(task for task in self._waiting[0][1] if not task.done())] if self._waiting else []

    async def _remember(self) -> None:
        done = ""
        while self._waiting and all(task.done() for task in self._waiting[0][1]):
            done, _ = self._waiting.popleft()
        if done:
            await self._ledger.remember(self._name, done)
