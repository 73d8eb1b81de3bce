"""How values that databases treat differently are kept: times and texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator

__all__ = ["Id", "Instant", "Words", "storable"]

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
