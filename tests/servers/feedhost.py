"""A host of feeds on the loopback: real HTTP, documents that change while it runs, and every way to answer badly."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import brotli
from aiohttp import web
from multidict import CIMultiDict

from tests.servers.loopback import Loopback

try:
    from compression import zstd  # type: ignore[import-not-found,unused-ignore]
except ImportError:  # before Python 3.14
    from backports import zstd  # type: ignore[no-redef,unused-ignore]

__all__ = ["CODINGS", "FeedHost", "Published", "Seen", "compressed"]

CODINGS: Final = ("gzip", "deflate", "br", "zstd")


def compressed(body: bytes, coding: str) -> bytes:
    """The body in one of `CODINGS`; unchanged without one."""
    match coding:
        case "gzip":
            return gzip.compress(body, 6)
        case "deflate":
            return zlib.compress(body)
        case "br":
            return bytes(brotli.compress(body, quality=4))
        case "zstd":
            return bytes(zstd.compress(body))
        case _:
            return body


@dataclass(frozen=True, slots=True)
class Published:
    """A document, and how it is served."""

    body: bytes
    content_type: str = "application/rss+xml; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    coding: str = ""
    """One of `CODINGS`."""
    etag: bool = True
    """Whether it has one, made of the body; then a conditional request may be answered by 304."""
    delay: float = 0.0
    """Seconds before the answer."""
    trickle: float = 0.0
    """Seconds before each byte of the body."""
    drop: bool = False
    """Hang up without an answer."""
    truncate: bool = False
    """Hang up in the middle of the body."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came, and the status of the answer (0 without one)."""

    path: str
    headers: Mapping[str, str]
    status: int


class FeedHost(Loopback):
    """An async context manager; documents are served by name: `host.url("sana")`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host, port)
        self._documents: dict[str, Published] = {}
        self.requests: list[Seen] = []

    def _routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/{name:.*}", self._answer)]

    def url(self, name: str) -> str:
        """The address of a document."""
        return f"http://{self.place}/{name}"

    def publish(self, name: str, document: Published | bytes | str) -> str:
        """Serve it from now on; returns its address."""
        if isinstance(document, str):
            document = document.encode()
        self._documents[name] = document if isinstance(document, Published) else Published(document)
        return self.url(name)

    def redirect(self, name: str, to: str, status: int = 302) -> str:
        """Send whoever asks for it elsewhere; returns its address."""
        return self.publish(name, Published(b"", status=status, headers={"Location": to}, etag=False))

    def withdraw(self, name: str) -> None:
        """Answer 404 from now on."""
        self._documents.pop(name, None)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        document = self._documents.get(request.match_info["name"], Published(b"", status=404, etag=False))
        tag = f'"{sha256(document.body).hexdigest()[:16]}"' if document.etag else ""
        unchanged = document.status == 200 and tag and request.headers.get("If-None-Match") == tag
        status = 0 if document.drop else 304 if unchanged else document.status
        self.requests.append(Seen(request.path_qs, CIMultiDict(request.headers), status))
        await asyncio.sleep(document.delay)
        if document.drop and request.transport:
            request.transport.close()
        headers = CIMultiDict(document.headers)
        headers.update({"ETag": tag} if tag else {})
        if unchanged:
            return web.Response(status=304, headers=headers)
        headers.setdefault("Content-Type", document.content_type)
        headers.update({"Content-Encoding": document.coding} if document.coding else {})
        body = compressed(document.body, document.coding)
        if document.trickle or document.truncate:
            return await _slowly(request, document, body, headers)
        return web.Response(status=document.status, body=body, headers=headers)


async def _slowly(
    request: web.Request, document: Published, body: bytes, headers: CIMultiDict[str]
) -> web.StreamResponse:
    """The answer byte by byte, or half of it."""
    response = web.StreamResponse(status=document.status, headers=headers)
    response.content_length = len(body)
    await response.prepare(request)
    if document.truncate:
        await response.write(body[: len(body) // 2])
        if request.transport:
            request.transport.close()
        return response
    for place in range(len(body)):
        await asyncio.sleep(document.trickle)
        await response.write(body[place : place + 1])
    return response
