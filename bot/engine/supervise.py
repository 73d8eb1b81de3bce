"""Knows how to keep a long-lived task alive: it is started again after an error, later each time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.core.errors import Fatal
from bot.ports import Clock

__all__ = ["supervise"]

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before the first restart, and the most; doubled in between. Long enough to spare a database that is
coming up, short enough that nobody misses the bot for more than a minute after it has."""
HEALTHY = 300.0
"""Seconds a task must have run for its next failure to count as the first again."""

log = structlog.stdlib.get_logger(__name__)


async def supervise(name: str, run: Callable[[], Awaitable[None]], clock: Clock) -> None:
    """Run until it returns or is cancelled; restart it after an error. `Fatal` is for the whole process: it passes.

    A task that answers its cancellation with an error is not started again: somebody waits for its end.
    """
    wait = FIRST_WAIT
    while True:
        began = clock.now()
        try:
            await run()
        except Exception as error:
            if _is_fatal(error):
                raise
            if (clock.now() - began).total_seconds() > HEALTHY:
                wait = FIRST_WAIT
            log.exception("task failed", task=name, again_in=wait)
            if _cancelled():
                return
        else:
            return
        await clock.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)


def _cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _is_fatal(error: Exception) -> bool:
    """Whether it is, or holds, what ends the process."""
    return isinstance(error, Fatal) or (isinstance(error, ExceptionGroup) and error.subgroup(Fatal) is not None)
