"""How a platform is reached that does not want to be asked: it posts to an address of ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Protocol

__all__ = ["Letterbox", "Take"]

Take = Callable[[bytes], Awaitable[bool]]
"""Takes a letter: whether its sender may forget it. Otherwise they are asked to send it again."""


class Letterbox(Protocol):
    """An address that only one sender knows, who proves it and repeats what is not taken."""

    @property
    def url(self) -> str:
        """Where to post."""
        ...

    @property
    def secret(self) -> str:
        """What to prove it with: 64 hex digits."""
        ...

    def emptied(self, take: Take) -> AbstractContextManager[None]:
        """While this lasts, letters are handed to `take`, several at once; before and after, none is taken."""
        ...
