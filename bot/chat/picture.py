"""How a query that can't be read is shown: with a caret under the character that is in the way."""

from __future__ import annotations

from bot.core.errors import BadQuery
from bot.core.message import Message, Span, Style, message
from bot.core.text.width import runs_backwards, width

__all__ = ["picture"]

LINE = 40
"""Characters shown: about a line of a telephone held upright."""
BEFORE, AFTER = 24, 14
"""Characters shown on either side of the caret where that is not all."""


def picture(error: BadQuery, name: str, words: str) -> Message:
    """The reply to a command of this name and words; in what it proposes, the suggestion takes the query's place."""
    parts: list[str | Span] = ["I can't read that filter:\n", Span(_pointed(error), Style.BLOCK)]
    if error.suggestion:
        before, query, after = words.rpartition(error.text) if error.text else ("", "", "")
        # Where options stand amid the query, the command without them is better than words without a command.
        meant = f"{before}{error.suggestion}{after}" if query else error.suggestion
        parts += ["\nDid you mean:  ", Span(f"/{name} {meant}", Style.CODE)]
    return message(*parts)


def _pointed(error: BadQuery) -> str:
    start, end = (error.position - BEFORE, error.position + AFTER) if len(error.text) > LINE else (0, LINE)
    start = max(0, start)
    before = ("…" if start else "") + error.text[start : error.position]
    line = before + error.text[error.position : end] + ("…" if end < len(error.text) else "")
    if runs_backwards(line):
        # Columns don't follow characters here: say where instead of pointing.
        return f"{line}\n{_place(error)}: {error}"
    return f"{line}\n{' ' * width(before)}^ {error}"


def _place(error: BadQuery) -> str:
    word = error.text[error.position :].split(maxsplit=1)
    return f"at “{word[0]}”" if word else "at the end"
