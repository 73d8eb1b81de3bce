"""Who is met: chats that come, go and move, and who the operator is."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Address, Chat
from bot.ports import ChatJoined, ChatLost, ChatMoved, Clock, Person, Request, Store

__all__ = ["Reception"]


class Reception:
    """Meets chats and people."""

    def __init__(self, store: Store, clock: Clock, operators: frozenset[str]) -> None:
        self._chats = store.chats
        self._ledger = store.ledger
        self._clock = clock
        self._operators = operators

    async def meet(self, event: Request | ChatJoined) -> Chat:
        """The chat of this event, recorded when new, `suspended` as it was; who lets the bot in again resumes it."""
        address = replace(event.address, thread="")
        chat = await self._chats.meet(address, event.kind, event.title, self._clock.now())
        if chat.suspended and isinstance(event, ChatJoined):
            await self.resume(chat)
        return chat

    async def resume(self, chat: Chat) -> None:
        """Deliver to it again."""
        await self._chats.resume(chat.address)

    async def welcome(self, chat: Chat) -> bool:
        """Whether the chat has not been welcomed before; counts as the welcome."""
        name = _welcome(chat.address)
        if await self._ledger.recall(name):
            return False
        await self._ledger.remember(name, self._clock.now().isoformat())
        return True

    async def lose(self, event: ChatLost) -> None:
        """Stop delivering to a chat that can't be written to."""
        await self._chats.suspend(replace(event.address, thread=""), event.why, self._clock.now())

    async def move(self, event: ChatMoved) -> None:
        """Follow a chat to its new address, where it need not be welcomed again."""
        address = replace(event.address, thread="")
        await self._chats.move(address, event.to)
        await self._ledger.remember(_welcome(replace(address, chat=event.to)), self._clock.now().isoformat())

    def is_operator(self, platform: str, person: Person) -> bool:
        """Whether this person runs the bot: named in the settings, or sitting at its console."""
        return platform == "console" or (bool(person.id) and f"{platform}:{person.id}" in self._operators)


def _welcome(address: Address) -> str:
    return f"welcome {address.platform} {address.chat}"
