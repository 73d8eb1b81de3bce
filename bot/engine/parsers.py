"""Parsing away from the event loop: in processes with a deadline and a bound on memory, replaced when they fail.

The processes are our own and not of `multiprocessing`: that would import the main module again in each, keep a
resource tracker beside them, and need threads that wake up all day.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator
from typing import Final, Self

from bot.engine.parser_process import BEGUN, LENGTH, Question
from bot.ports.sources import Document, Parse, Unreadable

__all__ = ["ParserPool"]

START_SECONDS: Final = 30.0
"""For a process to start and import what a parser needs: 0.3 s on an idle machine, far more on a busy small one."""
MOST_ANSWER: Final = 16 * 1024 * 1024
"""Bytes of an answer: twice what 200 entries of 10,000 characters take."""
_PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""All of the environment that a parser gets to see: tokens and passwords are in the rest."""


class ParserPool:
    """`workers` processes at most, started when needed and let go after `idle` seconds without work."""

    def __init__(self, deadline: float = 5.0, workers: int = 1, *, idle: float = 120.0) -> None:
        """`deadline`: seconds that one parse may take, the start of a process not counted."""
        self._deadline = deadline
        self._idle = idle
        self._turns = asyncio.Semaphore(workers)
        self._spare: list[_Worker] = []
        self._leaving: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def parse(self, ask: Parse) -> Document | Unreadable:
        """What the parser says; `Unreadable` too when it takes too long, too much memory, or its process dies."""
        async with self._turns:
            try:
                worker = await self._begin((ask.parser, ask.body, ask.content_type, ask.url))
                answer = await worker.finish(self._deadline)
            except TimeoutError:
                return Unreadable(f"reading it takes more than {self._deadline:g} seconds")
            except (EOFError, ConnectionError):
                return Unreadable("it brought the parser down")
            self._spare.append(worker)
            self._rest()
            return answer

    async def close(self) -> None:
        """End all processes; those at work have been ended with the task that waited for them."""
        self._let_go()
        await asyncio.gather(*self._leaving)

    async def _begin(self, question: Question) -> _Worker:
        """A process that has begun with it: one that waits for work, else a new one."""
        if self._timer:
            self._timer.cancel()
        while self._spare:
            worker = self._spare.pop()
            with contextlib.suppress(EOFError, ConnectionError):  # it died while it waited
                await worker.begin(question)
                return worker
        worker = await _Worker.start(self._deadline)
        await worker.begin(question)
        return worker

    def _rest(self) -> None:
        """Let the processes go unless there is work soon."""
        self._timer = asyncio.get_running_loop().call_later(self._idle, self._let_go)

    def _let_go(self) -> None:
        """Let those go that wait for work."""
        if self._timer:
            self._timer.cancel()
        for worker in self._spare:
            task = asyncio.create_task(worker.leave())
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
        self._spare.clear()


class _Worker:
    """One process, and the frames that go to and fro."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._asks, self._answers = process, process.stdin, process.stdout

    @classmethod
    async def start(cls, deadline: float) -> Self:
        """A new process, shielded from the terminal's Ctrl-C: its parent ends it in good time."""
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        command = (sys.executable, "-m", "bot.engine.parser_process", str(deadline))
        return cls(
            await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, start_new_session=True
            )
        )

    async def begin(self, question: Question) -> None:
        """Hand over the question; EOFError or ConnectionError when nobody is there to take it."""
        frame = pickle.dumps(question)
        async with self._or_killed(), asyncio.timeout(START_SECONDS):
            self._asks.write(len(frame).to_bytes(LENGTH) + frame)
            await self._asks.drain()
            await self._answers.readexactly(len(BEGUN))

    async def finish(self, deadline: float) -> Document | Unreadable:
        """The answer; TimeoutError after `deadline` seconds, EOFError when the process dies or says too much."""
        async with self._or_killed(), asyncio.timeout(deadline):
            size = int.from_bytes(await self._answers.readexactly(LENGTH))
            if size > MOST_ANSWER:
                raise EOFError
            # Our own process wrote it; what a document says is only ever data in it.
            answer: Document | Unreadable = pickle.loads(await self._answers.readexactly(size))  # noqa: S301
            return answer

    @contextlib.asynccontextmanager
    async def _or_killed(self) -> AsyncGenerator[None]:
        """Whatever else happens, a cancellation too, leaves it in a state nobody knows: then it is ended."""
        try:
            yield
        except BaseException:
            await self.kill()
            raise

    async def leave(self) -> None:
        """Ask it to end, and see to it."""
        self._asks.close()
        try:
            async with asyncio.timeout(1):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End it at once; what it was at is lost."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._answers.read()  # asyncio counts a process as ended only when its pipes are read to the end
        await self._process.wait()
