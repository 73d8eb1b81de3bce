"""What a seeded bug is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Mutant", "of"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug that somebody might make."""

    name: str
    file: str
    line: str
    """Stands in the file once, from its first word to its last."""
    bug: str
    """What stands there instead."""
    tests: str
    """What pytest is given to find it; slow tests are left out unless one is named."""


def of(file: str, tests: str, *bugs: tuple[str, str, str]) -> list[Mutant]:
    """Bugs of one file, as name, line and bug, that the same tests should find."""
    return [Mutant(name, file, line, bug, tests) for name, line, bug in bugs]
