"""What is kept of items to find them by, and how it is made anew when a new version keeps something else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.core.filters import bind
from bot.core.filters.query import Count, Label, Op, Place, Query, Tag, Term
from bot.core.model import Outlet
from bot.core.names import Mention
from bot.ports import Question
from bot.store import indexing
from bot.store.fulltext import joined
from bot.store.reindexing import reindex, reindex_some
from bot.store.rooms import SqlStore
from bot.store.tables import items, memories
from tests.core.gazette import Gazette
from tests.kit.stores import sqlite_store
from tests.store.sample import NOW, desk, entry, filing, poll, shown, source

HAMA = Query(Term("Hama", ("hama",)))
SYRIA = Place("Hama", ("hama",))


class Places(Gazette):
    """Finds Hama, which lies in Syria, wherever it stands."""

    def mentions(self, title: str, text: str, country: str = "") -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        return tuple(
            (Mention(at, at + 4, "geo:1", ("country:SY",)),) if (at := passage.find("Hama")) >= 0 else ()
            for passage in (title, text)
        )  # type: ignore[return-value]


async def found(store: SqlStore, query: Query, names: Gazette | None = None) -> list[str]:
    question = Question(bind(query, names or Gazette(())))
    return [item.title for item in (await store.search.reports(question, NOW, 100)).things]


class Slow(Places):
    """Needs a tenth of a second to read a text."""

    def mentions(self, title: str, text: str, country: str = "") -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        time.sleep(0.1)  # in the thread that reads
        return super().mentions(title, text, country)


async def test_others_get_their_turns_while_a_long_text_is_read_for_places(tmp_path: Path) -> None:
    async with sqlite_store(tmp_path, Slow()) as store:
        of, stalls = await source(store), list[float]()

        async def watch() -> None:
            while True:
                began = time.perf_counter()
                await asyncio.sleep(0.001)
                stalls.append(time.perf_counter() - began)

        watching = asyncio.create_task(watch())
        await poll(store, of, entry(1, title="Rain in Hama", text="Hama " * 2_000))
        watching.cancel()
        assert max(stalls) < 0.08
        assert [item.places for item in await shown(store)] == [("geo:1", "country:SY")]


@asynccontextmanager
async def placing(folder: Path) -> AsyncIterator[SqlStore]:
    async with sqlite_store(folder, Places()) as store:
        yield store


async def test_the_places_of_an_item_are_taken_down_when_it_is_recorded_and_when_it_is_revised(tmp_path: Path) -> None:
    async with placing(tmp_path) as store:
        of = await source(store)
        await poll(store, of, entry(1, title="Shelling near Hama", text="Hama"), entry(2, title="Rain in Quito"))
        assert sorted(item.places for item in await shown(store)) == [(), ("geo:1", "country:SY")]
        assert await found(store, Query(SYRIA), Gazette()) == ["Shelling near Hama"]
        await poll(store, of, entry(2, title="Rain in Hama"))
        assert {*await found(store, Query(SYRIA), Gazette())} == {"Rain in Hama", "Shelling near Hama"}


async def test_an_item_has_the_kind_of_its_source(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1))
    assert [item.kind for item in await shown(store)] == ["feed"]
    assert await found(store, Query(Tag(Label.KIND, "feed"))) == ["Title 1"]
    assert await found(store, Query(Tag(Label.KIND, "telegram"))) == []


async def test_what_is_known_of_an_outlet_may_change_after_its_items_are_indexed(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1))
    await store.sources.install([(Outlet("sana", "Syrian Agency", country="SY"), [("feed", "https://x.example")])], NOW)
    assert await found(store, Query(Tag(Label.OUTLET, "syrian agency"))) == ["Title 1"]
    assert await found(store, Query(Tag(Label.OUTLET, "SANA feed"))) == []
    assert await found(store, Query(Tag(Label.COUNTRY, "sy"))) == ["Title 1"]


async def test_an_outlet_that_carries_an_item_later_finds_it(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1))
    await poll(store, await source(store, "tass"), replace(entry(1), guid="other"))
    assert await found(store, Query(Tag(Label.OUTLET, "tass"))) == ["Title 1"]
    listed = await store.search.reports(Question(outlet="tass"), NOW, 9)
    assert [item.title for item in listed.things] == ["Title 1"]


async def test_how_many_outlets_tell_a_story_is_asked_of_all_its_items(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1, title="one"), entry(2, title="two"))
    await poll(store, await source(store, "tass"), entry(3, title="three"))
    fence = await desk(store)
    for item in await store.desk.unfiled(10):
        await store.desk.file([filing(item, story=1 if item.title != "two" else None)], fence, NOW)
    assert sorted(await found(store, Query(Count("sources", Op.AT_LEAST, 2)))) == sorted(
        item.title for item in await shown(store) if item.story == 1
    )


def test_what_is_kept_of_one_item_ends_with_a_whole_term() -> None:
    kept = joined(f"{number:06}" for number in range(100_000))
    assert len(kept) <= 200_000
    assert {len(term) for term in kept.split(" ")} == {6}


async def without_index(store: SqlStore) -> None:
    """As an older version leaves it: nothing is in the index that this one asks for."""
    async with store._database.write() as connection:
        await connection.execute(delete(memories))
        known = (await connection.execute(select(items.c.id))).scalars().all()
        await store.search._texts.keep(connection, dict.fromkeys(known, "nothing"))


async def marks(store: SqlStore) -> list[str]:
    async with store._database.read() as connection:
        return list((await connection.execute(select(memories.c.value))).scalars())


async def test_while_items_wait_to_be_indexed_anew_they_are_found_all_the_same(store: SqlStore) -> None:
    await poll(store, await source(store), *(entry(n, title=f"Hama {n}" if n % 2 else f"Quito {n}") for n in range(9)))
    await store.indexed()
    await without_index(store)
    assert len(await found(store, HAMA)) == 4
    counted = await store.search.stories(Question(bind(HAMA, Gazette(()))), NOW, 2)
    assert (counted.total, counted.whole) == (4, True)


async def test_items_are_indexed_anew_the_newest_first_and_a_new_process_goes_on(store: SqlStore) -> None:
    await poll(store, await source(store), *(entry(n, title=f"Hama {n}") for n in range(9)))
    await store.indexed()
    await without_index(store)
    index = indexing.Index(store.search._texts, Gazette())
    assert await reindex_some(store._database, index, 4) == 4
    (mark,) = await marks(store)
    assert int(mark) == sorted(item.id for item in await shown(store))[-4]
    assert len(await found(store, HAMA)) == 9
    await poll(store, (await store.sources.every())[0], entry(20, title="Hama again"))
    assert len(await found(store, HAMA)) == 10
    await reindex(store._database, index)
    assert await marks(store) == ["0"]
    assert len(await found(store, HAMA)) == 10


async def test_what_is_forgotten_while_it_is_indexed_anew_is_in_nobodys_way(store: SqlStore) -> None:
    await poll(store, await source(store), *(entry(n, title=f"Hama {n}") for n in range(3)))
    await store.indexed()
    await without_index(store)
    index = indexing.Index(store.search._texts, Gazette())
    async with store._database.write() as connection:
        await store.search._texts.drop(connection, [2])
        await connection.execute(delete(items).where(items.c.id == 2))
        indexed = asyncio.create_task(reindex_some(store._database, index, 9))
        await asyncio.sleep(0.3)  # it waits
    await indexed
    assert sorted(await found(store, HAMA)) == sorted(item.title for item in await shown(store))
    assert len(await shown(store)) == 2


async def test_another_version_of_the_analysis_indexes_all_anew_when_the_store_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sqlite_store(tmp_path) as store:
        await poll(store, await source(store), entry(1, title="Shelling near Hama"))
        await store.indexed()
        assert [item.places for item in await shown(store)] == [()]
    monkeypatch.setattr(indexing, "_NAME", "index.another")
    async with placing(tmp_path) as store:
        await store.indexed()
        assert [item.places for item in await shown(store)] == [("geo:1", "country:SY")]
        assert await found(store, Query(SYRIA), Gazette()) == ["Shelling near Hama"]
        assert await marks(store) == ["0"]
