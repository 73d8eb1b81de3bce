"""/subscribe: what a chat, or a thread in it, is to be told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat import Ask, Who, command
from bot.core.alerts.hours import hold
from bot.core.errors import BadQuery, UserError
from bot.core.filters import Query, parse
from bot.core.filters.query import KEYWORDS, And
from bot.core.message import Button, Message, Span
from bot.core.model import Cadence, Outlet, Pack, Rhythm, Subscription, SubscriptionKind
from bot.newsroom import Find, Newsroom, Scope, Topic, Trial
from bot.newsroom.archive import LEAST_SAMPLE
from handlers.stories import teller
from handlers.ways import choice, failure, kind_name, sight
from handlers.wish import shielded
from handlers.wording import COMMA, at_its_clock, code, count, reply

__all__ = ["aside", "check_loudness", "loudness", "subscribe"]

ANYWAY = "anyway"
"""Typed last, it says that a flood of alerts is what is wanted."""
LONGEST_NAME = 40
"""Characters of what is named in a line to type: it has to fit beside the command on a telephone."""
WEEK = timedelta(days=7)


@command(
    "subscribe",
    usage="/subscribe WHAT",
    summary="send alerts on a word, a query, a filter, a pack or an outlet",
    details=(
        "WHAT is the name of one of your filters, or of a pack, an outlet or its address, or else words to look for:\n"
        "  /subscribe Hama\n"
        "  /subscribe hama OR homs -football\n"
        "  /subscribe hama NEAR/5 strike lang:ar sources>=2\n"
        "  /subscribe syria\n"
        "  /subscribe outlet:SANA\n"
        "  /subscribe t.me/example\n"
        "A word that is also the name of a pack or a filter is looked for in brackets:  /subscribe (syria)\n"
        "All that can be asked for:  /help filter add\n"
        "How your words are read, and in which spellings names are found:  /filter explain hama OR homs\n"
        "Of an outlet you get all that it publishes. Its address may be that of a feed, a site, a channel or an "
        "account; what I don't read yet, whoever runs me adds, or an admin of the chat where that is allowed.\n"
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
    find = await _missing(newsroom, ask, words)
    if isinstance(find, Find):
        return await _bring(newsroom, ask, find)
    if find:
        return find
    topic = await newsroom.subscriptions.topic(ask.chat, words, "/subscribe", brought=True)
    if await newsroom.subscriptions.follows(ask.chat, ask.thread, topic):
        raise UserError(f"You follow {topic.name} here already. /latest {topic.typed} shows the latest.")
    if words == ask.words:
        await _check(newsroom, ask, topic, f"/subscribe {words}")
    added = await newsroom.subscriptions.add(ask.chat, ask.thread, topic, ask.by)
    outlook = await _outlook(newsroom, ask, topic)
    again = "/subscribe" if topic.kind is SubscriptionKind.QUERY else f"/filter edit {topic.text}"
    told = [await _introduction(newsroom, topic), *outlook, *aside(topic.query, again, words)]
    return reply(*told, buttons=_quieter(ask, topic, added))


def _quieter(ask: Ask, topic: Topic, added: Subscription | None) -> list[Button]:
    """How to have less of it than all of the chat; what is long is named by its number."""
    what = topic.typed if added is None or len(topic.typed) <= LONGEST_NAME else str(added.id)
    wanted = ask.chat.loudness
    corroborated = Button("Only with 2+ origins", f"/origins 2 for {what}")
    daily = Button("Daily digest 08:00", f"/digest daily 08:00 for {what}")
    return [corroborated] * ((wanted.min_origins or 0) <= 1) + [daily] * (wanted.rhythm != Rhythm(Cadence.DAILY))


async def _missing(newsroom: Newsroom, ask: Ask, words: str) -> Find | Sequence[Message]:
    """The one way to read what is not read yet and this chat may bring; else what to reply, if anything."""
    if not newsroom.scouts.limit or not newsroom.wires.is_address(words) or await newsroom.wires.known(words):
        return ()
    await newsroom.subscriptions.check_room(ask.chat)
    await newsroom.scouts.check_may_bring(ask.chat, words)
    seen = await newsroom.scouts.sight(ask.chat, words)
    if not seen.finds:
        return reply(*failure(newsroom, ask, words, seen.failed, "/subscribe"))
    if len(seen.finds) > 1:
        head = "That can be read in several ways, so nothing is followed yet. Type one of these:"
        return reply(head, *choice(ask, seen.finds, "/subscribe"))
    return seen.finds[0]


async def _bring(newsroom: Newsroom, ask: Ask, find: Find) -> Sequence[Message]:
    """Have it read for this chat, and follow it."""
    outlet, mine = await newsroom.scouts.reads(find), ""
    if outlet is None:
        outlet = await newsroom.scouts.bring(ask.chat, ask.thread, ask.by, find)
        mine = "I read it from now on, for the chats that follow it.\n"
    elif await newsroom.subscriptions.add(ask.chat, ask.thread, Topic.all_of(outlet), ask.by) is None:
        raise UserError(f"You follow {outlet.name} here already. /latest outlet:{outlet.id} shows the latest.")
    return reply(
        f"Followed: {outlet.name}\n{kind_name(find.kind)}\n",
        *sight(ask, find.read),
        f"\n{mine}What comes next, you get {_place(ask)}.\nTo stop:  ",
        code(f"/unsubscribe outlet:{outlet.id}"),
    )


def _place(ask: Ask) -> str:
    return "in this topic" if ask.thread else "here"


def _when(ask: Ask) -> str:
    """When the next alert comes to this chat, if nothing makes it urgent."""
    rhythm = ask.chat.loudness.rhythm or Rhythm()
    held = hold(rhythm, ask.chat.hours.quiet, ask.now, ask.zone)
    if held is None:
        return "as soon as I read it"
    at = at_its_clock(ask, held.until)
    return f"after the quiet hours, {at}" if rhythm == Rhythm() else f"in the next digest, {at}"


def aside(query: Query | None, again: str, typed: str) -> list[str | Span]:
    """What is worth saying of a small `or`, or of commas; `again` is the command that takes what was meant."""
    return (_small(query, again) or _listed(query, again, typed)) if query else []


def _listed(query: Query, again: str, typed: str) -> list[str | Span]:
    """Of words with commas between them, which all must be there."""
    parts = [part for part in COMMA.split(typed) if part.strip()]
    if not isinstance(query.root, And) or len(parts) == 1 or '"' in typed:
        return []
    told = "\nBy the way: with or without commas, that means all of these words together"
    try:
        return [f"{told}. For any of them:  ", code(f"{again} {parse(' OR '.join(parts))}")]
    except BadQuery:
        return [f"{told}."]


def _small(query: Query, again: str) -> list[str | Span]:
    """Of a small `or`, `and` or `not` that does not stand in quotes, which say that it is meant."""
    words = [term.text for term in query.terms if not term.quoted]
    small = next((word for word in words if word not in KEYWORDS and word.upper() in KEYWORDS), "")
    if not small:
        return []
    told = f"\nBy the way: I look for “{small}” as a word, unless it is in capitals"
    meant = " ".join(word.upper() if word.upper() in KEYWORDS else word for word in str(query).split())
    try:
        return [f"{told}. Did you mean  ", code(f"{again} {parse(meant)}"), "  ?"]
    except BadQuery:
        return [f"{told}."]


async def check_loudness(newsroom: Newsroom, ask: Ask, query: Query, typed: str) -> None:
    """Raises UserError for a query that matches more than anybody can have meant."""
    trial = await newsroom.archive.sample(ask.chat, query)
    if trial.loud:
        raise UserError(
            f"{loudness(trial)} Add a word to narrow it, or to have it all the same, type:  {typed} {ANYWAY}"
        )


def loudness(trial: Trial) -> str:
    """What is said of a query that brings more than anybody can mean; empty for others."""
    if not trial.loud:
        return ""
    return (
        f"That is a lot: it matches {len(trial.matching)} of the last {count(trial.items, 'item')}, about "
        f"{count(round(trial.daily), 'alert')} a day."
    )


async def _check(newsroom: Newsroom, ask: Ask, topic: Topic, typed: str) -> None:
    """Raises UserError for what would bring a flood: packs and outlets may, and words that say too little."""
    if topic.query:
        await check_loudness(newsroom, ask, topic.query, typed)
    whole = topic.pack or topic.outlet
    if not whole:
        return
    trial = await newsroom.archive.sample(ask.chat, whole)
    if trial.often:
        what = await _members(newsroom, topic.pack) if topic.pack else f"All that {topic.name} publishes"
        raise UserError(
            f"{what}: lately about {count(round(trial.daily), 'item')} a day, "
            "each of them an alert. To be told only of what you care for, follow a word:  /subscribe Hama\n"
            f"To read {'the pack' if topic.pack else 'it'} when you like:  /latest {topic.typed}\n"
            f"To have it all the same:  {typed} {ANYWAY}"
        )


async def _members(newsroom: Newsroom, pack: Pack) -> str:
    """What the pack is."""
    sources = await newsroom.wires.every()
    outlets = {
        source.outlet.id for source in sources if pack.name in source.outlet.packs and source.outlet.brought_by is None
    }
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
            return f"All that {topic.name} publishes: "


async def _outlook(newsroom: Newsroom, ask: Ask, topic: Topic) -> list[str | Span]:
    """What it would have brought in the last week, the latest of it, and what to do next."""
    trial = await newsroom.archive.trial(ask.chat, topic.wanted, WEEK)
    called = await newsroom.subscriptions.called(ask.chat, topic.text) if topic.query else []
    place = _place(ask)
    parts: list[str | Span] = []
    if trial.matching:
        parts.append(f"in the last 7 days that was {count(trial.stories, 'story', 'stories')}{_rate(trial.stories)}.")
        (latest,) = (await newsroom.archive.stories(ask.chat, topic, Scope(ask.now - WEEK, limit=1))).things
        parts += [" The latest:\n\n", *teller(ask).brief(latest)]
        parts.append(f"\n\nDone: what comes next, you get {place} {_when(ask)}.")
    else:
        parts.append(await _silence(newsroom, topic, spelt=bool(called)))
        parts.append(f"\nDone all the same: when there is something, you get it {place}.")
    latest_on = f"/latest {topic.typed} {shielded(topic.typed)}".rstrip()
    parts += ["\n", code(latest_on), " any time, ", code(f"/unsubscribe {topic.typed}"), " to stop."]
    if topic.pack:
        parts += ["\nFor the word alone:  ", code(f"/subscribe ({topic.text})")]
    return parts + await _whole(newsroom, ask, called)


async def _whole(newsroom: Newsroom, ask: Ask, outlets: Sequence[Outlet]) -> list[str | Span]:
    """What else may be meant by the name of an outlet, unless that is followed already."""
    parts: list[str | Span] = []
    for outlet in outlets:
        if not await newsroom.subscriptions.follows(ask.chat, ask.thread, Topic.all_of(outlet)):
            parts += [f"\nFor all that {outlet.name} publishes:  ", code(f"/subscribe outlet:{outlet.id}")]
    return parts


async def _silence(newsroom: Newsroom, topic: Topic, *, spelt: bool) -> str:
    """What it means that there was nothing: not much, before enough has been read.

    `spelt`: whether the words are known to be spelt well, as an outlet's name is.
    """
    kept = (await newsroom.health()).items
    if not kept:
        return "I have read nothing yet, so I can't say how often that comes up."
    if kept < LEAST_SAMPLE:
        return f"in the {count(kept, 'item')} I have read so far there was nothing."
    doubt = "; is it spelt as the news spell it?" if topic.query and not spelt else ""
    return f"in the last 7 days there was nothing{doubt or '.'}"


def _rate(week: int) -> str:
    return f", {round(week / 7)} a day" if week >= 11 else ""  # noqa: PLR2004 - below, a day's share rounds to one
