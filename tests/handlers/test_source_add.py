"""Whatever people type names a source: added when it means one thing, explained when it does not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.chat import Ask
from bot.core.message import message
from bot.core.model import Entry, SourceState
from bot.core.outcome import Candidate, Elsewhere, Failed, Read, Unchanged
from bot.newsroom import Find
from bot.sources import Access, kinds
from handlers.ways import KINDS, _front_page, choice
from tests.handlers.room import NOW, OPERATOR, SOHR, Room
from tests.handlers.sample import CATALOGUE, REUTERS, TASS, URL, document


@pytest.fixture
def room(room: Room) -> Room:
    """The operator's private chat, with a catalogue of which nothing is installed yet."""
    return replace(room, catalogue=CATALOGUE)


# ---- one way


async def test_a_source_is_tried_out_before_it_is_added(room: Room) -> None:
    room.probes[URL] = document("One", "Two", "Three", "Four", ago=3)
    assert await room.says(f"/source add {URL}") == (
        "Added: New Times\n"
        f"source 1: feed {URL}\n"
        "“New Times” · 4 items. Latest:\n"
        "  14:02 One\n"
        "  13:02 Two\n"
        "  12:02 Three\n"
        "What is new from now on brings alerts.\n"
        "A mistake?  /source remove 1"
    )
    assert room.rung == ["wake"]
    (source,) = await room.store.sources.every()
    assert (source.outlet.id, source.outlet.name, source.locator) == ("new-times", "New Times", URL)


async def test_reposts_answers_and_odd_dates_are_shown_for_what_they_are(room: Room) -> None:
    entries = (
        Entry("1", "", "Passed on", reposts="SOHR", published=NOW),
        Entry("2", "", "An answer", replies_to="@somebody", published=NOW),
        Entry("3", "", "", published=datetime(2025, 1, 1, tzinfo=UTC)),
        Entry("4", "", "No date"),
        Entry("5", "", "The year one", published=datetime(1, 1, 1, tzinfo=UTC)),
    )
    room.newsroom.zone = ZoneInfo("America/New_York")
    room.probes["telegram:chan"] = Read(entries)
    answer = await room.says("/source add t.me/chan")
    assert "4 items. Latest:\n  09:05 ↻ SOHR: Passed on\n  31 Dec 2024 19:00 (without a title)\n" in answer
    assert "\n  (no date) No date\n" in answer
    room.probes["telegram:old"] = Read(entries[4:])
    assert "\n  1 The year one\n" in await room.says("/source add t.me/old")


async def test_a_handle_is_kept_under_its_lasting_name(room: Room) -> None:
    room.probes["x:sana"] = document("One", name="SANA", lasting="4711")
    await room.says("/source add x.com/sana")
    (source,) = await room.store.sources.every()
    assert (source.kind, source.locator) == ("x", "4711")
    again = await room.says("/source add x.com/sana")
    assert again == "I read x:sana already: source 1, SANA.\nTo see how it does:  /source check 1"


async def test_the_operator_may_name_the_outlet(room: Room) -> None:
    room.probes[URL] = document("One")
    assert (await room.says(f"/source add {URL} Our Own Name")).startswith("Added: Our Own Name\n")


async def test_a_typed_name_of_a_known_outlet_makes_it_one_more_way_to_read_that(room: Room) -> None:
    await room.source(SOHR)
    room.probes[URL] = document("One")
    await room.says(f"/source add {URL} sohr")
    assert {source.outlet.id for source in await room.store.sources.every()} == {"sohr"}


async def test_a_document_cannot_pass_itself_off_as_a_known_outlet(room: Room) -> None:
    known = await room.source(SOHR)
    room.probes[URL] = document("One", name="SOHR")
    assert "Added: SOHR (new.example)\n" in await room.says(f"/source add {URL}")
    assert {source.outlet.id for source in await room.store.sources.every()} == {"sohr", "sohr-new-example"}
    await room.store.sources.change(known.id, SourceState.REMOVED, NOW)
    room.probes["https://other.example/"] = document("One", name="SOHR")
    assert "Added: SOHR (other.example)\n" in await room.says("/source add https://other.example/")


async def test_what_was_removed_comes_back_to_its_own_outlet(room: Room) -> None:
    room.probes[URL] = document("One")
    await room.says(f"/source add {URL} Our Own Name")
    answer = await room.says("/source remove 1")
    room.probes[URL] = document("One", name="Renamed")
    for typed in (f"/source add {URL}", answer.partition("have it back:  ")[2]):
        assert (await room.says(typed)).startswith(f"Added: Our Own Name\nsource 1: feed {URL}\n")
        await room.says("/source remove 1")


async def test_one_more_way_to_read_what_is_read_already_stands_by_and_says_so(room: Room) -> None:
    room.probes |= {URL: document("One"), f"{URL}?2": document("Two")}
    await room.says(f"/source add {URL} New Times")
    assert (
        "\nIt is one more way to read New Times: it stands by, and is read when source 1 fails.\n"
        in await room.says(f"/source add {URL}?2 New Times")
    )


async def test_outlets_whose_names_have_no_latin_letters_are_told_apart(room: Room) -> None:
    for number, name in enumerate(("الوطن", "البعث", "تشرين")):
        room.probes[f"{URL}?{number}"] = document("One", name=name)
        await room.says(f"/source add {URL}?{number}")
    ids = {source.outlet.id for source in await room.store.sources.every()}
    assert ids == {"new-example", "new-example-new-example", "new-example-2"}


async def test_a_document_without_a_name_is_called_by_its_host(room: Room) -> None:
    room.probes[URL] = document(name="")
    assert await room.says(f"/source add {URL}") == (
        f"Added: new.example\nsource 1: feed {URL}\nno items now\n"
        "What is new from now on brings alerts.\nA mistake?  /source remove 1"
    )


async def test_an_address_of_the_catalogue_is_known_by_its_label(room: Room) -> None:
    room.probes["https://tass.example/rss"] = document("One", name="Honest News")
    await room.says("/source add https://tass.example/rss")
    (source,) = await room.store.sources.every()
    assert source.outlet == TASS


async def test_a_source_is_not_added_twice(room: Room) -> None:
    room.probes[URL] = document("One")
    await room.says(f"/source add {URL}")
    for typed in (URL, "http://www.new.example/feed.xml/"):
        assert await room.says(f"/source add {typed}") == (
            f"I read that already: source 1, New Times, feed {URL}.\nTo see how it does:  /source check 1"
        )


async def test_a_link_that_is_none_of_the_web_is_not_shown_as_one(room: Room) -> None:
    room.probes[URL] = Read((Entry("1", "javascript:alert(1)", "One"),))
    await room.says(f"/source add {URL}")
    assert all(not span.url for span in room.spans)


# ---- several ways


async def test_what_may_mean_several_things_is_listed_and_nothing_is_added(room: Room) -> None:
    room.probes["telegram:sana"] = document("One", name="SANA", ago=3)
    room.probes["x:sana"] = document("One", name="SANA English", ago=130)
    assert await room.says("/source add @sana Our Name") == (
        "That can be read in several ways, so I have added nothing yet. Type one of these:\n"
        "\n"
        "Telegram channel “SANA”, newest 3 min ago\n"
        "/source add telegram:sana Our Name\n"
        "\n"
        "X account “SANA English”, newest 2 h ago\n"
        "/source add x:sana Our Name"
    )
    assert await room.store.sources.every() == ()
    assert (await room.says("/source add telegram:sana Our Name")).startswith(
        "Added: Our Name\nsource 1: Telegram channel sana\n"
    )
    assert await room.says("/source add @sana") == (
        "I read that already: source 1, Our Name, Telegram channel sana.\n"
        "To see how it does:  /source check 1\n"
        "To add another of that name:  /source add x:sana"
    )


async def test_a_page_that_names_feeds_is_answered_with_their_addresses(room: Room) -> None:
    feeds = [f"https://site.example/{n}.xml" for n in range(2)]
    room.probes["https://site.example/"] = Elsewhere(tuple(Candidate("feed", url) for url in feeds), "a web page")
    room.probes[feeds[0]] = Read((Entry("1", "", "One"),), title="All “news”")
    room.probes[feeds[1]] = Read(())
    assert (await room.says("/source add https://site.example/")).endswith(
        "\n\nFeed “All “news””, items without dates\n/source add https://site.example/0.xml"
        "\n\nFeed, no items now\n/source add https://site.example/1.xml"
    )
    room.probes.pop(feeds[1])
    assert (await room.says("/source add https://site.example/")).startswith("Added: All “news”\n")


async def test_a_title_without_an_end_is_cut(room: Room) -> None:
    room.probes |= {f"{kind}:sana": document("One", name="N" * 300) for kind in ("telegram", "x")}
    answer = await room.says("/source add @sana")
    assert len(answer) < 500


# ---- no way


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Failed("the site answered 404 Not Found."), "I could not read that: the site answered 404 Not Found.\n"),
        (Unchanged(), "I could not read that: it answered, but sent no news.\n"),
    ],
)
async def test_what_cannot_be_read_is_not_added(room: Room, outcome: Failed | Unchanged, told: str) -> None:
    room.probes[URL] = outcome
    for verb in ("add", "check"):
        answer = await room.says(f"/source {verb} {URL}")
        assert answer == f"{told}Its site may name what can be read:  /source add https://new.example/"
    assert await room.store.sources.every() == ()


async def test_every_try_says_why_it_failed(room: Room) -> None:
    room.probes["x:sana"] = Failed("the server asks me to come back later")
    assert await room.says("/source add @sana") == (
        "I could not read “@sana”.\n"
        "Telegram channel: nothing is at this address.\n"
        "X account: the server asks me to come back later.\n"
        "Look at it in a browser, or try again later."
    )


async def test_what_is_to_be_done_is_told_whole_however_long_and_however_long_the_reason(room: Room) -> None:
    advice = "Do this, " * 100 + "then that"
    room.probes[URL] = Failed("no " * 200, advice=advice)
    for verb in ("add", "check"):
        assert f"\n{advice}.\nIts site may name" in await room.says(f"/source {verb} {URL}")
    room.probes |= {f"{kind}:sana": Failed(kind, advice=advice) for kind in ("telegram", "x")}
    assert (await room.says("/source add @sana")).count(advice) == 1


async def test_for_a_front_page_a_news_search_of_the_site_is_offered(room: Room) -> None:
    assert await room.says("/source add https://site.example/") == (
        "I could not read that: nothing is at this address.\n"
        "Look at it in a browser, or try again later.\n"
        "What news searches find of it:  /source add google-news:site:site.example"
    )


async def test_of_a_place_within_a_network_neither_its_front_page_nor_a_search_of_it_is_offered(room: Room) -> None:
    for typed in ("telegram:sana_gov", "https://t.me/sana_gov"):
        answer = await room.says(f"/source add {typed}")
        assert answer.startswith("I could not read")
        assert "site" not in answer
        assert "google-news" not in answer


async def test_the_way_to_a_private_address_is_told(room: Room) -> None:
    room.probes[URL] = Failed("192.168.0.1 is a private address", barred="192.168.0.1:80")
    answer = await room.says(f"/source add {URL}")
    assert "put PRIVATE_HOSTS=192.168.0.1:80 into the settings" in answer
    assert "browser" not in answer


async def test_words_that_name_no_source_are_offered_as_a_news_search_and_as_outlets_of_the_catalogue(
    room: Room,
) -> None:
    assert await room.says("/source add tass") == (
        "I don't know how to read “tass”.\n"
        "My catalogue has TASS English:\n/source add outlet:tass-en\n"
        "My catalogue has TASS Arabic:\n/source add outlet:tass-ar\n"
        "What news searches find of it:  /source add google-news:tass\n"
        "An address will do too:  /source add https://example.org/feed.xml"
    )
    room.probes["google-news:hama offensive"] = document("One", name="hama offensive - News")
    answer = await room.says("/source add hama offensive")
    typed = answer.partition("searches find of it:  ")[2].partition("\n")[0]
    assert (await room.says(typed)).startswith(
        "Added: hama offensive - News\nsource 1: Google News search hama offensive\n"
    )


async def test_a_word_that_is_also_a_channels_name_is_not_taken_for_it_unasked(room: Room) -> None:
    room.probes |= {"telegram:tass": document("One", name="Not TASS"), "telegram:hama": document("One")}
    assert (await room.says("/source add tass")).startswith(
        "That is no address; it may mean one of these. Nothing is added yet.\n"
        "\n"
        "Telegram channel “Not TASS”, newest just now\n"
        "/source add telegram:tass\n"
        "\n"
        "My catalogue has TASS English:\n/source add outlet:tass-en\n"
    )
    assert "I don't know how to read “hama offensive”." in await room.says("/source add hama offensive")
    assert await room.store.sources.every() == ()
    assert "It can be read: Telegram channel" in await room.says("/source check hama")
    assert "I don't know how to read “nothing”." in await room.says("/source check nothing")


async def test_secrets_of_an_address_are_not_repeated(room: Room) -> None:
    answer = await room.says("/source add https://new.example/feed?key=hush")
    assert "hush" not in answer


async def test_adding_nothing_asks_for_something(room: Room) -> None:
    assert "/source add https://" in await room.says("/source add")


async def test_one_thing_is_tried_at_a_time(room: Room) -> None:
    gate = asyncio.Event()

    async def slow(text: str, brought_by: int | None) -> list[object]:
        await gate.wait()
        return []

    room.newsroom.scouts._prober.probe = slow  # type: ignore[method-assign, assignment] # a site that takes its time
    first = asyncio.create_task(room.says(f"/source add {URL}"))
    await asyncio.sleep(0.05)
    other = replace(room, chat="78")
    assert (await room.says(f"/source check {URL}")).startswith("I am still trying out what this chat named last.")
    gate.set()
    assert "I don't know how to read" in await first
    assert "I don't know how to read" in await room.says(f"/source check {URL}")
    assert "nothing is at this address" in await other.says(f"/source check {URL}")


# ---- the catalogue


async def test_a_name_of_the_catalogue_brings_the_outlet_with_all_its_ways(room: Room) -> None:
    assert await room.says("/source add tass english") == (
        "Added from the catalogue: TASS English\n"
        "Russian state news agency: its statutes\n"
        "  1 feed, active\n"
        "  2 Telegram channel, standby\n"
        "All that it publishes, as alerts:  /subscribe outlet:tass-en"
    )
    assert (await room.says("/source add outlet:TASS-en")).startswith("I read TASS English already\n")
    assert "All that TASS English publishes" in await room.says("/subscribe outlet:tass-en")


async def test_an_outlet_that_was_added_by_name_is_there_after_a_restart_and_with_a_new_catalogue(room: Room) -> None:
    await room.says("/source add TASS English")
    renamed = replace(TASS, name="TASS", affiliation="Russian state agency")
    later = replace(CATALOGUE, outlets=((renamed, (("telegram", "tass"),)),))
    again = replace(room, catalogue=later)
    await again.newsroom.shelf.stock()
    (source,) = await again.store.sources.every()
    assert (source.outlet, source.locator, source.state) == (renamed, "tass", SourceState.ACTIVE)


async def test_an_outlet_that_was_removed_is_added_again_by_its_name(room: Room) -> None:
    await room.says("/source add TASS English")
    for number in (1, 2):
        await room.says(f"/source remove {number}")
    assert (await room.says("/source add TASS English")).startswith("Added from the catalogue: TASS English\n")
    assert [source.state for source in await room.store.sources.every()] == [SourceState.ACTIVE, SourceState.STANDBY]


async def test_a_name_that_the_catalogue_does_not_have_is_said_to_be_none(room: Room) -> None:
    assert await room.says("/source add outlet:moon") == (
        "My catalogue has no outlet “moon”. What it has of that name:  /source add moon"
    )


async def test_a_pack_is_followed_from_a_chat_and_stays_so(room: Room) -> None:
    assert "not in use now" not in await room.says("/start")
    assert await room.says("/source add pack:Russia") == (
        "Russia: 2 outlets, 3 new sources.\n"
        "All that they publish, as alerts:  /subscribe russia\n"
        "A mistake?  /source remove pack:russia"
    )
    assert await room.says("/source add pack:Russia") == (
        "Russia: I read its 2 outlets already.\nAll that they publish, as alerts:  /subscribe russia"
    )
    again = replace(room, catalogue=CATALOGUE)
    assert await again.newsroom.shelf.stock() == 0
    assert {source.outlet.id for source in await again.store.sources.every()} == {"tass-en", "tass-ar"}
    assert "/subscribe russia" in await again.says("/start")
    assert (await again.says("/subscribe russia")).startswith("Russia, a pack of all that 2 outlets publish")


async def test_a_pack_that_was_added_in_a_chat_is_taken_out_there(room: Room) -> None:
    await room.says("/source add pack:russia")
    await room.says("/source remove pack:russia")
    assert (await room.says("/source add TASS English")).startswith("Added from the catalogue: TASS English\n")
    await room.says("/source add pack:russia")
    assert await room.says("/source remove pack:russia") == (
        "Taken out: Russia. What other packs have of it is still read. To have it back:  /source add pack:russia"
    )
    assert {source.outlet.id for source in await room.store.sources.every()} == {"tass-en"}
    assert "is not followed" in await room.says("/source remove pack:russia")
    assert await room.says("/source remove pack:world") == (
        "world is in PACKS of the settings. Take it out there and start me again."
    )


async def test_a_pack_there_is_not_is_answered_with_those_there_are(room: Room) -> None:
    for verb in ("add", "remove"):
        assert await room.says(f"/source {verb} pack:moon") == (
            "The catalogue has no pack “moon”. It has: syria, world, russia, agencies."
        )


async def test_an_outlet_of_a_pack_of_the_settings_is_read_already(room: Room) -> None:
    of_world = replace(REUTERS, packs=("world",))
    room = replace(room, catalogue=replace(CATALOGUE, outlets=((of_world, CATALOGUE.outlets[0][1]),)))
    assert await room.newsroom.shelf.stock() == 2
    assert (await room.says("/source add Reuters")).startswith("I read Reuters already\n  1 feed, active\n")
    assert (await room.store.sources.every())[0].outlet == of_world


# ---- in a group


async def test_in_a_group_only_the_operator_adds(group: Room) -> None:
    group.probes[URL] = document("One")
    assert (await group.says(f"/source add {URL}")).startswith("Only the person who runs me")
    assert (await group.says(f"/source add {URL}", by=OPERATOR)).startswith("Added: New Times")


@pytest.mark.parametrize("kind", [kind.name for kind in kinds(Access())])
def test_every_kind_of_source_has_a_name_in_words(kind: str) -> None:
    assert kind in KINDS


async def test_more_ways_than_anybody_chooses_from_are_counted(room: Room) -> None:
    finds = [Find("feed", f"{URL}?{n}", document("One"), f"{URL}?{n}") for n in range(11)]
    chat = await room.store.chats.meet(room.address(), room.kind, "", NOW)
    ask = Ask(chat, "", OPERATOR, "", NOW, operator=True, commands=(), zone=ZoneInfo("UTC"))
    told = message(*choice(ask, finds, "/source add")).plain
    assert f"{URL}?7" in told
    assert told.endswith("\n\n… and 3 more.")


def test_a_front_page_has_its_port_and_no_password() -> None:
    assert _front_page("https://lina:s3cret@new.example:8443/a/b") == "https://new.example:8443/"


def test_an_address_that_is_none_has_no_front_page() -> None:
    assert _front_page("http://[broken/x") == ""
