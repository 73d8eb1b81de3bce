"""Lists of sources in and out of a chat."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.core.catalogue import Catalogue
from bot.core.model import Options, Outlet, SourceState
from bot.data.opml import read_opml, write_opml
from bot.data.transfer import MOST_BYTES
from tests.handlers.room import NOW, OPERATOR, SOHR, SPUTNIK, Room

LIST = "https://lists.example/feeds.opml"
OPML = """<opml><body><outline text="Near East">
  <outline text="One" xmlUrl="https://one.example/rss"/>
  <outline text="Two" xmlUrl="https://t.me/two"/>
</outline>{}</body></opml>"""


async def test_a_list_is_taken_in_and_its_figures_are_told(room: Room) -> None:
    await room.source(SOHR)
    odd = "".join(f'<outline text="Odd" xmlUrl="ftp://odd.example/{n}?key=hush"/>' for n in range(7))
    known = '<outline text="Mine" xmlUrl="https://sohr.example/feed.xml"/>'
    room.pages[LIST] = OPML.format(known + odd).encode()
    assert await room.says(f"/source import {LIST}") == (
        "2 new, 1 known, 7 refused.\n"
        + "".join(f"  ftp://odd.example/{n}?key=***: no kind of source reads that address\n" for n in range(5))
        + "  … and 2 more\n"
        "The new ones are read within 1 min. How that goes:  /sources\n"
        "A folder is a pack now:  /subscribe near-east"
    )
    assert room.rung == ["wake"]
    listed = {(one.outlet.name, one.outlet.packs, one.kind, one.locator) for one in await room.store.sources.every()}
    assert listed == {
        ("One", ("near-east",), "feed", "https://one.example/rss"),
        ("Two", ("near-east",), "telegram", "two"),
        ("SOHR", ("syria",), "feed", "https://sohr.example/feed.xml"),
    }
    assert await room.says(f"/source import {LIST}") == (await room.says(f"/source import {LIST}"))
    assert (await room.says(f"/source import {LIST}")).startswith("0 new, 3 known, 7 refused.\n")


async def test_a_folder_of_a_list_is_a_pack_that_can_be_followed(room: Room) -> None:
    room.pages[LIST] = OPML.format("").encode()
    assert "/subscribe near-east" in await room.says(f"/source import {LIST}")
    (one, *_) = [source.outlet for source in await room.store.sources.every() if source.outlet.name == "One"]
    await room.publish("Rain in Quito", by=one)
    await room.publish("Shelling near Hama", by=SOHR)
    assert (await room.says("/subscribe Near-East")).startswith("Near east, a pack of all that 2 outlets publish: ")
    assert "1 near-east, a pack: Near east" in await room.says("/subscriptions")
    assert "is a pack's name" in await room.says("/filter add near-east hama")
    told = await room.says("/latest near-east")
    assert "Rain in Quito" in told
    assert "Hama" not in told
    await room.alert()
    assert "It is from an outlet of the pack near-east, which you follow here." in await room.says("/why")


async def test_hundreds_of_feeds_come_in_within_seconds_and_are_read_over_some_minutes(room: Room) -> None:
    feeds = "".join(f'<outline text="F{n}" xmlUrl="https://f{n}.example/rss"/>' for n in range(500))
    room.pages[LIST] = f"<opml>{feeds}</opml>".encode()
    began = time.perf_counter()
    assert await room.says(f"/source import {LIST}") == (
        "500 new, 0 known, 0 refused.\nThe new ones are read within 9 min. How that goes:  /sources"
    )
    assert time.perf_counter() - began < 5
    written = read_opml(write_opml(await room.store.outlets.holdings()).encode())
    assert set(written) == set(read_opml(room.pages[LIST]))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (None, "I could not get that: the site answered 404."),
        (b"x" * (MOST_BYTES + 1), "That list is longer than 1 MiB, which is the most I take."),
        (b"hello", "That is neither OPML nor a list that  ./run export  writes: it has no “outlets”."),
        (b"<rss/>", "That is XML but no OPML: it begins with <rss>."),
    ],
)
async def test_what_is_no_list_is_told_in_plain_words(room: Room, body: bytes | None, told: str) -> None:
    if body is not None:
        room.pages[LIST] = body
    assert (await room.says(f"/source import {LIST}")).startswith(told)
    assert await room.store.sources.every() == ()


async def test_an_address_that_may_not_be_fetched_is_told_of(room: Room) -> None:
    assert (await room.says("/source import http://down.example/")).startswith("I could not get that: no answer.")


@pytest.mark.parametrize("typed", ["", "two words"])
async def test_a_list_has_one_address(room: Room, typed: str) -> None:
    assert "/source import https://" in await room.says(f"/source import {typed}")


# ---- out


async def test_what_the_operator_added_or_changed_is_shown_as_a_list(room: Room) -> None:
    ways = [("feed", "https://sputnik.example/feed"), ("telegram", "sputnik")]
    await room.store.sources.install(
        [(SPUTNIK, ways), (Outlet("calm", "Calm"), [("feed", "https://calm.example")])], NOW
    )
    await room.store.sources.add(SOHR, "telegram", "sohr", NOW)
    await room.store.sources.add(SOHR, "feed", "https://sohr.example/?token=hush", NOW)
    await room.says("/source pause 2")
    await room.says('/source label 3 "calm" ; everybody')
    answer = await room.says("/source export")
    head, block = (reply.plain for reply in room.replies)
    assert head == (
        "2 sources that you added or changed.\n"
        "Left out: 2 sources of the catalogue and 1 source with secrets in the address. For all of them:  ./run export"
    )
    assert block == (
        "# Outlets and sources of an Attribot. To take them in:  ./run import FILE  or  /source import URL\n"
        "outlets:\n"
        "- id: calm\n  name: Calm\n  affiliation: calm\n  basis: everybody\n  labelled: true\n"
        "- id: sohr\n  name: SOHR\n  packs:\n  - syria\n  sources:\n  - telegram: sohr\n"
        "- id: sputnik\n  name: Sputnik\n  country: RU\n  language: en\n  owner: Rossiya Segodnya\n"
        "  affiliation: Russian state media\n  basis: its owner's statutes\n  packs:\n  - world\n"
        "  sources:\n  - telegram: sputnik\n    state: paused"
    )
    assert "hush" not in answer


async def test_a_list_that_was_shown_can_be_taken_in_again(room: Room) -> None:
    await room.store.sources.add(SOHR, "telegram", "sohr", NOW)
    await room.says("/source export")
    room.pages[LIST] = room.replies[1].plain.encode()
    await room.store.sources.change(1, SourceState.REMOVED, NOW)
    assert (await room.says(f"/source import {LIST}")).startswith("1 new, 0 known, 0 refused.\n")


async def test_a_long_list_comes_in_pieces_and_a_longer_one_in_a_file(room: Room) -> None:
    for number in range(60):
        await room.store.sources.add(Outlet(f"o{number}", f"Outlet {number}"), "telegram", f"channel{number}", NOW)
    await room.says("/source export")
    assert len(room.replies) == 3
    assert all(len(reply.plain) <= 3_500 for reply in room.replies)
    text = "\n".join(reply.plain for reply in room.replies[1:])
    room.pages[LIST] = text.encode()
    assert (await room.says(f"/source import {LIST}")).startswith("0 new, 60 known, 0 refused.")
    for number in range(60, 300):
        await room.store.sources.add(Outlet(f"o{number}", f"Outlet {number}"), "telegram", f"channel{number}", NOW)
    assert await room.says("/source export") == (
        "300 sources: too long for a chat. Where I run, this makes a file of them:  ./run export sources.yaml"
    )


async def test_with_nothing_of_the_operators_own_there_is_nothing_to_show(room: Room) -> None:
    assert await room.says("/source export") == "You have added or changed nothing that I may show."
    await room.store.sources.install([(SPUTNIK, [("feed", "https://sputnik.example/feed")])], NOW)
    assert await room.says("/source export") == (
        "You have added or changed nothing that I may show.\n"
        "Left out: 1 source of the catalogue. For all of them:  ./run export"
    )


async def test_what_the_catalogue_itself_wants_of_a_source_is_no_change_of_the_operators(room: Room) -> None:
    pair = ("feed", "https://sputnik.example/feed")
    listed = Catalogue(((SPUTNIK, (pair,)),), (), {pair: Options(cache_bust=True)})
    room = replace(room, catalogue=listed)
    await room.store.sources.install(listed.outlets, NOW, listed.options)
    assert (await room.says("/source export")).startswith("You have added or changed nothing that I may show.")
    await room.says("/source set 1 cache_bust off")
    assert (await room.says("/source export")).startswith("1 source that you added or changed.")


async def test_a_list_is_shown_to_the_operator_alone(room: Room, group: Room) -> None:
    await group.source(SOHR)
    assert "private chat" in await group.says("/source export", by=OPERATOR)
