"""The fake Bot API server: the envelope, the order in which things go wrong, and the doors for tests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from tests.servers.botapi.args import Args
from tests.servers.botapi.asking import LIMITED, METHODS
from tests.servers.botapi.errors import ApiError, bad_request, too_many
from tests.servers.botapi.faults import Delay, Drop, Faults, Raw, Refuse, Trouble
from tests.servers.botapi.limits import Limiter
from tests.servers.botapi.people import Chat, User
from tests.servers.botapi.schema import Schema, published
from tests.servers.botapi.state import Account, World, member
from tests.servers.botapi.updates import Updates

TOKEN = "7000000001:AAFakeTokenOfTheFakeBotApiServer12345"
FIRST_UPDATE = 100_000


@dataclass(frozen=True)
class Call:
    """A request as it came in: the method as written, its parameters decoded, and what was answered."""

    method: str
    args: dict[str, Any]
    status: int
    result: Any
    host: str = ""
    """What the server was called by who called: two bots may know it by two names."""


class BotApi:
    """A Bot API server for one bot, with everybody the bot may meet: `async with BotApi() as api`.

    `strict`: hold requests and results against the published schema where it is at hand; `limiter`: refuse
    what comes too fast; None admits everything.
    """

    def __init__(self, *, token: str = TOKEN, strict: bool = True, limiter: Limiter | None = None) -> None:
        self.token = token
        self.url = ""
        self.limiter = limiter
        self.faults = Faults()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        """What the schema has to say against requests and results."""
        self.schema: Schema | None = published() if strict else None
        bot = Account(int(token.split(":", maxsplit=1)[0]), "Attribot", "attri_bot", is_bot=True)
        self.updates = Updates(FIRST_UPDATE)
        self.world = World(bot, self.updates)
        self._runner: web.AppRunner | None = None
        self._port = 0

    # ---- running

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/file/bot{token}/documents/{name}", self._file)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        # No waiting for connections at the end: a long poll would hold the server up.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0, handler_cancellation=True)
        await self._runner.setup()
        # The same port again after a stop: a server that comes back is the same server.
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.updates.stop_pushing()
        if self._runner is not None:
            await self._runner.cleanup()

    # ---- people and chats

    def user(self, first_name: str, username: str = "") -> User:
        return User(self.world, self.world.account(first_name, username))

    def group(self, title: str, *people: User, kind: str = "supergroup", forum: bool = False) -> Chat:
        """A group with the bot and these people in it; the first of them made it."""
        chat = Chat(self.world, self.world.room(kind, title, is_forum=forum))
        chat.room.members[self.world.bot.id] = member(self.world.bot)
        for index, one in enumerate(people):
            chat.room.members[one.id] = member(one.account, "member" if index else "creator")
        return chat

    def channel(self, title: str, *, username: str = "") -> Chat:
        """A channel where the bot may post."""
        chat = Chat(self.world, self.world.room("channel", title, username=username))
        rights = {"can_post_messages": True, "can_edit_messages": True}
        chat.room.members[self.world.bot.id] = member(self.world.bot, "administrator", **rights)
        return chat

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def until(self, holds: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until something is so; fails when it never is."""
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - what tests wait for has no event of its own
                await asyncio.sleep(0.005)

    # ---- requests

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["name"])
        if request.match_info["token"] != self.token or content is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=content)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _refusal(ApiError(401, "Unauthorized: invalid token specified"))
        args = await Args.of(request)
        try:
            answer = await self._carried_out(method, args, request)
        except ApiError as error:
            self.calls.append(Call(method, args.decoded(), error.code, error.description, request.host))
            return _refusal(error)
        return answer

    async def _carried_out(self, method: str, args: Args, request: web.Request) -> web.StreamResponse:
        trouble = self.faults.of(method, _chat_of(args))
        match trouble:
            case Refuse():
                raise trouble.error
            case Delay(seconds):
                await asyncio.sleep(seconds)
            case Drop(stored=False):
                return _cut(request)
            case Raw(stored=False):
                return web.Response(status=trouble.status, body=trouble.body, content_type="text/html")
            case _:
                pass
        result = await self._result(method.lower(), args)
        self.calls.append(Call(method, args.decoded(), 200, result, request.host))
        return self._answer(request, result, trouble)

    def _answer(self, request: web.Request, result: Any, trouble: Trouble | None) -> web.StreamResponse:
        match trouble:
            case Drop():
                return _cut(request)
            case Raw():
                return web.Response(status=trouble.status, body=trouble.body, content_type="text/html")
            case _:
                return web.json_response({"ok": True, "result": result})

    async def _result(self, method: str, args: Args) -> Any:
        if method != "getupdates" and method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        self._check(self.schema.request(method, args.decoded()) if self.schema else ())
        if method in LIMITED and self.limiter is not None:
            self._pace(self.limiter, args)
        if method == "getupdates":
            result: Any = await self._updates(args)
        else:
            # A copy: what is stored may change before it is read.
            result = json.loads(json.dumps(METHODS[method](self.world, args)))
        complaints = list(self.schema.result(method, result)) if self.schema else []
        self.violations += complaints
        return result

    def _check(self, complaints: Any) -> None:
        found = list(complaints)
        self.violations += found
        if found:
            raise bad_request(f"not in the schema: {found[0]}")

    def _pace(self, limiter: Limiter, args: Args) -> None:
        chat = args.number("chat_id")
        room = self.world.rooms.get(chat)
        if wait := limiter.admit(
            chat, group=room is not None and room.is_group, paid=args.flag("allow_paid_broadcast")
        ):
            raise too_many(wait)

    async def _updates(self, args: Args) -> list[Any]:
        return await self.updates.poll(
            args.number("offset"), args.number("limit", 100), args.number("timeout"), args.value("allowed_updates")
        )


def _chat_of(args: Args) -> int | None:
    chat = args.text("chat_id")
    return int(chat) if chat.removeprefix("-").isdigit() else None


def _cut(request: web.Request) -> web.Response:
    """End the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _refusal(error: ApiError) -> web.Response:
    answer: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    headers = {"Retry-After": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else {}
    return web.json_response(answer, status=error.code, headers=headers)
