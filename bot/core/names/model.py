"""What is known of a name, and what one may ask about names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

__all__ = ["INITIALS", "Form", "Mention", "Name", "Names", "Unnamed"]

INITIALS: Final = 2
"""Letters of names that count only in capitals: US, but not Us."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a name stands in a text."""

    words: tuple[str, ...]
    """Folded, as `bot.core.text.tokens` divides them; at least one."""
    capital: bool = False
    """Whether it counts only where its first word is written with a capital, and what has `INITIALS` letters in
    capitals: otherwise it is a common word."""


@dataclass(frozen=True, slots=True)
class Name:
    """A place, a person or what a chat calls so."""

    id: str
    """`geo:170017` (a GeoNames number), `country:SY`, `person:putin`, `alias:hama`."""
    label: str
    """For people to read: `Hama, Syria`."""
    spellings: tuple[str, ...]
    """As written, the most usual first: what /filter explain shows."""
    forms: tuple[Form, ...]
    """All the ways in which it stands in texts, declined ones included."""
    sounds: tuple[str, ...] = ()
    """Sound keys (`bot.core.names.sound`) by which spellings are known that nobody has listed; empty where the name
    is too short or too common for that."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text; `start` and `end` are offsets in it."""

    start: int
    end: int
    place: str
    """The `id` of its name."""
    within: tuple[str, ...] = ()
    """Ids of what it lies in, the smallest first: `("admin:US.TX", "country:US")`."""


class Names(Protocol):
    """What is known of names."""

    def called(self, words: Sequence[str]) -> Name | None:
        """The name that these folded words most likely mean; None when they mean none."""
        ...

    def mentions(self, title: str, text: str, country: str = "") -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """The places named in a title and in a text, in order; `country` (ISO 3166-1) is that of who speaks."""
        ...

    def label(self, place: str) -> str:
        """What a place is called that `mentions` has found, by its `id`: `Hama`; the id where it is not known."""
        ...

    def like(self, word: str) -> str:
        """A well-known name of which an unknown word is most likely another spelling; empty when there is none.

        It takes up to 100 ms at first, 20 ms later: not for the event loop.
        """
        ...


class Unnamed:
    """Knows no name at all."""

    def called(self, words: Sequence[str]) -> Name | None:  # noqa: ARG002 - the protocol's
        """None."""
        return None

    def mentions(
        self,
        title: str,  # noqa: ARG002 - the protocol's
        text: str,  # noqa: ARG002 - the protocol's
        country: str = "",  # noqa: ARG002 - the protocol's
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """None."""
        return (), ()

    def label(self, place: str) -> str:
        """The id itself."""
        return place

    def like(self, word: str) -> str:  # noqa: ARG002 - the protocol's
        """None."""
        return ""
