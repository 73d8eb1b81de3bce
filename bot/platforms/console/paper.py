"""How a message looks as text: styled and wrapped for a terminal, plain for a pipe, harmless for both."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self, TextIO

from bot.core.message import Message, Span, Style
from bot.core.text.width import width

__all__ = ["Paper"]

NARROWEST = 20
"""Columns below which wrapping would only make things worse."""

_UNSAFE = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""All that a terminal could take for an order, or that makes a text read as another (Unicode UAX 9)."""
_PIECES = re.compile(r"\s+|\S+")

# Select Graphic Rendition, ECMA-48
_LOOKS = {Style.BOLD: "1", Style.ITALIC: "3", Style.CODE: "36", Style.QUOTE: "3"}
_DIM = "2"


@dataclass(frozen=True, slots=True)
class _Run:
    """Text without line ends, in one look."""

    text: str
    look: str = ""
    kept: bool = False
    """Never wrapped: its columns mean something."""


_BAR = _Run("│ ", _DIM)
"""Stands before each line of a quotation."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What messages are written on."""

    styled: bool = False
    columns: Callable[[], int] | None = None
    """Where to wrap, asked for each message; None: not at all."""

    @classmethod
    def of(cls, output: TextIO, environment: Mapping[str, str]) -> Self:
        """That of an output; styles are left out where NO_COLOR (no-color.org) asks for it."""
        if not output.isatty():
            return cls()
        dumb = environment.get("TERM") == "dumb"
        return cls(not environment.get("NO_COLOR") and not dumb, lambda: shutil.get_terminal_size().columns)

    def show(self, message: Message, label: str = "") -> str:
        """The text, without a line end after it, buttons in words; `label` stands before it, dimmed."""
        lines = _lines([_Run(label, _DIM)] * bool(label), message.in_words.spans)
        columns = max(self.columns(), NARROWEST) if self.columns else None
        wrapped = (part for line in lines for part in (_wrap(line, columns) if columns else [line]))
        return "\n".join("".join(map(self._look, line)).rstrip() for line in wrapped)

    def _look(self, run: _Run) -> str:
        return f"\x1b[{run.look}m{run.text}\x1b[0m" if self.styled and run.look and run.text else run.text


def _lines(first: list[_Run], spans: Iterable[Span]) -> Iterator[list[_Run]]:
    """The runs of each line."""
    line = first
    for span in spans:
        head, *rest = _safe(span.text).split("\n")
        line += _runs(head, span.style, opens=not line)
        for text in rest:
            yield line
            line = _runs(text, span.style, opens=True)
        url = _safe(span.url)
        if url and url != span.text:
            line.append(_Run(f" <{url}>", _DIM))
    yield line


def _runs(text: str, style: Style, *, opens: bool) -> list[_Run]:
    """A span's share of one line; a quotation that opens the line has a bar before it."""
    run = _Run(text, _LOOKS.get(style, ""), kept=style is Style.BLOCK)
    return [_BAR, run] if opens and text and style is Style.QUOTE else [run] * bool(text)


def _safe(text: str) -> str:
    return _UNSAFE.sub("", text.replace("\t", " "))


def _wrap(line: list[_Run], columns: int) -> Iterator[list[_Run]]:
    """The line, broken at spaces; what follows the first line stands under its indentation, or behind its bar."""
    if any(run.kept for run in line):
        yield line
        return
    margin = _BAR if line[:1] == [_BAR] else _Run(_indent(line))
    done: list[_Run] = []
    used = 0
    for word in _words(line):
        text = "".join(run.text for run in word)
        if used > width(margin.text) and used + width(text.rstrip()) > columns:
            yield done
            done, used = [margin], width(margin.text)
        done += word
        used += width(text)
    yield done


def _indent(line: list[_Run]) -> str:
    text = "".join(run.text for run in line)
    return text[: len(text) - len(text.lstrip())]


def _words(line: list[_Run]) -> Iterator[list[_Run]]:
    """Runs that must stay on one line: a word, in one look or several, and the space after it."""
    word: list[_Run] = []
    for run in line:
        for piece in _PIECES.findall(run.text):
            spaced = bool(word) and word[-1].text[-1:].isspace()
            if spaced and not piece.isspace():
                yield word
                word = []
            word.append(_Run(piece, run.look))
    yield word
