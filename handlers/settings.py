"""/settings: how loudly this chat is told, on one page, each with what changes it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Ask, command
from bot.core.alerts.rhythms import quiet_words
from bot.core.message import Message, Span
from bot.core.model import USUAL
from bot.newsroom import Newsroom
from handlers.clocks import urgent_words
from handlers.mutes import line
from handlers.tuned import differences, origins_words, others, rhythm_sentence, updates_words
from handlers.wording import code, count, reply

__all__ = ["settings"]

FEW = 5
"""Mutes, and things told otherwise, that are named."""


@command(
    "settings",
    summary="how loudly this chat is told, and what changes that",
    details="Each line ends with an example of what changes it; /help with its name tells more, such as /help quiet.",
)
async def settings(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show all that was set, and what sets it."""
    loudness, hours = ask.chat.loudness, ask.chat.hours
    assert USUAL.rhythm
    assert USUAL.updates
    rhythm, updates = loudness.rhythm or USUAL.rhythm, loudness.updates or USUAL.updates
    origins = loudness.min_origins or 0
    night = f"quiet from {quiet_words(hours.quiet).replace('–', ' to ')}" if hours.quiet else "no quiet hours"
    parts: list[str | Span] = ["How this chat is told, each with an example of what changes it:"]
    for told, typed in (
        (rhythm_sentence(rhythm), "/digest daily 08:00" if rhythm == USUAL.rhythm else "/digest off"),
        (night, "/quiet off" if hours.quiet else "/quiet 23:00-07:00"),
        (
            f"urgent, whatever the hour: {urgent_words(hours)}",
            "/quiet pass off" if hours.urgent_origins else "/quiet pass origins>=3",
        ),
        (f"times are by the clock of {ask.zone.key}", f"/timezone {'usual' if hours.zone else 'Asia/Damascus'}"),
        (updates_words(updates), "/updates edit" if updates is USUAL.updates else "/updates reply"),
        (origins_words(origins), "/origins off" if origins > 1 else "/origins 2"),
    ):
        parts += [f"\n• {told}:  ", code(typed)]
    parts += await _otherwise(newsroom, ask)
    return reply(*parts, *await _muted(newsroom, ask))


async def _otherwise(newsroom: Newsroom, ask: Ask) -> list[str | Span]:
    """What is followed and told otherwise."""
    lines = await others(newsroom, ask, differences)
    if not lines:
        return ["\n• all that is followed alike; to star something:  ", code("/star Hama")]
    more = [f"  and {len(lines) - FEW} more: /subscriptions"] if len(lines) > FEW else []
    return ["\n• but not all of it:\n" + "\n".join([*lines[:FEW], *more])]


async def _muted(newsroom: Newsroom, ask: Ask) -> list[str | Span]:
    known = await newsroom.mutes.of(ask.chat)
    if not known:
        return ["\n• nothing muted:  ", code("/mute football 6h")]
    lines = [f"  {await line(newsroom, ask, one)}" for one in known[:FEW]]
    more = [f"  and {len(known) - FEW} more: /mutes"] if len(known) > FEW else []
    return [f"\n• {count(len(known), 'thing')} muted:  ", code("/unmute"), "\n" + "\n".join([*lines, *more])]
