"""The nio client with limits: every request ends in time, every body is bounded, and trouble comes back as a value."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import structlog
from nio import AsyncClientConfig, ErrorResponse, ShareGroupSessionResponse
from nio.exceptions import EncryptionError, GroupEncryptionError, OlmTrustError, ProtocolError

from bot.platforms.matrix.tolerant import Tolerant
from bot.platforms.matrix.trouble import Trouble

__all__ = ["Client", "attempt", "trouble"]

REQUEST_SECONDS = 20.0
"""Longest time of a request."""
FIRST_SYNC_SECONDS = 180.0
"""Longest time of a sync with full state, which big accounts' servers compute for minutes."""
LARGEST_BODY = 64 * 2**20
"""Bytes of an answer that are read: a first sync of some hundred busy rooms."""
LONGEST_WORDS = 200
"""Characters of a server's error text that are repeated."""

_QUIET = {"nio": logging.CRITICAL, "peewee": logging.WARNING}
"""nio logs whole answers that it can't read, tokens and chat included; peewee logs each statement."""

log = structlog.stdlib.get_logger(__name__)


class Client(Tolerant):
    """One logged-in device. Retries nothing: that is for those who know what may wait."""

    client_session: aiohttp.ClientSession | None

    def __init__(self, homeserver: str, user: str, folder: Path) -> None:
        """`folder` holds the keys of encryption, in a file that only its owner can read."""
        for name, level in _QUIET.items():
            logging.getLogger(name).setLevel(level)
        (folder / "olm.db").touch(mode=0o600)  # SQLite would make it readable for all
        config = AsyncClientConfig(
            max_limit_exceeded=0, max_timeouts=0, request_timeout=REQUEST_SECONDS, store_name="olm.db"
        )
        super().__init__(homeserver.rstrip("/"), user, store_path=str(folder), config=config)
        self._unshared: set[str] = set()

    async def send(
        self,
        method: str,
        path: str,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        trace_context: Any = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is nio's
    ) -> aiohttp.ClientResponse:
        """One request, by nio or by `call`; `timeout` in seconds, 0 for a sync with full state."""
        del trace_context
        if self.client_session is None:
            self.client_session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        seconds = REQUEST_SECONDS if timeout is None else timeout or FIRST_SYNC_SECONDS
        # A homeserver's API does not redirect; the access token must not follow wherever somebody points.
        return await self.client_session.request(
            method,
            self.homeserver + path,
            data=data,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=seconds),
            allow_redirects=False,
        )

    async def parse_body(self, transport_response: aiohttp.ClientResponse) -> dict[Any, Any]:
        """The JSON object of an answer; empty when it is none, or too large."""
        body = bytearray()
        async for chunk in transport_response.content.iter_chunked(2**16):
            body += chunk
            if len(body) > LARGEST_BODY:
                transport_response.close()
                return {}
        return await asyncio.to_thread(_object, body)

    async def call(self, method: str, path: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and answer of a request nio has no method for."""
        headers = {"Authorization": f"Bearer {self.access_token}", "Content-Type": "application/json"}
        response = await self.send(method, path, json.dumps(body), headers)
        return response.status, await self.parse_body(response)

    async def join_via(self, room_id: str, server: str) -> Trouble | None:
        """Join a room with the help of a server that is in it: the ids of newer rooms name none."""
        path = f"/_matrix/client/v3/join/{quote(room_id, safe='')}?{urlencode({'via': server, 'server_name': server})}"
        status, answer = await self.call("POST", path, {})
        if status == HTTPStatus.OK:
            return None
        words, wait = str(answer.get("error", "")), _wait(answer.get("retry_after_ms"), "")
        return Trouble(words[:LONGEST_WORDS], status, str(answer.get("errcode", "")), wait)

    async def _send(
        self,
        response_class: type,
        method: str,
        path: str,
        data: Any = None,
        response_data: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Takes note when the keys of a room could not be handed out: nio itself lets that pass unseen."""
        answer = None
        try:
            answer = await super()._send(response_class, method, path, data, response_data, *args, **kwargs)
        finally:
            if response_class is ShareGroupSessionResponse and not isinstance(answer, ShareGroupSessionResponse):
                self._unshared.add(response_data[0])
        return answer

    async def share_group_session(self, room_id: str, *args: Any, **kwargs: Any) -> Any:
        """Hand out the room's key; if it did not get to everybody, the room's next message has to wait for that."""
        self._unshared.discard(room_id)
        answer = await super().share_group_session(room_id, *args, **kwargs)
        if room_id in self._unshared:
            self.olm.outbound_group_sessions[room_id].shared = False
        return answer

    def unblock(self, room_id: str) -> None:
        """Take back nio's mark that a key is being handed out, which it forgets when a request for that fails.

        Without this, every later message to the room would wait for ever. To be called when nobody sends there.
        """
        if begun := self.sharing_session.pop(room_id, None):
            begun.set()

    async def close(self) -> None:
        """Let go of connections and of the file of keys."""
        await super().close()
        if self.store is not None:
            self.store.database.close()


def _object(body: bytes | bytearray) -> dict[Any, Any]:
    """A thread of its own has room for nesting as deep as a homeserver passes on."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


async def attempt(request: Awaitable[Any]) -> Any:
    """What nio answers to a request, or the `Trouble` in its place."""
    try:
        answer = await request
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        unwritten = isinstance(error, aiohttp.ClientConnectorError)
        return Trouble(f"the homeserver did not answer ({type(error).__name__})", unanswered=not unwritten)
    except (EncryptionError, GroupEncryptionError, OlmTrustError, ProtocolError) as error:
        return Trouble(f"it can't be encrypted yet ({type(error).__name__})")
    except Exception as error:
        log.exception("nio failed")
        why = f"the answer of the homeserver, or of somebody's device, is not usable ({type(error).__name__})"
        return Trouble(why, unanswered=True)
    return trouble(answer) if isinstance(answer, ErrorResponse) else answer


def trouble(answer: Any) -> Trouble:
    """Out of nio's error."""
    transport = answer.transport_response
    status = transport.status if transport is not None else 0
    known = isinstance(answer.status_code, str)
    reason = transport.reason if transport is not None else ""
    words = str(answer.message) if known else f"the homeserver answered {status} {reason}, and nothing that can be read"
    return Trouble(
        words=words[:LONGEST_WORDS],
        status=status,
        errcode=answer.status_code if known else "",
        wait=_wait(answer.retry_after_ms, transport.headers.get("Retry-After", "") if transport is not None else ""),
        soft_logout=answer.soft_logout is True,
    )


def _wait(milliseconds: object, seconds: str) -> timedelta | None:
    """The body's figure is deprecated but finer than the header's (and alone on servers before v1.10)."""
    if isinstance(milliseconds, int) and milliseconds > 0:
        return timedelta(milliseconds=milliseconds)
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else None
