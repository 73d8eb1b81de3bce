"""What strangers' JSON holds, asked for by path: what is not there, or is of another type, is empty."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Final

from bot.core.text.clean import clean

__all__ = ["inside", "items", "loaded", "number", "text"]

Step = str | int
"""The name of a field, or the place in a list."""


_WRONG_ESCAPE: Final = re.compile(r"\\(?:([\"\\/bfnrt]|u[0-9a-fA-F]{4})|(')|)")


def loaded(body: bytes | str) -> object:
    """The document; None where it is no JSON. A backslash before what needs none is mended."""
    try:
        found: object = json.loads(body, strict=False)
    except ValueError:
        return _mended(body)
    except RecursionError:  # nested as no API's answers are
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


def number(holder: object, *path: Step) -> float | None:
    """A field as a number, if it is a finite one; some put it into quotation marks."""
    value = inside(holder, *path)
    try:
        found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and isfinite(found) else None


def items(holder: object, *path: Step) -> list[object]:
    """The elements of a list."""
    value = inside(holder, *path)
    return value if isinstance(value, list) else []


def _mended(body: bytes | str) -> object:
    r"""The document with `\'` as the apostrophe that was meant, and backslashes doubled that begin no escape: `\d`."""
    written = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    mended = _WRONG_ESCAPE.sub(lambda found: found[0] if found[1] else found[2] or "\\\\", written)
    try:
        found: object = json.loads(mended, strict=False)
    except (ValueError, RecursionError):
        return None
    return found
