"""/latest and /search: what there is on a topic or on everything, now and in all that is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.chat import Ask, command
from bot.core.errors import UserError
from bot.core.message import Message, Span
from bot.core.model import Item, Outlet, Story, SubscriptionKind
from bot.core.origins import origins
from bot.core.text.clean import clip
from bot.newsroom import Newsroom, Scope, Topic
from bot.ports import Findings
from handlers.pages import page
from handlers.subscriptions import aside
from handlers.wish import MOST, Wish, read
from handlers.wording import code, count, lasting, reply

__all__ = ["latest", "search"]

USUAL_SPAN = timedelta(hours=24)
LONGEST_HINT = 100
"""Characters of a query that is shown again as one to follow: what fits in two lines on a telephone."""
WIDER = (timedelta(days=7), timedelta(days=30))
"""Spans proposed when there is nothing in the one asked for."""

MOST_SORTED = 100
"""Stories, the newest, that are put in another order than that of time: they are all read for it."""
_ORDERS: Final[Mapping[str, Callable[[Story], int]]] = {
    "origins": lambda story: origins(story.told).number,
    "sources": lambda story: origins(story.told).sources,
}

_TIMES = (
    "since: and until: take minutes, hours, days or weeks back from now (since:30m, since:6h, until:2d), or a date: "
    "since:2026-12-01 until:2026-12-03.\n"
    f"A number at the end says how many a page, up to {MOST}. To look for a number, put it in quotes: "
)


@command(
    "latest",
    usage="/latest [WHAT] [since:6h] [until:2h] [sort:origins] [N]",
    summary="the latest stories, on a word, a query, a filter, a pack or an outlet",
    details=(
        "For example:\n"
        "  /latest\n"
        "  /latest Hama\n"
        "  /latest hama OR homs since:3d\n"
        "  /latest syria 10\n"
        f'Without a time, the last 24 hours. {_TIMES}/latest "covid 19"\n'
        "🔴 a single origin, 🟢 several that are independent of each other, ⚪ somebody denies it, 🟡 nobody vouches "
        "for it. Copies, and all who cite the same source, are one origin. /story N shows who took it from whom.\n"
        "sort:origins and sort:sources put first what most of them tell, of the newest hundred.\n"
        "A star after an outlet's name says that it has ties to a state or party; the last line names them.\n"
        "Older ▸ goes on where the page ends, whatever has come in between."
    ),
    aliases=("news",),
)
async def latest(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show the newest stories of a span."""
    wish = read("/latest", ask.words, ask.now, ask.zone, usual=USUAL_SPAN, folded=True, plain=ask.plain)
    topic = await newsroom.subscriptions.topic(ask.chat, wish.what, "/latest") if wish.what else None
    return await _shown(newsroom, ask, topic, wish)


@command(
    "search",
    usage="/search WHAT [since:2w] [until:2026-12-01] [by:story] [N]",
    summary="look through all that is kept, item by item, the newest first",
    details=(
        "WHAT is a word, a query, a filter, a pack or an outlet, as with /latest. For example:\n"
        "  /search Hama\n"
        '  /search "road to hama" since:2w\n'
        "  /search hama until:2026-12-01\n"
        f'Without a time, all that I keep. {_TIMES}/search "covid 19"\n'
        "by:story folds copies into stories, as /latest does.\n"
        "Older ▸ goes on where the page ends, whatever has come in between."
    ),
)
async def search(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show the newest items of all that is kept."""
    wish = read("/search", ask.words, ask.now, ask.zone, usual=None, folded=False)
    if not wish.what:
        raise UserError("Search for what? A word or a query will do:  /search Hama\nWhat is new:  /latest")
    return await _shown(newsroom, ask, await newsroom.subscriptions.topic(ask.chat, wish.what, "/search"), wish)


async def _shown(newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: Wish) -> Sequence[Message]:
    found = await _found(newsroom, ask, topic, wish)
    if not found.things:
        return await _nothing(newsroom, ask, topic, wish)
    told = await _told(newsroom, ask, topic, wish, "as soon as there is more") if ask.plain else []
    return page(newsroom, ask, topic, wish, found, [*_aside(topic, wish), *told])


async def _found(newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: Wish) -> Findings[Story] | Findings[Item]:
    if not wish.folded:
        return await newsroom.archive.reports(ask.chat, topic, wish.scope)
    if not wish.sort:
        return await newsroom.archive.stories(ask.chat, topic, wish.scope)
    found = await newsroom.archive.stories(ask.chat, topic, replace(wish.scope, limit=MOST_SORTED, after=None))
    best = sorted(found.things, key=_ORDERS[wish.sort], reverse=True)
    return replace(found, things=tuple(best[: wish.scope.limit]), marks=(), total=len(found.things))


def _aside(topic: Topic | None, wish: Wish) -> list[str | Span]:
    """What is worth saying of words that were typed just now."""
    asked = topic and topic.kind is SubscriptionKind.QUERY and not wish.scope.after
    return aside(topic.query, wish.verb, wish.what) if asked and topic else []


async def _told(newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: Wish, when: str) -> list[str | Span]:
    """How to follow what was looked up; empty for what is followed, and for words too long to be typed again."""
    if topic is None or len(wish.what) > LONGEST_HINT:
        return []
    if await newsroom.subscriptions.follows(ask.chat, ask.thread, topic):
        return []
    return [f"\nTo be told {when}:  ", code(f"/subscribe {wish.what}")]


async def _nothing(newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: Wish) -> Sequence[Message]:
    """Say so, and propose the shortest span that has something."""
    what = f" on {clip(topic.name, LONGEST_HINT)}" if topic else ""
    if wish.scope.after:
        return reply(f"Nothing older{what} that I still have. The newest:  ", code(wish.typed()))
    none = f"Nothing{what} {_period(wish)}. {wish.cut}".rstrip()
    wider = await _wider(newsroom, ask, topic, wish)
    if wider:
        return reply(none, *wider)
    if topic is None or not (await newsroom.health()).items:
        return reply(f"{none} My sources have not brought anything yet; /status shows how they are.")
    if wish.scope.since is not None:
        none += " Nor is there anything older that I still have."
    aware = _aside(topic, wish)
    if aware:
        return reply(none, *aware)
    told = await _told(newsroom, ask, topic, wish, "when it comes up")
    outlets = await newsroom.subscriptions.called(ask.chat, topic.text) if topic.query else ()
    if outlets:
        meant = [_whole(outlet) for outlet in outlets]
        return reply(none, *(part for parts in meant for part in parts), *told)
    return reply(none, *(await _spelling(newsroom, ask, topic, wish)), *told)


async def _spelling(newsroom: Newsroom, ask: Ask, topic: Topic, wish: Wish) -> list[str | Span]:
    """What to look for instead, where a word may be a name in another spelling; else a doubt."""
    if topic.query is None:
        return []
    word, name = await newsroom.archive.likely(ask.chat, topic.query)
    if not name:
        return ["\nIs it spelt as the news spell it?"]
    return [f"\nDid you mean {name}?  ", code(replace(wish, what=wish.what.replace(word, name)).typed())]


def _period(wish: Wish) -> str:
    if not wish.period:
        return "in all that I keep"
    return wish.period.replace("in ", "in the last ", 1) if wish.period.startswith("in ") else wish.period


async def _wider(newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: Wish) -> list[str | Span]:
    """The shortest of some spans that has something, or all that is kept; nothing when it has nothing either."""
    if wish.scope.until is not None or wish.scope.since is None:
        return []
    for span in WIDER:
        if ask.now - span >= wish.scope.since:
            continue
        found = await newsroom.archive.stories(ask.chat, topic, Scope(ask.now - span, limit=1))
        if found.things:
            total = f"{'' if found.whole else 'more than '}{count(found.total, 'story', 'stories')}"
            typed = replace(wish, options=(f"since:{span.days}d",)).typed()
            return [f" In the last {lasting(span)}: {total}.  ", code(typed)]
    found = await newsroom.archive.stories(ask.chat, topic, Scope(None, limit=1))
    if not found.things or topic is None:
        return []
    return [" There is something older:  ", code(f"/search {wish.what}")]


def _whole(outlet: Outlet) -> list[str | Span]:
    """What a person means who looks up an outlet's name, which the news seldom have in them."""
    return [f"\nWhat {outlet.name} publishes:  ", code(f"/latest outlet:{outlet.id}")]
