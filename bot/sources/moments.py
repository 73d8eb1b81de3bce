"""Times as documents write them, and what two of them say together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

__all__ = ["altered", "epoch", "moment"]

_SETTLING: Final = timedelta(minutes=1)
"""A content system saves a page once more while it publishes it: that changes no words."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: str) -> datetime | None:
    """An ISO 8601 time, in UTC; UTC where it names no zone, midnight where it is but a date."""
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def epoch(seconds: float) -> datetime | None:
    """Seconds since 1970; None beyond the years that a calendar has."""
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except (ValueError, OverflowError):  # not a number is a ValueError
        return None


def altered(published: datetime | None, updated: datetime | None) -> bool:
    """Whether the second time tells of a change after the first."""
    return published is not None and updated is not None and updated - published > _SETTLING
