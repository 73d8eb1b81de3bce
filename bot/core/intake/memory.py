"""What is remembered of a source, of the other ways to read its outlet, and of links anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.intake.identity import Mark

__all__ = ["Known", "Memory"]

ONE_PUBLICATION: Final = timedelta(days=3)
"""Within it, one title of one outlet is one publication: a series repeats its title, but not sooner by another way."""


@dataclass(frozen=True, slots=True)
class Known:
    """A mark as it is remembered."""

    source: int
    key: str
    link: str
    title: str
    words: str
    last_seen: datetime
    item: int | None
    """None when the item is no longer kept, or never became one."""
    owner: int | None = None
    """The source that brought the item first: it alone may change its words."""
    sibling: bool = False
    """Whether the source is another way to read the same outlet."""
    quiet: bool = False
    """Whether the item was never announced."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered, as a document's entries are looked up in it: the best of each."""

    own: dict[str, Known]
    """By key, of the source itself."""
    siblings: dict[str, Known]
    """By key, of the outlet's other sources."""
    linked: dict[str, Known]
    titled: dict[str, Known]
    """By title, of the source itself."""
    told: dict[str, Known]
    """By title, of the outlet's other sources."""

    @classmethod
    def of(cls, source: int, known: Iterable[Known]) -> Memory:
        """Its own before others', then what is still kept."""
        memory = cls({}, {}, {}, {}, {})
        for each in sorted(known, key=lambda known: (known.source == source, known.item or 0)):
            memory._take(each, own=each.source == source)
        return memory

    def _take(self, each: Known, *, own: bool) -> None:
        keyed, titled = (self.own, self.titled) if own else (self.siblings, self.told)
        if own or each.sibling:
            keyed[each.key] = titled[each.title] = each
        if each.link:
            self.linked[each.link] = each

    def same(self, mark: Mark, now: datetime, *, telling: bool, renewed: bool) -> Known | None:
        """The same publication under another key, here or elsewhere. `telling`: its link is of this entry alone.

        A title is believed between the ways of one outlet, for a while, and within a source that has renamed all.
        """
        told = self.told.get(mark.title)
        return (
            self.siblings.get(mark.key)
            or (self.linked.get(mark.link) if telling else None)
            or (told if told and now - told.last_seen < ONE_PUBLICATION else None)
            or (self.titled.get(mark.title) if renewed else None)
        )
