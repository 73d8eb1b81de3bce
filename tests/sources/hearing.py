"""Playing a kind of stream: what it asks is answered by pages, what they and its frames hold is parsed for true."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.core.model import Entry
from bot.core.outcome import Failed
from bot.ports import Answer, Ask, Fetch, Page, Parse, Unreachable
from bot.ports.streams import Call, Frame, Heard, Line, Resume, StreamKind

Told = TypeVar("Told")


@dataclass
class Ear:
    """A kind of stream where the web consists of these pages."""

    kind: StreamKind
    pages: Mapping[str, Page | Unreachable | str | object] = field(default_factory=dict)
    """By address; what is neither a page nor text is served as JSON."""
    asked: list[str] = field(default_factory=list)

    def call(self, line: Line, resume: Resume) -> Call | Failed:
        return self._play(self.kind.call(line, resume))

    def heard(self, line: Line, frame: Frame | object, now: datetime) -> Heard:
        """`frame`: one that was made before, or what its data say as JSON."""
        made = frame if isinstance(frame, Frame) else Frame(json.dumps(frame).encode())
        return self._play(self.kind.heard(line, made, now))

    def entries(self, line: Line, frame: Frame | object, now: datetime) -> list[tuple[int, Entry]]:
        """What each source got."""
        return [(source, entry) for source, read in self.heard(line, frame, now).reads for entry in read.entries]

    def _play(self, generator: Generator[Ask, Answer, Told]) -> Told:
        answer: Answer | None = None
        try:
            while True:
                ask = next(generator) if answer is None else generator.send(answer)
                match ask:
                    case Fetch():
                        self.asked.append(ask.url)
                        answer = self._page(ask.url)
                    case Parse():
                        answer = ask.parser(ask.body, ask.content_type, ask.url)
        except StopIteration as stop:
            told: Told = stop.value
            return told

    def _page(self, url: str) -> Page | Unreachable:
        found = self.pages.get(url, Page(404, url, {}, b""))
        if isinstance(found, Page | Unreachable):
            return found
        body = found if isinstance(found, str) else json.dumps(found)
        return Page(200, url, {"content-type": "application/json"}, body.encode())
