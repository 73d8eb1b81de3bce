"""/latest: what there is now, on a topic or on everything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from bot.chat import Ask, command
from bot.core.errors import UserError
from bot.core.message import Button, Message, Span
from bot.core.model import Outlet
from bot.core.text.clean import clip
from bot.newsroom import Coverage, Newsroom, Topic
from handlers.stories import teller
from handlers.wording import LONGEST_REPLY, code, count, lasting, reply

__all__ = ["latest"]

USUAL, MOST = 5, 20
"""Stories in one reply: what fits on a screen, and what fits in a message."""
USUAL_SPAN = timedelta(hours=24)
LONGEST_SPAN = timedelta(days=90)
"""Longer than items are kept, whatever the settings say."""
LONGEST_LIST = LONGEST_REPLY - 800
"""Characters of a list: the rest is for its head and the legend of the stars."""
LONGEST_HINT = 100
"""Characters of a query that is shown again as one to follow: what fits in two lines on a telephone."""
WIDER = (timedelta(days=7), timedelta(days=30))
"""Spans proposed when there is nothing in the one asked for."""

_SINCE = re.compile(r"since:(\d{1,4})(m|min|h|d)", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be looked up."""

    what: str
    span: timedelta
    limit: int
    cut: str = ""
    """What is said of a span that went too far."""


@command(
    "latest",
    usage="/latest [WHAT] [since:6h] [N]",
    summary="the latest stories, on a word, a query, a filter, a pack or an outlet",
    details=(
        "For example:\n"
        "  /latest\n"
        "  /latest Hama\n"
        "  /latest hama OR homs since:3d\n"
        "  /latest syria 10\n"
        "since: takes minutes, hours or days: since:30m, since:6h, since:2d; without it, the last 24 hours.\n"
        f"A number at the end says how many, up to {MOST}. To look for a number, put it in quotes: "
        '/latest "covid 19"\n'
        "🔴 stands before what one report says; the same words in several outlets are still one report. Other marks "
        "come when origins that are independent of each other are counted.\n"
        "A star after an outlet's name says that it has ties to a state or party; the last line names them."
    ),
    aliases=("news",),
)
async def latest(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show the newest stories of a span."""
    wish = _read(ask.words)
    topic = await newsroom.subscriptions.topic(ask.chat, wish.what, "/latest") if wish.what else None
    coverage = await newsroom.archive.latest(ask.chat, topic, wish.span, wish.limit)
    if not coverage.stories:
        return await _nothing(newsroom, ask, topic, wish)
    told = await _told(newsroom, ask, topic, wish, "as soon as there is more") if ask.plain else []
    parts, buttons = _listing(newsroom, ask, topic, wish, coverage)
    return reply(*parts, *told, buttons=buttons)


def _read(words: str) -> _Wish:
    """Take the options out of what was typed; raises UserError for a span that can't be read."""
    rest = words.split()
    span, cut = USUAL_SPAN, ""
    for word in [word for word in rest if word.casefold().startswith("since:")]:
        span = _span(word)
        rest.remove(word)
    if span > LONGEST_SPAN:
        span, cut = LONGEST_SPAN, f"{lasting(LONGEST_SPAN)} are as far as I look back."
    limit = USUAL
    if rest and _NUMBER.fullmatch(rest[-1]):
        limit = min(max(int(rest.pop()), 1), MOST)
    return _Wish(" ".join(rest), span, limit, cut)


def _span(word: str) -> timedelta:
    since = _SINCE.fullmatch(word)
    if since is None:
        raise UserError(f"I can't read {clip(word, 60)}: write since:30m, since:6h or since:2d, without a space.")
    return max(int(since[1]), 1) * _UNITS[since[2].casefold()]


def _listing(
    newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: _Wish, coverage: Coverage
) -> tuple[list[str | Span], list[Button]]:
    tell = teller(newsroom, ask.now)
    entries = [tell.entry(number, story) for number, story in enumerate(coverage.stories, start=1)]
    shown = _fitting(entries)
    head = f"{topic.name if topic else 'Latest'} · {count(coverage.total, 'story', 'stories')} in {lasting(wish.span)}"
    if shown < coverage.total:
        head += f", the newest {shown}" if shown > 1 else ", the newest"
    parts: list[str | Span] = [head]
    for entry in entries[:shown]:
        parts += ["\n\n", *entry]
    legend = tell.legend(coverage.stories[:shown])
    parts += [f"\n\n{legend}" * bool(legend), f"\n{wish.cut}" * bool(wish.cut)]
    full = f"\n{MOST} stories are the most that I show." * (MOST <= shown < coverage.total)
    return [*parts, full], _more(wish, shown, coverage.total)


async def _told(newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: _Wish, when: str) -> list[str | Span]:
    """How to follow what was looked up; empty for what is followed, and for words too long to be typed again."""
    if topic is None or len(wish.what) > LONGEST_HINT:
        return []
    if await newsroom.subscriptions.follows(ask.chat, ask.thread, topic):
        return []
    return [f"\nTo be told {when}:  ", code(f"/subscribe {wish.what}")]


def _fitting(entries: Sequence[Sequence[Span]]) -> int:
    """How many of them fit in one message; at least one."""
    lengths = accumulate(sum(len(span.text) for span in entry) for entry in entries)
    return max(1, sum(length < LONGEST_LIST for length in lengths))


def _more(wish: _Wish, shown: int, total: int) -> list[Button]:
    if shown >= min(total, MOST):
        return []
    return [Button("More", _typed(wish.what, wish.span, min(total, MOST)), replaces=True)]


def _typed(what: str, span: timedelta, limit: int = USUAL) -> str:
    """The command that asks for this."""
    since = "" if span == USUAL_SPAN else f" since:{_short(span)}"
    return f"/latest {what}".rstrip() + since + (f" {limit}" if limit != USUAL else "")


def _short(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    if minutes % 60:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes % 1440 else f"{minutes // 1440}d"


async def _nothing(newsroom: Newsroom, ask: Ask, topic: Topic | None, wish: _Wish) -> Sequence[Message]:
    """Say so, and propose the shortest span that has something."""
    what = f" on {clip(topic.name, LONGEST_HINT)}" if topic else ""
    none = f"Nothing{what} in the last {lasting(wish.span)}. {wish.cut}".rstrip()
    for span in WIDER:
        if span <= wish.span:
            continue
        coverage = await newsroom.archive.latest(ask.chat, topic, span, 1)
        if coverage.total:
            total = count(coverage.total, "story", "stories")
            return reply(f"{none} In the last {lasting(span)}: {total}.  ", code(_typed(wish.what, span)))
    if topic is None or not (await newsroom.health()).items:
        return reply(f"{none} My sources have not brought anything yet; /status shows how they are.")
    none += " Nor is there anything older that I still have."
    told = await _told(newsroom, ask, topic, wish, "when it comes up")
    outlets = await newsroom.subscriptions.called(ask.chat, topic.text) if topic.query else ()
    if outlets:
        meant = [_whole(outlet) for outlet in outlets]
        return reply(none, *(part for parts in meant for part in parts), *told)
    spelt = "\nIs it spelt as the news spell it?" * (topic.query is not None)
    return reply(none, spelt, *told)


def _whole(outlet: Outlet) -> list[str | Span]:
    """What a person means who looks up an outlet's name, which the news seldom have in them."""
    return [f"\nWhat {outlet.name} publishes:  ", code(f"/latest outlet:{outlet.id}")]
