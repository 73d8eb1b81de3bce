"""How the databases find the newest of what a word finds: along the ids, never by sorting all of it."""

from __future__ import annotations

import pytest
from sqlalchemy import Select, insert

from bot.core.filters.candidates import ANYTHING, AllOf, Candidate, Has
from bot.ports import Bookmark, Question
from bot.store.fulltext import full_text
from bot.store.rooms import SqlStore
from bot.store.scope import Bounds, Scope, bounds
from bot.store.tables import items
from tests.store.sample import DAY, MINUTE, NOW, source
from tests.store.test_plans import plan

pytestmark = pytest.mark.slow

MANY = 60_000
"""Items, one a minute: 42 days."""
COMMON, RARE = Has("common"), Has("rare30")
"""A word of every other item, and one of every two thousandth."""


@pytest.fixture
async def full(store: SqlStore) -> SqlStore:
    """A store with many items, each with words of its own."""
    of = (await source(store)).id
    texts = full_text(sqlite=store._database.is_sqlite)
    for start in range(1, MANY + 1, 5_000):
        numbers = range(start, start + 5_000)
        async with store._database.write() as connection:
            await connection.execute(insert(items), [row(number, of) for number in numbers])
            await texts.keep(connection, {number: words(number) for number in numbers})
    if not store._database.is_sqlite:
        async with store._database._writer.connect() as raw:
            await raw.execution_options(isolation_level="AUTOCOMMIT")
            await raw.exec_driver_sql("VACUUM ANALYZE")
    return store


def row(number: int, of: int) -> dict[str, object]:
    seen = NOW - (MANY - number) * MINUTE
    return {"id": number, "outlet_id": "sana", "source_id": of, "published": seen, "seen": seen, "quiet": False}


def words(number: int) -> str:
    return f"own{number} rare{number % 2_000}{' common' * (number % 2 == 0)}"


def page(store: SqlStore, candidate: Candidate, days: int, question: Question | None = None) -> Select[tuple[int]]:
    low = MANY - days * 1_440
    within = Bounds(low, MANY, 0, (NOW, MANY), None)
    scope = Scope(full_text(sqlite=store._database.is_sqlite), question or Question(None, NOW - days * DAY), within)
    statement, values = scope.page(candidate, low, MANY, 50, brief=False)
    return statement.params(values)


async def test_candidates_come_by_falling_ids_and_nothing_is_read_whole(full: SqlStore) -> None:
    for candidate in (COMMON, RARE, AllOf((COMMON, RARE)), Has("rare3", prefix=True)):
        for days in (1, 30):
            check(full, await plan(full, page(full, candidate, days)))
    every = await plan(full, page(full, ANYTHING, 30))
    assert "TEMP B-TREE" not in every, every
    assert "Sort" not in every, every
    await where_a_span_begins_is_looked_up(full)
    if not full._database.is_sqlite:
        assert "Index Scan Backward using item_words_pkey" in await plan(full, page(full, COMMON, 30))
        assert "Bitmap Index Scan on ix_item_words_words" in await plan(full, page(full, RARE, 30))


def check(store: SqlStore, found: str) -> None:
    if store._database.is_sqlite:
        assert "SCAN item_words VIRTUAL TABLE" in found, found
        assert "SEARCH items USING INTEGER PRIMARY KEY" in found, found
        assert "TEMP B-TREE" not in found, found
    else:
        assert "Seq Scan on items" not in found, found
        assert "Seq Scan on item_words" not in found, found
        assert "Index Scan using pk_items on items" in found, found


async def where_a_span_begins_is_looked_up(full: SqlStore) -> None:
    async with full._database.read() as connection:
        texts = full_text(sqlite=full._database.is_sqlite)
        within = await bounds(connection, texts, Question(None, NOW - DAY), Bookmark(7, MANY - 3))
    assert within is not None
    assert (within.low, within.high) == (MANY - 1_450, MANY - 3)
