"""How an alert comes: at once or held, urgent or not, and what becomes of it when its story goes on.

Must not know what it says, nor who is owed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts.hours import Hold, hold, zone_of
from bot.core.model import USUAL, Hours, Lane, Loudness, Rhythm, Subscription, Updates

__all__ = ["Manner", "manner", "patience"]

_UPDATES: Final = (Updates.REPLY, Updates.EDIT, Updates.NONE)
"""The loudest first."""

_hold: Final = lru_cache(256)(hold)
"""Many chats ask for the same at the same moment."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How one alert comes to a chat."""

    lane: Lane
    held: Hold | None
    """None: it comes at once."""
    updates: Updates


def manner(
    hours: Hours, of_chat: Loudness, matched: Iterable[Loudness], origins: int, now: datetime, usual: ZoneInfo
) -> Manner:
    """How it comes where these subscriptions of a chat match: as the loudest of them wants.

    What is starred comes at once, whatever the hour; a story of as many origins as the chat calls urgent passes quiet
    hours, but no digest. `usual`: the zone of who named none.
    """
    asked = [*matched]
    starred = any(each.starred for each in asked)
    urgent = starred or 0 < hours.urgent_origins <= origins
    rhythms = {each.rhythm or of_chat.rhythm or USUAL.rhythm or Rhythm() for each in asked}
    updates = {each.updates or of_chat.updates or USUAL.updates for each in asked}
    return Manner(
        Lane.URGENT if urgent else Lane.USUAL,
        None if starred else _least(rhythms, hours, now, usual, quiet=not urgent),
        next((each for each in _UPDATES if each in updates), Updates.REPLY),
    )


def patience(one: Subscription) -> int:
    """How many independent origins a story must have before this subscription brings it."""
    own = one.loudness.min_origins
    return (own if own is not None else one.chat.loudness.min_origins) or 0


def _least(rhythms: Iterable[Rhythm], hours: Hours, now: datetime, usual: ZoneInfo, *, quiet: bool) -> Hold | None:
    """The shortest wait; None when one of them asks for none."""
    zone = zone_of(hours, usual)
    holds = [_hold(rhythm, hours.quiet if quiet else None, now, zone) for rhythm in rhythms]
    waits = [each for each in holds if each is not None]
    return min(waits, key=lambda each: each.until, default=None) if len(waits) == len(holds) else None
