"""By whose clock a chat is told the time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.core.model import Chat

__all__ = ["zone_of"]


def zone_of(chat: Chat, fallback: ZoneInfo) -> ZoneInfo:
    """The chat's own time zone; `fallback` where it has named none, or one that is not known (any more)."""
    try:
        return ZoneInfo(chat.hours.zone) if chat.hours.zone else fallback
    except (LookupError, OSError, ValueError):  # one that was renamed since, or that no release had
        return fallback
