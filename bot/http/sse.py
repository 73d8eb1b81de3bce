"""Server-sent events, as the HTML standard defines them: a stream of bytes cut into messages of bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.ports.streams import Frame

__all__ = ["EventReader", "TooLongError"]

_BOM: Final = b"\xef\xbb\xbf"


class TooLongError(Exception):
    """An event is longer than any that is taken."""


class EventReader:
    """Takes the bytes as they come and gives the events that are whole."""

    def __init__(self, most: int) -> None:
        """`most`: bytes of the longest event taken."""
        self._most = most
        self._begun = False
        self._rest = bytearray()
        """What is left of a line that is not whole yet."""
        self._event = ""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """The events that this chunk makes whole; after them TooLongError, where the next one has grown too long."""
        self._rest += chunk
        if b"\n" in chunk or b"\r" in chunk:
            lines = self._rest.splitlines(keepends=True)
            # A carriage return may be the first half of a line's end, so it waits for what comes next.
            self._rest = bytearray() if lines[-1].endswith(b"\n") else lines.pop()
            for line in lines:
                yield from self._take(bytes(line.rstrip(b"\r\n")))
        if len(self._rest) + self._size > self._most:
            raise TooLongError

    def _take(self, line: bytes) -> Iterator[Frame]:
        """One line: a field of the event to come, a comment, or, when it is empty, the event's end."""
        if not self._begun:
            self._begun, line = True, line.removeprefix(_BOM)
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._size += len(value) + 1
                if self._size > self._most:
                    raise TooLongError
                self._data.append(value)
            case b"event":
                self._event = value.decode("utf-8", "replace")
            case b"" if not line:
                if self._data:
                    yield Frame(b"\n".join(self._data), self._event)
                self._event, self._data, self._size = "", [], 0
            case _:
                pass
