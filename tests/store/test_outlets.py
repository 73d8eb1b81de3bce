"""The outlets' room: labels, options, what chats bring, what is carried in and out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import UserError
from bot.core.holdings import Holding, Route
from bot.core.model import Options, Outlet, SourceState, SubscriptionKind
from bot.ports import Taken
from bot.store.rooms import SqlStore
from tests.store.sample import LEASE, MINUTE, NOW, chat, entry, outlet, poll, shown, source

SANA = outlet("sana", affiliation="Syrian state media", basis="its statutes", packs=("syria",))
WAYS = [("feed", "https://sana.example/feed"), ("telegram", "sana_gov")]
NONE = timedelta(0)


async def states(store: SqlStore) -> dict[str, SourceState]:
    return {each.locator: each.state for each in await store.sources.every()}


async def bring(store: SqlStore, name: str, by: int, limit: int = 5) -> Outlet | None:
    mine = outlet(name, brought_by=by)
    return await store.outlets.bring(mine, "feed", f"https://{name}.example/", "", "Lina", limit, NOW)


async def forget(store: SqlStore) -> None:
    """Let no chat follow anything."""
    for one in await store.chats.subscriptions():
        await store.chats.unsubscribe(one.id)
    assert await store.outlets.let_go() == 1


async def follow(store: SqlStore, by: int, name: str) -> int:
    added = await store.chats.subscribe(by, "", SubscriptionKind.OUTLET, name, "Lina", NOW)
    assert added
    return added.id


# ---- labels and options


async def test_a_label_is_the_operators_until_it_is_given_back(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    await store.outlets.label("sana", "aligned", "a letter", own=True)
    assert (await store.outlets.every())[0] == replace(SANA, affiliation="aligned", basis="a letter")
    assert (await store.outlets.holdings())[0].labelled
    await store.outlets.label("sana", SANA.affiliation, SANA.basis, own=False)
    assert not (await store.outlets.holdings())[0].labelled


async def test_options_are_kept_and_change_nothing_else(store: SqlStore) -> None:
    read = await source(store)
    await store.outlets.set_options(read.id, Options(reposts=False, user_agent="Other/1"), NOW, afresh=False)
    (after,) = await store.sources.every()
    assert after == replace(read, options=Options(reposts=False, user_agent="Other/1"))


async def test_an_option_that_reveals_old_things_lets_them_in_silently(store: SqlStore) -> None:
    read = await source(store)
    (held,) = await store.sources.claim(NOW, 1, LEASE)
    await store.outlets.set_options(read.id, Options(replies=True), NOW + MINUTE, afresh=True)
    (after,) = await store.sources.every()
    assert (after.read_at, dict(after.memory), after.due_at) == (NOW, {}, NOW + MINUTE)
    assert after.lease == held.lease + 1
    await poll(store, after, entry(1), entry(2, published=NOW - MINUTE), entry(3, published=NOW + MINUTE))
    assert {item.title: item.quiet for item in await shown(store)} == {
        "Title 1": True,
        "Title 2": True,
        "Title 3": False,
    }
    await poll(store, after, entry(4))
    assert [item.quiet for item in await shown(store) if item.title == "Title 4"] == [False]


# ---- what chats bring


async def test_a_chat_brings_sources_up_to_its_limit(store: SqlStore) -> None:
    mine, other = (await chat(store, "1")).id, (await chat(store, "2")).id
    assert await bring(store, "one", mine, limit=2) == outlet("one", brought_by=mine)
    assert await bring(store, "two", mine, limit=2)
    assert await bring(store, "three", mine, limit=2) is None
    assert await bring(store, "three", other, limit=2)
    assert [each.id for each in await store.outlets.brought(mine)] == ["one", "two"]
    assert len(await store.sources.claim(NOW, 10, LEASE)) == 3


async def test_who_brings_a_source_follows_it_in_the_same_moment(store: SqlStore) -> None:
    mine = await chat(store)
    blog = outlet("blog", brought_by=mine.id)
    assert await store.outlets.bring(blog, "feed", "https://blog.example/", "5", "Lina", 5, NOW) == blog
    (one,) = await store.chats.subscriptions()
    assert (one.chat, one.thread, one.kind, one.text) == (mine, "5", SubscriptionKind.OUTLET, "blog")
    assert (one.edited_by, one.edited_at) == ("Lina", NOW)
    assert await store.outlets.let_go() == 0


async def test_what_is_read_already_is_not_brought(store: SqlStore) -> None:
    mine = (await chat(store)).id
    await source(store, "one")
    with pytest.raises(UserError, match="read that already"):
        await store.outlets.bring(outlet("new", brought_by=mine), "feed", "https://one.example/feed", "", "", 5, NOW)
    assert {each.brought_by for each in await store.outlets.every()} == {None}


async def test_what_the_operator_removed_no_chat_brings_back(store: SqlStore) -> None:
    mine = (await chat(store)).id
    await bring(store, "one", mine)
    (brought,) = await store.sources.every()
    await store.sources.change(brought.id, SourceState.REMOVED, NOW)
    with pytest.raises(UserError, match="has removed"):
        await bring(store, "one", mine)
    assert await store.outlets.brought(mine) == ()


async def test_what_nobody_follows_any_more_is_not_read_any_more(store: SqlStore) -> None:
    mine, other = (await chat(store, "1")).id, (await chat(store, "2")).id
    await bring(store, "blog", mine)
    await source(store, "sana")
    (first,) = await store.chats.subscriptions(mine)
    second = await follow(store, other, "blog")
    await store.chats.unsubscribe(first.id)
    assert await store.outlets.let_go() == 0
    await store.chats.unsubscribe(second)
    assert await store.outlets.let_go() == 1
    assert [each.outlet.id for each in await store.sources.every()] == ["sana"]
    assert await store.outlets.brought(mine) == ()


async def test_a_poll_under_way_brings_nothing_of_what_was_let_go(store: SqlStore) -> None:
    await bring(store, "blog", (await chat(store)).id)
    (held,) = await store.sources.claim(NOW, 1, LEASE)
    await forget(store)
    assert await poll_of(store, held) is None


async def poll_of(store: SqlStore, held: object) -> object:
    from bot.core.outcome import Read

    return await store.sources.settle(held, Read((entry(1),)), NOW, NOW)  # type: ignore[arg-type]


async def test_another_chat_brings_back_what_was_let_go_as_its_own(store: SqlStore) -> None:
    mine, other = (await chat(store, "1")).id, (await chat(store, "2")).id
    await bring(store, "blog", mine)
    await forget(store)
    again = outlet("blog-2", brought_by=other)
    found = await store.outlets.bring(again, "feed", "https://blog.example/", "", "", 5, NOW)
    assert found == outlet("blog", brought_by=other)
    (back,) = await store.sources.every()
    assert (back.outlet, back.state, back.read_at) == (found, SourceState.ACTIVE, None)


async def test_what_the_catalogue_has_no_more_may_be_brought(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    await store.sources.install([], NOW)
    mine = (await chat(store)).id
    found = await store.outlets.bring(replace(SANA, brought_by=mine), *WAYS[0], "", "", 5, NOW)
    assert found == replace(SANA, brought_by=mine)
    await store.sources.install([], NOW)
    assert len(await store.sources.every()) == 1, "it is not the catalogue's any more"


async def test_no_chat_takes_from_everybody_what_everybody_reads(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    mine = (await chat(store)).id
    await store.outlets.bring(replace(SANA, brought_by=mine), "feed", "https://sana.example/other", "", "", 5, NOW)
    assert {each.outlet.brought_by for each in await store.sources.every()} == {None}


async def test_what_a_chat_brought_can_be_given_to_all(store: SqlStore) -> None:
    await bring(store, "blog", (await chat(store)).id)
    await store.outlets.publish("blog")
    assert (await store.outlets.every())[0].brought_by is None


# ---- the operator's own


async def test_the_holder_of_an_address_is_known_even_when_it_is_gone(store: SqlStore) -> None:
    removed = await source(store, "sana")
    await store.sources.change(removed.id, SourceState.REMOVED, NOW)
    assert await store.outlets.holder("feed", "https://sana.example/feed") == outlet("sana")
    assert await store.outlets.holder("telegram", "sana") is None


async def test_all_that_was_removed_of_an_outlet_comes_back_at_once(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    for each in await store.sources.every():
        await store.sources.change(each.id, SourceState.REMOVED, NOW)
    assert await store.outlets.bring_back("sana", NOW) == 2
    assert await states(store) == {WAYS[0][1]: SourceState.ACTIVE, WAYS[1][1]: SourceState.STANDBY}
    assert await store.outlets.bring_back("sana", NOW) == 0


# ---- carried in and out


async def test_what_is_carried_out_can_be_carried_in_elsewhere(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    await source(store, "blog")
    await store.outlets.label("blog", "a party's paper", "its imprint", own=True)
    first, *_ = await store.sources.every()
    await store.outlets.set_options(first.id, Options(reposts=False), NOW, afresh=False)
    await store.sources.change(first.id, SourceState.PAUSED, NOW)
    holdings = await store.outlets.holdings()
    assert [(each.outlet.id, each.labelled, len(each.routes)) for each in holdings] == [
        ("blog", True, 1),
        ("sana", False, 2),
    ]
    assert [route.listed for each in holdings for route in each.routes] == [False, True, True]
    for each in await store.sources.every():
        await store.sources.change(each.id, SourceState.REMOVED, NOW)
    assert await store.outlets.holdings() == ()
    await store.outlets.label("blog", "", "", own=False)
    assert await store.outlets.take_in(holdings, NOW, NONE) == Taken(3, 0)
    mine = [replace(each, routes=tuple(replace(route, listed=False) for route in each.routes)) for each in holdings]
    assert await store.outlets.holdings() == tuple(mine)


async def test_what_chats_brought_and_what_its_site_ended_is_not_carried_out(store: SqlStore) -> None:
    await bring(store, "blog", (await chat(store)).id)
    ended = await source(store, "sana")
    await store.sources.change(ended.id, SourceState.DEAD, NOW)
    assert await store.outlets.holdings() == ()


async def test_new_sources_become_due_one_after_another(store: SqlStore) -> None:
    holdings = [Holding(Outlet("", f"N{n}"), (Route("feed", f"https://n{n}.example/"),)) for n in range(40)]
    assert await store.outlets.take_in(holdings, NOW, 40 * MINUTE) == Taken(40, 0)
    due = sorted(each.due_at - NOW for each in await store.sources.every() if each.due_at)
    assert timedelta(0) <= due[0] < 10 * MINUTE
    assert 30 * MINUTE < due[-1] < 40 * MINUTE
    assert len({round(each / MINUTE) for each in due}) > 15
    assert await store.outlets.take_in(holdings, NOW, 40 * MINUTE) == Taken(0, 40)


async def test_options_and_labels_of_a_list_are_set_on_what_is_there(store: SqlStore) -> None:
    there = await source(store, "sana", affiliation="old", basis="old")
    route = Route("feed", "https://sana.example/feed", Options(cache_bust=True))
    mine = outlet("sana", affiliation="Syrian state media", basis="its statutes")
    assert await store.outlets.take_in([Holding(mine, (route,), labelled=True)], NOW, NONE) == Taken(0, 1)
    (after,) = await store.sources.every()
    assert after == replace(there, outlet=mine, options=Options(cache_bust=True))
    (holding,) = await store.outlets.holdings()
    assert holding.labelled


async def test_a_list_that_names_what_a_chat_brought_gives_it_to_all(store: SqlStore) -> None:
    await bring(store, "blog", (await chat(store)).id)
    holding = Holding(Outlet("", "Whatever"), (Route("feed", "https://blog.example/"),))
    assert await store.outlets.take_in([holding], NOW, NONE) == Taken(0, 1)
    assert [each.outlet for each in await store.sources.every()] == [outlet("blog")]
