"""A person on Matrix, played by a client of its own with its own keys; it shares no code with the bot's adapter."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from nio import AsyncClient, AsyncClientConfig, SyncResponse

from tests.servers.synapse import Account, Synapse

__all__ = ["Peer"]

WAIT_SECONDS = 20.0
"""How long the peer waits for something to be said to it."""


class Peer:
    """Reads and writes in rooms, plain and encrypted ones."""

    def __init__(self, server: Synapse, account: Account, folder: Path) -> None:
        self.user = account.user
        self._server, self._account = server, account
        config = AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0, store_name=f"{uuid.uuid4().hex}.db")
        self._client = AsyncClient(server.url, account.user, store_path=str(folder), config=config)
        self._said: list[dict[str, Any]] = []

    async def __aenter__(self) -> Self:
        await self._client.login(self._account.password, device_name="peer")
        await self.sync()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, t: TracebackType | None
    ) -> None:
        await self._client.close()
        self._client.store.database.close()

    async def room(self, *invited: str, encrypted: bool = False, **options: Any) -> str:
        """A new room of the peer's, by default with no more power to anybody else than `options` say."""
        encryption = {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        body = {"invite": list(invited), "initial_state": [encryption] if encrypted else []} | options
        answer = await self.ask("POST", "/createRoom", body)
        await self.sync()
        return str(answer["room_id"])

    async def say(self, room: str, text: str, **content: Any) -> str:
        """Say something; the event's id."""
        body = {"msgtype": "m.text", "body": text} | content
        answer = await self._client.room_send(room, "m.room.message", body, ignore_unverified_devices=True)
        assert hasattr(answer, "event_id"), answer
        return str(answer.event_id)

    async def say_before_key(self, room: str, text: str) -> Callable[[], Awaitable[None]]:
        """Say something encrypted that nobody can read until what is returned has been called."""
        keys = await self._new_key(room)
        await self.say(room, text)

        async def hand_out() -> None:
            for key in keys:
                await self.ask("PUT", f"/sendToDevice/m.room.encrypted/{uuid.uuid4().hex}", key)

        return hand_out

    async def smuggle(self, room: str, event: dict[str, Any]) -> None:
        """Send any event under the cover of encryption, where no server can see what it is."""
        for key in await self._new_key(room):
            await self.ask("PUT", f"/sendToDevice/m.room.encrypted/{uuid.uuid4().hex}", key)
        sealed = self._client.olm.group_encrypt(room, event)
        await self.ask("PUT", f"/rooms/{quote(room)}/send/m.room.encrypted/{uuid.uuid4().hex}", sealed)

    async def _new_key(self, room: str) -> list[dict[str, Any]]:
        """Begin a session in the room; the messages that would let the others' devices read it."""
        client, olm = self._client, self._client.olm
        olm.create_outbound_group_session(room)
        if missing := client.get_missing_sessions(room):
            await client.keys_claim(missing)
        members = list(client.rooms[room].users)
        keys = [key for _, key in olm.share_group_session_parallel(room, members, ignore_unverified_devices=True)]
        olm.outbound_group_sessions[room].shared = True
        client.rooms[room].members_synced = True
        return keys

    async def set_state(self, room: str, kind: str, content: Mapping[str, Any], key: str = "") -> None:
        """Set a piece of the room's state."""
        await self.ask("PUT", f"/rooms/{quote(room)}/state/{kind}/{quote(key)}", content)

    async def upgrade(self, room: str, version: str = "12") -> str:
        """Replace the room by one of another version; the new one's id."""
        return str(
            (await self.ask("POST", f"/rooms/{quote(room)}/upgrade", {"new_version": version}))["replacement_room"]
        )

    async def do(self, room: str, deed: str, user: str = "") -> None:
        """`invite`, `kick`, `ban`, `unban` somebody; `join`, `leave`."""
        await self.ask("POST", f"/rooms/{quote(room)}/{deed}", {"user_id": user} if user else {})

    async def members(self, room: str) -> set[str]:
        """Who is in the room."""
        return set((await self.ask("GET", f"/rooms/{quote(room)}/joined_members"))["joined"])

    async def see_join(self, room: str, user: str) -> None:
        """Come back when the user is in the room, for the peer's own client too."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not (self._knows(room, user) and user in await self.members(room)):
                await self.sync(wait=True)

    def _knows(self, room: str, user: str) -> bool:
        users = self._client.rooms[room].users if room in self._client.rooms else {}
        return user in users and not users[user].invited

    async def see(self, room: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message of others in the room, decrypted, for which this holds: its whole event."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                for event in self._said:
                    if event["room_id"] == room and wanted(event["content"]):
                        return event
                await self.sync(wait=True)

    async def read(self, room: str, words: str) -> dict[str, Any]:
        """The first message of others in the room with these words in it."""
        return await self.see(room, lambda content: words in content.get("body", ""))

    def count(self, room: str, words: str) -> int:
        """How many messages with these words the peer has read so far."""
        return sum(event["room_id"] == room and words in event["content"].get("body", "") for event in self._said)

    async def sync(self, *, wait: bool = False) -> None:
        """Take in what is new, and do what encryption needs."""
        client = self._client
        answer = await client.sync(1_000 if wait else 0, full_state=not client.next_batch)
        assert isinstance(answer, SyncResponse), answer
        await client.send_to_device_messages()
        if client.should_upload_keys:
            await client.keys_upload()
        if client.should_query_keys:
            await client.keys_query()
        for room, info in answer.rooms.join.items():
            for event in info.timeline.events:
                if event.source["type"].startswith("m.room.") and event.source["sender"] != self.user:
                    self._said.append(event.source | {"room_id": room})

    async def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """A request to the client-server API that must succeed."""
        full = f"/_matrix/client/v3{path}"
        data = {} if body is None and method != "GET" else body
        return await asyncio.to_thread(self._server.call, method, full, data, token=self._account.token)
