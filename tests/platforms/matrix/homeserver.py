"""A homeserver that says what a test has written down: for what a real one rarely does."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = tuple[int, Any]
LOGIN, SYNC = "/_matrix/client/v3/login", "/_matrix/client/v3/sync"


@dataclass
class Homeserver:
    """Answers a path with what was written down for it, the last of it for ever; what was not, with `otherwise`."""

    script: dict[str, list[Answer]]
    url: str = ""
    asked: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    """The bodies sent, by path."""
    tokens: list[str] = field(default_factory=list)
    otherwise: Any = field(default_factory=dict)
    """The answer, or what makes it of the request, for paths of which nothing is written down."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Homeserver]:
        self._answers = {path: deque(answers) for path, answers in self.script.items()}
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        async with TestServer(app) as server:
            self.url = str(server.make_url("")).rstrip("/")
            yield self

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path].append(await request.json() if request.can_read_body else None)
        self.tokens.append(request.headers.get("Authorization", ""))
        answers = self._answers.get(request.path, deque([(200, self.otherwise)]))
        status, body = answers.popleft() if len(answers) > 1 else answers[0]
        if callable(body):
            return await body(request)
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html")
        return web.json_response(body, status=status)
