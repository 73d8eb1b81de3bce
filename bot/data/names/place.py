"""A name on its way into the artefact: what the sources of data say of it, before it is packed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.names.gazetteer import Kind

__all__ = ["Entry", "Kind"]


@dataclass(slots=True)
class Entry:
    """One place, person or body; `spellings` as written, the most usual first."""

    id: str
    kind: Kind
    label: str
    spellings: list[str]
    number: int = 0
    """Its GeoNames number; 0 when there is none."""
    country: str = ""
    """ISO 3166-1, two letters."""
    region: str = ""
    """The GeoNames code of the first level within the country: `TX`, `10`."""
    place: tuple[float, float] = (0.0, 0.0)
    """Degrees north and east."""
    people: int = 0
    chosen: bool = False
    """Whether somebody wrote it down by hand."""
    picked: set[str] = field(default_factory=set)
    """Those spellings, folded, that were written down by hand."""
    guarded: set[str] = field(default_factory=set)
    """Those spellings that count only where they begin with a capital."""
    peoples: list[str] = field(default_factory=list)
    """Adjectives and names of inhabitants: count where places are looked for, not as spellings."""
    short: list[str] = field(default_factory=list)
    """Abbreviations: count before a full stop, or behind the name of a place."""
    refused: set[str] = field(default_factory=set)
    """Spellings that must not count."""
