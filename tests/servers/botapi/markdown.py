"""Telegram's MarkdownV2: nested marks, links, code, quotes, and the characters that must be escaped."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.botapi.errors import bad_request
from tests.servers.botapi.utf16 import units

Entity = dict[str, Any]

MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
NAMES = {"[": "TextUrl", "`": "Code", "```": "Pre", "__": "Underline", "||": "Spoiler"} | {
    "*": "Bold",
    "_": "Italic",
    "~": "Strikethrough",
}
RESERVED = set("_*[]()~`>#+-=|{}.!")
TOKEN = re.compile(r"\\[\x01-\x7e]|```|`|\|\||__|.", re.DOTALL)
LINK_END = re.compile(r"\]\(((?:\\.|[^)\\])*)\)", re.DOTALL)
CODE_ENDS = {"`": re.compile(r"(?<!\\)`"), "```": re.compile(r"(?<!\\)```")}
LANGUAGE = re.compile(r"([^\s`]+)\n|\n")


class _Reader:
    """Walks the source once, with the marks that are open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.entities: list[Entity] = []
        self.opened: list[tuple[str, int, int]] = []  # mark, UTF-16 offset, byte offset
        self.quote: int | None = None

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            self._line_start()
            token = TOKEN.match(self.source, self.at)
            assert token is not None
            self._take(token[0])
        self._end_quote()
        if self.opened:
            mark, _, place = self.opened[-1]
            raise _trouble(f"Can't find end of {NAMES[mark]} entity at byte offset {place}")
        return self.text, self.entities

    def _take(self, token: str) -> None:
        if token in CODE_ENDS:
            self._code(token)
        elif token in MARKS or token == "[":
            self._mark(token)
        elif token == "]" and any(mark == "[" for mark, *_ in self.opened):
            self._link()
        elif token in RESERVED:
            raise _trouble(f"Character '{token}' is reserved and must be escaped with the preceding '\\'")
        else:
            escaped = len(token) > 1 and token[0] == "\\"
            self.text += token[1:] if escaped else token
            self.at += len(token)
            if token == "\n":
                self._end_quote(before_next=not self.source.startswith(">", self.at))

    def _line_start(self) -> None:
        """A line that begins with > is, or goes on with, a quote."""
        if self.source.startswith(">", self.at) and (not self.text or self.text.endswith("\n")):
            self.quote = units(self.text) if self.quote is None else self.quote
            self.at += 1

    def _end_quote(self, *, before_next: bool = True) -> None:
        if self.quote is not None and before_next:
            self._entity("blockquote", self.quote)
            self.quote = None

    def _mark(self, mark: str) -> None:
        place = len(self.source[: self.at].encode())
        self.at += len(mark)
        if self.opened and self.opened[-1][0] == mark and mark != "[":
            _, start, _ = self.opened.pop()
            self._entity(MARKS[mark], start)
        else:
            self.opened.append((mark, units(self.text), place))

    def _link(self) -> None:
        mark, start, place = self.opened.pop()
        end = LINK_END.match(self.source, self.at)
        if mark != "[" or end is None:
            raise _trouble(f"Can't find end of {NAMES[mark]} entity at byte offset {place}")
        self._entity("text_link", start, url=re.sub(r"\\(.)", r"\1", end[1]))
        self.at = end.end()

    def _code(self, mark: str) -> None:
        place = len(self.source[: self.at].encode())
        start = units(self.text)
        self.at += len(mark)
        extra = {}
        if mark == "```" and (language := LANGUAGE.match(self.source, self.at)):
            self.at = language.end()
            extra = {"language": language[1]} if language[1] else {}
        end = CODE_ENDS[mark].search(self.source, self.at)
        if end is None:
            raise _trouble(f"Can't find end of {NAMES[mark]} entity at byte offset {place}")
        self.text += re.sub(r"\\([\x01-\x7e])", r"\1", self.source[self.at : end.start()])
        self.at = end.end()
        self._entity("pre" if mark == "```" else "code", start, **extra)

    def _entity(self, kind: str, start: int, **extra: str) -> None:
        if length := units(self.text) - start:
            self.entities.append({"type": kind, "offset": start, "length": length, **extra})


def _trouble(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities, in UTF-16 units."""
    return _Reader(source).read()
