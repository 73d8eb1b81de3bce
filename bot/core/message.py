"""What the bot says, before any platform gives it a form: spans of text, never markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Message", "Span", "Style", "message"]


class Style(StrEnum):
    """How a span stands out, where the platform can show it."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"  # in line, fixed width
    BLOCK = "block"  # lines of fixed width: a caret under a character stays in place
    QUOTE = "quote"  # a block taken from somebody else's words


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; with a `url`, a link."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: spans in order, and the address of which a preview may be shown (none when empty)."""

    spans: tuple[Span, ...]
    preview: str = ""

    @property
    def plain(self) -> str:
        """Its words alone."""
        return "".join(span.text for span in self.spans)


def message(*parts: str | Span) -> Message:
    """A message out of strings (plain spans) and spans."""
    return Message(tuple(Span(part) if isinstance(part, str) else part for part in parts))
