"""The buttons' room: what buttons mean, and for how long."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Address
from bot.store.rooms import SqlStore
from tests.store.sample import DAY, NOW, chat

LONG = "/latest " + "hama OR " * 20 + "homs"


async def tidy(store: SqlStore, days: int) -> int:
    return await store.ledger.tidy(NOW + days * DAY, items=90 * DAY, seen=90 * DAY)


async def test_a_token_stands_for_its_command_in_every_thread_of_its_chat_and_nowhere_else(store: SqlStore) -> None:
    here, there = await chat(store, "1"), await chat(store, "2")
    token = await store.buttons.keep(replace(here.address, thread="5"), LONG, NOW)
    assert len(token) == 16
    assert await store.buttons.command(here.address, token) == LONG
    assert await store.buttons.command(replace(here.address, thread="7"), token) == LONG
    assert await store.buttons.command(there.address, token) == ""
    assert await store.buttons.command(replace(here.address, platform="matrix"), token) == ""
    for made_up in ("unknown", "", "\0", f"{token}\ud800x", "'"):
        assert await store.buttons.command(here.address, made_up) == ""


async def test_the_same_command_has_one_token_in_a_chat(store: SqlStore) -> None:
    here, there = await chat(store, "1"), await chat(store, "2")
    tokens = [await store.buttons.keep(each.address, LONG, NOW) for each in (here, here, there)]
    assert tokens[0] == tokens[1] != tokens[2]
    assert await store.buttons.keep(here.address, LONG + "x", NOW) not in tokens


async def test_a_chat_that_is_not_known_has_no_buttons(store: SqlStore) -> None:
    assert await store.buttons.keep(Address("telegram", "unknown"), LONG, NOW) == ""


async def test_buttons_are_forgotten_a_month_after_they_were_last_shown(store: SqlStore) -> None:
    here = await chat(store)
    old, shown_again = [await store.buttons.keep(here.address, f"{LONG}{n}", NOW) for n in range(2)]
    await store.buttons.keep(here.address, f"{LONG}1", NOW + 20 * DAY)
    assert await tidy(store, 30) == 0
    assert await tidy(store, 31) == 1
    assert [await store.buttons.command(here.address, token) for token in (old, shown_again)] == ["", f"{LONG}1"]
    assert await tidy(store, 51) == 1


async def test_buttons_go_with_a_chat_that_moves(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    token, twin = [await store.buttons.keep(old.address, f"{LONG}{n}", NOW) for n in range(2)]
    await store.buttons.keep(new.address, f"{LONG}1", NOW)
    await store.chats.move(old.address, "new")
    assert await store.buttons.command(new.address, token) == f"{LONG}0"
    assert await store.buttons.command(new.address, twin) == ""
