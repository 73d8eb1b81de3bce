"""Which command a message means, whether this person may use it, and what to say when it fails."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import assert_never

import structlog

from bot.chat.command import Ask, Command, Who
from bot.chat.picture import picture
from bot.core.errors import BadQuery, NotAllowed, UserError
from bot.core.message import Message, Span, Style, message
from bot.core.model import Chat, ChatKind
from bot.core.shelter import sheltered
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from bot.ports import ChatJoined, ChatLost, ChatMoved, Event, Person, Request

__all__ = ["Router"]

log = structlog.stdlib.get_logger(__name__)

_COMMAND = re.compile(r"[/!]([a-z]\w{0,31})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
"""Telegram's command names have at most 32 characters; Matrix clients keep the slash to themselves, hence `!`."""

_BARE = frozenset("/!")
"""What commands begin with."""

LONGEST_ECHO = 500
"""Characters of what was typed that a reply repeats: as many as a filter may have."""
NEAR, NEAR_IN_GROUP = 0.6, 0.8
"""Likeness (difflib) from which one name is taken for another; in a group it may well be another bot's command."""


class Router:
    """Answers events: it is the `Respond` of every platform."""

    def __init__(self, commands: tuple[Command, ...], newsroom: Newsroom) -> None:
        """Two of the commands have a part beside their own: `start` welcomes, `latest` answers plain words."""
        self._commands = commands
        self._newsroom = newsroom
        self._named = {name: command for command in commands for name in (command.name, *command.aliases)}

    async def respond(self, event: Event) -> Sequence[Message]:
        """What to reply, which may be nothing.

        What goes wrong with a request is logged and told; with anything else, it is raised: the platform tries again.
        """
        try:
            return tuple(map(sheltered, await self._respond(event)))
        except Exception:
            if not isinstance(event, Request):
                raise
            code = secrets.token_hex(3)
            log.exception("event failed", code=code, platform=event.address.platform)
            return (replace(_sorry(code), refuses=True),)

    async def _respond(self, event: Event) -> Sequence[Message]:
        reception = self._newsroom.reception
        match event:
            case Request():
                return await self._reply(event)
            case ChatJoined():
                return await self._greet(event)
            case ChatLost():
                await reception.lose(event)
            case ChatMoved():
                await reception.move(event)
            case _:
                assert_never(event)
        return ()

    async def _greet(self, event: ChatJoined) -> Sequence[Message]:
        chat = await self._newsroom.reception.meet(event)
        if not await self._newsroom.reception.welcome(chat):
            return ()
        ask = self._ask(chat, event.address.thread, Person("", ""), "", operator=False)
        return await self._named["start"].handler(self._newsroom, ask)

    async def _reply(self, request: Request) -> Sequence[Message]:
        spoken = _COMMAND.fullmatch(request.text.strip())
        if spoken is None:
            return await self._look_up(request)
        name, words = spoken[1].casefold(), " ".join((spoken[2] or "").split())
        command, words = self._find(name, words)
        if command is None:
            return self._unknown(request, name, words)
        return await self._run(command, request, words)

    async def _look_up(self, request: Request) -> Sequence[Message]:
        """Plain words are looked up in a private chat; in a group they are not the bot's business."""
        words = " ".join(request.text.split())
        if request.kind is not ChatKind.PRIVATE or not words:
            return ()
        if words in _BARE:
            return (message("/help shows all that I understand."),)
        meant = self._forgotten_slash(words)
        if meant:
            typed, asked = Span(f"/{meant}", Style.CODE), Span(f"/latest {meant}", Style.CODE)
            return (message("Did you mean  ", typed, "  ? To look that up in the news:  ", asked),)
        return await self._run(self._named["latest"], request, words, plain=True)

    def _forgotten_slash(self, words: str) -> str:
        """The words, when they would be a command with a slash before them: `subscribe hama`, `/ latest`."""
        bare = words.lstrip("/! ")
        name, _, rest = bare.partition(" ")
        command, rest = self._find(name.casefold(), rest)
        takes_words = command is not None and " " in command.usage.removeprefix(f"/{command.name}")
        return clip(bare, LONGEST_ECHO) if command and (takes_words or not rest) else ""

    def _find(self, name: str, words: str) -> tuple[Command | None, str]:
        """The command of that name, or of that and the word after it, and the words that are left."""
        first, _, rest = words.partition(" ")
        longer = self._named.get(f"{name} {first.casefold()}")
        return (longer, rest) if longer else (self._named.get(name), words)

    async def _run(self, command: Command, request: Request, words: str, *, plain: bool = False) -> Sequence[Message]:
        chat = await self._newsroom.reception.meet(request)
        operator = self._newsroom.reception.is_operator(request.address.platform, request.person)
        ask = self._ask(chat, request.address.thread, request.person, words, operator=operator)
        resumed = bool(chat.suspended) and await _may_change(request)
        if resumed:
            await self._newsroom.reception.resume(chat)
        try:
            await _allow(Who.ANYONE if command.shows and not words else command.who, request, operator=operator)
            replies = await command.handler(self._newsroom, replace(ask, replies_to=request.replies_to, plain=plain))
        except BadQuery as error:
            replies = (replace(picture(error, command.name, words), refuses=True),)
        except UserError as error:
            replies = (replace(message(str(error)), refuses=True),)
        return (*((_resumed(chat),) * resumed), *replies)

    def _ask(self, chat: Chat, thread: str, person: Person, words: str, *, operator: bool) -> Ask:
        newsroom = self._newsroom
        return Ask(chat, thread, person, words, newsroom.now(), operator, self._commands, newsroom.zone_of(chat))

    def _unknown(self, request: Request, name: str, words: str) -> Sequence[Message]:
        """A suggestion; in a group only for a near miss, since other bots have commands too."""
        family = [command for command in self._commands if command.family == name]
        if family:
            lines = "\n".join(f"{command.usage}: {command.summary}" for command in family)
            return (message(f"What shall I do? One of these:\n{lines}"),)
        private = request.kind is ChatKind.PRIVATE
        names = {known.partition(" ")[0] for known in self._named}
        near = get_close_matches(name, names, n=1, cutoff=NEAR if private else NEAR_IN_GROUP)
        if near:
            meant = Span(clip(f"/{near[0]} {words}".strip(), LONGEST_ECHO), Style.CODE)
            return (message(f"I don't know /{name}. Did you mean  ", meant, "  ?\n/help shows all that I understand."),)
        if not private:
            return ()
        asked = Span(clip(f"/latest {name} {words}".strip(), LONGEST_ECHO), Style.CODE)
        return (
            message(f"I don't know /{name}. To look it up in the news:  ", asked, "\n/help shows what I understand."),
        )


async def _allow(who: Who, request: Request, *, operator: bool) -> None:
    """Raises NotAllowed. The platform is asked only when the answer matters."""
    match who:
        case Who.ANYONE:
            return
        case Who.ADMIN:
            if not await _may_change(request):
                raise NotAllowed
        case Who.OPERATOR:
            if not operator:
                raise NotAllowed(
                    f"Only the person who runs me can do that. /sources shows what I read.{_proof(request)}"
                )
        case _:
            assert_never(who)


def _proof(request: Request) -> str:
    """How the operator is named, for whom it may be; in a group, nobody's number is shown to the others."""
    if request.kind is not ChatKind.PRIVATE or not request.person.id:
        return ""
    return f"\nIf that is you: OPERATORS={request.address.platform}:{request.person.id} in the settings."


async def _may_change(request: Request) -> bool:
    """Whether this person decides what comes to the chat."""
    return request.kind is ChatKind.PRIVATE or await request.is_admin()


def _resumed(chat: Chat) -> Message:
    return message(f"I had stopped sending alerts here ({chat.suspended}). From now on they come again.")


def _sorry(code: str) -> Message:
    return message(
        "Sorry, that went wrong, and the fault is mine. Please try again in a minute. "
        f"If it goes on, give this code to whoever runs me: {code}"
    )
