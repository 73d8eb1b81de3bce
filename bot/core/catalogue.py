"""The outlets that come with Attribot, and which of them are followed.

Must not know where they are written down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.core.model import Options, Outlet, Pack
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["Catalogue", "Chosen", "Listed"]

Listed = tuple[Outlet, tuple[tuple[str, str], ...]]
"""An outlet and its sources as (kind, locator), the best first."""

_PACK: Final = "pack:"
_OUTLET: Final = "outlet:"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the operator chose of the catalogue: whole packs, and single outlets by their ids."""

    packs: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str) -> Chosen:
        """What `str` wrote; words of another form are left out."""
        words = text.split()
        return cls(
            frozenset(word.removeprefix(_PACK) for word in words if word.startswith(_PACK)),
            frozenset(word.removeprefix(_OUTLET) for word in words if word.startswith(_OUTLET)),
        )

    def __str__(self) -> str:
        packs = [_PACK + name for name in sorted(self.packs)]
        return " ".join([*packs, *(_OUTLET + outlet for outlet in sorted(self.outlets))])

    def with_pack(self, name: str) -> Chosen:
        """With this pack too."""
        return replace(self, packs=self.packs | {name})

    def without_pack(self, name: str) -> Chosen:
        """Without this pack."""
        return replace(self, packs=self.packs - {name})

    def with_outlet(self, outlet: str) -> Chosen:
        """With this outlet too."""
        return replace(self, outlets=self.outlets | {outlet})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The outlets that can be followed, and the packs that bundle them."""

    outlets: tuple[Listed, ...] = ()
    packs: tuple[Pack, ...] = ()
    options: Mapping[tuple[str, str], Options] = field(default_factory=dict)
    """How those of the sources, by (kind, locator), are to be read that are not to be read as any other."""

    def readable(self, kinds: Collection[str]) -> Catalogue:
        """What of it can be read by sources of these kinds."""
        kept = ((outlet, tuple(pair for pair in pairs if pair[0] in kinds)) for outlet, pairs in self.outlets)
        return replace(self, outlets=tuple((outlet, pairs) for outlet, pairs in kept if pairs))

    def of(self, chosen: Chosen) -> tuple[Listed, ...]:
        """The outlets that were chosen, by themselves or with a pack."""
        return tuple(
            (outlet, pairs)
            for outlet, pairs in self.outlets
            if outlet.id in chosen.outlets or not chosen.packs.isdisjoint(outlet.packs)
        )

    def pack(self, name: str) -> Pack | None:
        """The pack of that name, whatever its capitals."""
        return next((pack for pack in self.packs if pack.name == name.casefold()), None)

    def outlet(self, name: str) -> Outlet | None:
        """The outlet that is called exactly so, or has this id."""
        wanted = fold(name)
        return next((outlet for outlet, _ in self.outlets if wanted in (fold(outlet.name), outlet.id)), None)

    def at(self, kind: str, locator: str) -> Outlet | None:
        """The outlet that is read there."""
        return next((outlet for outlet, pairs in self.outlets if (kind, locator) in pairs), None)

    def like(self, words: str) -> tuple[Outlet, ...]:
        """The outlets whose names have all of these words, or words that begin so."""
        wanted = [token.text for token in tokens(words)]
        return tuple(outlet for outlet, _ in self.outlets if wanted and _has(outlet, wanted))


def _has(outlet: Outlet, wanted: Iterable[str]) -> bool:
    named = [token.text for token in tokens(f"{outlet.name} {outlet.id} {outlet.owner}")]
    return all(any(word.startswith(want) for word in named) for want in wanted)
