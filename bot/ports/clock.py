"""The clock, and the crashpoints that tests stop the process at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

__all__ = ["Clock", "Reach", "ignore"]


class Clock(Protocol):
    """The time, and waiting for it."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        ...


Reach = Callable[[str], None]
"""Called with the name of each durable boundary as it is passed; tests end the process in it."""


def ignore(crashpoint: str) -> None:
    """The `Reach` of every run that is not a crash test."""
