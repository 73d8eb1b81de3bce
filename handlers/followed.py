"""/subscriptions and /unsubscribe: what a chat, or a thread in it, is told of, and how that ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.message import Message
from bot.core.model import Subscription, SubscriptionKind
from bot.core.text.urls import redact
from bot.newsroom import Newsroom
from handlers.chosen import called, chosen
from handlers.tuned import differences
from handlers.wording import code, count, page_number, pages, reply

__all__ = ["subscriptions", "unsubscribe"]


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
        known = await newsroom.subscriptions.of(ask.chat)
        if not known:
            raise UserError("Nothing is followed here. A word or a name will do:  /subscribe Hama")
        raise UserError(
            f"Which one? /subscriptions shows them with their numbers:  /unsubscribe {known[0].id}\n"
            "To stop all that comes here:  /unsubscribe all"
        )
    gone = await chosen(newsroom, ask, ask.words)
    again = await _again(newsroom, gone[0])
    await newsroom.subscriptions.drop(gone)
    if len(gone) > 1:
        return reply(f"Done: {count(len(gone), 'subscription')} gone, no more alerts here.")
    name = called(gone[0], await newsroom.wires.names())
    parts = ("To have them again:  ", code(f"/subscribe {again}")) if again else ()
    return reply(f"Done: no more alerts on {name}. ", *parts)


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
            what = f"{called(subscription, names)}, all that it publishes"
    louder = differences(subscription.loudness)
    return what + elsewhere + (f"\n    {louder}" if louder else "")
