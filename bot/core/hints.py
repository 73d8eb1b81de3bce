"""What the headers of an answer say about time, by the answer's own clock: no other is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Final

__all__ = ["age_limit", "retry_after"]

_MAX_AGE: Final = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NOTHING: Final = timedelta(0)


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Seconds or a date (RFC 9110, section 10.2.3); None when it does not say, or says what has passed."""
    value = headers.get("retry-after", "").strip()
    wait = timedelta(seconds=int(value[:9])) if value.isdecimal() else _until(value, headers)
    return wait if wait > _NOTHING else None


def age_limit(headers: Mapping[str, str]) -> timedelta:
    """How long it stays fresh by `Cache-Control: max-age`, else by `Expires`; zero or less when it does not."""
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    return timedelta(seconds=int(found[1])) if found else _until(headers.get("expires", ""), headers)


def _until(date: str, headers: Mapping[str, str]) -> timedelta:
    """From the answer's own `Date` to the date; zero when either is unreadable."""
    try:
        return parsedate_to_datetime(date) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):
        return _NOTHING
