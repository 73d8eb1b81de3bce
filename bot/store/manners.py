"""How loudly a chat is told, as it is kept and back; of what is JSON, what is as usual is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy import RowMapping

from bot.core.model import Cadence, Hours, Loudness, Mute, MuteKind, Rhythm, Updates
from bot.store.tables import mutes

__all__ = ["hours_json", "hours_of", "loudness_json", "loudness_of", "mute_of"]


def hours_json(hours: Hours) -> dict[str, Any]:
    """The clock of a chat."""
    quiet = hours.quiet and [each.isoformat("minutes") for each in hours.quiet]
    kept = {"zone": hours.zone, "quiet": quiet, "urgent_origins": hours.urgent_origins}
    return {name: value for name, value in kept.items() if value}


def hours_of(kept: Mapping[str, Any]) -> Hours:
    """From its JSON."""
    quiet = kept.get("quiet")
    return Hours(
        kept.get("zone", ""),
        (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
        kept.get("urgent_origins", 0),
    )


def loudness_json(loudness: Loudness) -> dict[str, Any]:
    """What a chat, or a subscription, wants."""
    rhythm = loudness.rhythm
    kept = {
        "rhythm": rhythm and [rhythm.cadence.value, rhythm.at.isoformat("minutes"), rhythm.weekday],
        "updates": loudness.updates and loudness.updates.value,
        "min_origins": loudness.min_origins,
        "starred": loudness.starred or None,
    }
    return {name: value for name, value in kept.items() if value is not None}


def loudness_of(kept: Mapping[str, Any]) -> Loudness:
    """From its JSON."""
    rhythm, updates = kept.get("rhythm"), kept.get("updates")
    return Loudness(
        Rhythm(Cadence(rhythm[0]), time.fromisoformat(rhythm[1]), rhythm[2]) if rhythm else None,
        Updates(updates) if updates else None,
        kept.get("min_origins"),
        kept.get("starred", False),
    )


def mute_of(row: RowMapping) -> Mute:
    """The mute in a row that has the columns of `mutes`."""
    return Mute(
        row[mutes.c.id],
        row[mutes.c.chat_id],
        MuteKind(row[mutes.c.kind]),
        row[mutes.c.text],
        row[mutes.c.until],
        row[mutes.c.muted_by],
    )
