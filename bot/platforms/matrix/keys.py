"""The keys of encryption: the bot's own, those of others, and messages that came before their key."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Any

import structlog
from nio import MegolmEvent
from nio.exceptions import EncryptionError

from bot.platforms.matrix.client import Client, attempt
from bot.platforms.matrix.errands import Errands

__all__ = ["Keys"]

KEPT_UNREAD = 100
"""Encrypted messages that are kept until their key comes, at the most."""
MOST_ASKED = 20
"""Keys that wait to be asked for, at the most: whoever floods a room with unreadable words has no key for them."""
PATIENCE = 2.0
"""Seconds that listening waits for an exchange of keys: other people's servers have a part in it, and may be slow."""

log = structlog.stdlib.get_logger(__name__)


class Keys:
    """What a client's encryption needs beside each sync."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._unread: deque[tuple[str, Any]] = deque(maxlen=KEPT_UNREAD)
        self._exchanges, self._requests = Errands(), Errands()

    async def tend(self) -> None:
        """Exchange keys if a sync gave reason to; one that takes long goes on beside listening."""
        if not self._exchanges.under_way:
            self._exchanges.begin("exchange", self.exchange)
            await self._exchanges.settle(PATIENCE)

    async def exchange(self) -> None:
        """Send keys to devices, publish the bot's own, look up and claim others'."""
        client = self._client
        await attempt(client.send_to_device_messages())
        if client.should_upload_keys:
            await attempt(client.keys_upload())
        if client.should_query_keys:
            await attempt(client.keys_query())
        if client.should_claim_keys:
            await attempt(client.keys_claim(client.get_users_for_key_claiming()))

    def miss(self, room: str, event: Any) -> None:
        """Keep what can't be read until its key comes, which it may do after the message; and ask for that."""
        if not isinstance(event, MegolmEvent):
            return
        self._unread.append((room, event))
        if event.session_id not in self._client.outgoing_key_requests and self._requests.waiting("ask") < MOST_ASKED:
            log.warning("a message can't be decrypted yet, asking for its key", room=room, sender=event.sender)
            self._requests.begin("ask", partial(self._ask, event))

    def read_late(self) -> list[tuple[str, Any]]:
        """The kept messages whose key has come, by room."""
        readable: list[tuple[str, Any]] = []
        for room, event in [self._unread.popleft() for _ in range(len(self._unread))]:
            try:
                readable.append((room, self._client.decrypt_event(event)))
            except EncryptionError:
                self._unread.append((room, event))
        return readable

    async def close(self) -> None:
        """Give up what is under way."""
        await self._exchanges.close()
        await self._requests.close()

    async def _ask(self, event: Any) -> None:
        if event.session_id not in self._client.outgoing_key_requests:
            await attempt(self._client.request_room_key(event))
