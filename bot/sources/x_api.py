"""How the official API of X is asked: with a token, and for no more than is needed, since every post costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from bot.core.model import Source
from bot.core.outcome import Failed, Read
from bot.ports.sources import Page
from bot.sources.conditional import document
from bot.sources.politeness import refusal
from bot.sources.ways import Reading
from bot.sources.x_official import parse_account
from bot.sources.x_timeline import parse_timeline

__all__ = ["read_by_api"]

_API: Final = "https://api.x.com/2/users"
_FIELDS: Final = (
    "expansions=referenced_tweets.id"
    "&tweet.fields=author_id,created_at,entities,in_reply_to_user_id,lang,note_tweet,referenced_tweets"
)
"""What is asked of a timeline. No users and no pictures: they cost more than the posts."""
_LEAST: Final = 5
"""The least that the API gives: enough for a first read, of which nothing is told."""
_MOST: Final = 20
"""Posts since the last read that are paid for at most; after a pause of days, the newest."""
_LONGEST_PAUSE: Final = timedelta(hours=4)
"""Until it is asked again though the credit is used up, and the longest that a limit of its may last."""


def read_by_api(source: Source, bearer: str, account: Mapping[str, str]) -> Reading:
    """The posts of an account that are newer than `newest` in memory.

    `account`: what is known of `id`, `handle` and `name`. What is missing is asked for, once: an answer about posts
    does not hold it.
    """
    authorization = f"Bearer {bearer}"
    if "id" not in account or "handle" not in account:
        who = account["id"] if "id" in account else f"by/username/{account['handle']}"
        stranger = replace(source, memory={})
        found = yield from document(
            stranger, f"{_API}/{who}", parse_account, authorization=authorization, otherwise=_refused
        )
        if not isinstance(found, Read):
            return found
        account = {name: found.memory.get(name, "") for name in ("id", "handle", "name")}
    known = replace(source, memory={**source.memory, **account})
    url = f"{_API}/{account['id']}/tweets?{_FIELDS}{_limits(source)}"
    return (yield from document(known, url, parse_timeline, authorization=authorization, otherwise=_refused))


def _limits(source: Source) -> str:
    """What of a timeline is not to be told, and paid for."""
    newest, options = source.memory.get("newest", ""), source.options
    unwanted = [what for what, wanted in (("replies", options.replies), ("retweets", options.reposts)) if not wanted]
    limits = (
        ("max_results", str(_MOST if newest else _LEAST)),
        ("since_id", newest),
        ("exclude", ",".join(unwanted)),
    )
    return "".join(f"&{name}={value}" for name, value in limits if value)


def _refused(page: Page) -> Failed:
    """What a refusal means, and until when to stay away."""
    trouble = refusal(page)
    match page.status:
        case 401 | 403:
            return replace(trouble, why="X does not take the token of its API. Check X_BEARER")
        case 402:
            return Failed("the credit for the API of X is used up. Buy more at console.x.com", _LONGEST_PAUSE)
        case 429:
            return replace(trouble, wait=max(trouble.wait, _until_reset(page)))
        case _:
            return trouble


def _until_reset(page: Page) -> timedelta:
    """From the answer's `Date` to `x-rate-limit-reset` (s since 1970); zero when either is missing."""
    reset = page.headers.get("x-rate-limit-reset", "")
    try:
        now = parsedate_to_datetime(page.headers.get("date", "")).timestamp()
    except (ValueError, TypeError):
        return timedelta(0)
    seconds = int(reset[:12]) - now if reset.isdecimal() else 0
    return min(max(timedelta(seconds=seconds), timedelta(0)), _LONGEST_PAUSE)
