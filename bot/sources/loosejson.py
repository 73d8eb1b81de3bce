"""JSON as strangers write it: asking a field for what it should be gives that, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Final

__all__ = ["Members", "load", "member", "number", "several", "text"]

Members = Mapping[str, object]
"""A JSON object."""

_WRONG_ESCAPE: Final = re.compile(r"\\(?:([\"\\/bfnrt]|u[0-9a-fA-F]{4})|(')|)")


def load(written: str) -> object | None:
    """What it says; None when it is broken. A backslash before what needs none is mended."""
    for attempt in (str, _mended):
        try:
            found: object = json.loads(attempt(written), strict=False)
        except (ValueError, RecursionError):
            continue
        return found
    return None


def text(holder: Members, name: str) -> str:
    """A field as text; ids are often numbers."""
    value = holder.get(name)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def number(holder: Members, name: str) -> float | None:
    """A field as a number, if it is a finite one; some put it into quotation marks."""
    value = holder.get(name)
    try:
        found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and isfinite(found) else None


def member(holder: Members, name: str) -> Members:
    """A field that is an object; an empty one where it is not."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def several(holder: Members, name: str) -> list[Members]:
    """The objects in a field that is a list."""
    value = holder.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _mended(written: str) -> str:
    r"""The same with `\'` as the apostrophe that was meant, and backslashes doubled that begin no escape: `\d`."""
    return _WRONG_ESCAPE.sub(lambda found: found[0] if found[1] else found[2] or "\\\\", written)
