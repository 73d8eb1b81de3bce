from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.model import Entry, Outlet, SourceState
from bot.core.outcome import Failed, Read, Unchanged
from tests.handlers.room import NOW, SOHR, SPUTNIK, TIMES, Room

URL = "https://new.example/feed.xml"


def document(*titles: str, name: str = "New Times") -> Read:
    entries = tuple(
        Entry(title, f"https://new.example/{n}", title, published=NOW - timedelta(hours=n))
        for n, title in enumerate(titles)
    )
    return Read(entries, title=name)


# ---- the list


async def test_the_list_shows_trouble_first_with_its_reason(room: Room) -> None:
    await room.publish("Shelling near Hama", by=SOHR)
    await room.publish("News", by=SPUTNIK)
    await room.fail(TIMES, "the site answered 403 Forbidden", 3)
    paused = await room.source(Outlet("old", "Old News"))
    await room.store.sources.change(paused.id, SourceState.PAUSED, NOW)
    await room.source(Outlet("young", "Young News"))
    standing = (Outlet("two", "Two Ways"), (("feed", "https://two.example/1"), ("feed", "https://two.example/2")))
    await room.store.sources.install([standing], NOW)
    assert await room.says("/sources") == (
        "6 outlets, 7 sources · 1 standing by, 2 fine, 1 paused, 2 not read yet, 1 in trouble\n"
        "\n"
        "In trouble:\n"
        "3 Example Times · https://times.example/feed.xml · the site answered 403 Forbidden (3 times in a row)\n"
        "\n"
        "Not read yet:\n"
        "6 Two Ways · https://two.example/1\n"
        "5 Young News · https://young.example/feed.xml\n"
        "\n"
        "Paused:\n"
        "4 Old News · https://old.example/feed.xml\n"
        "\n"
        "Fine:\n"
        "1 SOHR · https://sohr.example/feed.xml · read 3 min ago\n"
        "2 Sputnik* · https://sputnik.example/feed.xml · read 3 min ago\n"
        "    * Russian state media: its owner's statutes\n"
        "\n"
        "Standing by:\n"
        "7 Two Ways · https://two.example/2"
    )


async def test_the_list_can_be_searched_by_name_pack_label_or_state(room: Room) -> None:
    await room.publish("News", by=SPUTNIK)
    await room.publish("News of another kind", by=SOHR)
    for word in ("sput", "STATE MEDIA", "world"):
        answer = await room.says(f"/sources {word}")
        assert "Sputnik" in answer
        assert "SOHR" not in answer
    await room.fail(SOHR, "no answer")
    assert "no answer" in await room.says("/sources trouble")
    assert await room.says("/sources nope") == "None of my 2 sources has “nope” in its name. All of them:  /sources"


async def test_a_source_in_trouble_says_when_it_was_read_last(room: Room) -> None:
    await room.publish("Shelling near Hama")
    await room.fail(SOHR, "no answer")
    assert "last read 3 min ago · no answer" in await room.says("/sources")


async def test_a_long_list_has_pages(room: Room) -> None:
    listed = [
        (Outlet(f"o{n:03}", f"Outlet {n:03}"), (("feed", f"https://o{n}.example/{'x' * 60}"),)) for n in range(80)
    ]
    await room.store.sources.install(listed, NOW)
    first = await room.says("/sources outlet")
    assert len(first) < 3500
    assert "Next:  /sources outlet 2" in first
    last = await room.says("/sources outlet 3")
    assert "Outlet 079" in last
    assert "Next" not in last


async def test_without_sources_the_list_says_who_adds_them(room: Room) -> None:
    assert await room.says("/sources") == "I read nothing yet. Whoever runs me adds sources with  /source add URL"


# ---- the operator


async def test_a_source_is_tried_out_before_it_is_added(room: Room) -> None:
    room.probes[URL] = document("One", "Two", "Three", "Four")
    assert await room.says(f"/source add {URL}") == (
        "Added as source 1, outlet New Times. It calls itself “New Times”. 4 items, the latest:\n"
        "  One\n  Two\n  Three\n"
        "What is new from now on brings alerts. If that was a mistake:  /source remove 1"
    )
    assert room.rung == ["wake"]
    (source,) = await room.store.sources.every()
    assert (source.outlet.id, source.outlet.name, source.locator) == ("new-times", "New Times", URL)


async def test_the_operator_may_name_the_outlet(room: Room) -> None:
    room.probes[URL] = document("One")
    assert "outlet Our Own Name." in await room.says(f"/source add {URL} Our Own Name")


async def test_a_typed_name_of_a_known_outlet_makes_it_one_more_way_to_read_that(room: Room) -> None:
    await room.source(SOHR)
    room.probes[URL] = document("One")
    await room.says(f"/source add {URL} sohr")
    assert {source.outlet.id for source in await room.store.sources.every()} == {"sohr"}


async def test_a_document_cannot_pass_itself_off_as_a_known_outlet(room: Room) -> None:
    await room.source(SOHR)
    room.probes[URL] = document("One", name="SOHR")
    assert "outlet SOHR (new.example)." in await room.says(f"/source add {URL}")
    assert {source.outlet.id for source in await room.store.sources.every()} == {"sohr", "sohr-new-example"}


async def test_outlets_whose_names_have_no_latin_letters_are_told_apart(room: Room) -> None:
    for number, name in enumerate(("الوطن", "البعث", "تشرين")):
        room.probes[f"{URL}?{number}"] = document("One", name=name)
        await room.says(f"/source add {URL}?{number}")
    ids = {source.outlet.id for source in await room.store.sources.every()}
    assert ids == {"new-example", "new-example-new-example", "new-example-2"}


async def test_a_document_without_a_name_is_called_by_its_host(room: Room) -> None:
    room.probes[URL] = document(name="")
    assert await room.says(f"/source add {URL}") == (
        "Added as source 1, outlet new.example. It holds no items now.\n"
        "What is new from now on brings alerts. If that was a mistake:  /source remove 1"
    )


async def test_a_source_is_not_added_twice(room: Room) -> None:
    room.probes[URL] = document("One")
    await room.says(f"/source add {URL}")
    assert "already" in await room.says(f"/source add {URL}")


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Failed("the site answered 404 Not Found"), "I could not read that: the site answered 404 Not Found."),
        (Unchanged(), "That address answered, but sent no news."),
    ],
)
async def test_what_cannot_be_read_is_not_added(room: Room, outcome: Failed | Unchanged, told: str) -> None:
    room.probes[URL] = outcome
    for verb in ("add", "check"):
        assert (await room.says(f"/source {verb} {URL}")).startswith(told)
    assert await room.store.sources.every() == ()


async def test_the_way_to_a_private_address_is_told(room: Room) -> None:
    room.probes[URL] = Failed("192.168.0.1 is a private address", barred="192.168.0.1:80")
    answer = await room.says(f"/source add {URL}")
    assert "put PRIVATE_HOSTS=192.168.0.1:80 into the settings" in answer
    assert "browser" not in answer


async def test_what_is_no_source_at_all_gets_an_example(room: Room) -> None:
    assert "https://example.org/feed.xml" in await room.says("/source add gibberish")


async def test_a_check_shows_what_is_there_and_keeps_nothing(room: Room) -> None:
    room.probes[URL] = document("One", "")
    assert await room.says(f"/source check {URL}") == (
        "It can be read. It calls itself “New Times”. 2 items, the latest:\n  One\n  (without a title)"
    )
    assert await room.store.sources.every() == ()


async def test_a_known_source_is_checked_by_its_number(room: Room) -> None:
    source = await room.source(SOHR)
    room.probes[source.locator] = document("One")
    assert "It can be read." in await room.says(f"/source check {source.id}")


async def test_a_link_that_is_none_of_the_web_is_not_shown_as_one(room: Room) -> None:
    room.probes[URL] = Read((Entry("1", "javascript:alert(1)", "One"),))
    await room.says(f"/source check {URL}")
    assert all(not span.url for span in room.spans)


async def test_a_source_is_paused_resumed_and_removed(room: Room) -> None:
    source = await room.source(SOHR)
    assert await room.says(f"/source pause {source.id}") == "Paused: SOHR. To read it again:  /source resume 1"
    assert (await room.store.sources.every())[0].state is SourceState.PAUSED
    assert "starting now" in await room.says("/source resume 1")
    (active,) = await room.store.sources.every()
    assert (active.state, active.due_at) == (SourceState.ACTIVE, NOW)
    answer = await room.says("/source remove 1")
    assert answer == (
        "Removed: SOHR. What it brought stays in /latest. "
        "To have it back:  /source add https://sohr.example/feed.xml SOHR"
    )
    assert await room.store.sources.every() == ()
    assert room.rung == ["wake"] * 3


async def test_in_a_group_the_secrets_of_an_address_are_not_repeated(group: Room) -> None:
    await group.store.sources.add(SOHR, "feed", "https://u:pw@sohr.example/feed?key=hush", NOW)
    from tests.handlers.room import OPERATOR

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


async def test_adding_and_checking_nothing_asks_for_an_address(room: Room) -> None:
    assert "/source add https://" in await room.says("/source add")
    assert "/source check 1" in await room.says("/source check")
