"""What strangers' JSON holds, asked for by path: what is not there, or is of another type, is empty."""

from __future__ import annotations

import json

from bot.core.text.clean import clean

__all__ = ["inside", "items", "loaded", "text"]

Step = str | int
"""The name of a field, or the place in a list."""


def loaded(body: bytes) -> object:
    """The document; None where it is no JSON."""
    try:
        found: object = json.loads(body, strict=False)
    except (ValueError, RecursionError):  # broken, or nested as no API's answers are
        return None
    return found


def inside(holder: object, *path: Step) -> object:
    """What stands at the end of the path; None where that breaks off."""
    for step in path:
        match holder:
            case dict():
                holder = holder.get(step)
            case list() if isinstance(step, int) and step < len(holder):
                holder = holder[step]
            case _:
                return None
    return holder


def text(holder: object, *path: Step) -> str:
    """A field as clean text; ids are often numbers."""
    value = inside(holder, *path)
    return clean(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def items(holder: object, *path: Step) -> list[object]:
    """The elements of a list."""
    value = inside(holder, *path)
    return value if isinstance(value, list) else []
