"""How values that databases treat differently are kept, and the columns that tables share."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Dialect, ForeignKey, Index, Integer, String, text
from sqlalchemy.types import TypeDecorator

__all__ = [
    "Id",
    "Instant",
    "Words",
    "identity",
    "number",
    "of",
    "once",
    "partial",
    "storable",
    "time",
    "words",
]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL stores no NUL, and no database the half of a character."""

Id: Final = BigInteger().with_variant(Integer(), "sqlite")
"""The number of a row; SQLite counts up by itself only what is called INTEGER, which has 64 bits there."""


class Instant(TypeDecorator[datetime]):
    """An aware time, kept as microseconds since 1970 in UTC: it sorts and compares alike in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuses a naive time: nobody knows when that is."""
        if value is None:
            return None
        assert value.tzinfo is not None, "a time needs its zone"
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """In UTC."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class Words(TypeDecorator[str]):
    """A text from outside; what no database can store is left out of it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Without NUL and lone surrogates."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text without the characters that databases refuse."""
    return _UNSTORABLE.sub("", text)


# ---- columns of a kind


def identity() -> Column[int]:
    """A number of its own, never given twice."""
    return Column("id", Id, primary_key=True)


def words(name: str) -> Column[str]:
    """A text from outside, empty at first."""
    return Column(name, Words, nullable=False, server_default="")


def number(name: str) -> Column[int]:
    """A count, nought at first."""
    return Column(name, Integer, nullable=False, server_default="0")


def time(name: str) -> Column[Any]:
    """A time that is always known."""
    return Column(name, Instant, nullable=False)


def of(name: str, target: str, **options: Any) -> Column[int]:
    """A reference that can't outlive its target."""
    return Column(name, Id, ForeignKey(target, ondelete="CASCADE"), nullable=False, **options)


def once(name: str, target: str) -> Column[Any]:
    """A reference that is emptied when its target goes."""
    return Column(name, Id, ForeignKey(target, ondelete="SET NULL"), index=True)


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the few rows that wait for work, or are of a kind: it stays small however many others there are."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
