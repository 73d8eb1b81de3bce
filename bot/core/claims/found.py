"""What is found in prose, in words of it."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.claims.model import Kind

__all__ = ["Found", "Span"]

Span = tuple[int, int]
"""First and last word."""


class Found(NamedTuple):
    """An attribution."""

    kind: Kind
    cue: Span
    speaker: Span | None
