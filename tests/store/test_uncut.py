"""A caller that is cancelled leaves no transaction behind."""

from __future__ import annotations

import ast
import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import bot.store
from bot.core.model import SubscriptionKind
from bot.ports import Question
from bot.store.rooms import SqlStore
from bot.store.uncut import uncut
from tests.store.sample import LEASE, NOW, chat, entry, poll, source

Act = Callable[[], Awaitable[object]]


@pytest.mark.slow  # it takes ten times as long as any other here
async def test_a_write_succeeds_at_once_after_many_that_were_cancelled(store: SqlStore) -> None:
    known, wire = await chat(store), await source(store)
    await poll(store, wire, *(entry(number) for number in range(5)))
    acts: tuple[Act, ...] = (
        lambda: store.ledger.lead("desk", "me", NOW, LEASE),
        lambda: store.chats.subscribe(known.id, "", SubscriptionKind.QUERY, str(time.monotonic()), "me", NOW),
        lambda: store.outbox.notify(known.id, "", "hello", NOW),
        lambda: store.outbox.claim("telegram", 1, NOW, 9, LEASE),
        lambda: store.desk.unfiled(9),
        lambda: store.search.stories(Question(None, NOW - LEASE), NOW, 9),
    )
    chance = random.Random(1)
    for turn in range(200):
        task = asyncio.ensure_future(acts[turn % len(acts)]())
        for _ in range(chance.randrange(40)):
            await asyncio.sleep(0.0001)
        task.cancel()
        await asyncio.wait([task])
        async with asyncio.timeout(5):  # half of what SQLite would wait for a lock left behind
            await store.ledger.remember("turn", str(turn))
    assert await store.ledger.recall("turn") == "199"


async def test_a_cancellation_waits_for_the_end_of_what_is_under_way() -> None:
    gate, ended = asyncio.Event(), asyncio.Event()

    @uncut
    async def step() -> None:
        await gate.wait()
        ended.set()

    task = asyncio.create_task(step())
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_what_a_step_raises_comes_through() -> None:
    @uncut
    async def step(number: int) -> int:
        return 1 // number

    assert await step(1) == 1
    with pytest.raises(ZeroDivisionError):
        await step(0)


def test_every_function_of_the_store_that_opens_a_transaction_is_uncut() -> None:
    bare = [
        f"{path.name}: {node.name}"
        for path in Path(bot.store.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AsyncFunctionDef)
        and any(ast.unparse(inner.func).endswith(("database.read", "database.write")) for inner in _calls(node))
        and not any(ast.unparse(mark) == "uncut" for mark in node.decorator_list)
    ]
    assert bare == ["opening.py: open_store"]  # before it returns there is nobody to share with


def _calls(node: ast.AST) -> list[ast.Call]:
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
