"""How long news takes from one step to the next, by what is kept of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, Subquery, case, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import DeliveryKind, DeliveryState
from bot.ports import Course, Lag
from bot.store.tables import deliveries, items, stories

__all__ = ["course"]

_SAMPLE: Final = 10_000
"""The newest of each kind that are looked at: to put them in order takes some 20 ms."""


async def course(connection: AsyncConnection, since: datetime) -> Course:
    """The lags of what came since then, and what was held back."""
    counts = select(
        func.count(case((deliveries.c.state == DeliveryState.HELD.value, 1))),
        func.count(case((_digested(since), 1))),
    )
    held, digested = (await connection.execute(counts)).one()
    return Course(
        fetched=await _lag(connection, _fetched(since)),
        filed=await _lag(connection, _filed(since)),
        sent=await _lag(connection, _sent(since)),
        held=held,
        digested=digested,
    )


def _digested(since: datetime) -> ColumnElement[bool]:
    return (deliveries.c.state == DeliveryState.DIGESTED.value) & (deliveries.c.created_at >= since)


def _fetched(since: datetime) -> Select[Any]:
    """Of what was loud news when it came, and whose source says when it was published."""
    told = items.c.seen >= since, items.c.quiet.is_(False), items.c.published < items.c.seen
    return select(_between(items.c.published, items.c.seen)).where(*told).order_by(items.c.seen.desc())


def _filed(since: datetime) -> Select[Any]:
    """Of what opened a story: of other items nobody writes down when they were filed."""
    opened = select(_between(items.c.seen, stories.c.opened_at)).join_from(items, stories, items.c.id == stories.c.id)
    return opened.where(items.c.seen >= since, items.c.quiet.is_(False)).order_by(items.c.seen.desc())


def _sent(since: datetime) -> Select[Any]:
    at_once = deliveries.c.held_until.is_(None), deliveries.c.sent_at >= since
    kinds = deliveries.c.kind.in_((DeliveryKind.ALERT.value, DeliveryKind.UPDATE.value))
    told = select(_between(deliveries.c.created_at, deliveries.c.sent_at)).where(*at_once, kinds)
    return told.order_by(deliveries.c.id.desc())


def _between(since: ColumnElement[Any], until: ColumnElement[Any]) -> ColumnElement[int]:
    return (type_coerce(until, BigInteger) - type_coerce(since, BigInteger)).label("lag")


async def _lag(connection: AsyncConnection, sample: Select[Any]) -> Lag | None:
    """Of the lags in order, the first that a half, and that nineteen twentieths of them do not pass."""
    lags = sample.limit(_SAMPLE).subquery()
    place = func.row_number().over(order_by=lags.c.lag)
    ranked = select(lags.c.lag, place.label("place"), func.count().over().label("number")).subquery()
    asked = select(_first(ranked, 50), _first(ranked, 95))
    half, most = (await connection.execute(asked)).one()
    if half is None or most is None:
        return None
    return Lag(timedelta(microseconds=half), timedelta(microseconds=most))


def _first(ranked: Subquery, percent: int) -> ColumnElement[int | None]:
    """The shortest lag that so many of a hundred do not pass."""
    return func.min(case((ranked.c.place * 100 >= ranked.c.number * percent, ranked.c.lag)))
