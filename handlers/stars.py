"""/star and /unstar: what is so urgent that it comes whatever the hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.message import Message
from bot.core.model import Subscription
from bot.newsroom import Newsroom
from handlers.chosen import called, chosen
from handlers.wording import code, reply

__all__ = ["star", "unstar"]

_DETAILS = """What is starred comes at once, in quiet hours too, and waits for no digest:
  /star Hama
  /star 12
  /unstar Hama
Named as /unsubscribe takes it; /subscriptions shows the numbers, and the stars. It still waits for so many origins as
/origins says."""


@command(
    "star",
    usage="/star WHAT",
    summary="let it pass quiet hours and digests",
    details=_DETAILS,
    who=Who.ADMIN,
)
async def star(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Make what is followed urgent."""
    if not ask.words:
        raise UserError("What is urgent? A number of /subscriptions will do, or its words:  /star Hama")
    these = await _starred(newsroom, ask, starred=True)
    what = await _named(newsroom, these)
    return reply(
        f"★ From now on, alerts on {what} come at once, in quiet hours too.\nTo take that back:  ",
        code(f"/unstar {ask.words}"),
    )


@command(
    "unstar",
    usage="/unstar WHAT",
    summary="let it wait again, as all others",
    details=_DETAILS,
    who=Who.ADMIN,
)
async def unstar(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Make what is followed urgent no longer."""
    if not ask.words:
        raise UserError("What is no longer urgent? /subscriptions shows the stars:  /unstar Hama")
    these = await _starred(newsroom, ask, starred=False)
    what = await _named(newsroom, these)
    return reply(f"Alerts on {what} come as all others here do. How that is:  ", code("/settings"))


async def _starred(newsroom: Newsroom, ask: Ask, *, starred: bool) -> tuple[Subscription, ...]:
    these = await chosen(newsroom, ask, ask.words)
    await newsroom.tuning.set_loudness(ask.chat, these, lambda one: replace(one, starred=starred))
    return these


async def _named(newsroom: Newsroom, these: Sequence[Subscription]) -> str:
    return called(these[0], await newsroom.wires.names()) if len(these) == 1 else "all that is followed here"
