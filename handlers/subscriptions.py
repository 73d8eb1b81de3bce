"""/subscribe, /unsubscribe, /subscriptions: what a chat, or a thread in it, is told of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.chat import Ask, Who, command
from bot.core.errors import BadQuery, NotFound, UserError
from bot.core.filters import Query, parse
from bot.core.filters.query import KEYWORDS, And
from bot.core.message import Message, Span
from bot.core.model import Pack, Subscription, SubscriptionKind
from bot.core.text.clean import clip
from bot.newsroom import Newsroom, Topic
from bot.newsroom.archive import LEAST_SAMPLE
from handlers.stories import teller
from handlers.wording import code, count, page_number, pages, reply

__all__ = ["aside", "check_loudness", "subscribe", "subscriptions", "unsubscribe"]

ANYWAY = "anyway"
"""Typed last, it says that a flood of alerts is what is wanted."""
WEEK = timedelta(days=7)
LONGEST_ECHO = 200
"""Characters of what was typed that a reply repeats."""
_COMMA = re.compile("[,;\u060c\u3001\uff0c]")
"""Also the Arabic, the Japanese and the wide one."""


@command(
    "subscribe",
    usage="/subscribe WHAT",
    summary="send alerts on a word, a query, a filter or a pack",
    details=(
        "WHAT is the name of one of your filters, or of a pack, or else words to look for:\n"
        "  /subscribe Hama\n"
        "  /subscribe hama OR homs -football\n"
        "  /subscribe syria\n"
        'A word that is also a pack\'s name is looked for in quotes:  /subscribe "syria"\n'
        "In a topic or thread, the alerts come there.\n"
        "I ask back when something would bring more than 20 alerts a day; to have it all the same, "
        "write anyway after it:  /subscribe war anyway"
    ),
    who=Who.ADMIN,
    aliases=("sub", "follow"),
)
async def subscribe(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Follow what is named, and show what that would have brought."""
    words = ask.words.removesuffix(f" {ANYWAY}")
    if not words:
        raise UserError("What shall I follow? A word or a name will do:  /subscribe Hama")
    topic = await newsroom.subscriptions.topic(ask.chat, words)
    if await newsroom.subscriptions.follows(ask.chat, ask.thread, topic):
        raise UserError(f"You follow {topic.text} here already. /latest {topic.text} shows the latest.")
    if words == ask.words:
        await _check(newsroom, topic, f"/subscribe {words}")
    await newsroom.subscriptions.add(ask.chat, ask.thread, topic, ask.by)
    outlook = await _outlook(newsroom, ask, topic)
    again = "/subscribe" if topic.kind is SubscriptionKind.QUERY else f"/filter edit {topic.text}"
    return reply(await _introduction(newsroom, topic), *outlook, *aside(topic.query, again, words))


def aside(query: Query | None, again: str, typed: str) -> list[str | Span]:
    """What is worth saying of a small `or`, or of commas; `again` is the command that takes what was meant."""
    return (_small(query, again) or _listed(query, again, typed)) if query else []


def _listed(query: Query, again: str, typed: str) -> list[str | Span]:
    """Of words with commas between them, which all must be there."""
    parts = [part for part in _COMMA.split(typed) if part.strip()]
    if not isinstance(query.root, And) or len(parts) == 1 or '"' in typed:
        return []
    told = "\nBy the way: with or without commas, that means all of these words together"
    try:
        return [f"{told}. For any of them:  ", code(f"{again} {parse(' OR '.join(parts))}")]
    except BadQuery:
        return [f"{told}."]


def _small(query: Query, again: str) -> list[str | Span]:
    """Of a small `or`, `and` or `not`."""
    words = [term.text for term in query.terms]
    small = next((word for word in words if word not in KEYWORDS and word.upper() in KEYWORDS), "")
    if not small:
        return []
    told = f"\nBy the way: I look for “{small}” as a word, unless it is in capitals"
    meant = " ".join(word.upper() if word.upper() in KEYWORDS else word for word in str(query).split())
    try:
        return [f"{told}. Did you mean  ", code(f"{again} {parse(meant)}"), "  ?"]
    except BadQuery:
        return [f"{told}."]


async def check_loudness(newsroom: Newsroom, query: Query, typed: str) -> None:
    """Raises UserError for a query that matches more than anybody can have meant."""
    trial = await newsroom.archive.sample(query)
    if trial.loud:
        raise UserError(
            f"That is a lot: it matches {len(trial.matching)} of the last {count(trial.items, 'item')}, about "
            f"{count(round(trial.daily), 'alert')} a day. Add a word to narrow it, or to have it all the same, "
            f"type:  {typed} {ANYWAY}"
        )


async def _check(newsroom: Newsroom, topic: Topic, typed: str) -> None:
    """Raises UserError for what would bring a flood: a pack does so by itself, words when they say too little."""
    if topic.query:
        await check_loudness(newsroom, topic.query, typed)
    elif topic.pack:
        trial = await newsroom.archive.sample(topic.pack)
        if trial.often:
            raise UserError(
                f"{await _members(newsroom, topic.pack)}: lately about {count(round(trial.daily), 'item')} a day, "
                "each of them an alert. To be told only of what you care for, follow a word:  /subscribe Hama\n"
                f"To read the pack when you like:  /latest {topic.text}\nTo have it all the same:  {typed} {ANYWAY}"
            )


async def _members(newsroom: Newsroom, pack: Pack) -> str:
    """What the pack is."""
    sources = await newsroom.wires.every()
    outlets = {source.outlet.id for source in sources if pack.name in source.outlet.packs}
    return f"{pack.title}, a pack of all that {count(len(outlets), 'outlet')} publish{'es' * (len(outlets) == 1)}"


async def _introduction(newsroom: Newsroom, topic: Topic) -> str:
    """What the words were taken for, where that is not plain."""
    match topic.kind:
        case SubscriptionKind.QUERY:
            return f"{topic.text}: "
        case SubscriptionKind.FILTER:
            return f"Your filter {topic.text} ({topic.query}): "
        case SubscriptionKind.PACK:
            assert topic.pack
            return f"{await _members(newsroom, topic.pack)}: "
        case SubscriptionKind.OUTLET:
            return f"All that {topic.text} publishes: "


async def _outlook(newsroom: Newsroom, ask: Ask, topic: Topic) -> list[str | Span]:
    """What it would have brought in the last week, the latest of it, and what to do next."""
    coverage = await newsroom.archive.latest(topic, WEEK, 1)
    place = "in this topic" if ask.thread else "here"
    parts: list[str | Span] = []
    if coverage.stories:
        parts.append(f"in the last 7 days that was {count(coverage.total, 'story', 'stories')}{_rate(coverage.total)}.")
        parts += [" The latest:\n\n", *teller(newsroom, ask.now).brief(coverage.stories[0])]
        parts.append(f"\n\nDone: what comes next, you get {place} as soon as I read it.")
    else:
        parts.append(await _silence(newsroom, topic))
        parts.append(f"\nDone all the same: when there is something, you get it {place}.")
    parts += ["\n", code(f"/latest {topic.text}"), " any time, ", code(f"/unsubscribe {topic.text}"), " to stop."]
    if topic.pack:
        parts += ["\nFor the word alone:  ", code(f'/subscribe "{topic.text}"')]
    return parts


async def _silence(newsroom: Newsroom, topic: Topic) -> str:
    """What it means that there was nothing: not much, before enough has been read."""
    kept = (await newsroom.health()).items
    if not kept:
        return "I have read nothing yet, so I can't say how often that comes up."
    if kept < LEAST_SAMPLE:
        return f"in the {count(kept, 'item')} I have read so far there was nothing."
    doubt = "" if topic.pack else "; is it spelt as the news spell it?"
    return f"in the last 7 days there was nothing{doubt or '.'}"


def _rate(week: int) -> str:
    return f", {round(week / 7)} a day" if week >= 11 else ""  # noqa: PLR2004 - below, a day's share rounds to one


@command(
    "unsubscribe",
    usage="/unsubscribe WHAT",
    summary="stop alerts: a number of /subscriptions, the words, or all",
    details=(
        "For example:\n"
        "  /unsubscribe 12\n"
        "  /unsubscribe Hama\n"
        "  /unsubscribe all\n"
        "The numbers are those of /subscriptions; a number once given never means another subscription.\n"
        "In a topic or thread, all means all that comes there."
    ),
    who=Who.ADMIN,
    aliases=("unsub", "unfollow", "stop"),
)
async def unsubscribe(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Follow something no longer."""
    if not ask.words:
        raise UserError(
            "Which one? /subscriptions shows them with their numbers:  /unsubscribe 12\n"
            "To stop all that comes here:  /unsubscribe all"
        )
    known = await newsroom.subscriptions.of(ask.chat)
    gone = _chosen(known, ask)
    if not gone:
        what = "anything" if ask.words.casefold() == "all" else clip(ask.words, LONGEST_ECHO)
        raise NotFound(f"You don't follow {what} here, or no longer. /subscriptions shows what you do follow.")
    await newsroom.subscriptions.drop(gone)
    if len(gone) > 1:
        return reply(f"Done: {count(len(gone), 'subscription')} gone, no more alerts here.")
    return reply(f"Done: no more alerts on {gone[0].text}. To have them again:  ", code(f"/subscribe {gone[0].text}"))


def _chosen(known: Sequence[Subscription], ask: Ask) -> tuple[Subscription, ...]:
    """Words mean what is followed in this thread; a number may mean what is followed in another."""
    here = tuple(subscription for subscription in known if subscription.thread == ask.thread)
    wanted = ask.words.casefold()
    if wanted == "all":
        return here
    numbered = tuple(subscription for subscription in known if str(subscription.id) == wanted)
    return numbered or tuple(subscription for subscription in here if subscription.text.casefold() == wanted)


@command(
    "subscriptions",
    usage="/subscriptions [PAGE]",
    summary="what this chat follows",
    aliases=("subs",),
)
async def subscriptions(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """List what the chat follows, with the numbers that /unsubscribe takes."""
    known = await newsroom.subscriptions.of(ask.chat)
    if not known:
        return reply("Nothing is followed here yet. A word or a name will do:  ", code("/subscribe Hama"))
    lines = [f"{subscription.id} {_line(newsroom, ask, subscription)}" for subscription in known]
    head = f"{count(len(known), 'thing')} followed here; /unsubscribe with a number stops one.\n"
    return pages(head, lines, page_number(ask.words)[1], "/subscriptions")


def _line(newsroom: Newsroom, ask: Ask, subscription: Subscription) -> str:
    elsewhere = "" if subscription.thread == ask.thread else " (in another topic)"
    match subscription.kind:
        case SubscriptionKind.QUERY:
            what = subscription.text
        case SubscriptionKind.FILTER:
            what = f"{subscription.text}, a filter: {subscription.query}"
        case SubscriptionKind.PACK:
            titles = {pack.name: pack.title for pack in newsroom.packs}
            what = f"{subscription.text}, a pack: {titles.get(subscription.text, 'not in use now')}"
        case SubscriptionKind.OUTLET:
            what = f"{subscription.text}, all that it publishes"
    return what + elsewhere
