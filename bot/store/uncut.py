"""Transactions that nobody can cut off half way: a cancelled statement leaves its connection, and its locks, behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

__all__ = ["uncut"]

_LAST: Final = 15.0
"""Seconds that a transaction has to end in once its caller is cancelled: more than a wait for SQLite's write lock may
take, and an end for a database that does not answer any more."""

P = ParamSpec("P")
T = TypeVar("T")


def uncut(step: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """What holds a connection, run in a task of its own; its caller's cancellation takes effect when it is over."""

    @wraps(step)
    async def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        task = asyncio.create_task(step(*args, **kwargs), name=step.__qualname__)
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            await _over(task)
            raise
        return task.result()

    return whole


async def _over(task: asyncio.Task[Any]) -> None:
    """Wait for its end, however often the caller is cancelled; an error of it is asyncio's to report."""
    end = asyncio.get_running_loop().call_later(_LAST, task.cancel)
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait({task})
    end.cancel()
