"""/filters and /filter: queries with names, tried on the past before they are trusted with the future."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.filters import parse
from bot.core.message import Message, Span
from bot.core.model import NamedFilter, SubscriptionKind
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from bot.newsroom.filters import LONGEST_NAME
from handlers.backtests import WEEK, comparison, figures
from handlers.subscriptions import ANYWAY, aside, check_loudness
from handlers.wording import code, count, day, page_number, pages, reply

__all__ = ["HOW", "filter_add", "filter_edit", "filter_remove", "filters", "taken"]

_KEPT_WORDS = frozenset({"and", "or", "not", "near", "all", ANYWAY})
"""Words that mean something where a filter's name may stand."""
DETAILS = r"""How a filter is written:
  hama homs            both words
  hama OR homs         one of them at least; OR in capitals
  hama -football       the first, but not the second
  "rebel advance"      these words in this order, as they stand
  syria*               words that begin so: Syrian, Syrians
  hama NEAR/5 strike   at most five words between them
  title:hama           in the title; text:, author: and url: likewise
  place:Syria          Syria or a place in it is named
  lang:ar              in Arabic; outlet:, from:, country: and kind: likewise
  is:denied sources>=2 age<6h
  /\d+ (dead|killed)/  a pattern
  (hama OR homs) -football
Whole words count, wherever they stand in the title or the text; capitals and accents don't. Names are found in other
spellings and scripts too. How one is read, and what it matches:
  /filter explain (hama OR homs) -football
For example:
  /filter add syria-north (hama OR aleppo) -football
  /filter test syria-north
  /subscribe syria-north"""
HOW = "\nHow a filter is written:  /help filter add"
"""Where that is told, for commands that need not tell it again."""


@command(
    "filters",
    usage="/filters [PAGE]",
    summary="the filters of this chat",
)
async def filters(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """List the chat's filters, with who edited them last."""
    known = await newsroom.filters.of(ask.chat)
    if not known:
        return reply("This chat has no filters yet. To make one:  ", code("/filter add syria-north hama OR aleppo"))
    followed = await _followed(newsroom, ask)
    lines = [_line(ask, named, named.name in followed) for named in known]
    return pages(f"{count(len(known), 'filter')} in this chat:", lines, page_number(ask.words)[1], "/filters")


async def _followed(newsroom: Newsroom, ask: Ask) -> set[str]:
    """Names of the filters the chat is subscribed to."""
    subscriptions = await newsroom.subscriptions.of(ask.chat)
    return {known.text for known in subscriptions if known.kind is SubscriptionKind.FILTER}


def _line(ask: Ask, named: NamedFilter, followed: bool) -> str:  # noqa: FBT001 - one of two words
    edited = f"version {named.version}, {named.edited_by}, {day(named.edited_at, ask.now, ask.zone)}"
    return f"{named.name}: {named.query}\n    {edited}, {'followed' if followed else 'not followed'}"


@command(
    "filter add",
    usage="/filter add NAME QUERY",
    summary="give a query a name",
    details=DETAILS,
    who=Who.ADMIN,
)
async def filter_add(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Save a new filter and show what it would have brought."""
    name, query = _name_and_query(ask, "add")
    saved = await newsroom.filters.add(ask.chat, name, query, ask.by, taken=taken(ask))
    trial = await newsroom.archive.trial(ask.chat, parse(saved.query), WEEK)
    return reply(
        f"Saved {saved.name}: {saved.query}\n{figures(trial)}\nTo get its alerts:  ",
        code(f"/subscribe {saved.name}"),
        "\nTo see what it matches:  ",
        code(f"/filter test {saved.name}"),
        *_word(saved.name),
        *aside(parse(saved.query), f"/filter edit {saved.name}", query),
    )


def _word(name: str) -> list[str | Span]:
    """How to look for a filter's name, where that may be a word of the news."""
    return [f"\nFor the word “{name}” itself:  ", code(f"/latest ({name})")] if name.isalpha() else []


@command(
    "filter edit",
    usage="/filter edit NAME QUERY",
    summary="give a filter another query",
    details=DETAILS,
    who=Who.ADMIN,
)
async def filter_edit(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Save a filter's next version and say what that changes."""
    name, words = _name_and_query(ask, "edit")
    query = words.removesuffix(f" {ANYWAY}")
    before = await newsroom.filters.get(ask.chat, name)
    if query == words:
        await check_loudness(newsroom, ask, newsroom.filters.read(query), f"/filter edit {name} {query}")
    saved = await newsroom.filters.edit(ask.chat, name, query, ask.by)
    if saved == before:
        return reply(f"{saved.name} says that already, in version {saved.version}: {saved.query}")
    old = await newsroom.archive.trial(ask.chat, parse(before.query), WEEK)
    new = await newsroom.archive.trial(ask.chat, parse(saved.query), WEEK)
    told = "\nWhoever follows it gets this from now on." if saved.name in await _followed(newsroom, ask) else ""
    return reply(
        f"{saved.name} is now version {saved.version}: {saved.query}\n{figures(new)} Before: {old.stories}."
        f"\n{await comparison(newsroom, old, new)}{told}\nTo take that back:  ",
        code(f"/filter undo {saved.name}"),
        *aside(parse(saved.query), f"/filter edit {saved.name}", query),
    )


def taken(ask: Ask) -> frozenset[str]:
    """Words that can't be names of filters, because they mean something already."""
    return _KEPT_WORDS | {word for known in ask.commands for word in (known.family, *known.aliases)}


def _name_and_query(ask: Ask, verb: str) -> tuple[str, str]:
    name, _, query = ask.words.partition(" ")
    if not query:
        raise UserError(
            f"I need a name and a query:  /filter {verb} {clip(name, LONGEST_NAME) or 'syria-north'} hama OR aleppo\n"
            "/help filter add tells how queries are written."
        )
    return name, query


@command(
    "filter remove",
    usage="/filter remove NAME",
    summary="take a filter away, and the subscriptions to it",
    details=DETAILS,
    who=Who.ADMIN,
)
async def filter_remove(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Remove a filter."""
    if not ask.words:
        raise UserError("Which one? /filters lists them:  /filter remove NAME")
    named, gone = await newsroom.filters.remove(ask.chat, ask.words, ask.by)
    also = f", and {count(gone, 'subscription')} to it" if gone else ""
    return reply(f"Removed {named.name}{also}: {named.query}\nTo take that back:  ", code(f"/filter undo {named.name}"))
