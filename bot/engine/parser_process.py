"""A process that parses what it is handed and nothing else; `bot.engine.parsers` starts, times and ends it.

It speaks in frames over its standard streams: eight bytes of length, then a pickle. To each question it sends one byte
as soon as it has what it needs to begin, then the answer. It knows no setting and no secret.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO, Final

from bot.ports.sources import Document, Unreadable

__all__ = ["BEGUN", "LENGTH", "Question", "parsed"]

Question = tuple[Callable[[bytes, str, str], Document | Unreadable], bytes, str, str]
"""The parser, and what it is to be called with."""
LENGTH: Final = 8
"""Bytes of a frame's length, most significant first."""
BEGUN: Final = b"\1"

_MEMORY: Final = 512 * 1024 * 1024
"""Bytes of address space: a feed of 23 MB and 8,000 entries, more than is ever fetched, took 152 MiB."""


def main(seconds: float) -> None:
    """Answer until standard input ends. The kernel ends a parse that outlives its parent's patience and the parent."""
    _limit()
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints can get between the frames
    while head := questions.read(LENGTH):
        parser, body, content_type, url = _question(questions, int.from_bytes(head))
        answers.write(BEGUN)
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds)
        frame = pickle.dumps(parsed(parser, body, content_type, url))
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(len(frame).to_bytes(LENGTH) + frame)
        answers.flush()


def _limit() -> None:
    """No core dumps, and no more memory than any feed needs."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ValueError, OSError):  # macOS has no such limit
        return


def _question(questions: BinaryIO, size: int) -> Question:
    """The next question; it comes from our own parent, over a pipe nobody else holds."""
    question: Question = pickle.loads(questions.read(size))  # noqa: S301 - see above
    return question


def parsed(
    parser: Callable[[bytes, str, str], Document | Unreadable], body: bytes, content_type: str, url: str
) -> Document | Unreadable:
    """The parser's answer; a parser that stumbles says so."""
    try:
        return parser(body, content_type, url)
    except MemoryError:
        return Unreadable("reading it takes too much memory")
    except Exception as error:  # noqa: BLE001 - whatever a hostile document provokes ends here
        return Unreadable(f"the parser stumbled over it ({type(error).__name__})")


if __name__ == "__main__":
    main(float(sys.argv[1]))
