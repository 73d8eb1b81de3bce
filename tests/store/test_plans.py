"""How the databases find what is due among much that is done: by the small indexes, whatever the statistics say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import Select, select, text

from bot.core.alerts.budget import Budget
from bot.ports import Due
from bot.store.folding import _asked
from bot.store.holding import _due
from bot.store.queue import due_heads, heads
from bot.store.rooms import SqlStore
from bot.store.search import open_to
from bot.store.tables import items
from tests.store.sample import NOW, chat, claim, sender

pytestmark = pytest.mark.slow

CHATS = 500
DUE, SENT = 50_000, 200_000


@pytest.fixture
async def full(store: SqlStore) -> SqlStore:
    """A store with 50,000 deliveries due and 200,000 sent."""
    for number in range(CHATS):
        await chat(store, str(number))
    numbers = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
        " INSERT INTO deliveries (key, chat_id, kind, state, created_at, due_at, matches, message)"
        " SELECT :state || i, 1 + i % :chats, 'notice', :state, :now, :now, '[]', :message || i FROM n"
    )
    if not store._database.is_sqlite:
        numbers = numbers.replace(":state", "CAST(:state AS text)").replace(":message", "CAST(:message AS text)")
    async with store._database.write() as connection:
        for state, many in (("sent", SENT), ("pending", DUE)):
            now = int(NOW.timestamp() * 1_000_000)
            values = {
                "state": state,
                "many": many,
                "chats": CHATS,
                "now": now,
                "message": "m" if state == "sent" else "",
            }
            await connection.execute(text(numbers), values)
    return store


async def plan(store: SqlStore, statement: Select[Any]) -> str:
    explain = "EXPLAIN QUERY PLAN " if store._database.is_sqlite else "EXPLAIN "
    async with store._database.read() as connection:
        written = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        return "\n".join(map(str, await connection.exec_driver_sql(explain + str(written))))


async def test_the_heads_of_queues_are_found_without_a_look_at_what_is_done(full: SqlStore) -> None:
    await check_plans(full)
    async with full._database.write() as connection:
        await connection.exec_driver_sql("ANALYZE")
    await check_plans(full)
    fence = await sender(full)
    assert [len(await claim(full, fence, limit=50)) for _ in range(11)] == [50] * 10 + [0]


async def test_what_is_held_and_what_was_told_lately_are_found_without_a_look_at_what_is_done(full: SqlStore) -> None:
    """Here all of it was told and all is held, of 500 chats."""
    async with full._database.write() as connection:
        await connection.execute(text("UPDATE deliveries SET sent_at = created_at WHERE state = 'sent'"))
        await connection.execute(
            text("UPDATE deliveries SET state = 'held', held_until = due_at WHERE state = 'pending'")
        )
    for _ in range(2):
        asked = await plan(full, _asked([1, 2, 3], Budget(), NOW))
        assert "ix_deliveries_told" in asked, asked
        due = await plan(full, _due(Due(7, ""), NOW))
        assert "ix_deliveries_held_there" in due, due
        for found in (asked, due):
            assert not re.search(r"(SCAN|Seq Scan on) (deliveries|sent)", found), found
        async with full._database.write() as connection:
            await connection.exec_driver_sql("ANALYZE")
    chats = await full.holding.due(NOW, 5)
    assert len(chats) == 5


async def check_plans(store: SqlStore) -> None:
    for statement in (due_heads("telegram", NOW, 50), heads("telegram").limit(1)):
        found = await plan(store, statement)
        assert "ix_deliveries_queue" in found, found
        assert "ix_deliveries_flight" in found, found
        assert not re.search(
            r"(SCAN|Seq Scan on) (deliveries|queue|flight)(?! USING INDEX ix_deliveries_flight)", found
        ), found


async def test_what_is_closed_to_a_chat_is_looked_up_once_and_news_are_still_read_by_their_time(
    store: SqlStore,
) -> None:
    newest = select(items.c.id).where(items.c.published >= NOW, open_to(["blog"]))
    newest = newest.order_by(items.c.published.desc(), items.c.id.desc()).limit(200)
    if not store._database.is_sqlite:
        pytest.skip("an empty PostgreSQL reads anything by a scan")
    found = await plan(store, newest)
    assert "SEARCH items USING INDEX ix_items_published" in found, found
    assert "TEMP B-TREE" not in found, found
    assert "CORRELATED" not in found, found
