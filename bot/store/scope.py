"""Statements of a search: where it begins and ends, and which items are in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.filters.candidates import ANYTHING, Candidate
from bot.core.intake import AHEAD
from bot.ports import Bookmark, Question
from bot.store.fulltext import FullText
from bot.store.indexing import indexed_from
from bot.store.rows import ITEMS
from bot.store.tables import carriers, items, outlets, sources

__all__ = ["PLACE", "Bounds", "Scope", "bounds", "open_to"]

PLACE: Final = (items.c.published, items.c.id)
"""The order of all that is shown, the highest first."""
_BRIEF: Final = select(
    items.c.id.label("item"),
    items.c.published.label("at"),
    items.c.seen.label("seen_at"),
    items.c.story_id.label("story"),
)
"""What all rows begin with."""
_FULL: Final = _BRIEF.add_columns(*ITEMS.selected_columns).select_from(*ITEMS.get_final_froms())
"""Rows of which `bot.store.rows.item_of` makes items."""
_UNRULY: Final = 1_000
"""Items, of those first seen since a time, of which one has the lowest id: so far may times contradict ids."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which ids a search goes on, and which outlets it is about."""

    low: int
    high: int
    indexed: int
    """From this id on the full text is right; what is older is still to be indexed anew."""
    place: tuple[datetime, int] | None = None
    """Where the page before ended."""
    outlets: frozenset[str] | None = None
    """None for all."""


async def bounds(connection: AsyncConnection, question: Question, after: Bookmark | None) -> Bounds | None:
    """Where to look; None when there is nothing, or no longer."""
    place = select(items.c.published).where(items.c.id == (after.last if after else None))
    ends = select(
        _lowest(question.since).scalar_subquery().label("low"),
        select(func.max(items.c.id)).scalar_subquery().label("high"),
        place.scalar_subquery().label("place"),
        indexed_from().label("indexed"),
    )
    found = (await connection.execute(ends)).one()
    if found.low is None or (after and found.place is None):
        return None
    return Bounds(
        found.low,
        min(found.high, after.newest) if after else found.high,
        found.high + 1 if found.indexed is None else int(found.indexed),
        (found.place, after.last) if after else None,
        await _outlets(connection, question),
    )


def _lowest(since: datetime | None) -> Select[tuple[int]]:
    """The lowest id of the items that were published since: they were seen later still, or little before."""
    if since is None:
        return select(func.min(items.c.id))
    first = select(items.c.id).where(items.c.seen >= since - AHEAD).order_by(items.c.seen).limit(_UNRULY).subquery()
    return select(func.min(first.c.id))


async def _outlets(connection: AsyncConnection, question: Question) -> frozenset[str] | None:
    """Ids of the outlets that must have what is sought."""
    if question.outlet:
        return frozenset((question.outlet,))
    if not question.pack:
        return None
    rows = (await connection.execute(select(outlets.c.id, outlets.c.packs))).all()
    return frozenset(row.id for row in rows if question.pack in row.packs)


class Scope:
    """Items of the time and the outlets that are asked for, whatever their words."""

    def __init__(self, texts: FullText, question: Question, within: Bounds) -> None:
        self._texts = texts
        self._question = question
        self._within = within

    def page(self, candidate: Candidate, low: int, high: int, limit: int, *, brief: bool) -> Select[Any]:
        """Those among the `limit` highest candidates from `low` to `high`; with `brief`, without their words.

        Each row has as `lowest` and `looked` the lowest of these ids and how many there were, so that the next page
        can begin below. Without a row, ask for `end`.
        """
        found = self._found(candidate, low, high, limit).cte("found")
        shape = _BRIEF if brief else _FULL
        ends = (
            select(func.min(found.c.id)).scalar_subquery(),
            select(func.count()).select_from(found).scalar_subquery(),
        )
        page = shape.add_columns(ends[0].label("lowest"), ends[1].label("looked"))
        return page.join(found, found.c.id == items.c.id).where(*self._conditions(), *self._below())

    def end(self, candidate: Candidate, low: int, high: int, limit: int) -> Select[Any, int]:
        """The lowest of these candidates, and how many there are."""
        found = self._found(candidate, low, high, limit).subquery("found")
        return select(func.min(found.c.id), func.count())

    def above(self, story: int) -> Select[Any]:
        """Items of this story that stand on an earlier page, if they match."""
        assert self._within.place is not None
        earlier = tuple_(*PLACE) >= _place(self._within.place)
        known = items.c.id <= self._within.high
        return _FULL.where(items.c.story_id == story, known, earlier, *self._conditions())

    def _found(self, candidate: Candidate, low: int, high: int, limit: int) -> Select[tuple[int]]:
        if candidate != ANYTHING:
            return self._texts.found(candidate, low, high, limit)
        every = select(items.c.id).where(items.c.id.between(low, high))
        if self._within.outlets is not None:
            every = every.where(items.c.id.in_(_shown_by(self._within.outlets, low, high)))
        return every.order_by(items.c.id.desc()).limit(limit)

    def _conditions(self) -> list[ColumnElement[bool]]:
        question, outlets = self._question, self._within.outlets
        conditions = [open_to(question.follows)]
        if question.since is not None:
            conditions.append(items.c.published >= question.since)
        if question.until is not None:
            conditions.append(items.c.published < question.until)
        if outlets is not None:
            carried = exists().where(carriers.c.item_id == items.c.id, carriers.c.source_id.in_(_ways(outlets)))
            conditions.append(items.c.outlet_id.in_(outlets) | carried)
        return conditions

    def _below(self) -> list[ColumnElement[bool]]:
        place = self._within.place
        return [] if place is None else [tuple_(*PLACE) < _place(place)]


def open_to(follows: Collection[str]) -> ColumnElement[bool]:
    """The condition that an item may be seen: what a chat brought, only by those that follow its outlet.

    The outlets that are closed are looked up once for a statement, and there are few.
    """
    closed = select(outlets.c.id).where(outlets.c.brought_by.is_not(None), outlets.c.id.not_in(follows))
    return items.c.outlet_id.not_in(closed)


def _place(place: tuple[datetime, int]) -> ColumnElement[Any]:
    return tuple_(*place, types=[column.type for column in PLACE])


def _ways(of: frozenset[str]) -> Select[tuple[int]]:
    return select(sources.c.id).where(sources.c.outlet_id.in_(of))


def _shown_by(of: frozenset[str], low: int, high: int) -> Any:
    """Ids of all items that these outlets have, or carry."""
    own = select(items.c.id).where(items.c.outlet_id.in_(of), items.c.id.between(low, high))
    carried = select(carriers.c.item_id).where(
        carriers.c.source_id.in_(_ways(of)), carriers.c.item_id.between(low, high)
    )
    return union(own, carried)
