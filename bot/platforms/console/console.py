"""The console as a platform: lines typed are requests, messages are printed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from itertools import count
from typing import ClassVar

from bot.core.message import Message, message
from bot.core.model import Address, ChatKind
from bot.core.outcome import Gone, Outcome, Sent
from bot.platforms.console.keyboard import typed
from bot.platforms.console.paper import Paper
from bot.ports import ChatJoined, Event, Person, Reach, Request, Respond, ignore

__all__ = ["Console"]

HERE = Address("console", "me")
PERSON = Person("me", "you")

_ADDRESSED = re.compile(r"\A([/!]\w+)@\w+(?!\S)", re.ASCII)
"""A command with a bot's name behind it, as Telegram has it: here there is but one who may be meant."""
_PARTING = frozenset({"quit", "exit", "/quit", "/exit", "!quit", "!exit"})
_ENDING = message("Ctrl-D ends it.")


class Console:
    """A terminal, or a pipe.

    `read`: gives the lines typed, and ends where they end. `write`: prints a text and a line end after it.
    `paper`: how messages become text. `commands`: offered for completion. What is left out is that of the process.
    """

    name: ClassVar[str] = "console"
    idempotent: ClassVar[bool] = False

    def __init__(
        self,
        *,
        read: Callable[[], AsyncGenerator[str]] | None = None,
        write: Callable[[str], None] | None = None,
        paper: Paper | None = None,
        commands: Sequence[str] = (),
        reach: Reach = ignore,
    ) -> None:
        self._read = read or (lambda: typed(commands))
        self._write = write or _print
        self._paper = paper or Paper.of(sys.stdout, os.environ)
        self._reach = reach
        self._numbers = count(1)

    async def listen(self, respond: Respond) -> None:
        """Answer line after line; returns when there are no more, or when nobody reads the answers."""
        with suppress(BrokenPipeError):
            await self._answer(respond, ChatJoined(HERE, ChatKind.PRIVATE, ""))
            async with aclosing(self._read()) as lines:
                async for line in lines:
                    text = _ADDRESSED.sub(r"\1", line.strip())
                    if text.casefold() in _PARTING:
                        self._write(self._paper.show(_ENDING) + "\n")
                    elif text:
                        request = Request(HERE, ChatKind.PRIVATE, "", PERSON, text, _is_admin)
                        await self._answer(respond, request)

    async def _answer(self, respond: Respond, event: Event) -> None:
        self._reach("listen.before_respond")
        replies = await respond(event)
        self._reach("listen.after_respond")
        for reply in replies:
            self._write(self._paper.show(reply) + "\n")

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:  # noqa: ARG002 - the port's signature; a print is done or not, it needs no key
        """Print it with a number, by which /why finds it."""
        number = str(edits or next(self._numbers))
        about = f", more on #{replies}" if replies else ""
        label = f"[#{number}{about}{', changed' if edits else ''}] "
        try:
            self._write(self._paper.show(message, label) + "\n")
        except OSError as error:
            return Gone(f"the terminal is closed ({error.strerror})")
        return Sent(number)

    async def close(self) -> None:
        """Nothing is held between lines."""


async def _is_admin() -> bool:
    return True


def _print(text: str) -> None:
    """Print to what is the standard output now: while a line is being typed, that prints above it."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)  # noqa: T201 - printing is what a console does
