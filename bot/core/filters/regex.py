"""Patterns in RE2's syntax. A stand-in until the real ones are here."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Pattern", "compile_pattern"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    compiled: re.Pattern[str]

    def search(self, text: str) -> tuple[int, int] | None:
        """Where it is found first."""
        found = self.compiled.search(text)
        return found.span() if found else None


def compile_pattern(pattern: str) -> Pattern:
    """The pattern, case ignored."""
    return Pattern(re.compile(pattern, re.IGNORECASE))
