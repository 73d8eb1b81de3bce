"""Who speaks in an item: its outlet, or the publisher whose words that outlet passes on.

Must not know how a voice is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.model import Item, Outlet
from bot.core.text.clean import clean
from bot.core.text.fold import fold

__all__ = ["Voice", "spoken", "voice", "voices"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks."""

    outlet: Outlet
    """Where it was read."""
    publisher: str = ""
    """Whose words these are, when the outlet only passes them on."""
    reposted: bool = False
    """Whether it does so as people do, by reposting or forwarding, not as an aggregator."""

    @property
    def identity(self) -> str:
        """The same for a publisher's own words, wherever they were read."""
        return fold(_line(self.publisher or self.outlet.name or self.outlet.id))


def voice(item: Item) -> Voice:
    """Who speaks in it."""
    reposts = _line(item.reposts)
    publisher = reposts or _line(item.publisher)
    own = fold(publisher) == fold(_line(item.outlet.name))
    return Voice(item.outlet) if own else Voice(item.outlet, publisher, reposted=bool(reposts))


def voices(items: Iterable[Item]) -> tuple[Voice, ...]:
    """Who speaks in these items or carries them, in their order, each once."""
    return tuple(each for each, _ in spoken(items))


def spoken(items: Iterable[Item]) -> tuple[tuple[Voice, Item], ...]:
    """The same, each with the item in which it speaks first."""
    once: dict[str, tuple[Voice, Item]] = {}
    for item in items:
        for each in (voice(item), *map(Voice, item.carriers)):
            once.setdefault(each.identity, (each, item))
    return tuple(once.values())


def _line(name: str) -> str:
    return " ".join(clean(name).split())
