from __future__ import annotations

from datetime import timedelta

from bot.core.causes import UNKNOWN_NAME
from bot.core.model import Entry, Outlet, SourceState
from bot.core.outcome import Read
from tests.handlers.room import MEMBER, NOW, SOHR, SPUTNIK, TIMES, Room

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


async def test_the_list_shows_which_way_is_live_when_the_first_fails(room: Room) -> None:
    ways = (("feed", "https://two.example/1"), ("telegram", "two_ways"), ("google-news", "site:two.example"))
    outlet = Outlet("two", "Two Ways")
    await room.store.sources.install([(outlet, ways)], NOW)
    await room.fail(outlet, "the site answered 500", 3)
    assert await room.says("/sources") == (
        "1 outlet, 3 sources · 1 standing by, 1 not read yet, 1 in trouble\n"
        "\n"
        "In trouble:\n"
        "1 Two Ways · https://two.example/1 · the site answered 500 (3 times in a row) · 2 stands in\n"
        "\n"
        "Not read yet:\n"
        "2 Two Ways · Telegram channel two_ways · live, standing in\n"
        "\n"
        "Standing by:\n"
        "3 Two Ways · Google News search site:two.example"
    )


async def test_the_list_says_in_plain_words_what_is_wrong(room: Room) -> None:
    entries = [Entry(f"{n}", "", f"Report {n}", published=NOW - timedelta(days=5, hours=8 * n)) for n in range(50)]
    await room.settle(await room.source(SOHR), Read(tuple(entries)), NOW)
    assert (
        "it can be read but has published nothing for far longer than it used to; its site may show an old copy "
        "(since 5 days ago)"
    ) in await room.says("/sources trouble")
    checked = await room.says("/source check 1")
    assert "Since 5 days ago: it can be read but has published nothing" in checked
    assert "It publishes every 8 h or so, last 5 days ago." in checked


async def test_a_cause_that_many_share_is_said_once(room: Room) -> None:
    for number in range(5):
        await room.fail(Outlet(f"o{number}", f"Outlet {number}"), f"o{number}.example accepts no connection")
    await room.fail(SOHR, "the site answered 403 Forbidden")
    assert await room.says("/sources trouble") == (
        "6 outlets, 6 sources · 6 in trouble\n"
        "\n"
        "In trouble, 5 sources alike: the host accepts no connection\n"
        "1 Outlet 0 · https://o0.example/feed.xml\n"
        "2 Outlet 1 · https://o1.example/feed.xml\n"
        "3 Outlet 2 · https://o2.example/feed.xml\n"
        "4 Outlet 3 · https://o3.example/feed.xml\n"
        "5 Outlet 4 · https://o4.example/feed.xml\n"
        "\n"
        "In trouble:\n"
        "6 SOHR · https://sohr.example/feed.xml · the site answered 403 Forbidden"
    )


async def test_a_machine_that_is_offline_is_not_taken_for_misspelt_names(room: Room) -> None:
    for number in range(5):
        await room.fail(Outlet(f"o{number}", f"Outlet {number}"), f"o{number}.example {UNKNOWN_NAME}")
    answer = await room.says("/sources trouble")
    assert answer.startswith("I can't look up any name: is this machine online?\n5 outlets, 5 sources")
    assert answer.count(UNKNOWN_NAME) == 1
    await room.publish("News")
    await room.fail(SOHR, "the site answered 403 Forbidden")
    assert (await room.says("/sources trouble")).startswith("6 outlets")


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
    assert await room.says("/sources") == "I read nothing yet. Whoever runs me adds sources with  /source add X"


async def test_kinds_are_named_where_the_address_does_not_show_them(room: Room) -> None:
    await room.store.sources.add(SOHR, "telegram", "sohr", NOW)
    assert "1 SOHR · Telegram channel sohr" in await room.says("/sources")
    assert "1 SOHR · Telegram channel sohr" in await room.says("/sources", by=MEMBER)


async def test_only_the_operator_is_shown_the_name_of_a_private_host(room: Room) -> None:
    await room.store.sources.add(SOHR, "feed", "http://rsshub.lan:1200/telegram/channel/x", NOW)
    assert "rsshub.lan" in await room.says("/sources")
    shown = await room.says("/sources", by=MEMBER)
    assert "rsshub.lan" not in shown
    assert "my server" in shown
