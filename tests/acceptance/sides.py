"""The far ends of the drills: the chat server of `world`, the fake Bot API server, and a real Synapse."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from tests.acceptance.world import CHATS, World
from tests.servers.botapi import TOKEN, BotApi
from tests.servers.faultproxy import FaultProxy
from tests.servers.synapse import Account, Restarting

OK = 200
PER_SECOND, BURST = 2, 3
"""What Synapse takes of the bot (its setting `rc_message`, for one account): a burst of news is more."""


class PeerSide:
    """Makes one message of two sends with one key."""

    platform: str = "matrix"
    chats: tuple[str, ...] = CHATS

    def __init__(self, world: World, proxy: FaultProxy) -> None:
        self._world = world
        self._proxy = proxy

    def environment(self) -> Mapping[str, str]:
        """Where it is."""
        return {"CHAT_SERVER": urlsplit(self._proxy.url).netloc}

    async def received(self) -> Mapping[str, list[str]]:
        """What people see."""
        told: dict[str, list[str]] = {chat: [] for chat in self.chats}
        for message in self._world.chats.messages.values():
            told[message["chat"]].append(message["text"])
        return told

    @property
    def folded(self) -> int:
        """Sends that were made one with an earlier one."""
        return len(self._world.chats.raw) - len(self._world.chats.messages)


class Asker:
    """A person who asks the bot for one filter after another."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """`say`: into a chat that the person has with the bot."""
        self._say = say
        self.asked: list[str] = []
        """Names of the filters that were asked for."""

    def ask(self) -> None:
        """Ask for one more."""
        name = f"wanted{len(self.asked) + 1}"
        self._say(f"/filter add {name} homs")
        self.asked.append(name)

    def unanswered(self, answers: Sequence[str]) -> list[str]:
        """The filters whose making was never confirmed."""
        said = [text for text in answers if not text.startswith("/")]
        return [name for name in self.asked if not any(name in text for text in said)]


class TelegramSide:
    """The fake Bot API server, with three people who talk to the bot."""

    platform: str = "telegram"

    def __init__(self, api: BotApi, unsure: str) -> None:
        """`unsure`: the setting of that name."""
        self._api = api
        self._unsure = unsure
        people = [api.user(name) for name in CHATS]
        self._rooms = [person.opens_chat() for person in people]
        self.chats: tuple[str, ...] = tuple(str(person.id) for person in people)
        self.asker = Asker(lambda text: people[0].says(self._rooms[0], text))

    def environment(self) -> Mapping[str, str]:
        """Token, address and policy."""
        return {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": self._api.url, "UNSURE": self._unsure}

    async def received(self) -> Mapping[str, list[str]]:
        """What people see."""
        return {chat: room.room.texts for chat, room in zip(self.chats, self._rooms, strict=True)}


class MatrixSide:
    """Synapse behind a proxy, with one person who has three rooms with the bot."""

    platform: str = "matrix"

    def __init__(self, home: Restarting, proxy: FaultProxy) -> None:
        """All calls block, and none goes through the proxy: that lives in the loop of those who call."""
        self._home, self._proxy = home, proxy
        self._bot, self._ann = home.server.register("bot"), home.server.register("ann")
        self.chats: tuple[str, ...] = tuple(self._room(name) for name in CHATS)
        home.server.limit(self._bot.user, per_second=PER_SECOND, burst=BURST)
        self.asker = Asker(lambda text: self._say(self.chats[0], text))

    def environment(self) -> Mapping[str, str]:
        """The account, and the address of the proxy."""
        return {
            "MATRIX_HOMESERVER": self._proxy.url,
            "MATRIX_USER": self._bot.user,
            "MATRIX_PASSWORD": self._bot.password,
        }

    async def received(self) -> Mapping[str, list[str]]:
        """What people see."""
        return {room: await asyncio.to_thread(self._read, room) for room in self.chats}

    @property
    def folded(self) -> int:
        """Sends that were made one with an earlier one: those of one transaction id that the server took again."""
        sends = (times for (path, status), times in self._proxy.answered.items() if _is_send(path) and status == OK)
        return sum(times - 1 for times in sends)

    def _room(self, name: str) -> str:
        room = str(self._call(self._ann, "POST", "/createRoom", {"name": name, "invite": [self._bot.user]})["room_id"])
        self._call(self._bot, "POST", f"/rooms/{quote(room)}/join", {})
        return room

    def _say(self, room: str, text: str) -> None:
        """Once, however often it is tried: the words are the transaction id."""
        body, key = {"msgtype": "m.text", "body": text}, quote(text, safe="")
        self._call(self._ann, "PUT", f"/rooms/{quote(room)}/send/m.room.message/{key}", body)

    def _read(self, room: str) -> list[str]:
        """What stands in it, in the words that edits left; all that a round says fits one page."""
        filters = quote('{"types": ["m.room.message"]}')
        page = self._call(self._ann, "GET", f"/rooms/{quote(room)}/messages?dir=f&limit=1000&filter={filters}")
        said: dict[str, str] = {}
        for event in page["chunk"]:
            relation, content = event["content"].get("m.relates_to", {}), event["content"]
            if relation.get("rel_type") == "m.replace":
                said[relation["event_id"]] = content["m.new_content"]["body"]
            else:
                said[event["event_id"]] = content.get("body", "")
        assert len(page["chunk"]) < 1000, "there may be more"
        return list(said.values())

    def _call(self, who: Account, method: str, path: str, body: Any = None) -> dict[str, Any]:
        return self._home.server.call(method, f"/_matrix/client/v3{path}", body, token=who.token)


def _is_send(path: str) -> bool:
    return "/send/m.room.message/" in path
