"""Fetches what strangers publish: bounded in time and size, guarded against private addresses, polite to hosts."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType, TracebackType
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp import SocketFactoryType
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDictProxy

from bot.core.hints import retry_after
from bot.http.guard import PRIVATE, objection, place, public_socket
from bot.http.manners import LaneClosedError, Manners, prepare
from bot.http.reasons import reason
from bot.ports.sources import Fetch, Page, Post, Unreachable

__all__ = ["MOST_BYTES", "Client", "onward"]

MOST_BYTES: Final = 5 * 1024 * 1024
"""The longest body taken, after decompression: the largest real news feeds have one or two megabytes."""
MOST_REDIRECTS: Final = 5
_CONNECT_SECONDS: Final = 10.0
_CHUNK: Final = 65_536
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LASTING: Final = frozenset({301, 308})
_SAME_METHOD: Final = frozenset({307, 308})
"""Redirects that a form may follow: after the others nothing would be posted (RFC 9110, section 15.4)."""
_PAUSES: Final = frozenset({429, 503})
_CACHE_BUST: Final = re.compile(r"[?&]_cb=\d+")


class Client:
    """An async context manager. Keeps no cookies, sends no credentials, uses no proxy, reuses no connection."""

    def __init__(
        self,
        *,
        user_agent: str,
        private_hosts: frozenset[str] = frozenset(),
        own_hosts: Mapping[str, str] = MappingProxyType({}),
        total: float = 30.0,
        gap: float = 1.0,
        resolver: AbstractResolver | None = None,
        trust: ssl.SSLContext | bool = True,
        manners: Manners | None = None,
    ) -> None:
        """`private_hosts`: `host:port` the guard lets through for what is asked as `private`.

        `own_hosts`: what servers of the operator's, by `host:port`, are called in public: everybody may read why a
        source fails, but the names of private hosts are nobody's business.

        `total`: seconds, see `fetch`.

        `manners`: how gently hosts are treated; without them, with a pause of `gap` seconds between requests.

        `trust`: whose certificates are believed; True: those that the system believes.
        """
        self._headers = {"User-Agent": user_agent}
        self._private = frozenset(host.lower() for host in private_hosts)
        self._names = dict.fromkeys(self._private, "my server")
        self._names |= {host.lower(): name for host, name in own_hosts.items()}
        self._total = total
        self._manners = manners or Manners(gap)
        self._resolver = resolver
        self._trust = trust

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(prepare)
        self._strangers = self._session(self._connector(public_socket))
        self._trusted = self._session(self._connector(None))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._strangers.close()
        await self._trusted.close()

    async def fetch(self, ask: Fetch) -> Page | Unreachable:
        """What the server said in the end; a body only with a success (2xx).

        All transfers together may take `total` seconds; waiting for a host's lane does not count. A stranger's redirect
        leads into no private place, not even into one that the operator named.
        """
        if not ask.cache_bust:
            return await self._follow(ask)
        answer = await self._follow(replace(ask, url=_unlike_any(ask.url)))
        if isinstance(answer, Unreachable):
            return answer
        return replace(answer, url=_CACHE_BUST.sub("", answer.url), moved=_CACHE_BUST.sub("", answer.moved))

    async def post(self, ask: Post) -> Page | Unreachable:
        """What the server said to a form, within the bounds of `fetch`."""
        return await self._follow(ask)

    async def _follow(self, ask: Fetch | Post) -> Page | Unreachable:
        """The request and those that it is redirected to."""
        url, left, lasting = ask.url, self._total, True
        private = self._private if ask.private else frozenset()
        redirects = _REDIRECTS if isinstance(ask, Fetch) else _SAME_METHOD
        for _ in range(MOST_REDIRECTS + 1):
            if place(url) not in private:
                private = frozenset()
            why = objection(url, private)
            if why:
                return (
                    _barred(url, why) if url == ask.url else Unreachable(f"it redirects to where I may not go: {why}")
                )
            session = self._trusted if private else self._strangers
            answer, took = await self._visit(url, ask, left, session)
            if isinstance(answer, Unreachable):
                return answer if url == ask.url else replace(answer, barred="")
            if answer.status not in redirects or "location" not in answer.headers:
                return replace(answer, moved=answer.url) if lasting and url != ask.url else answer
            lasting = lasting and answer.status in _LASTING
            left = max(left - took, 0.001)
            next_url = onward(answer)
            if isinstance(next_url, Unreachable):
                return next_url
            url = next_url
        return Unreachable(f"it redirects more than {MOST_REDIRECTS} times")

    async def _visit(
        self, url: str, ask: Fetch | Post, seconds: float, session: aiohttp.ClientSession
    ) -> tuple[Page | Unreachable, float]:
        """One request in its host's lane, and the seconds it took."""
        host = urlsplit(url).hostname or ""
        shown = self._names.get(place(url), host)
        try:
            async with self._manners.turn(host, _CACHE_BUST.sub("", url), patient=url != ask.url):
                began = asyncio.get_running_loop().time()
                answer = await _request(session, url, ask, seconds)
                took = asyncio.get_running_loop().time() - began
        except LaneClosedError as closed:
            wait = timedelta(seconds=closed.seconds)
            return Unreachable(f"{shown} is left alone for now: {closed}", wait=wait), 0.0
        except (aiohttp.ClientError, OSError, ValueError) as error:
            why = reason(error, shown)
            return Unreachable(why, place(url) if why.endswith(PRIVATE) else ""), 0.0
        if isinstance(answer, Page):
            self._mind(host, answer)
        return answer, took

    def _mind(self, host: str, answer: Page) -> None:
        """What an answer says of how welcome the next request is."""
        if answer.status in _PAUSES:
            asked = retry_after(answer.headers)
            self._manners.hush(host, None if asked is None else asked.total_seconds())
        else:
            self._manners.welcome(host)

    def _connector(self, sockets: SocketFactoryType | None) -> aiohttp.TCPConnector:
        """Connections of their own for each request."""
        return aiohttp.TCPConnector(
            socket_factory=sockets, resolver=self._resolver, ssl=self._trust, force_close=True, limit=0
        )

    def _session(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        """A session without a memory."""
        return aiohttp.ClientSession(
            connector=connector, headers=self._headers, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
        )


def _barred(url: str, why: str) -> Unreachable:
    """What may not be visited; with its place, when there would be no objection had the operator named that."""
    named = place(url)
    return Unreachable(why, "" if objection(url, frozenset({named})) else named)


def onward(answer: Page) -> str | Unreachable:
    """Where a redirect leads; not from an encrypted address to an open one."""
    try:
        url = urljoin(answer.url, answer.headers["location"].strip())
    except ValueError:
        return Unreachable("it redirects to what is not a web address")
    if answer.url.lower().startswith("https:") and not url.lower().startswith("https:"):
        return Unreachable("it redirects from https to an address that is not encrypted")
    return url


async def _request(session: aiohttp.ClientSession, url: str, ask: Fetch | Post, seconds: float) -> Page | Unreachable:
    """One request, no redirect followed."""
    timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT_SECONDS)
    asking = (
        session.get(url, headers=_headers(ask, url), timeout=timeout, allow_redirects=False)
        if isinstance(ask, Fetch)
        else session.post(url, data=ask.form, timeout=timeout, allow_redirects=False)
    )
    async with asking as response:
        body = await _body(response) if response.ok and response.status not in _REDIRECTS else b""
        if body is None:
            return Unreachable(f"its answer is longer than {MOST_BYTES // 1024 // 1024} MiB")
        return Page(response.status, str(response.url), _named(response.headers), body)


def _named(headers: CIMultiDictProxy[str]) -> dict[str, str]:
    """The headers in lower case, the first of each name; links all together, since each may tell something else."""
    named = {name.lower(): value for name, value in reversed(list(headers.items()))}
    return named | {"link": ", ".join(headers.getall("Link"))} if "link" in named else named


async def _body(response: aiohttp.ClientResponse) -> bytes | None:
    """The decoded body; None, and the connection cut, when it is too long: no bomb is inflated further."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            response.close()
            return None
    return bytes(body)


def _unlike_any(url: str) -> str:
    """The address with a parameter that no request had before: caches have no answer to it."""
    address, mark, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}_cb={time.time_ns() // 1000}{mark}{fragment}"


def _headers(ask: Fetch, url: str) -> dict[str, str]:
    """The headers of a request: what is wanted, what we have already, and what only the host that was asked may see."""
    headers = {
        "Accept": ask.accept,
        "If-None-Match": ask.etag,
        "If-Modified-Since": ask.last_modified,
        "User-Agent": ask.user_agent,
        "Authorization": ask.authorization if _origin(url) == _origin(ask.url) else "",
    }
    return {name: value for name, value in headers.items() if value}


def _origin(url: str) -> tuple[str, str]:
    return urlsplit(url).scheme, place(url)
