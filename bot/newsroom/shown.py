"""The lists of stories that were shown last: what a number in one stands for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

from bot.core.errors import UserError
from bot.core.model import Address

__all__ = ["Shown"]

MOST: Final = 1_000
"""Chats and threads whose last list is remembered; a restart forgets them all."""


class Shown:
    """Which story each number of a chat's last list means."""

    def __init__(self) -> None:
        self._lists: Final[OrderedDict[Address, Mapping[int, int]]] = OrderedDict()

    def note(self, where: Address, numbered: Mapping[int, int]) -> None:
        """A list was shown there: its numbers, and the ids of the stories."""
        self._lists[where] = dict(numbered)
        self._lists.move_to_end(where)
        if len(self._lists) > MOST:
            self._lists.popitem(last=False)

    def meant(self, where: Address, number: int) -> int:
        """The story of this number in the last list that was shown there.

        Raises `UserError` where there is none.
        """
        shown = self._lists.get(where)
        if shown is None:
            raise UserError("No list of stories was shown here lately. Type /latest, then /story with a number of it.")
        if number not in shown:
            raise UserError(
                f"The last list here had no story {number}: its numbers go from {min(shown)} to {max(shown)}. "
                "Type /latest for a new one."
                if shown
                else "The last list here had no stories. Type /latest for a new one."
            )
        return shown[number]
