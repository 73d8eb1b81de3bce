"""What publishers ask of those who poll them: how long to wait, when to ask conditionally, when to stay away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from bot.core.hints import age_limit, retry_after
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

_NOTHING: Final = timedelta(0)


def freshness(headers: Mapping[str, str], ttl: timedelta = _NOTHING) -> timedelta:
    """How long the answer stays fresh by its headers and the document's own `ttl`, at most `LONGEST_HINT`."""
    return min(max(age_limit(headers), ttl, _NOTHING), LONGEST_HINT)


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
            because, pause = "it asks me to come back later", min(retry_after(headers) or _NOTHING, LONGEST_PAUSE)
        case 301 | 302 | 303 | 307 | 308:
            because, pause = "but it does not say where the feed has gone", _NOTHING
        case _:
            because, pause = "", _NOTHING
    return Failed(f"{said}: {because}" if because else said, pause, gone=page.status == HTTPStatus.GONE)


def _phrase(status: int) -> str:
    """The standard words for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
