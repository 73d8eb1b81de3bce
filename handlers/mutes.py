"""/mute, /unmute and /mutes: what is not told for a while."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final, assert_never

from bot.chat import Ask, Who, command
from bot.core.alerts.rhythms import read_duration
from bot.core.errors import NotFound, UserError
from bot.core.message import Message
from bot.core.model import Mute, MuteKind, SubscriptionKind
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.stories import headline
from handlers.tuned import legible
from handlers.wording import at_its_clock, code, count, page_number, pages, reply

__all__ = ["line", "mute", "mutes", "unmute"]

_DETAILS = """Nothing is lost: what is muted stands in /latest and in /missed.
As a reply to an alert, its story:
  /mute
  /mute 2d
A word, a query or a filter, an outlet, or all:
  /mute Hama 6h
  /mute football OR tennis 2w
  /mute outlet:SANA 1d
  /mute all 6h
Without a time it is six hours; m, h, d and w stand for minutes, hours, days and weeks. /unmute ends it."""
_USUAL: Final = timedelta(hours=6)
_ALL: Final = frozenset({"all", "everything"})
_SHOWN: Final = 60
"""Characters that are repeated of what was typed."""
_UNIT: Final = r"(?:m|mins?|minutes?|h|hours?|d|days?|w|weeks?)"
_SPANNED: Final = re.compile(rf"(?:(.*?)\s+)?(?:for\s+)?(\d{{1,5}}\s?{_UNIT})", re.IGNORECASE | re.ASCII)
"""What is muted, and for how long: `Hama 6h`, `Hama for 2 days`."""
_TIMELIKE: Final = re.compile(
    rf"(?:(.*?)\s+)?(?:for\s+)?([-+]?\d[\d.,:]*((?:\s?{_UNIT}[\d.,:]*)*))", re.IGNORECASE | re.ASCII
)
"""What ends in something that may be meant as a time, and its units: `Hama 6`, `Hama -3h`, `Hama 1h30m`."""


@command(
    "mute",
    usage="/mute [QUERY|all] [6h]",
    summary="leave out a story, a query or all for a while",
    details=_DETAILS,
    who=Who.ADMIN,
)
async def mute(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Mute what is named, or the story of the alert that is replied to."""
    words, span = _spanned(ask.words)
    if not words:
        witness = await newsroom.archive.witness(ask.chat, ask.address, ask.replies_to)
        kind, text = MuteKind.STORY, str(witness.story)
    elif words.casefold() in _ALL:
        kind, text = MuteKind.ALL, ""
    else:
        kind, text = MuteKind.QUERY, await _query(newsroom, ask, words)
    muted = await newsroom.mutes.add(ask.chat, kind, text, span, ask.by)
    until = at_its_clock(ask, muted.until)
    back = "all" if kind is MuteKind.ALL else str(muted.id)
    return reply(
        f"Muted until {until}: {await _called(newsroom, ask, muted)}. /latest and /missed have it all the same.\n"
        "To end that:  ",
        code(f"/unmute {back}"),
    )


def _spanned(words: str) -> tuple[str, timedelta]:
    """What is to be muted, and for how long; raises UserError for a time that is none or too long, or half of one."""
    found = _SPANNED.fullmatch(words)
    rest = (found[1] or "") if found else words
    doubtful = _TIMELIKE.fullmatch(rest)
    if doubtful and (doubtful[3] or not found):
        raise UserError(_asked(doubtful, found[2] if found else ""))
    return rest, legible(read_duration, found[2], "/mute Hama 6h") if found else _USUAL


def _asked(doubtful: re.Match[str], span: str) -> str:
    """What is asked about words that end in something like a time; `span`: the time that stands behind them."""
    words, time, what = (clip(part or "", _SHOWN) for part in doubtful.group(0, 2, 1))
    typed = f"/mute {what} " if what else "/mute "
    itself = f"the {'words as they are' if what else 'number itself'}:  /mute ({words}) {span or '6h'}"
    if doubtful[2].isdecimal():
        return f"{time} of what? For so many hours:  {typed}{time}h\nFor {itself}"
    if span:
        return f"{time} or {span}? Type one of them:  {typed}{span}\nFor {itself}"
    return f"I can't read {time} as a span of time. For example:  {typed}6h\nFor {itself}"


async def _query(newsroom: Newsroom, ask: Ask, words: str) -> str:
    """The query that words mean; raises UserError for what is none."""
    topic = await newsroom.subscriptions.topic(ask.chat, words, "/mute")
    if topic.pack:
        raise UserError(
            f"{topic.pack.title} is a pack, which can't be muted: it may be what you follow. To stop it:  "
            f"/unsubscribe {topic.text}\nFor the word alone:  /mute ({topic.text}) 6h\nFor all:  /mute all 6h"
        )
    return f"outlet:{topic.text}" if topic.kind is SubscriptionKind.OUTLET else str(topic.query)


async def _called(newsroom: Newsroom, ask: Ask, one: Mute) -> str:
    """What is muted, in words."""
    match one.kind:
        case MuteKind.ALL:
            return "all alerts"
        case MuteKind.QUERY:
            return one.text
        case MuteKind.STORY:
            with suppress(NotFound):
                story = await newsroom.archive.story(ask.chat, int(one.text))
                return f"the story “{headline(story.items[0])}”"
            return f"story #{one.text}"
        case _:
            assert_never(one.kind)


async def line(newsroom: Newsroom, ask: Ask, one: Mute) -> str:
    """A line of a list of mutes."""
    by = f", by {one.muted_by}" if one.muted_by else ""
    return f"{one.id} {await _called(newsroom, ask, one)}, until {at_its_clock(ask, one.until)}{by}"


@command(
    "mutes",
    usage="/mutes [PAGE]",
    summary="what is muted here, and until when",
    details=_DETAILS,
)
async def mutes(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """List what is muted."""
    known = await newsroom.mutes.of(ask.chat)
    if not known:
        return reply("Nothing is muted here. To mute the story of an alert, reply to it with  ", code("/mute 6h"))
    lines = [await line(newsroom, ask, one) for one in known]
    head = f"{count(len(known), 'thing')} muted here; /unmute with a number ends one.\n"
    return pages(head, lines, page_number(ask.words)[1], "/mutes")


@command(
    "unmute",
    usage="/unmute [WHAT]",
    summary="tell of it again",
    details=_DETAILS,
    who=Who.ADMIN,
)
async def unmute(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Mute something no longer."""
    known = await newsroom.mutes.of(ask.chat)
    if not known:
        raise UserError("Nothing is muted here. What comes when:  /settings")
    gone = await _meant(newsroom, ask, known)
    await newsroom.mutes.end(ask.chat, gone)
    if len(gone) > 1:
        return reply("Done: nothing is muted here any more. What was kept back meanwhile:  ", code("/missed"))
    told = f"Done: {await _called(newsroom, ask, gone[0])} – what comes from now on, you are told again."
    return reply(f"{told}\nWhat was kept back meanwhile:  ", code("/missed"))


async def _meant(newsroom: Newsroom, ask: Ask, known: Sequence[Mute]) -> Sequence[Mute]:
    """The mutes that are meant; raises UserError where that is not clear."""
    if ask.words.casefold() in _ALL:
        return known
    if ask.words:
        return [await _named(newsroom, ask, known)]
    if ask.replies_to:
        witness = await newsroom.archive.witness(ask.chat, ask.address, ask.replies_to)
        found = [one for one in known if (one.kind, one.text) == (MuteKind.STORY, str(witness.story))]
        if not found:
            raise NotFound("That story is not muted. What is:  /mutes")
        return found
    if len(known) > 1:
        raise UserError(
            f"Several things are muted here: /mutes lists them. Type one of their numbers:  /unmute {known[0].id}"
        )
    return known


async def _named(newsroom: Newsroom, ask: Ask, known: Sequence[Mute]) -> Mute:
    wanted = ask.words.removeprefix("#")
    for one in known:
        if wanted == str(one.id) or (one.kind is MuteKind.QUERY and wanted.casefold() == one.text.casefold()):
            return one
    with suppress(UserError):
        text = await _query(newsroom, ask, ask.words)
        for one in known:
            if (one.kind, one.text) == (MuteKind.QUERY, text):
                return one
    raise NotFound(f"{clip(ask.words, 60)} is not muted here, or no longer. What is:  /mutes")
