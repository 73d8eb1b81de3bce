"""What publishers ask of those who poll them: how long to wait, when to ask conditionally, when to stay away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from bot.core.outcome import Failed
from bot.ports.sources import Page

__all__ = ["LONGEST_HINT", "freshness", "refusal", "validators"]

LONGEST_HINT: Final = timedelta(hours=1)
"""An alert must not wait longer because a publisher's cache may: of the hints that lengthen, no more is taken."""
LONGEST_PAUSE: Final = timedelta(hours=24)
"""The longest pause taken from Retry-After: the back-off's own limit."""
FORBIDDEN_PAUSE: Final = timedelta(hours=4)
"""After 401 and 403, as Unread Cloud does: asking again sooner hardens a ban."""
GONE_PAUSE: Final = timedelta(hours=24)
"""After 410, which means for ever but is sometimes a mistake."""

_MAX_AGE: Final = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NOTHING: Final = timedelta(0)


def freshness(headers: Mapping[str, str], ttl: timedelta = _NOTHING) -> timedelta:
    """How long the answer stays fresh by its headers and the document's own `ttl`, at most `LONGEST_HINT`."""
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    age = timedelta(seconds=int(found[1])) if found else _until(headers.get("expires", ""), headers)
    return min(max(age, ttl, _NOTHING), LONGEST_HINT)


def validators(headers: Mapping[str, str]) -> dict[str, str]:
    """What to send back with the next request; nothing with `Expires: 0`, by which servers disown their validators."""
    if headers.get("expires", "").strip() == "0":
        return {}
    named = {"etag": headers.get("etag", ""), "last_modified": headers.get("last-modified", "")}
    return {name: value for name, value in named.items() if value}


def refusal(page: Page) -> Failed:
    """What an answer other than 200 and 304 means, and how long to stay away."""
    headers = page.headers
    said = f"the site answered {page.status} {_phrase(page.status)}".rstrip()
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return Failed(f"{said}: Cloudflare asks for a browser there and lets no bots read", FORBIDDEN_PAUSE)
    match page.status:
        case 401 | 403:
            because, pause = "it does not let me read this address", FORBIDDEN_PAUSE
        case 404:
            because, pause = "nothing is at this address now", _NOTHING
        case 410:
            because, pause = "it was taken down for good", GONE_PAUSE
        case 429 | 503:
            because, pause = "it asks me to come back later", min(_retry_after(headers), LONGEST_PAUSE)
        case 301 | 302 | 303 | 307 | 308:
            because, pause = "but it does not say where the feed has gone", _NOTHING
        case _:
            because, pause = "", _NOTHING
    return Failed(f"{said}: {because}" if because else said, pause)


def _phrase(status: int) -> str:
    """The standard words for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _retry_after(headers: Mapping[str, str]) -> timedelta:
    """Seconds or a date (RFC 9110, section 10.2.3); zero when it does not say."""
    value = headers.get("retry-after", "").strip()
    return timedelta(seconds=int(value[:9])) if value.isdecimal() else max(_until(value, headers), _NOTHING)


def _until(date: str, headers: Mapping[str, str]) -> timedelta:
    """From the answer's own `Date` to the date: no clock but the server's is asked. Zero when either is unreadable."""
    try:
        return parsedate_to_datetime(date) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):
        return _NOTHING
