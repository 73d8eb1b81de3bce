"""/start and /help: the first word, and what else there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import groupby
from operator import attrgetter

from bot.chat import Ask, Command, Who, command
from bot.core.errors import NotFound
from bot.core.message import Message, Span, Style, message
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.wording import code, count, reply

__all__ = ["help_", "start"]

_MARKS = {Who.ANYONE: "", Who.ADMIN: " (admins, in a group)", Who.OPERATOR: " (operator)"}


@command("start", summary="what I am, and how to begin")
async def start(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Introduce the bot, or greet a chat that knows it already."""
    await newsroom.reception.welcome(ask.chat)
    parts: list[str | Span] = [
        "I send news alerts that say who says so: which outlet, whose voice it is, and when.\n\n",
        "Follow a word, a name or a place:  ",
        code("/subscribe Hama"),
    ]
    packs = await newsroom.shelf.packs()
    if packs:
        parts.append("\nor everything in a pack:  ")
        parts += _between(" · ", [code(f"/subscribe {pack.name}") for pack in packs])
    parts += ["\nSee what there is now:  ", code("/latest Hama")]
    parts.append(
        "\n\nJust type a word, and I look it up." if ask.private else "\n\nOnly admins change what comes here."
    )
    parts.append(" /help shows the rest.")
    followed = len(await newsroom.subscriptions.of(ask.chat))
    if followed:
        parts.append(f"\nYou follow {count(followed, 'thing')} here: /subscriptions")
    return reply(*parts)


@command(
    "help",
    usage="/help [COMMAND]",
    summary="all commands, or one of them in detail",
    details="For example:  /help subscribe\nHow filters are written:  /help filter",
)
async def help_(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:  # noqa: ARG001 - a handler's signature
    """List the commands, or explain one, or a family of them."""
    wanted = ask.words.casefold().lstrip("/!")
    if not wanted:
        return _overview(ask)
    chosen = [known for known in ask.commands if wanted in (known.name, known.family, *known.aliases)]
    if not chosen:
        near = get_close_matches(wanted, [known.name for known in ask.commands], n=1)
        meant = f" Did you mean /help {near[0]}?" if near else ""
        raise NotFound(f"There is no command {clip(ask.words, 60)}.{meant} /help shows them all.")
    return tuple(_explanation(chosen))


def _overview(ask: Ask) -> Sequence[Message]:
    parts: list[str | Span] = ["What I understand; /help COMMAND tells more: /help subscribe"]
    mine = [known for known in ask.commands if known.who is not Who.OPERATOR or ask.operator]
    for chapter, commands in groupby(mine, attrgetter("chapter")):
        parts += ["\n\n", Span(chapter, Style.BOLD)]
        for known in commands:
            mark = "" if ask.private else _MARKS[known.who]
            parts += ["\n", code(known.usage), f" – {known.summary}{mark}"]
    return reply(*parts)


def _explanation(chosen: Sequence[Command]) -> list[Message]:
    """One message for the commands, and one for what is said of them at length."""
    parts: list[str | Span] = []
    for known in chosen:
        parts += [Span(known.usage, Style.BOLD), f"{_MARKS[known.who]}: {known.summary}\n"]
        if known.aliases:
            parts.append(f"Also: {', '.join('/' + alias for alias in known.aliases)}\n")
    details = list(dict.fromkeys(known.details for known in chosen if known.details))
    return [message(*parts, "".join(f"\n{text}\n" for text in details))]


def _between(divider: str, spans: Sequence[Span]) -> list[str | Span]:
    return [part for span in spans for part in (divider, span)][1:]
