"""Statements of a search: where it begins and ends, and which items are in it.

They are made once for each form that a question may have, and given its values as parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.filters.candidates import ANYTHING, Candidate
from bot.core.intake import AHEAD
from bot.ports import Bookmark, Question
from bot.store.columns import Id, Instant
from bot.store.fulltext import FullText
from bot.store.indexing import indexed_from
from bot.store.rows import ITEMS
from bot.store.tables import carriers, items, outlets, sources

__all__ = ["PLACE", "Asked", "Bounds", "Scope", "bounds", "open_to"]

PLACE: Final = (items.c.published, items.c.id)
"""The order of all that is shown, the highest first."""
_BRIEF: Final = (
    items.c.id.label("item"),
    items.c.published.label("at"),
    items.c.seen.label("seen_at"),
    items.c.story_id.label("story"),
)
"""What all rows begin with."""
_LOW: Final[BindParameter[int]] = bindparam("low", type_=Id)
_HIGH: Final[BindParameter[int]] = bindparam("high", type_=Id)
_OUTLETS: Final[BindParameter[str]] = bindparam("outlets", expanding=True)
_PLACE: Final = tuple_(bindparam("published", type_=Instant), bindparam("last", type_=Id))
"""Where the page before ended."""
_UNRULY: Final = 1_000
"""Items, of those first seen since a time, of which one has the lowest id: so far may times contradict ids."""

Asked = tuple[Select[Any], Mapping[str, Any]]
"""A statement and its parameters."""


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


async def bounds(
    connection: AsyncConnection, texts: FullText, question: Question, after: Bookmark | None
) -> Bounds | None:
    """Where to look, in a transaction that is then ready to ask; None when there is nothing, or no longer."""
    since = None if question.since is None else question.since - AHEAD
    values = {"since": since} if since else {}
    ends = _ends(texts, spanned=since is not None)
    found = (await connection.execute(ends, values | {"last": after and after.last})).one()
    if found.low is None or (after and found.place is None):
        return None
    return Bounds(
        found.low,
        min(found.high, after.newest) if after else found.high,
        found.high + 1 if found.indexed is None else int(found.indexed),
        (found.place, after.last) if after else None,
        await _outlets(connection, question),
    )


@cache
def _ends(texts: FullText, *, spanned: bool) -> Select[Any]:
    place = select(items.c.published).where(items.c.id == bindparam("last"))
    return select(
        *texts.settings,
        _lowest(spanned=spanned).scalar_subquery().label("low"),
        select(func.max(items.c.id)).scalar_subquery().label("high"),
        place.scalar_subquery().label("place"),
        indexed_from().label("indexed"),
    )


def _lowest(*, spanned: bool) -> Select[tuple[int]]:
    """The lowest id of the items that were published since: they were seen later still, or little before."""
    if not spanned:
        return select(func.min(items.c.id))
    since = items.c.seen >= bindparam("since")
    first = select(items.c.id).where(since).order_by(items.c.seen).limit(_UNRULY).subquery()
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
        self._form = _Form(
            since=question.since is not None,
            until=question.until is not None,
            outlets=within.outlets is not None,
            below=within.place is not None,
        )
        published, last = within.place or (None, None)
        values = {
            "since": question.since,
            "until": question.until,
            "follows": [*question.follows],
            "outlets": None if within.outlets is None else sorted(within.outlets),
            "published": published,
            "last": last,
        }
        self._values: Mapping[str, Any] = {name: value for name, value in values.items() if value is not None}
        self._newest = within.high

    def page(self, candidate: Candidate, low: int, high: int, most: int, *, brief: bool) -> Asked:
        """Those among the `most` highest candidates from `low` to `high`; with `brief`, without their words.

        Each row has as `lowest` and `looked` the lowest of these ids and how many there were, so that the next page
        can begin below. The row of the lowest is there even if it is not in scope: then its `item` is None.
        """
        values = {**self._values, "low": low, "high": high, "most": most}
        if candidate == ANYTHING:
            return _page(None, self._form, brief=brief), values
        return _page(self._texts, self._form, brief=brief), values | {"expression": self._texts.expression(candidate)}

    def above(self, story: int) -> Asked:
        """Items of this story that stand on an earlier page, if they match."""
        assert self._form.below
        return _above(self._form), {**self._values, "story": story, "newest": self._newest}


@dataclass(frozen=True, slots=True)
class _Form:
    """What is limited in a scope."""

    since: bool
    until: bool
    outlets: bool
    below: bool
    """Whether there was a page before."""


@cache
def _page(texts: FullText | None, form: _Form, *, brief: bool) -> Select[Any]:
    """`texts`: None when any words will do."""
    found = (texts.found if texts else _every(form)).cte("found")
    ends = (
        select(func.min(found.c.id).label("lowest"), func.count().label("looked")).select_from(found).subquery("ends")
    )
    below = [tuple_(*PLACE) < _PLACE] if form.below else []
    in_scope = and_(items.c.id == found.c.id, *_conditions(form), *below)
    joined = ends.outerjoin(found, true()).outerjoin(items, in_scope)
    if not brief:
        joined = joined.outerjoin(outlets, outlets.c.id == items.c.outlet_id)
        joined = joined.outerjoin(sources, sources.c.id == items.c.source_id)
    columns = _BRIEF if brief else (*_BRIEF, *ITEMS.selected_columns)
    told = items.c.id.is_not(None) | (found.c.id == ends.c.lowest)
    return select(*columns, ends.c.lowest, ends.c.looked).select_from(joined).where(told)


@cache
def _above(form: _Form) -> Select[Any]:
    whole = select(*_BRIEF, *ITEMS.selected_columns).select_from(*ITEMS.get_final_froms())
    of = items.c.story_id == bindparam("story")
    return whole.where(of, items.c.id <= bindparam("newest"), tuple_(*PLACE) >= _PLACE, *_conditions(form))


def _every(form: _Form) -> Select[tuple[int]]:
    """As `FullText.found`, whatever the words."""
    every = select(items.c.id).where(items.c.id.between(_LOW, _HIGH))
    if form.outlets:
        every = every.where(items.c.id.in_(_shown()))
    return every.order_by(items.c.id.desc()).limit(bindparam("most", type_=Integer))


def _conditions(form: _Form) -> list[ColumnElement[bool]]:
    conditions = [open_to(bindparam("follows", expanding=True))]
    if form.since:
        conditions.append(items.c.published >= bindparam("since"))
    if form.until:
        conditions.append(items.c.published < bindparam("until"))
    if form.outlets:
        carried = exists().where(carriers.c.item_id == items.c.id, carriers.c.source_id.in_(_ways()))
        conditions.append(items.c.outlet_id.in_(_OUTLETS) | carried)
    return conditions


def open_to(follows: Collection[str] | BindParameter[Any]) -> ColumnElement[bool]:
    """The condition that an item may be seen: what a chat brought, only by those that follow its outlet.

    The outlets that are closed are looked up once for a statement, and there are few.
    """
    closed = select(outlets.c.id).where(outlets.c.brought_by.is_not(None), outlets.c.id.not_in(follows))
    return items.c.outlet_id.not_in(closed)


def _ways() -> Select[tuple[int]]:
    return select(sources.c.id).where(sources.c.outlet_id.in_(_OUTLETS))


def _shown() -> CompoundSelect[tuple[int]]:
    """Ids of all items that the outlets have, or carry."""
    own = select(items.c.id).where(items.c.outlet_id.in_(_OUTLETS), items.c.id.between(_LOW, _HIGH))
    among = carriers.c.item_id.between(_LOW, _HIGH)
    carried = select(carriers.c.item_id).where(carriers.c.source_id.in_(_ways()), among)
    return union(own, carried)
