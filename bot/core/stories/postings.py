"""Which stories have which keys, and how much each key tells.

A key is a number while items have it: four bytes stand for it in what is remembered of an item, and a dozen lookups of
what is known of as many keys are one step of Python. No answer depends on the numbers, which tell who came first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import log
from typing import Final

__all__ = ["Postings", "Rarity"]

_POWER: Final = 1.3
"""How much more rare keys count than common ones."""
_PRIOR: Final = 5
"""Items that a key is thought to be missing from before any is known."""
_ITEMS: Final = 32
"""Bits of a tally that count items; those above are the number of a language."""
_COUNTED: Final = (1 << _ITEMS) - 1
_ANY: Final = ""
"""What stands for the language of keys that are the same in all."""


class Rarity(dict[int, float]):
    """How much a key tells, by its tally: the rarer it is, the more; a stem's among the items of its language.

    Worked out when it is first asked for, and good while the items stay the same.
    """

    def __init__(self, items: Sequence[int]) -> None:
        """`items`: how many there are of each language, by its number."""
        super().__init__()
        self._items: Final = items

    def __missing__(self, tally: int) -> float:
        among = self._items[tally >> _ITEMS]
        rarity: float = log(1 + (among + _PRIOR) / ((tally & _COUNTED) + 0.5)) ** _POWER
        self[tally] = rarity
        return rarity


class Postings:
    """The stories of the items that have a key."""

    def __init__(self) -> None:
        self._numbers: Final[dict[str, int]] = {}
        self._keys: Final[list[str]] = []
        """By their numbers, as all that follows."""
        self._stories: Final[list[int | array[int]]] = []
        """The story of each item, packed so that walking along them touches nothing else; a plain one as it is."""
        self.tallies: Final = array("Q")
        """Language and items of each key, as `Rarity` takes them."""
        self._free: Final[list[int]] = []
        self._languages: Final[dict[str, int]] = {_ANY: 0}
        self._items: Final = [0]
        """Those of a language, by its number; of the first one all items."""

    def rarity(self) -> Rarity:
        """How much each key tells now."""
        return Rarity(self._items)

    def number(self, key: str) -> int | None:
        """That of a key, if any item has it."""
        return self._numbers.get(key)

    def tally(self, key: str) -> int:
        """That of any key."""
        number = self._numbers.get(key)
        return self._language(key) << _ITEMS if number is None else self.tallies[number]

    def count(self, number: int) -> int:
        """The items that have a key."""
        return self.tallies[number] & _COUNTED

    def stories(self, number: int) -> Sequence[int]:
        """The story of each of them."""
        held = self._stories[number]
        return (held,) if isinstance(held, int) else held

    def add(self, keys: Iterable[str], story: int) -> array[int]:
        """Remember that an item of a story has these keys, each once; their numbers."""
        numbers = array("I", [self._add(key, story) for key in keys])
        for language in self._told(numbers):
            self._items[language] += 1
        return numbers

    def remove(self, numbers: Iterable[int], story: int) -> None:
        """Forget that an item of a story has these keys."""
        for language in self._told(numbers):
            self._items[language] -= 1
        for number in numbers:
            self._remove(number, story)

    def _add(self, key: str, story: int) -> int:
        number = self._numbers.get(key)
        if number is None:
            return self._first(key, story)
        held = self._stories[number]
        if isinstance(held, int):
            self._stories[number] = array("q", (held, story))
        else:
            held.append(story)
        self.tallies[number] += 1
        return number

    def _first(self, key: str, story: int) -> int:
        tally = self._language(key) << _ITEMS | 1
        if self._free:
            number = self._free.pop()
            self._keys[number], self._stories[number], self.tallies[number] = key, story, tally
        else:
            number = len(self._keys)
            self._keys.append(key)
            self._stories.append(story)
            self.tallies.append(tally)
        self._numbers[key] = number
        return number

    def _remove(self, number: int, story: int) -> None:
        held = self._stories[number]
        if isinstance(held, int):
            del self._numbers[self._keys[number]]
            self._keys[number] = ""
            self._free.append(number)
            return
        held.remove(story)
        if len(held) == 1:
            self._stories[number] = held[0]
        self.tallies[number] -= 1

    def _language(self, key: str) -> int:
        """The number of a stem's language, `en:fight`; of all other keys that of any."""
        written = key[:2] if key[2:3] == ":" else _ANY
        number = self._languages.get(written)
        if number is None:
            number = self._languages[written] = len(self._items)
            self._items.append(0)
        return number

    def _told(self, numbers: Iterable[int]) -> set[int]:
        """The languages of keys, and that of any: an item counts once for each."""
        return {0, *(self.tallies[number] >> _ITEMS for number in numbers)}
