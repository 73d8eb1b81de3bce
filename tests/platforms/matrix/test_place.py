"""The place in the sync that a restart begins at."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.matrix.place import Bookmark
from tests.platforms.matrix.conftest import Memory, until

NAME = "since"


def begin(done: asyncio.Event) -> asyncio.Task[bool]:
    return asyncio.create_task(done.wait())


async def test_a_place_is_remembered_as_soon_as_what_was_begun_before_it_is_done() -> None:
    memory, done = Memory(), asyncio.Event()
    bookmark = Bookmark(memory, NAME)
    errand = begin(done)
    bookmark.put("s1", [errand])

    async def work() -> str:
        await asyncio.sleep(0.02)
        assert NAME not in memory.kept
        done.set()
        await until(remembered)
        return memory.kept[NAME]

    async def remembered() -> bool:
        return NAME in memory.kept

    assert await asyncio.wait_for(bookmark.during(work()), 5) == "s1"
    assert await bookmark.recall() == "s1"


async def test_a_place_that_can_t_be_remembered_ends_the_work() -> None:
    memory, ended = Memory(), asyncio.Event()
    memory.broken = True
    bookmark = Bookmark(memory, NAME)
    errand = asyncio.create_task(asyncio.sleep(0.02))
    bookmark.put("s1", [errand])

    async def work() -> None:
        try:
            await asyncio.sleep(3_600)
        finally:
            ended.set()

    with pytest.raises(RuntimeError, match="the database is gone"):
        await asyncio.wait_for(bookmark.during(work()), 5)
    assert ended.is_set()


async def test_an_error_of_the_work_is_passed_on() -> None:
    async def work() -> None:
        raise ValueError("no matter")

    with pytest.raises(ValueError, match="no matter"):
        await Bookmark(Memory(), NAME).during(work())


STEPS = st.lists(st.sampled_from(["begin", "end first", "end last", "put"]), max_size=40)


@given(STEPS)
async def test_the_newest_place_before_which_all_is_done_is_remembered(steps: list[str]) -> None:
    memory = Memory()
    bookmark = Bookmark(memory, NAME)
    under_way: list[tuple[asyncio.Event, asyncio.Task[bool]]] = []
    before: dict[str, set[asyncio.Task[bool]]] = {}
    for number, step in enumerate(steps):
        match step:
            case "begin":
                done = asyncio.Event()
                under_way.append((done, begin(done)))
            case "put":
                before[str(number)] = {task for _, task in under_way}
                bookmark.put(str(number), before[str(number)])  # type: ignore[arg-type]  # what they return is not read
            case _ if under_way:
                done, task = under_way.pop(0 if step == "end first" else -1)
                done.set()
                await task
            case _:
                pass
        await bookmark.during(asyncio.sleep(0))
        safe = [place for place, tasks in before.items() if all(task.done() for task in tasks)]
        assert memory.kept.get(NAME) == (safe[-1] if safe else None)
    for done, _ in under_way:
        done.set()
    await asyncio.gather(*(task for _, task in under_way))
