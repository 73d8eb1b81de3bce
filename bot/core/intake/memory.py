"""What is remembered of a source, of the other ways to read its outlet, and of links anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.intake.identity import Mark

__all__ = ["Known", "Memory"]

ONE_PUBLICATION: Final = timedelta(hours=12)
"""How far apart the dates of one publication may be on two ways of an outlet: a daily series is further apart."""


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
    published: datetime | None = None
    """The item's date."""
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

    def same(self, mark: Mark, at: datetime, *, telling: bool, renewed: bool) -> Known | None:
        """The same publication under another key, here or elsewhere. `at`: its date; `telling`: its link is its alone.

        Of the other ways of an outlet, a title is believed that is of the same hours, and a key with the same title or
        link: some publishers count. Within a source, titles are believed when all of it is renamed.
        """
        keyed, told = self.siblings.get(mark.key), self.told.get(mark.title)
        return (
            (keyed if keyed and (keyed.title == mark.title or keyed.link == mark.link != "") else None)
            or (self.linked.get(mark.link) if telling else None)
            or (told if told and abs(at - (told.published or told.last_seen)) < ONE_PUBLICATION else None)
            or (self.titled.get(mark.title) if renewed else None)
        )
