"""Entering and leaving, when many invite at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from nio import SyncResponse

from bot.platforms.matrix.client import Client
from bot.platforms.matrix.doors import MOST_WAITING, Doors
from bot.platforms.matrix.invites import MOST_ROOMS
from bot.platforms.matrix.rooms import RoomState
from tests.platforms.matrix.homeserver import Answer
from tests.platforms.matrix.test_listen import BOT, NEW, ROOM, Server, invitation, sync


@asynccontextmanager
async def doors_at(server: Server, folder: Path, rooms: Mapping[str, RoomState]) -> AsyncIterator[Doors]:
    async with server.running():
        client = Client(server.url, BOT, folder)
        client.restore_login(BOT, "DEV", "token")
        doors = Doors(client, rooms, (), pauses=(0, 0, 0))
        try:
            yield doors
        finally:
            await doors.errands.close()
            await client.close()


def invitations(number: int) -> Any:
    rooms = {room: info for place in range(number) for room, info in invitation(f"!new{place}:x").items()}
    return SyncResponse.from_dict(sync("s", invite=rooms)).rooms.invite


async def test_rooms_that_are_being_entered_count_as_entered(tmp_path: Path) -> None:
    server, rooms = Server(), {f"!room{number}:x": RoomState() for number in range(MOST_ROOMS - 2)}
    async with doors_at(server, tmp_path, rooms) as doors:
        doors.answer(invitations(5))
        await doors.errands.settle(5)
    assert (server.asked_for("/join/"), server.asked_for("/leave")) == (2, 3)


async def test_rooms_that_could_not_be_entered_count_no_longer(tmp_path: Path) -> None:
    server, rooms = Server(), {f"!room{number}:x": RoomState() for number in range(MOST_ROOMS - 1)}
    async with doors_at(server, tmp_path, rooms) as doors:
        for _ in range(2):
            doors.answer(invitations(1))
            await doors.errands.settle(5)
    assert (server.asked_for("/join/"), server.asked_for("/leave")) == (2, 0)


@pytest.mark.parametrize(("answer", "tries"), [((502, {}), 4), ((403, {"errcode": "M_FORBIDDEN"}), 1)])
async def test_a_room_is_tried_again_unless_it_is_shut(tmp_path: Path, answer: Answer, tries: int) -> None:
    server = Server()
    server.script["/_matrix/client/v3/join/!new0:x"] = [answer]
    async with doors_at(server, tmp_path, {}) as doors:
        doors.answer(invitations(1))
        await doors.errands.settle(5)
    assert [len(asked) for asked in server.asked.values()] == [tries]


async def test_a_replacement_that_a_flood_of_invitations_keeps_out_is_followed_later(tmp_path: Path) -> None:
    rooms = {ROOM: RoomState(replacement=NEW, closed_by="@ann:x")}
    async with doors_at(Server(slow="/join/"), tmp_path, rooms) as doors:
        doors.answer(invitations(MOST_WAITING + 5))
        doors.follow(ROOM)
        assert len(doors.errands.under_way) == MOST_WAITING
        assert not doors.errands.waiting(NEW)
        await doors.errands.close()
        doors.follow(ROOM)
        assert doors.errands.waiting(NEW) == 1
