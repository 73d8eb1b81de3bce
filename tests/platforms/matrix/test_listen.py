"""Listening, at a homeserver that follows a script: what fails, what is slow, and what is hostile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from aiohttp import web

from bot.core.message import Message, message
from bot.core.model import Address, ChatKind
from bot.platforms.matrix import doors
from bot.platforms.matrix.client import Client
from bot.platforms.matrix.listen import Listener
from bot.platforms.matrix.send import Speaker
from bot.platforms.matrix.tell import Teller
from bot.ports import ChatJoined, ChatLost, ChatMoved, Event, Request, ignore
from tests.platforms.matrix.conftest import Memory, until
from tests.platforms.matrix.homeserver import SYNC, Homeserver

pytestmark = pytest.mark.slow

BOT, ANN, EVE = "@bot:x", "@ann:x", "@eve:x"
ROOM, NEW = "!room:x", "!new:x"
QUERY = "/_matrix/client/v3/keys/query"
PLACE = "matrix:@bot:x:since"
JOINED = {"membership": "join"}


def event(kind: str, content: Any, name: str, sender: str = ANN, key: str | None = None, **more: Any) -> dict[str, Any]:
    state = {} if key is None else {"state_key": key}
    head = {"type": kind, "event_id": name, "sender": sender, "origin_server_ts": 1, "content": content}
    return head | state | more


def said(text: str, name: str, sender: str = ANN) -> dict[str, Any]:
    return event("m.room.message", {"msgtype": "m.text", "body": text}, name, sender)


def members(*users: str) -> list[dict[str, Any]]:
    return [event("m.room.member", {"membership": "join"}, f"$in{user}", user, user) for user in users]


def created(predecessor: str = "") -> dict[str, Any]:
    named = {"predecessor": {"room_id": predecessor, "event_id": "$any"}} if predecessor else {}
    return event("m.room.create", {"room_version": "11"} | named, f"$create{predecessor}", ANN, "")


def tombstone(to: str) -> dict[str, Any]:
    return event("m.room.tombstone", {"replacement_room": to, "body": "moved"}, f"$tomb{to}", ANN, "")


def joined(*timeline: dict[str, Any], state: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"state": {"events": list(state)}, "timeline": {"events": list(timeline), "limited": False}}


def sync(batch: str, join: dict[str, Any] | None = None, **rooms: Any) -> dict[str, Any]:
    return {"next_batch": batch, "rooms": {"join": join or {}, **rooms}}


def start(*users: str) -> dict[str, Any]:
    """A first sync: a room of these, besides the bot."""
    return sync("s0", {ROOM: joined(state=[created(), *members(BOT, *users)])})


class Told:
    """Keeps all that is handed over; an event of a kind that is in `failing` fails so many times."""

    def __init__(self, failing: dict[type[Event], int] | None = None) -> None:
        self.events: list[Event] = []
        self.tries: list[type[Event]] = []
        self.failing = failing or {}

    async def __call__(self, event: Event) -> Sequence[Message]:
        self.tries.append(type(event))
        if self.failing.get(type(event), 0) > 0:
            self.failing[type(event)] -= 1
            raise RuntimeError("the database has a moment")
        self.events.append(event)
        return [message(f"heard {event.text}")] if isinstance(event, Request) else []

    def texts(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Request)]


async def forever(_: web.Request) -> web.Response:
    await asyncio.sleep(3_600)
    return web.Response()


class Server(Homeserver):
    """Gives one sync after another, then nothing new, each after `idle` seconds; all else succeeds.

    What has `slow` in its path is never answered, what has `late`, once `released` is set.
    """

    def __init__(self, *syncs: dict[str, Any], slow: str = "none", late: str = "none", idle: float = 0.05) -> None:
        super().__init__({SYNC: [*((200, body) for body in syncs), (200, self._idle)]}, otherwise=self._other)
        self.slow, self.late = slow, late
        self.idle = idle
        self.released = asyncio.Event()
        self.paths: list[str] = []

    async def _other(self, request: web.Request) -> web.Response:
        path = unquote(request.path)
        self.paths.append(path)
        if self.slow in path:
            await forever(request)
        if self.late in path:
            await self.released.wait()
        return web.json_response({"event_id": "$sent", "room_id": ROOM})

    async def _idle(self, _: web.Request) -> web.Response:
        await asyncio.sleep(self.idle)
        return web.json_response(sync("end"))

    def asked_for(self, words: str) -> int:
        return sum(words in path for path in self.paths)


@asynccontextmanager
async def listening(
    server: Server, folder: Path, told: Any, ledger: Memory | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    """A listener that has been there before: what it hears is news."""
    memory = ledger or Memory()
    memory.kept.setdefault(PLACE, "s-before")
    async with server.running():
        client = Client(server.url, BOT, folder)
        client.restore_login(BOT, "DEV", "token")
        teller = Teller(Speaker(client), memory, told, reach=ignore, pauses=(0, 0))
        listener = Listener(client, teller, memory, invites=())

        async def listen() -> None:
            await listener.run(await listener.start("password", folder))

        task = asyncio.create_task(listen())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await client.close()


async def until_true(holds: Callable[[], bool]) -> None:
    async def look() -> bool:
        return holds()

    await until(look)


async def until_done(memory: Memory) -> None:
    """Come back when the listener has handled all syncs, and nothing is under way."""
    await until_true(lambda: memory.kept[PLACE] == "end")


async def test_an_event_that_fails_again_and_again_is_left_out(tmp_path: Path) -> None:
    arrival = event("m.room.member", {"membership": "join"}, "$again", BOT, BOT)
    told, memory = Told({ChatJoined: 99}), Memory()
    server = Server(start(ANN), sync("s1", {ROOM: joined(arrival, said("/after", "$1"))}))
    async with listening(server, tmp_path, told, memory):
        await until_done(memory)
    assert told.tries.count(ChatJoined) == 3
    assert told.texts() == ["/after"]


async def test_an_event_that_fails_for_a_moment_is_handled_once(tmp_path: Path) -> None:
    told, memory = Told({ChatLost: 2}), Memory()
    kick = event("m.room.member", {"membership": "leave"}, "$kick", ANN, BOT, unsigned={"prev_content": JOINED})
    async with listening(Server(start(ANN), sync("s1", leave={ROOM: joined(kick)})), tmp_path, told, memory):
        await until_done(memory)
    assert told.events == [ChatLost(Address("matrix", ROOM), "the bot was removed by @ann:x")]


async def test_while_the_database_is_gone_nothing_is_left_out(tmp_path: Path) -> None:
    memory, tried = Memory(), []

    async def broken(event: Event) -> Sequence[Message]:
        tried.append(event)
        memory.broken = True
        raise RuntimeError("no connection")

    server = Server(start(ANN), sync("s1", {ROOM: joined(said("/x", "$1"), said("/y", "$2"))}))
    async with listening(server, tmp_path, broken, memory) as task:
        with pytest.raises(RuntimeError, match="the database is gone"):
            await asyncio.wait_for(task, 20)
    assert {event.text for event in tried if isinstance(event, Request)} == {"/x"}
    assert memory.kept[PLACE] == "s0"


REPLACEMENT = {NEW: joined(state=[created(ROOM), *members(BOT, ANN)])}
UPGRADE = {
    "tombstone first": [sync("s1", {ROOM: joined(tombstone(NEW))}), sync("s2", REPLACEMENT)],
    "new room first": [sync("s1", REPLACEMENT), sync("s2", {ROOM: joined(tombstone(NEW))})],
    "both at once": [sync("s1", {ROOM: joined(tombstone(NEW))} | REPLACEMENT)],
}


@pytest.mark.parametrize("order", UPGRADE)
async def test_a_room_s_replacement_is_told_once_in_whatever_order_it_is_heard_of(tmp_path: Path, order: str) -> None:
    told, memory, server = Told(), Memory(), Server(start(ANN), *UPGRADE[order])
    async with listening(server, tmp_path, told, memory):
        await until_done(memory)
    moves = [event for event in told.events if isinstance(event, ChatMoved)]
    assert moves == [ChatMoved(Address("matrix", ROOM), NEW)]
    assert server.asked_for(f"{ROOM}/leave") == 1


async def test_a_room_is_not_left_before_its_move_is_handled(tmp_path: Path) -> None:
    told, memory = Told({ChatMoved: 99}), Memory()
    server = Server(start(ANN), *UPGRADE["tombstone first"])
    async with listening(server, tmp_path, told, memory):
        await until_done(memory)
    assert not server.asked_for(f"{ROOM}/leave")
    again = {ROOM: joined(state=[created(), tombstone(NEW), *members(BOT, ANN)])} | REPLACEMENT
    restarted, memory, server = Told(), Memory(), Server(sync("s3", again))
    (tmp_path / "again").mkdir()
    async with listening(server, tmp_path / "again", restarted, memory):
        await until_done(memory)
    assert restarted.events == [ChatMoved(Address("matrix", ROOM), NEW)]
    assert server.asked_for(f"{ROOM}/leave") == 1


@pytest.mark.parametrize("old_room_left", [True, False])
async def test_a_bot_that_is_let_into_a_replacement_again_stays(tmp_path: Path, *, old_room_left: bool) -> None:
    told, memory = Told(), Memory()
    gone = event("m.room.member", {"membership": "leave"}, "$gone", BOT, BOT, unsigned={"prev_content": JOINED})
    kick = event("m.room.member", {"membership": "leave"}, "$kick", ANN, BOT, unsigned={"prev_content": JOINED})
    back = event("m.room.member", JOINED, "$back", BOT, BOT, unsigned={"prev_content": {"membership": "leave"}})
    leaving = {NEW: joined(kick)} | ({ROOM: joined(gone)} if old_room_left else {})
    again = {NEW: joined(back, state=[created(ROOM), *members(ANN)])}
    server = Server(start(ANN), *UPGRADE["tombstone first"], sync("s3", leave=leaving), sync("s4", again))
    async with listening(server, tmp_path, told, memory):
        await until_done(memory)
    assert told.events[-1] == ChatJoined(Address("matrix", NEW), ChatKind.PRIVATE, "@ann:x")
    assert not server.asked_for(f"{NEW}/leave")


def invitation(room: str, by: str = EVE) -> dict[str, Any]:
    me = {"type": "m.room.member", "sender": by, "state_key": BOT, "content": {"membership": "invite"}}
    return {room: {"invite_state": {"events": [me]}}}


async def test_invitations_to_rooms_that_do_not_answer_hold_up_nobody(tmp_path: Path) -> None:
    told, memory = Told(), Memory()
    invite = {key: value for number in range(30) for key, value in invitation(f"!bad{number}:x").items()}
    server = Server(start(ANN), sync("s1", invite=invite), sync("s2", {ROOM: joined(said("/x", "$1"))}), slow="/join/")
    async with listening(server, tmp_path, told, memory):
        await until_true(lambda: server.asked_for(f"{ROOM}/send/") > 0)
        await until_true(lambda: server.asked_for("/join/") == doors.AT_ONCE)
    assert told.texts() == ["/x"]
    assert server.asked_for("/join/") == doors.AT_ONCE  # and no more of them
    assert memory.kept[PLACE] == "s0"  # a restart has to meet the invitations again


async def test_declining_invitations_holds_up_nobody(tmp_path: Path) -> None:
    told, memory = Told(), Memory()
    lonely = sync("s1", {"!lonely:x": joined(state=members(BOT))})
    server = Server(start(ANN), lonely, sync("s2", {ROOM: joined(said("/x", "$1"))}), slow="/leave")
    async with listening(server, tmp_path, told, memory):
        await until_true(lambda: told.texts() == ["/x"])
        await until_true(lambda: server.asked_for("!lonely:x/leave") == 1)


SLOW_WORK = {
    "/join/": sync("s1", invite=invitation("!good:x")),
    "/send/": sync("s1", {ROOM: joined(said("/x", "$1"))}),
}


@pytest.mark.parametrize("late", SLOW_WORK)
async def test_the_place_is_kept_once_slow_work_is_done_though_nothing_new_is_heard(tmp_path: Path, late: str) -> None:
    memory = Memory()
    server = Server(start(ANN), SLOW_WORK[late], sync("s2"), late=late, idle=3_600)
    async with listening(server, tmp_path, Told(), memory):
        await until_true(lambda: len(server.asked[SYNC]) == 4)
        assert memory.kept[PLACE] == "s0"
        server.released.set()
        await until_true(lambda: memory.kept[PLACE] == "s2")
    assert server.asked_for(late) == 1


async def test_keys_that_do_not_come_hold_up_listening_for_a_moment_only(tmp_path: Path) -> None:
    told, memory = Told(), Memory()
    sealed = event("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}, "$seal", ANN, "")
    words = sync("s2", {"!plain:x": joined(said("/x", "$1"))})
    first = sync("s0", {room: joined(state=[created(), *members(BOT, ANN)]) for room in (ROOM, "!plain:x")})
    server = Server(first, sync("s1", {ROOM: joined(sealed)}), words)
    server.script[QUERY] = [(200, {}), (200, forever)]  # the first is for signing the device
    async with listening(server, tmp_path, told, memory):
        await until_true(lambda: server.asked_for("!plain:x/send/") == 1)
    assert told.texts() == ["/x"]


async def test_a_member_whose_event_is_odd_still_counts(tmp_path: Path) -> None:
    told, memory = Told(), Memory()
    odd = event("m.room.member", {"membership": "join", "displayname": 5}, "$odd", EVE, EVE)
    server = Server(start(ANN), sync("s1", {ROOM: joined(odd, said("/x", "$1", EVE))}))
    async with listening(server, tmp_path, told, memory):
        await until_done(memory)
    (request,) = told.events
    assert isinstance(request, Request)
    assert request.kind is ChatKind.GROUP
    assert not await request.is_admin()


async def test_what_a_room_calls_itself_is_one_short_line_that_databases_keep(tmp_path: Path) -> None:
    told, memory = Told(), Memory()
    name = event("m.room.name", {"name": "a\0b\nc\ud800" + "d" * 9_000}, "$name", ANN, "")
    banned = {"membership": "ban", "reason": "x\0\ny" * 999}
    ban = joined(event("m.room.member", banned, "$ban", ANN, BOT, unsigned={"prev_content": JOINED}))
    server = Server(start(ANN), sync("s1", {ROOM: joined(name, said("/x", "$1"))}), sync("s2", leave={ROOM: ban}))
    async with listening(server, tmp_path, told, memory):
        await until_done(memory)
    request, lost = told.events
    assert isinstance(request, Request)
    assert isinstance(lost, ChatLost)
    for line in (request.title, lost.why):
        assert len(line) < 300
        assert not set(line) & set("\0\n\ud800")


HOSTILE: list[dict[str, Any]] = [
    event("m.room.message", {"msgtype": "m.text", "body": {}}, "$1", EVE),
    event("m.room.message", [], "$2", EVE),
    event("m.room.message", {"msgtype": [], "body": "/x", "m.relates_to": []}, "$3", EVE),
    event("m.room.tombstone", {"replacement_room": [[[]]]}, "$4", EVE, ""),
    event("m.room.create", {"predecessor": {"room_id": {}}, "room_version": "9" * 9_999}, "$5", EVE, ""),
    event("m.room.power_levels", {"users": [], "state_default": "9" * 9_999}, "$6", EVE, ""),
    event("m.room.member", {"membership": {}}, "$7", EVE, BOT),
    event("m.room.member", {"membership": "join", "displayname": []}, "$8", EVE, EVE, unsigned={"prev_content": {}}),
    event("m.room.encrypted", {"algorithm": 7}, "$9", EVE),
]


async def test_hostile_events_are_passed_over(tmp_path: Path) -> None:
    told, memory = Told(), Memory()
    server = Server(start(ANN, EVE), sync("s1", {ROOM: joined(*HOSTILE, said("/x", "$last"))}))
    async with listening(server, tmp_path, told, memory):
        await until_done(memory)
    assert told.texts() == ["/x"]
