"""Bots that start in a moment: a process that has loaded all of the bot's code and data forks one after another.

A start takes two seconds of work, nearly all of it imports and names; a drill starts fifty bots.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self, TypedDict

from tests.acceptance import victim

__all__ = ["Child", "Nursery"]


class _Order(TypedDict):
    """What a bot is started with."""

    environment: dict[str, str]
    log: str


class Child:
    """A bot that was started; what asyncio's `Process` has of use here."""

    def __init__(self, pid: int, ends: asyncio.StreamReader) -> None:
        self.pid = pid
        self.returncode: int | None = None
        """As of `Process`: negative for a signal."""
        self._end = asyncio.create_task(self._watch(ends))

    async def _watch(self, ends: asyncio.StreamReader) -> None:
        self.returncode = int(await ends.readline())

    async def wait(self) -> None:
        """Until it has ended."""
        await asyncio.shield(self._end)

    def send_signal(self, number: signal.Signals) -> None:
        """To the process, if there still is one."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Nursery:
    """Forks bots, one at a time; an async context manager, which leaves none behind."""

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.acceptance.nursery", stdin=pipe, stdout=pipe
        )
        self._child: Child | None = None
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._child and self._child.returncode is None:
            self._child.send_signal(signal.SIGKILL)
            await self._child.wait()
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def start(self, environment: Mapping[str, str], log: Path) -> Child:
        """A new bot, when the one before has ended; `log`: a file for all that it says, appended to."""
        assert self._process.stdin
        assert self._process.stdout
        order = _Order(environment=dict(environment), log=str(log))
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._child = Child(int(await self._process.stdout.readline()), self._process.stdout)
        return self._child


def main() -> None:
    """Fork a bot for each line that is read; say its number, and how it ended."""
    _load()
    for line in sys.stdin:
        order: _Order = json.loads(line)
        pid = os.fork()
        if not pid:
            _become(order)
            return
        _say(pid)
        _, status = os.waitpid(pid, 0)
        _say(os.waitstatus_to_exitcode(status))


def _load() -> None:
    """What takes long, whatever the settings are."""
    import bot.platforms.matrix
    import bot.platforms.telegram  # noqa: F401 - they are imported by the bot where they are used
    from bot.app import _memory
    from bot.data.names import lexicon

    _memory(lexicon())()


def _become(order: _Order) -> None:
    """The bot of this order, to its end."""
    os.environ.clear()
    os.environ.update(order["environment"])
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, place in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, place)
    random.seed()  # or all bots would draw the same
    victim.main()


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
