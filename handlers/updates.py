"""/updates and /origins: what becomes of an alert when its story goes on, and what a story needs to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.message import Button, Message, Span
from bot.core.model import Loudness, Updates
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.tuned import MOST_ORIGINS, Aim, aim, origins_number, origins_words, others, updates_words, usual
from handlers.wording import code, reply

__all__ = ["origins", "updates"]

_ANY: Final = frozenset({"off", "any", "none", "no"})


@command(
    "updates",
    usage="/updates [reply|edit|none] [for WHAT]",
    summary="what becomes of an alert when its story goes on",
    details=(
        "An alert is one message, and its story goes on:\n"
        "  /updates reply\n"
        "  /updates edit\n"
        "  /updates none\n"
        f"With reply, which is usual, {updates_words(Updates.REPLY)}. With edit, {updates_words(Updates.EDIT)}. With "
        f"none, {updates_words(Updates.NONE)}. A digest is not written anew: what changes a story of one, and wants to "
        "be written, comes as a reply to it.\n"
        "For one thing that is followed:\n"
        "  /updates edit for Hama\n"
        "  /updates usual for Hama"
    ),
    who=Who.ADMIN,
    shows=True,
)
async def updates(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show or set what becomes of messages when their stories go on."""
    aimed = await aim(newsroom, ask)
    before = aimed.loudness(ask).updates
    if not aimed.value:
        now = _updates(ask, aimed, before)
        lines = [] if aimed.subscriptions else await others(newsroom, ask, _updates_of)
        buttons = [Button(other.value, f"/updates {other.value}{aimed.suffix}") for other in Updates if other != now]
        return reply(f"{aimed.scope}, updates {now.value}: {updates_words(now)}.", *_but(lines), buttons=buttons)
    wanted = _read_updates(aimed)
    await newsroom.tuning.set_loudness(ask.chat, aimed.subscriptions, lambda one: replace(one, updates=wanted))
    now = _updates(ask, aimed, wanted)
    undo = _undo(f"/updates {before.value if before else 'usual'}{aimed.suffix}", changed=wanted != before)
    return reply(f"{aimed.scope}, from the next alert on: {updates_words(now)}.", *undo)


def _updates(ask: Ask, aimed: Aim, wanted: Updates | None) -> Updates:
    """What that comes to."""
    of_chat = ask.chat.loudness.updates if aimed.subscriptions else None
    return wanted or of_chat or Updates.REPLY


def _updates_of(loudness: Loudness) -> str:
    return loudness.updates.value if loudness.updates else ""


def _read_updates(aimed: Aim) -> Updates | None:
    typed = aimed.value.casefold()
    if usual(typed):
        return None
    if typed not in {each.value for each in Updates}:
        raise UserError(
            f"I can't read “{clip(aimed.value, 60)}”: updates are reply, edit or none. For example:  "
            f"/updates edit{aimed.suffix}\nWhat each of them means:  /help updates"
        )
    return Updates(typed)


@command(
    "origins",
    usage="/origins [N] [for WHAT]",
    summary="tell a story only when so many origins have it",
    details=(
        "A story of which only one knows waits until another, who has it from elsewhere, tells it too:\n"
        "  /origins 2\n"
        "  /origins 2 for Hama\n"
        "  /origins off\n"
        "  /origins usual for Hama\n"
        "Copies, outlets of one owner and all who cite the same source are one origin. What never gets there you are "
        "not told of; /latest has it all the same."
    ),
    who=Who.ADMIN,
    shows=True,
)
async def origins(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show or set how many origins a story needs."""
    aimed = await aim(newsroom, ask)
    before = aimed.loudness(ask).min_origins
    if not aimed.value:
        now = _origins(ask, aimed, before)
        lines = [] if aimed.subscriptions else await others(newsroom, ask, _origins_of)
        number, label = ("off", "Each story") if now > 1 else ("2", "Only with 2+ origins")
        buttons = [Button(label, f"/origins {number}{aimed.suffix}")]
        return reply(f"{aimed.scope}, {origins_words(now)}.", *_but(lines), buttons=buttons)
    wanted = _read_origins(aimed)
    await newsroom.tuning.set_loudness(ask.chat, aimed.subscriptions, lambda one: replace(one, min_origins=wanted))
    typed = "usual" if before is None else str(before) if before > 1 else "off"
    undo = _undo(f"/origins {typed}{aimed.suffix}", changed=wanted != before)
    return reply(f"{aimed.scope}, from now on {origins_words(_origins(ask, aimed, wanted))}.", *undo)


def _origins(ask: Ask, aimed: Aim, wanted: int | None) -> int:
    """What that comes to."""
    of_chat = ask.chat.loudness.min_origins if aimed.subscriptions else None
    return (of_chat or 0) if wanted is None else wanted


def _origins_of(loudness: Loudness) -> str:
    return "" if loudness.min_origins is None else f"{max(loudness.min_origins, 1)}+ origins"


def _read_origins(aimed: Aim) -> int | None:
    if usual(aimed.value):
        return None
    if aimed.value.casefold() in _ANY:
        return 0
    number = origins_number(aimed.value)
    if number is None:
        raise UserError(
            f"I can't read “{clip(aimed.value, 60)}” as a number of origins, which is 1 to {MOST_ORIGINS}. "
            f"For example:  /origins 2{aimed.suffix}"
        )
    return number


# ---- words


def _but(lines: Sequence[str]) -> list[str]:
    return ["\nBut not all of it:\n", "\n".join(lines)] if lines else []


def _undo(typed: str, *, changed: bool) -> list[str | Span]:
    return ["\nTo take that back:  ", code(typed)] if changed else []
