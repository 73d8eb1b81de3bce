"""What a search costs: how often the database is asked, and how far it goes to count what is not shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.core.filters import Bound, bind, parse
from bot.core.names import Unnamed
from bot.ports import Question
from bot.store.rooms import SqlStore
from tests.store.sample import DAY, HOUR, MINUTE, NOW, entry, poll, source

pytestmark = pytest.mark.slow

SURE = bind(parse("hama"), Unnamed())
"""The index tells all."""
UNSURE = bind(parse("hama -homs"), Unnamed())
"""Every candidate must be read."""

HOURS, HOURLY = 20, 15


async def wired(store: SqlStore, text: str = "", *, skipped: int = 0) -> None:
    """Twenty hours of items, fifteen in each: what is published in the last fifteen minutes is seen at the hour.

    `skipped`: ids of other items before those of the last hour.
    """
    of = await source(store)
    for hour in range(HOURS):
        if hour == HOURS - 1:
            await skip(store, skipped)
        seen = NOW - (HOURS - hour) * HOUR
        numbers = range(hour * HOURLY, (hour + 1) * HOURLY)
        entries = [entry(n, title=f"hama {n}", text=text, published=seen - n % HOURLY * MINUTE) for n in numbers]
        await poll(store, of, *entries, now=seen)


async def skip(store: SqlStore, ids: int) -> None:
    """Give the next item an id that is higher by so many."""
    raise_it = f"SELECT setval('items_id_seq', nextval('items_id_seq') + {ids})"
    if store._database.is_sqlite:
        raise_it = f"UPDATE sqlite_sequence SET seq = seq + {ids} WHERE name = 'items'"
    async with store._database.write() as connection:
        await connection.exec_driver_sql(raise_it)


@contextmanager
def asked(store: SqlStore) -> Iterator[list[str]]:
    """The statements that read something."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            statements.append(statement)

    engine = store._database._reader.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def test_three_statements_make_a_page(store: SqlStore) -> None:
    await wired(store)
    with asked(store) as statements:
        found = await store.search.stories(Question(SURE, NOW - 3 * HOUR), NOW, 5)
    titles = [item.title for story in found.things for item in story.items]
    assert titles == [f"hama {(HOURS - 1) * HOURLY + n}" for n in range(5)]
    assert (found.total, found.whole) == (30 + 1, True)
    assert len(statements) == 3


async def test_what_the_index_tells_is_counted_in_one_statement_more(store: SqlStore) -> None:
    await wired(store)
    with asked(store) as statements:
        found = await store.search.stories(Question(SURE, NOW - 30 * DAY), NOW, 5)
    assert 110 <= found.total <= 120
    assert not found.whole
    assert len(statements) == 4


async def test_where_many_ids_were_passed_over_no_more_are_to_be_counted(store: SqlStore) -> None:
    await wired(store, skipped=10_000)
    with asked(store) as statements:
        found = await store.search.stories(Question(SURE, NOW - 30 * DAY), NOW, 5)
    assert (found.total, found.whole) == (50, False)
    assert len(statements) == 3


async def test_where_candidates_must_be_read_no_more_are_read_than_are_counted(store: SqlStore) -> None:
    await wired(store)
    with asked(store) as statements:
        found = await store.search.stories(Question(UNSURE, NOW - 30 * DAY), NOW, 5)
    assert 105 <= found.total <= 120
    assert not found.whole
    assert len(statements) == 4


async def test_a_second_page_is_no_larger_than_what_is_missing(store: SqlStore) -> None:
    await wired(store, skipped=50_000)
    read: list[int] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        if "lowest" in statement:
            read.extend(each for each in parameters if each in {25, 50, 100})

    event.listen(store._database._reader.sync_engine, "before_cursor_execute", note)
    last = " ".join(f"-{number}" for number in range(250, 295))
    few = bind(parse(f"hama {last}"), Unnamed())
    found = await store.search.reports(Question(few, NOW - 30 * DAY), NOW, 5)
    assert [item.title for item in found.things] == [f"hama {n}" for n in range(295, 300)]
    assert (found.total, found.whole) == (5 + 25, False)
    assert read == [50, 25]


async def test_long_texts_are_counted_only_while_that_is_quick(store: SqlStore) -> None:
    await wired(store, "word " * 58)
    with asked(store) as statements:
        found = await store.search.stories(Question(UNSURE, NOW - 30 * DAY), NOW, 5)
    assert 25 <= found.total <= 35
    assert not found.whole
    assert len(statements) == 3


async def test_what_is_left_to_count_must_be_worth_a_statement(store: SqlStore) -> None:
    await wired(store, "word " * 20)
    with asked(store) as statements:
        found = await store.search.stories(Question(UNSURE, NOW - 30 * DAY), NOW, 5)
    assert (found.total, found.whole) == (50, False)
    assert len(statements) == 3


@pytest.mark.parametrize("query", [SURE, UNSURE])
async def test_what_lies_below_many_that_are_out_of_scope_is_found(store: SqlStore, query: Bound) -> None:
    await wired(store)
    early = NOW - (HOURS - 2) * HOUR - 30 * MINUTE
    found = await store.search.reports(Question(query, NOW - 30 * DAY, early), NOW, 40)
    assert [item.title for item in found.things] == [f"hama {n}" for n in (*range(15, 30), *range(15))]
    assert (found.total, found.whole) == (30, True)
    nothing = await store.search.reports(Question(query, early, early), NOW, 40)
    assert (nothing.total, nothing.whole) == (0, True)


async def test_carriers_are_asked_for_only_where_there_are_any(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1, title="hama 1"), entry(2, title="hama 2", published=NOW - DAY))
    question = Question(SURE, NOW - HOUR)
    with asked(store) as alone:
        await store.search.stories(question, NOW, 5)
    await poll(store, await source(store, "other"), entry(1, guid="its own", title="hama 1"))
    with asked(store) as shared:
        found = await store.search.stories(question, NOW, 5)
    assert [[outlet.id for outlet in item.carriers] for story in found.things for item in story.items] == [["other"]]
    assert len(shared) == len(alone) + 1
