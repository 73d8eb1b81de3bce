"""Where lines come from: a terminal with history and completion, a pipe, or a file."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import AsyncGenerator, Sequence
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.patch_stdout import patch_stdout

__all__ = ["piped", "prompted", "typed"]

LONGEST_LINE = 65_536
"""Bytes of a line from a pipe; what is longer is no command."""


def typed(commands: Sequence[str]) -> AsyncGenerator[str]:
    """Lines of this process's standard input, in the way that suits it."""
    return prompted(commands) if sys.stdin.isatty() and sys.stdout.isatty() else piped(sys.stdin)


async def prompted(commands: Sequence[str]) -> AsyncGenerator[str]:
    """Lines typed at a terminal; what is printed meanwhile appears above the line. Ends with Ctrl-D or Ctrl-C."""
    completer = WordCompleter([f"/{command}" for command in commands], sentence=True)
    session: PromptSession[str] = PromptSession("> ", completer=completer)
    with patch_stdout(raw=True):
        while True:
            try:
                # Signals and errors of the loop are the app's to handle, not the prompt's.
                line = await session.prompt_async(handle_sigint=False, set_exception_handler=False)
            except (EOFError, KeyboardInterrupt):
                return
            yield line


async def piped(stream: TextIO) -> AsyncGenerator[str]:
    """Lines of a pipe, as they come; of a file, which never makes anybody wait, one after the other."""
    if not _waits(stream):
        for text in stream:
            yield text
        return
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), stream)
    try:
        while line := await _line(reader):
            yield line.decode(errors="replace")
    finally:
        transport.close()


def _waits(stream: TextIO) -> bool:
    """Whether the event loop can, and must, wait for it: a file and /dev/null it can't."""
    mode = os.fstat(stream.fileno()).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stream.isatty()


async def _line(reader: asyncio.StreamReader) -> bytes:
    """The next line, empty at the end. Of one that is too long, only what is left after the limit may come."""
    while True:
        try:
            return await reader.readline()
        except ValueError:
            continue
