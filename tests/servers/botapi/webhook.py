"""Pushing updates to a webhook: in order within a chat, chats side by side, repeated until they are taken."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.servers.botapi.errors import bad_request

Json = dict[str, Any]

DEFAULT_CONNECTIONS = 40
MOST_CONNECTIONS = 100
FIRST_GAP, LONGEST_GAP = 0.05, 1.0  # seconds before an update is pushed again, doubled; Telegram's own grow up to 60
PATIENCE = 60.0  # seconds that an answer may take
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True)
class Webhook:
    """Where updates are pushed, as setWebhook was told; without a URL, nowhere."""

    url: str = ""
    secret: str = ""
    connections: int = DEFAULT_CONNECTIONS

    @classmethod
    def asked(cls, url: str, secret: str, connections: int) -> Webhook:
        """As Telegram takes it: over https, or in the clear to this machine, as a local server does."""
        if not url:
            return cls()
        if not url.startswith(("https://", "http://127.0.0.1:")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        return cls(url, secret, min(connections, MOST_CONNECTIONS) if connections > 0 else DEFAULT_CONNECTIONS)


@dataclass
class _Lane:
    """One chat's turn."""

    busy: bool = False
    gap: float = FIRST_GAP
    not_before: float = 0.0


@dataclass
class Pusher:
    """Pushes what is pending; a 2xx confirms an update, anything else has it pushed again."""

    webhook: Webhook
    pending: list[Json]
    """Shared with the queue: what is taken is taken out of it."""
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    tries: list[tuple[int, int | str]] = field(default_factory=list)
    """Of each push so far: the update, and the status or what went wrong."""
    most_at_once: int = 0
    last_error: tuple[int, str] | None = None
    _lanes: dict[int, _Lane] = field(default_factory=dict)

    async def run(self) -> None:
        """Until cancelled."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret} if self.webhook.secret else {}
        limit = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(headers=headers, timeout=limit) as session, asyncio.TaskGroup() as pushes:
            while True:
                self.rung.clear()
                for update in self._ready():
                    pushes.create_task(self._push(session, update))
                try:
                    await asyncio.wait_for(self.rung.wait(), FIRST_GAP / 2)
                except TimeoutError:
                    continue

    def _ready(self) -> list[Json]:
        """The first of each chat that is free, as many as there are connections for; their chats are taken."""
        free = self.webhook.connections - sum(lane.busy for lane in self._lanes.values())
        ready: list[Json] = []
        met: set[int] = set()
        for update in self.pending:
            chat = chat_of(update)
            lane = self._lanes.setdefault(chat, _Lane())
            if chat not in met and not lane.busy and lane.not_before <= time.monotonic() and len(ready) < free:
                lane.busy = True
                ready.append(update)
            met.add(chat)
        self.most_at_once = max(self.most_at_once, sum(lane.busy for lane in self._lanes.values()))
        return ready

    async def _push(self, session: aiohttp.ClientSession, update: Json) -> None:
        lane = self._lanes[chat_of(update)]
        came = await self._answer(session, update)
        self.tries.append((update["update_id"], came))
        if isinstance(came, int) and 200 <= came < 300:
            self.pending[:] = [each for each in self.pending if each["update_id"] != update["update_id"]]
            lane.gap = FIRST_GAP
        else:
            told = f"Wrong response from the webhook: {came}" if isinstance(came, int) else came
            self.last_error = int(time.time()), told
            lane.not_before, lane.gap = time.monotonic() + lane.gap, min(2 * lane.gap, LONGEST_GAP)
        lane.busy = False
        self.rung.set()

    async def _answer(self, session: aiohttp.ClientSession, update: Json) -> int | str:
        try:
            async with session.post(self.webhook.url, json=update, allow_redirects=False) as answer:
                return answer.status
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError:
            return "Connection reset by peer"


def chat_of(update: Json) -> int:
    """Whose turn an update is: what befalls one chat is told in order."""
    content: Json = next(value for key, value in update.items() if key != "update_id")
    chat: Json = content.get("chat") or content.get("message", {}).get("chat") or content.get("from", {})
    return int(chat.get("id", 0))
