"""/subscriptions and /unsubscribe: what a chat, or a thread in it, is told of, and how that ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Ask, Who, command
from bot.core.errors import NotFound, UserError
from bot.core.message import Message
from bot.core.model import Subscription, SubscriptionKind
from bot.core.text.clean import clip
from bot.core.text.urls import redact
from bot.newsroom import Newsroom
from handlers.wording import code, count, page_number, pages, reply

__all__ = ["subscriptions", "unsubscribe"]

LONGEST_ECHO = 200
"""Characters of what was typed that a reply repeats."""


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
    names = await newsroom.wires.names()
    gone = _chosen(known, ask, names) or await _at(newsroom, ask, known)
    if not gone:
        what = "anything" if ask.words.casefold() == "all" else clip(ask.words, LONGEST_ECHO)
        raise NotFound(f"You don't follow {what} here, or no longer. /subscriptions shows what you do follow.")
    again = await _again(newsroom, gone[0])
    await newsroom.subscriptions.drop(gone)
    if len(gone) > 1:
        return reply(f"Done: {count(len(gone), 'subscription')} gone, no more alerts here.")
    name = names.get(gone[0].text, gone[0].text) if gone[0].kind is SubscriptionKind.OUTLET else gone[0].text
    parts = ("To have them again:  ", code(f"/subscribe {again}")) if again else ()
    return reply(f"Done: no more alerts on {name}. ", *parts)


def _chosen(known: Sequence[Subscription], ask: Ask, names: Mapping[str, str]) -> tuple[Subscription, ...]:
    """Words mean what is followed in this thread; a number may mean what is followed in another."""
    here = tuple(subscription for subscription in known if subscription.thread == ask.thread)
    wanted = ask.words.casefold()
    if wanted == "all":
        return here
    numbered = tuple(subscription for subscription in known if str(subscription.id) == wanted)
    said = tuple(one for one in here if one.kind is not SubscriptionKind.OUTLET and wanted in _written(one))
    return numbered or said or tuple(one for one in here if _is_called(one, wanted, names))


def _written(one: Subscription) -> set[str]:
    """How it may be typed: words that are also the name of something else, in brackets."""
    text = one.text.casefold()
    return {text, f"({text})"} if one.kind is SubscriptionKind.QUERY else {text}


def _is_called(one: Subscription, wanted: str, names: Mapping[str, str]) -> bool:
    """Whether this is what an outlet that is followed is called."""
    name = wanted.removeprefix("outlet:").strip()
    return one.kind is SubscriptionKind.OUTLET and name in {one.text, names.get(one.text, one.text).casefold()}


async def _at(newsroom: Newsroom, ask: Ask, known: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """The outlet of this address, if it is followed in this thread."""
    if not newsroom.wires.is_address(ask.words):
        return ()
    meant = {source.outlet.id for source in await newsroom.wires.known(ask.words)}
    return tuple(
        one for one in known if one.thread == ask.thread and one.kind is SubscriptionKind.OUTLET and one.text in meant
    )


async def _again(newsroom: Newsroom, one: Subscription) -> str:
    """What is typed to follow it again; what chats brought may be forgotten until then, and has but its address.

    Empty where that holds a secret.
    """
    if one.kind is not SubscriptionKind.OUTLET:
        return one.text
    sources = [source for source in await newsroom.wires.every() if source.outlet.id == one.text]
    if not sources or sources[0].outlet.brought_by is None:
        return f"outlet:{one.text}"
    typed = newsroom.wires.typed(sources[0])
    return typed if redact(typed) == typed else ""


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
    packs = (*await newsroom.shelf.packs(), *await newsroom.shelf.folders())
    titles = {pack.name: pack.title for pack in packs}
    names = await newsroom.wires.names()
    lines = [f"{one.id} {_line(ask, one, titles, names)}" for one in known]
    head = f"{count(len(known), 'thing')} followed here; /unsubscribe with a number stops one.\n"
    return pages(head, lines, page_number(ask.words)[1], "/subscriptions")


def _line(ask: Ask, subscription: Subscription, titles: Mapping[str, str], names: Mapping[str, str]) -> str:
    """What is followed; `titles` of packs, `names` of outlets."""
    elsewhere = "" if subscription.thread == ask.thread else " (in another topic)"
    match subscription.kind:
        case SubscriptionKind.QUERY:
            what = subscription.text
        case SubscriptionKind.FILTER:
            what = f"{subscription.text}, a filter: {subscription.query}"
        case SubscriptionKind.PACK:
            what = f"{subscription.text}, a pack: {titles.get(subscription.text, 'not in use now')}"
        case SubscriptionKind.OUTLET:
            what = f"{names.get(subscription.text, subscription.text)}, all that it publishes"
    return what + elsewhere
