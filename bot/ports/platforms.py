"""What a place where people chat hands over, and what it must be able to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from bot.core.message import Message
from bot.core.model import Address, ChatKind
from bot.core.outcome import Outcome

__all__ = ["ChatJoined", "ChatLost", "ChatMoved", "Event", "Person", "Platform", "Request", "Respond"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote to the bot; `id` is the platform's own and empty for an anonymous admin."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Request:
    """A person wrote something meant for the bot."""

    address: Address
    """Its thread is the one the words were written in."""
    kind: ChatKind
    title: str
    person: Person
    text: str
    is_admin: Callable[[], Awaitable[bool]]
    """Asks the platform whether this person may change this chat's settings; always true in a private chat."""
    replies_to: str = ""
    """The platform's reference of the message this one replies to."""


@dataclass(frozen=True, slots=True)
class ChatJoined:
    """The bot can write to this chat (again)."""

    address: Address
    kind: ChatKind
    title: str


@dataclass(frozen=True, slots=True)
class ChatLost:
    """The bot can no longer write to this chat."""

    address: Address
    why: str


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """The chat has a new address: a group became a supergroup, a room was upgraded."""

    address: Address
    to: str


Event = Request | ChatJoined | ChatLost | ChatMoved
Respond = Callable[[Event], Awaitable[Sequence[Message]]]
"""Handles an event wholly, its database transaction included; returns what to reply, which may be nothing."""


class Platform(Protocol):
    """A place where people chat."""

    name: ClassVar[str]
    idempotent: ClassVar[bool]
    """Whether two sends with one key make one message."""

    async def listen(self, respond: Respond) -> None:
        """Hand over events and send the replies until cancelled; raises `Fatal` when it can never work."""
        ...

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        """Send once, without retries; never raises for what the platform answers."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
