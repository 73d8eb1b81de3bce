"""Pages of what was found: they follow each other without a gap or a repetition, whatever comes in between."""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.filters import bind, parse
from bot.core.model import Item
from bot.core.names import Unnamed
from bot.ports import Bookmark, Question
from bot.store.fulltext import full_text
from bot.store.rooms import SqlStore
from bot.store.search import SearchStatements
from bot.store.tables import items
from tests.store.sample import DAY, HOUR, MINUTE, NOW, desk, entry, filing, poll, shown, source

pytestmark = pytest.mark.slow

HAMA = bind(parse("hama"), Unnamed())


async def every_page(store: SqlStore, question: Question, limit: int) -> list[list[str]]:
    """The titles of the newest matching items, page by page."""
    pages: list[list[str]] = []
    after: Bookmark | None = None
    for _ in range(1_000):
        found = await store.search.reports(question, NOW, limit, after)
        pages.append([item.title for item in found.things])
        if found.total <= limit:
            assert found.whole
            return pages
        after = found.marks[-1]
    raise AssertionError("pages never end")


async def told(store: SqlStore, number: int, story: int | None = None, *, minutes: int = 0) -> Item:
    """An item that is filed, published so many minutes before now."""
    known = await store.sources.every()
    of = known[0] if known else await source(store)
    published = NOW - minutes * MINUTE
    await poll(store, of, entry(number, title=f"hama {number}", text="", published=published))
    (item,) = await store.desk.unfiled(10)
    assert await store.desk.file([filing(item, story=story)], await desk(store), NOW) is not None
    return replace(item, story=story or item.id)


async def test_pages_follow_each_other_by_the_time_of_publication(store: SqlStore) -> None:
    published = [NOW - timedelta(minutes=number * 7 % 100) for number in range(100)]
    entries = [entry(n, title=f"hama {n}", text="", published=at) for n, at in enumerate(published)]
    await poll(store, await source(store), *entries)
    pages = await every_page(store, Question(HAMA), 7)
    in_order = sorted(await shown(store), key=lambda item: (item.published, item.id), reverse=True)
    assert [title for page in pages for title in page] == [item.title for item in in_order]
    assert [len(page) for page in pages] == [7] * 14 + [2]


async def test_what_arrives_between_two_pages_is_on_neither(store: SqlStore) -> None:
    for number in range(4):
        await told(store, number, minutes=10 * number)
    first = await store.search.reports(Question(HAMA), NOW, 2)
    await told(store, 7, minutes=5)
    await told(store, 8, minutes=25)
    second = await store.search.reports(Question(HAMA), NOW, 2, first.marks[-1])
    assert [item.title for item in (*first.things, *second.things)] == ["hama 0", "hama 1", "hama 2", "hama 3"]
    assert (second.total, second.whole) == (2, True)


async def test_a_story_stands_on_one_page_alone_though_its_items_are_old_and_new(store: SqlStore) -> None:
    opened = await told(store, 1, minutes=50)
    await told(store, 2, minutes=40)
    await told(store, 3, opened.id, minutes=10)
    first = await store.search.stories(Question(HAMA), NOW, 1)
    assert [story.id for story in first.things] == [opened.id]
    assert first.total == 2
    second = await store.search.stories(Question(HAMA), NOW, 1, first.marks[0])
    assert [[item.title for item in story.items] for story in second.things] == [["hama 2"]]
    assert (second.total, second.whole) == (1, True)


async def test_a_story_that_goes_on_between_two_pages_is_not_passed_over(store: SqlStore) -> None:
    newest = await told(store, 1, minutes=10)
    older = await told(store, 2, minutes=20)
    first = await store.search.stories(Question(HAMA), NOW, 1)
    assert [story.id for story in first.things] == [newest.id]
    await told(store, 3, older.id, minutes=1)
    second = await store.search.stories(Question(HAMA), NOW, 1, first.marks[0])
    assert [story.id for story in second.things] == [older.id]


async def test_an_item_of_the_story_that_does_not_match_hides_it_on_no_page(store: SqlStore) -> None:
    opened = await told(store, 1, minutes=30)
    await told(store, 2, minutes=20)
    await told(store, 3, opened.id, minutes=10)
    question = Question(bind(parse("hama -3"), Unnamed()))
    first = await store.search.stories(question, NOW, 1)
    second = await store.search.stories(question, NOW, 1, first.marks[0])
    assert [story.id for story in (*first.things, *second.things)] == [opened.id + 1, opened.id]


async def test_a_page_whose_end_is_forgotten_has_no_next(store: SqlStore) -> None:
    await told(store, 1)
    found = await store.search.reports(Question(HAMA), NOW, 1, Bookmark(99, 99))
    assert (found.things, found.total, found.whole) == ((), 0, True)


async def test_a_span_begins_and_ends_where_it_is_said_to(store: SqlStore) -> None:
    for number in range(4):
        await told(store, number, minutes=60 * number)
    question = Question(HAMA, NOW - 2 * HOUR, NOW)
    found = await store.search.reports(question, NOW, 9)
    assert [item.title for item in found.things] == ["hama 1", "hama 2"]


async def test_old_things_that_a_source_brings_late_stand_among_their_time(store: SqlStore) -> None:
    for number in range(3):
        await told(store, number, minutes=number)
    archive = [entry(100 + n, title=f"hama {100 + n}", text="", published=NOW - DAY - n * MINUTE) for n in range(60)]
    await poll(store, await source(store, "archive"), *archive, now=NOW)
    pages = await every_page(store, Question(HAMA), 10)
    assert pages[0][:4] == ["hama 0", "hama 1", "hama 2", "hama 100"]
    assert pages[-1] == ["hama 157", "hama 158", "hama 159"]


async def test_what_says_that_it_comes_from_the_future_stands_above_what_was_seen_with_it(store: SqlStore) -> None:
    wired = await source(store)
    for number in range(60):
        seen = NOW + number * MINUTE
        ahead = 10 if number == 9 else 0
        await poll(
            store, wired, entry(number, title=f"hama {number}", text="", published=seen + ahead * MINUTE), now=seen
        )
    found = await store.search.reports(Question(HAMA), NOW, 60)
    in_order = sorted(await shown(store), key=lambda item: (item.published, item.id), reverse=True)
    assert [item.title for item in found.things] == [item.title for item in in_order]


async def test_a_span_has_what_was_published_in_it_though_it_was_seen_before(store: SqlStore) -> None:
    wired = await source(store)
    await poll(store, wired, entry(1, title="hama 1", text="", published=NOW + 5 * MINUTE), now=NOW)
    await poll(store, wired, entry(2, title="hama 2", text="", published=NOW + HOUR), now=NOW + HOUR)
    found = await store.search.reports(Question(HAMA, NOW + 2 * MINUTE), NOW, 9)
    assert [item.title for item in found.things] == ["hama 2", "hama 1"]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30), st.integers(1, 9))
@example([0, 7, *(0,) * 49], 9)  # of the fifty that are read at once, the last came late: the next is newer
async def test_whatever_the_times_pages_hold_each_item_once_and_in_order(
    store: SqlStore, minutes: list[int], limit: int
) -> None:
    number = len(await shown(store))
    wired = (await store.sources.every() or [await source(store)])[0]
    for n, minute in enumerate(minutes, number):
        seen = NOW + n * MINUTE
        at = seen - minute * MINUTE
        await poll(store, wired, entry(n, title=f"hama {n}", text="", published=at), now=seen)
    pages = await every_page(store, Question(HAMA), limit)
    in_order = sorted(await shown(store), key=lambda item: (item.published, item.id), reverse=True)
    assert [title for page in pages for title in page] == [item.title for item in in_order]


@pytest.mark.parametrize("size", [3, 120])
async def test_the_order_does_not_depend_on_how_many_are_read_at_once(store: SqlStore, size: int) -> None:
    wired = await source(store)
    for start in range(0, 360, 120):
        seen = NOW + start * MINUTE
        late = [entry(start + n, title=f"hama {start + n}", text="", published=seen - n * MINUTE) for n in range(120)]
        await poll(store, wired, *late, now=seen)
    async with store._database.read() as connection:
        rows = (await connection.execute(items.select().order_by(items.c.published.desc(), items.c.id.desc()))).all()
    pages = await every_page(store, Question(HAMA), size)
    assert [title for page in pages for title in page] == [row.title for row in rows]


async def test_a_search_that_must_look_at_too_much_says_how_far_it_came(store: SqlStore) -> None:
    for number in range(6):
        await told(store, number, minutes=10 * number)
    weary = SearchStatements(store._database, full_text(sqlite=store._database.is_sqlite), most=4)
    found = await weary.reports(Question(HAMA), NOW, 10)
    assert (found.total, found.whole, found.until) == (4, False, NOW - 30 * MINUTE)
    matched = await weary.matched(Question(HAMA))
    assert (len(matched.items), matched.until) == (4, NOW - 30 * MINUTE)
    assert (await weary.reports(Question(HAMA), NOW, 2)).until == NOW - 30 * MINUTE


@pytest.mark.slow
async def test_a_long_walk_lets_others_have_their_turn(store: SqlStore) -> None:
    for start in range(0, 1_600, 200):
        entries = [entry(start + n, title=f"hama {start + n}", text="word " * 200) for n in range(200)]
        await poll(store, await source(store, f"outlet{start}"), *entries)
    question = Question(bind(parse("hama -quito"), Unnamed()))
    await store.search.matched(question)
    held: list[float] = []
    gc.collect()
    gc.disable()
    try:
        walk = asyncio.create_task(store.search.matched(question))
        while not walk.done():
            before = time.thread_time()
            await asyncio.sleep(0)
            held.append(time.thread_time() - before)
    finally:
        gc.enable()
    assert len(walk.result().items) == 1_600
    assert max(held) < 0.02
