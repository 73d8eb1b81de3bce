"""What the bot says, before any platform gives it a form: spans of text, never markup."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["Button", "Message", "Span", "Style", "message"]


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
class Button:
    """Something to press: that does what typing `command` does, with the rights of whoever presses."""

    label: str
    command: str
    """As it is typed, with its slash."""
    replaces: bool = False
    """Whether the answer takes the place of the message the button stands under, as a page turned does."""
    spare: bool = False
    """Whether it is left out where nothing can be pressed: it only saves typing what people know."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: spans in order, and the address of which a preview may be shown (none when empty)."""

    spans: tuple[Span, ...]
    preview: str = ""
    buttons: tuple[Button, ...] = ()
    """What can be pressed under it, where the platform has buttons; elsewhere it is shown `in_words`."""
    refuses: bool = False
    """Whether it says why something was not done: that takes no other message's place."""

    @property
    def plain(self) -> str:
        """Its words alone."""
        return "".join(span.text for span in self.spans)

    @property
    def in_words(self) -> Message:
        """The same without buttons: each has a line at the end, its label and what to type, unless it is spare."""
        told = (button for button in self.buttons if not button.spare)
        lines = [Span(text, style) for button in told for text, style in _line(button)]
        return replace(self, spans=(*self.spans, *lines), buttons=()) if self.buttons else self


def _line(button: Button) -> tuple[tuple[str, Style], ...]:
    return (f"\n{button.label}:  ", Style.PLAIN), (button.command, Style.CODE)


def message(*parts: str | Span) -> Message:
    """A message out of strings (plain spans) and spans."""
    return Message(tuple(Span(part) if isinstance(part, str) else part for part in parts))
