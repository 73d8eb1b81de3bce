"""What a command is, and what its handler is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.message import Message
from bot.core.model import Address, Chat, ChatKind
from bot.newsroom import Newsroom
from bot.ports import Person

__all__ = ["Ask", "Command", "Handler", "Who", "command"]


class Who(StrEnum):
    """Who may use a command."""

    ANYONE = "anyone"
    ADMIN = "admin"  # of the group or channel; in a private chat, the person
    OPERATOR = "operator"  # who runs the bot


@dataclass(frozen=True, slots=True)
class Ask:
    """A command as it reaches its handler."""

    chat: Chat
    thread: str
    person: Person
    words: str
    """What was written after the command's name, spaces collapsed."""
    now: datetime
    operator: bool
    """Whether the person runs the bot."""
    commands: tuple[Command, ...]
    """All there are, for /help."""
    zone: ZoneInfo
    """Of the times shown in this chat."""
    replies_to: str = ""
    """The platform's reference of the message this one replies to."""
    plain: bool = False
    """Whether the words were written without a command."""

    @property
    def address(self) -> Address:
        """Where it was written."""
        return replace(self.chat.address, thread=self.thread)

    @property
    def private(self) -> bool:
        """Whether nobody else reads along."""
        return self.chat.kind is ChatKind.PRIVATE

    @property
    def by(self) -> str:
        """The person's name, for the record."""
        return self.person.name or "an admin"


Handler = Callable[[Newsroom, Ask], Awaitable[Sequence[Message]]]
"""Does what a command says and returns the reply; raises UserError with a text to reply instead."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can type."""

    name: str
    """One word, or two where a family of commands shares the first: `filter add`."""
    usage: str
    """How it is written, with the slash: words in capitals stand for something."""
    summary: str
    """What it does, in a line without a full stop."""
    handler: Handler
    details: str = ""
    """More, with examples: what /help NAME adds."""
    who: Who = Who.ANYONE
    aliases: tuple[str, ...] = ()
    shows: bool = False
    """Whether it changes nothing without words: anyone may use it so."""
    chapter: str = ""
    """What /help lists it under."""

    @property
    def family(self) -> str:
        """The first word of its name."""
        return self.name.partition(" ")[0]


def command(
    name: str,
    *,
    summary: str,
    usage: str = "",
    details: str = "",
    who: Who = Who.ANYONE,
    aliases: tuple[str, ...] = (),
    shows: bool = False,
) -> Callable[[Handler], Command]:
    """Make a command of the handler below it."""

    def make(handler: Handler) -> Command:
        return Command(name, usage or f"/{name}", summary, handler, details, who, aliases, shows)

    return make
