"""What the operator wants of a source: how that is typed, and which entries are left of a document.

Must not know how it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.core.errors import UserError
from bot.core.model import Entry, Options
from bot.core.text.clean import clip

__all__ = ["NAMES", "changed", "chosen", "reveals"]

NAMES: Final = ("replies", "reposts", "cache_bust", "user_agent")
"""The options by the names that are typed."""
LONGEST_USER_AGENT: Final = 200
"""Characters of a User-Agent: those of browsers have up to 150."""

_WORDS: Final = {"on": True, "yes": True, "off": False, "no": False}


def chosen(entries: Iterable[Entry], options: Options) -> tuple[Entry, ...]:
    """The entries that are wanted, in their order."""
    return tuple(
        entry
        for entry in entries
        if (options.replies or not entry.replies_to) and (options.reposts or not entry.reposts)
    )


def reveals(before: Options, after: Options) -> bool:
    """Whether entries that were left out until now are wanted: old ones then look like new ones."""
    return (after.replies and not before.replies) or (after.reposts and not before.reposts)


def changed(options: Options, name: str, value: str, number: str) -> Options:
    """The options with one of them as typed; raises UserError for a name or a value that there is not.

    `number`: of the source, for the examples.
    """
    match name.casefold().replace("-", "_"):
        case "replies":
            return replace(options, replies=_switch("replies", value, number))
        case "reposts":
            return replace(options, reposts=_switch("reposts", value, number))
        case "cache_bust":
            return replace(options, cache_bust=_switch("cache_bust", value, number))
        case "user_agent":
            return replace(options, user_agent=_user_agent(value, number))
        case other:
            raise UserError(f"There is no option {clip(other, 30)}. There are: {', '.join(NAMES)}.")


def _switch(name: str, value: str, number: str) -> bool:
    found = _WORDS.get(value.casefold())
    if found is None:
        raise UserError(f"{name} is on or off:  /source set {number} {name} on")
    return found


def _user_agent(typed: str, number: str) -> str:
    """The header's value; empty for Attribot's own. RFC 9110, section 5.5: visible characters and spaces."""
    if typed.casefold() in {"", "reset", "off"}:
        return ""
    if len(typed) > LONGEST_USER_AGENT or not (typed.isascii() and typed.isprintable()):
        raise UserError(
            f"A User-Agent has up to {LONGEST_USER_AGENT} plain characters:  "
            f"/source set {number} user_agent Mozilla/5.0\n"
            f"For my own again:  /source set {number} user_agent reset"
        )
    return typed
