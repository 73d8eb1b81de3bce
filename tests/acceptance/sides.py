"""The far ends of the drills: the chat server of `world`, in Matrix's place, and the fake Bot API server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tests.acceptance.world import CHATS, World
from tests.servers.botapi import TOKEN, BotApi


class PeerSide:
    """Makes one message of two sends with one key."""

    platform: str = "matrix"
    chats: tuple[str, ...] = CHATS

    def __init__(self, world: World) -> None:
        self._world = world

    def environment(self) -> Mapping[str, str]:
        """Where it is."""
        return {"CHAT_SERVER": self._world.host}

    def received(self) -> Mapping[str, list[str]]:
        """What people see."""
        told = defaultdict(list)
        for message in self._world.chats.messages.values():
            told[message["chat"]].append(message["text"])
        return told

    @property
    def folded(self) -> int:
        """Sends that were made one with an earlier one."""
        return len(self._world.chats.raw) - len(self._world.chats.messages)


class TelegramSide:
    """The fake Bot API server, with three people who talk to the bot."""

    platform: str = "telegram"

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._people = [api.user(name) for name in CHATS]
        self._rooms = [person.opens_chat() for person in self._people]
        self.chats: tuple[str, ...] = tuple(str(person.id) for person in self._people)
        self.asked: list[str] = []
        """Names of the filters that the first person asked for."""

    def environment(self) -> Mapping[str, str]:
        """Token and address."""
        return {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": self._api.url}

    def received(self) -> Mapping[str, list[str]]:
        """What people see."""
        return {chat: room.room.texts for chat, room in zip(self.chats, self._rooms, strict=True)}

    def ask(self) -> None:
        """The first person asks for one more filter."""
        name = f"wanted{len(self.asked) + 1}"
        self.asked.append(name)
        self._people[0].says(self._rooms[0], f"/filter add {name} homs")

    def unanswered(self) -> list[str]:
        """The filters whose making was never confirmed to the person who asked."""
        said = [text for text in self._rooms[0].room.texts if not text.startswith("/")]
        return [name for name in self.asked if not any(name in text for text in said)]
