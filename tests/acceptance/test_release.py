"""A bot killed as a process while it releases what was held: each chat gets its digest, and gets it once."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import opened
from bot.core.decisions import Filing, Wanted
from bot.core.model import Address, ChatKind, Entry, Match, Outlet, Relation, SubscriptionKind
from bot.core.outcome import Read
from bot.settings import Settings
from tests.acceptance.drill import PATIENCE, QUICK
from tests.acceptance.test_push import bot
from tests.acceptance.victim import KILLED
from tests.acceptance.world import CHATS, world
from tests.engine.fakes import LEASE
from tests.kit.tempo import AT_ONCE

pytestmark = pytest.mark.slow

POINTS = ("release.before_commit", "release.after_commit")
STORIES = 3


async def prepare(folder: Path) -> None:
    """Chats for each of which some stories are held, and due."""
    now = datetime.now(UTC)
    async with opened(Settings(_env_file=None, data_dir=folder)) as store:
        outlet = Outlet(id="north", name="North")
        added = await store.sources.add(outlet, "feed", "http://127.0.0.1:9/north.xml", now)
        for entries in (
            (),
            [Entry(str(number), f"https://north.example/{number}", f"Report {number}") for number in range(STORIES)],
        ):
            await store.sources.change(added.id, added.state, now)
            (held,) = await store.sources.claim(now, 10, LEASE)
            await store.sources.settle(held, Read(tuple(entries)), AT_ONCE, now)
        chats = [await store.chats.meet(Address("matrix", name), ChatKind.PRIVATE, name, now) for name in CHATS]
        match = Match(1, SubscriptionKind.QUERY, "report")
        wanted = tuple(Wanted(each.id, "", (match,), held_until=now, held_for="hourly digest") for each in chats)
        filings = [Filing(each.id, 0, None, Relation.NEW, "", wanted) for each in await store.desk.unfiled(10)]
        fence = await store.ledger.lead("desk", "a test", now, LEASE)
        assert fence is not None
        assert await store.desk.file(filings, fence, now) == STORIES * len(CHATS)
        await store.ledger.yield_lead("desk", "a test")


def states(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "attribot.db")) as database:
        return dict(database.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall())


async def test_a_bot_killed_at_each_release_sends_one_digest_to_each_chat(tmp_path: Path) -> None:
    folder, marker, log = tmp_path / "data", tmp_path / "marker", tmp_path / "log"
    async with world() as here:
        await prepare(folder)
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "CHAT_SERVER": here.host, **QUICK}
        for point in (*POINTS, *POINTS):
            async with bot({**environment, "CRASH_AT": point, "MARKER": str(marker)}, log) as process:
                assert await process.wait() == KILLED, log.read_text()
            assert marker.read_text() == point
            assert states(folder).get("digested", 0) % STORIES == 0
        async with bot(environment, log) as process:
            async with asyncio.timeout(PATIENCE):
                while states(folder) != {"digested": STORIES * len(CHATS), "sent": len(CHATS)}:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.1)
        assert process.returncode == 0, log.read_text()
        told = here.chats.messages.values()
        assert sorted(message["chat"] for message in told) == sorted(CHATS)
        assert all(f"{STORIES} stories" in message["text"] for message in told)
