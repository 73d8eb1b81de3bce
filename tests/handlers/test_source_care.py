"""The operator's hand on sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.catalogue import Catalogue
from bot.core.model import Options, Outlet, SourceState
from tests.handlers.room import NOW, OPERATOR, PACKS, SOHR, SPUTNIK, Room


async def test_a_source_is_paused_resumed_and_removed(room: Room) -> None:
    source = await room.source(SOHR)
    assert await room.says(f"/source pause {source.id}") == "Paused: SOHR. To read it again:  /source resume 1"
    assert (await room.store.sources.every())[0].state is SourceState.PAUSED
    assert (await room.says("/source resume 1")).endswith("In a minute, see how it went:  /source check 1")
    (active,) = await room.store.sources.every()
    assert (active.state, active.due_at) == (SourceState.ACTIVE, NOW)
    answer = await room.says("/source remove 1")
    assert answer == (
        "Removed: SOHR. What it brought stays in /latest. "
        "To have it back:  /source add https://sohr.example/feed.xml SOHR"
    )
    assert await room.store.sources.every() == ()
    assert room.rung == ["wake"] * 3


@pytest.mark.parametrize("verb", ["pause", "remove"])
async def test_what_is_read_in_its_place_is_named_with_the_way_to_stop_that_too(room: Room, verb: str) -> None:
    await room.store.sources.install([(SOHR, [("feed", "https://sohr.example/feed"), ("telegram", "sohr")])], NOW)
    assert (await room.says(f"/source {verb} 1")).endswith(
        f"\nSOHR is read another way now: Telegram channel, source 2. To stop that too:  /source {verb} 2"
    )
    assert "another way" not in await room.says(f"/source {verb} 2")


async def test_in_a_group_the_secrets_of_an_address_are_not_repeated(group: Room) -> None:
    await group.store.sources.add(SOHR, "feed", "https://u:pw@sohr.example/feed?key=hush", NOW)
    answer = await group.says("/source remove 1", by=OPERATOR)
    assert "pw" not in answer
    assert "hush" not in answer


@pytest.mark.parametrize("verb", ["pause", "resume", "remove"])
async def test_a_number_is_needed_and_must_be_known(room: Room, verb: str) -> None:
    for typed in (f"/source {verb}", f"/source {verb} SOHR"):
        assert f"Give me its number in /sources:  /source {verb} 1" in await room.says(typed)
    assert (
        await room.says(f"/source {verb} 7")
        == "There is no source 7, or no longer. /sources shows them with their numbers."
    )


async def test_another_kind_is_named_in_what_brings_it_back(room: Room) -> None:
    await room.store.sources.add(SOHR, "telegram", "sohr", NOW)
    assert (await room.says("/source remove 1")).endswith("/source add telegram:sohr SOHR")


# ---- options


async def test_options_are_shown_and_set(room: Room) -> None:
    await room.source(SOHR)
    assert await room.says("/source set 1") == (
        "SOHR, source 1, feed\n  replies off\n  reposts on\n  cache_bust off\n  user_agent my own\n"
        "To change one:  /source set 1 reposts off"
    )
    answer = await room.says("/source set 1 reposts off")
    assert answer == "SOHR, source 1\n  replies off\n  reposts off\n  cache_bust off\n  user_agent my own"
    assert "user_agent Mozilla/5.0 (X11)" in await room.says("/source set 1 user_agent Mozilla/5.0 (X11)")
    (source,) = await room.store.sources.every()
    assert source.options == Options(reposts=False, user_agent="Mozilla/5.0 (X11)")
    assert room.rung == ["wake"] * 2


async def test_what_comes_to_light_brings_no_alerts(room: Room) -> None:
    await room.says("/subscribe hama")
    await room.publish("Nothing yet", by=SOHR)
    answer = await room.says("/source set 1 replies on")
    assert answer.endswith("It is read anew at once; what comes to light then is kept, but brings no alerts.")
    (source,) = await room.store.sources.every()
    assert source.record.heard == source.read_at
    assert "anew" not in await room.says("/source set 1 replies on")
    assert "anew" not in await room.says("/source set 1 replies off")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Give me its number"),
        ("SOHR reposts off", "Give me its number"),
        ("7 reposts off", "There is no source 7"),
        ("1 colour red", "There is no option colour"),
        ("1 reposts", "reposts is on or off:  /source set 1 reposts on"),
        ("1 user_agent حماة", "plain characters"),
    ],
)
async def test_what_cannot_be_set_is_told_with_what_can(room: Room, typed: str, told: str) -> None:
    await room.source(SOHR)
    assert told in await room.says(f"/source set {typed}")
    assert room.rung == []


# ---- labels


async def test_a_label_of_the_operators_stands_in_for_the_catalogues(room: Room) -> None:
    room = replace(room, catalogue=Catalogue(((SPUTNIK, (("feed", "https://sputnik.example/feed"),)),), PACKS))
    await room.newsroom.shelf.stock()
    assert await room.says("/source label 1 “Kremlin mouthpiece” ; a letter; to the editor") == (
        "Sputnik (Kremlin mouthpiece)\n"
        "Basis: a letter; to the editor\n"
        "New catalogues leave that alone. The catalogue's label again:  /source label 1 reset"
    )
    await room.newsroom.shelf.stock()
    assert "* Kremlin mouthpiece: a letter; to the editor" in await room.says("/sources")
    await room.publish("Rain in Quito", by=SPUTNIK)
    assert "* Sputnik: Kremlin mouthpiece" in await room.says("/latest")
    assert await room.says("/source label 1 reset") == (
        "Sputnik (Russian state media)\nBasis: its owner's statutes\nThat is what the catalogue says."
    )
    assert "* Russian state media: its owner's statutes" in await room.says("/sources")


async def test_a_label_can_be_taken_away_for_good(room: Room) -> None:
    room = replace(room, catalogue=Catalogue(((SPUTNIK, (("feed", "https://sputnik.example/feed"),)),), PACKS))
    await room.newsroom.shelf.stock()
    assert (await room.says("/source label 1 none")).startswith("Sputnik: no label\nNew catalogues leave")
    await room.newsroom.shelf.stock()
    assert "*" not in await room.says("/sources")


async def test_what_the_catalogue_does_not_have_has_no_label_to_go_back_to(room: Room) -> None:
    await room.source(Outlet("blog", "A Blog", affiliation="a party's", basis="its imprint"))
    assert await room.says("/source label 1 reset") == "A Blog: no label\nThat is what the catalogue says."


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Whose, and what?"),
        ("137", 'Whose, and what? For example:  /source label 137 "Syrian state media" ; its statutes'),
        ("SOHR x ; y", "Whose, and what?"),
        ('1 "state media"', '/source label 1 "state media" ; its statutes'),
        ("1 ; its statutes", '/source label 1 "Syrian state media" ; its statutes'),
        ('1 "" ; its statutes', "never stands without its basis"),
        ("1 x ;", "never stands without its basis"),
        ("1 " + "x" * 61 + " ; y", "up to 60 characters"),
        ("1 x ; " + "y" * 301, "up to 300"),
        ("7 x ; y", "There is no source 7"),
        ("7 reset", "There is no source 7"),
    ],
)
async def test_a_label_never_stands_without_a_basis(room: Room, typed: str, told: str) -> None:
    await room.source(SOHR)
    assert told in await room.says(f"/source label {typed}")
    assert (await room.store.outlets.every())[0] == SOHR
