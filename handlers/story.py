"""/story: who told a story first, who took it from whom, who denies it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Ask, command
from bot.core.errors import UserError
from bot.core.message import Message
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.stories import teller
from handlers.wording import reply

__all__ = ["story"]

_NUMBER = re.compile(r"(#?)(\d{1,18})", re.ASCII)


@command(
    "story",
    usage="/story [N]",
    summary="who told a story first, who took it from whom, who denies it",
    details=(
        "N is a number in the last list of /latest. As a reply to an alert, /story means its story; alone, that of "
        "the last alert in this chat. For example:\n"
        "  /latest Hama\n"
        "  /story 2\n"
        "Each report stands under the one that it was taken from, with how much later it came."
    ),
)
async def story(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show a story as a tree."""
    number = _NUMBER.fullmatch(ask.words)
    if ask.words and number is None:
        raise UserError(
            f"“{clip(ask.words, 60)}” is no number. Type /latest, and then /story with the number of a story there; or "
            "reply to an alert with /story."
        )
    if number:
        meant = int(number[2]) if number[1] else newsroom.shown.meant(ask.address, int(number[2]))
    else:
        meant = (await newsroom.archive.witness(ask.chat, ask.address, ask.replies_to)).story
    found = await newsroom.archive.story(ask.chat, meant)
    return reply(*teller(ask).whole(found))
