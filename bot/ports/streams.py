"""What a live stream may ask of its surroundings, and what it is told: news that come by themselves, beside polling."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, Protocol

from bot.core.model import Source
from bot.core.outcome import Failed, Read
from bot.ports.sources import Answer, Ask, Page

__all__ = ["Broken", "Call", "Frame", "Heard", "Line", "Listen", "Resume", "StreamKind"]


@dataclass(frozen=True, slots=True)
class Line:
    """One connection that stays, and the sources whose news come over it."""

    name: str
    """Unique and lasting: what it has heard is remembered under this name."""
    sources: tuple[Source, ...]
    """As far as they do not change from poll to poll: a line that is equal to what it was need not be opened anew."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a line goes on."""

    now: datetime
    cursor: str = ""
    """As `Heard` gave it; empty to begin at the present."""
    attempt: int = 0
    """How often in a row it has failed: with several servers to choose from, the next one may do better."""


@dataclass(frozen=True, slots=True)
class Call:
    """How a line is opened."""

    url: str
    """http or https, for WebSockets too."""
    transport: Literal["sse", "websocket"]
    authorization: str = field(default="", repr=False)
    """The header of that name, a secret."""
    hello: str = field(default="", repr=False)
    """What to say first, over a WebSocket."""
    private: bool = False
    """As in `Fetch`."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message as it came."""

    data: bytes
    event: str = ""
    """Its type, where the transport names one (server-sent events)."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The connection is over, or never came about."""

    why: str
    """In plain words, without secrets."""
    too_long: bool = False
    """Whether a frame was longer than any that is taken: it would come again after the same cursor."""


Listen = Callable[[Call], AsyncGenerator[Frame | Page | Broken]]
"""Opens a line and gives what comes, without end; the last is why it ended, a `Page` where the server refused it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a frame tells."""

    reads: tuple[tuple[int, Read], ...] = ()
    """Which source, by its id, got which entries."""
    cursor: str = ""
    """Where to go on once these are stored; empty when the frame does not say."""
    withdrawn: tuple[tuple[int, str], ...] = ()
    """What publishers have deleted: the ids of the sources that may have brought it, each with its guid there."""


class StreamKind(Protocol):
    """A way of hearing of news as they are published: it does no I/O itself but asks for it."""

    name: ClassVar[str]
    """That of the kind of source it serves."""

    def lines(self, sources: Sequence[Source]) -> Sequence[Line]:
        """What to listen to for these sources of its kind; those it can't serve are left to polling."""
        ...

    def call(self, line: Line, resume: Resume) -> Generator[Ask, Answer, Call | Failed]:
        """Yields what to ask, is sent the answer, returns how to open the line now."""
        ...

    def heard(self, line: Line, frame: Frame, now: datetime) -> Generator[Ask, Answer, Heard]:
        """Yields what to ask, is sent the answer, returns what the frame tells; nothing when it can't be read."""
        ...

    def refused(self, line: Line, page: Page) -> Failed:
        """What it means that the server answered this instead of opening the line, and how long to stay away."""
        ...
