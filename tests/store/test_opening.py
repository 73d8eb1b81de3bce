"""How a database is opened."""

from __future__ import annotations

from bot.store.rooms import SqlStore


async def test_what_is_remembered_is_recalled(store: SqlStore) -> None:
    await store.ledger.remember("token", "one")
    await store.ledger.remember("token", "two")
    assert await store.ledger.recall("token") == "two"
    assert await store.ledger.recall("other") == ""
