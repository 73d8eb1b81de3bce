"""The chats' room: what was done to filters, and what words mean besides."""

from __future__ import annotations

from bot.core.model import Alias, FilterVersion, SubscriptionKind
from bot.store.rooms import SqlStore
from tests.store.sample import DAY, MINUTE, NOW, chat

FILTER = SubscriptionKind.FILTER


# ---- filters


async def test_a_filters_history_has_all_that_was_done_to_it(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_filter(group.id, "north", "hama", "Lina", NOW)
    await store.chats.save_filter(group.id, "north", "homs", "Omar", NOW + MINUTE)
    for thread in ("7", ""):
        await store.chats.subscribe(group.id, thread, FILTER, "north", "Lina", NOW)
    await store.chats.remove_filter(group.id, "north", "Sami", NOW + DAY)
    await store.chats.save_filter(group.id, "south", "daraa", "Lina", NOW + DAY)
    assert await store.chats.history(group.id, "NORTH") == (
        FilterVersion("north", 3, "", "Sami", NOW + DAY, ("", "7")),
        FilterVersion("north", 2, "homs", "Omar", NOW + MINUTE),
        FilterVersion("north", 1, "hama", "Lina", NOW),
    )
    assert await store.chats.history(group.id, "west") == ()
    assert await store.chats.history((await chat(store, "other")).id, "north") == ()


async def test_of_filters_that_only_capitals_tell_apart_the_exact_name_or_the_latest_is_meant(store: SqlStore) -> None:
    group = await chat(store)
    for minutes, name in enumerate(("North", "north", "NORTH")):
        await store.chats.save_filter(group.id, name, "hama", "Lina", NOW + minutes * MINUTE)
        await store.chats.remove_filter(group.id, name, "Lina", NOW + minutes * MINUTE)
    assert (await store.chats.history(group.id, "north"))[0].name == "north"
    assert (await store.chats.history(group.id, "nOrTh"))[0].name == "NORTH"


async def test_what_is_not_there_is_not_removed_a_second_time(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_filter(group.id, "north", "hama", "Lina", NOW)
    for _ in range(2):
        await store.chats.remove_filter(group.id, "north", "Lina", NOW)
    await store.chats.remove_filter(group.id, "never", "Lina", NOW)
    assert len(await store.chats.history(group.id, "north")) == 2
    assert await store.chats.history(group.id, "never") == ()


async def test_a_filter_can_be_saved_together_with_its_subscriptions(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_filter(group.id, "north", "hama", "Lina", NOW, follow=["", "7"])
    await store.chats.save_filter(group.id, "north", "homs", "Lina", NOW, follow=["7"])
    assert [(one.thread, one.text, one.query) for one in await store.chats.subscriptions(group.id)] == [
        ("", "north", "homs"),
        ("7", "north", "homs"),
    ]


async def test_merging_mixes_no_histories(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    for each, name, queries in (
        (old, "gone", ("hama", "homs")),
        (new, "gone", ("daraa",)),
        (old, "same", ("rain", "idlib")),
        (new, "same", ("idlib",)),
        (old, "left", ("aleppo",)),
    ):
        for query in queries:
            await store.chats.save_filter(each.id, name, query, "Lina", NOW)
    await store.chats.remove_filter(old.id, "gone", "Lina", NOW)
    await store.chats.remove_filter(old.id, "left", "Lina", NOW)
    await store.chats.move(old.address, "new")
    told = {
        name: [one.query for one in await store.chats.history(new.id, name)]
        for name in ("gone", "gone-2", "same", "left")
    }
    assert told == {"gone": ["daraa"], "gone-2": ["", "homs", "hama"], "same": ["idlib"], "left": ["", "aleppo"]}


# ---- aliases


async def test_aliases_add_up_whatever_the_capitals_of_their_name(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_alias(group.id, "HTS", ["Tahrir", "هيئة"], "Lina", NOW)
    await store.chats.save_alias(group.id, "hts", ["Nusra", "Tahrir"], "Omar", NOW + MINUTE)
    await store.chats.save_alias(group.id, "Daesh", ["IS"], "Lina", NOW)
    assert await store.chats.aliases(group.id) == (
        Alias("Daesh", ("IS",), "Lina", NOW),
        Alias("HTS", ("Tahrir", "هيئة", "Nusra"), "Omar", NOW + MINUTE),
    )
    assert await store.chats.aliases((await chat(store, "other")).id) == ()


async def test_a_spelling_or_a_whole_alias_is_taken_away(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_alias(group.id, "HTS", ["Tahrir", "Nusra", "Jolani"], "Lina", NOW)
    await store.chats.save_alias(group.id, "IS", ["Daesh"], "Lina", NOW)
    assert await store.chats.remove_alias(group.id, "hts", "Nusra") == 1
    assert await store.chats.remove_alias(group.id, "hts", "Nusra") == 0
    assert await store.chats.remove_alias(group.id, "Hts") == 2
    assert [one.name for one in await store.chats.aliases(group.id)] == ["IS"]


async def test_aliases_of_two_chats_that_are_one_are_merged(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    await store.chats.save_alias(old.id, "hts", ["Tahrir", "Nusra"], "Lina", NOW)
    await store.chats.save_alias(old.id, "IS", ["Daesh"], "Lina", NOW)
    await store.chats.save_alias(new.id, "HTS", ["Tahrir"], "Omar", NOW - DAY)
    await store.chats.move(old.address, "new")
    assert {one.name: one.spellings for one in await store.chats.aliases(new.id)} == {
        "HTS": ("Tahrir", "Nusra"),
        "IS": ("Daesh",),
    }
