"""Outlets and the ways to read them, as they are carried from one Attribot, or one reader of feeds, to another."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.model import Options, Outlet, SourceState
from bot.core.text.urls import redact

__all__ = ["Holding", "Parcel", "Refusal", "Route"]


@dataclass(frozen=True, slots=True)
class Route:
    """A way to read an outlet."""

    kind: str
    locator: str
    options: Options = field(default_factory=Options)
    state: SourceState = SourceState.ACTIVE
    """Read, standing by or paused."""
    listed: bool = False
    """Whether the catalogue brought it."""

    @property
    def secret(self) -> bool:
        """Whether its locator holds what must not be shown: a key, a password."""
        return redact(self.locator) != self.locator


@dataclass(frozen=True, slots=True)
class Holding:
    """An outlet with its ways, the best first."""

    outlet: Outlet
    """Its id is empty where only its name is known."""
    routes: tuple[Route, ...]
    labelled: bool = False
    """Whether its label is the operator's own."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that can't be taken in."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a document that is to be taken in holds."""

    holdings: tuple[Holding, ...]
    refused: tuple[Refusal, ...] = ()
