from __future__ import annotations

from datetime import timedelta

from bot.core.names import Unnamed
from bot.ports import Store
from tests.handlers.room import SOHR, SPUTNIK, TIMES, Room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_a_search_goes_through_all_that_is_kept_item_by_item(room: Room) -> None:
    await room.publish("Shelling near Hama", by=SOHR, ago=20 * DAY)
    await room.publish("Army says it stopped an advance north of Hama", by=SPUTNIK, ago=HOUR)
    await room.publish("Army says it stopped an advance north of Hama", by=TIMES)
    await room.publish("Rain in Quito")
    await room.alert(copies=True)
    assert await room.says("/search Hama") == (
        "Hama · 3 items\n"
        "\n"
        "1 Army says it stopped an advance north of Hama\n"
        "Example Times · 14:02 UTC (3 min ago)\n"
        "\n"
        "2 Army says it stopped an advance north of Hama\n"
        "Sputnik (Russian state media) · 13:05 UTC (1 h ago)\n"
        "\n"
        "3 Shelling near Hama\n"
        "SOHR · 12 Nov 14:05 UTC (20 days ago)"
    )


async def test_a_search_folds_copies_when_it_is_told_to(room: Room) -> None:
    for by, ago in ((SPUTNIK, HOUR), (TIMES, HOUR / 2)):
        await room.publish("Army says it stopped an advance north of Hama", by=by, ago=ago)
    await room.alert(copies=True)
    answer = await room.says("/search Hama by:story")
    assert answer.startswith("Hama · 1 story\n\n1 🔴 Army")
    assert (await room.says("/latest Hama by:item")).startswith("Hama · 2 items in 24 h\n\n1 Army")


async def test_a_search_takes_filters_packs_and_outlets(room: Room) -> None:
    await room.publish("Homs hospital reopens", by=TIMES, ago=9 * DAY)
    await room.publish("Army stops an advance north of Hama", by=SPUTNIK, ago=9 * DAY)
    await room.says("/filter add north hama OR idlib")
    assert "Hama" in await room.says("/search NORTH")
    assert "Homs" in await room.says("/search syria")
    assert "Homs" in await room.says("/search outlet:times")


async def test_a_search_for_nothing_or_without_a_find_says_what_to_do(room: Room) -> None:
    assert "Search for what?" in await room.says("/search")
    await room.publish("Rain in Quito")
    assert await room.says("/search Hama") == (
        "Nothing on Hama in all that I keep.\nIs it spelt as the news spell it?"
        "\nTo be told when it comes up:  /subscribe Hama"
    )
    answer = await room.says("/latest Quito until:2d")
    assert answer.startswith("Nothing on Quito until 30 Nov 14:05.")


async def test_what_is_older_than_the_latest_is_found_by_a_search(room: Room) -> None:
    await room.publish("Shelling near Hama", ago=60 * DAY)
    answer = await room.says("/latest Hama")
    assert answer == "Nothing on Hama in the last 24 h. There is something older:  /search Hama"
    assert "Shelling" in await room.says("/search Hama")


async def test_pages_of_a_search_follow_each_other(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(8)], ago=HOUR)
    answer = await room.says("/search Hama 3")
    assert answer.startswith("Hama · 8 items, the newest 3")
    typed = answer.rpartition("Older ▸:  ")[2]
    assert typed == "/search Hama before:6-8-3 3"
    assert (await room.says(typed)).startswith("Hama · 8 items, 4 to 6")


async def test_a_filter_is_tried_against_the_one_it_would_replace(room: Room) -> None:
    await room.publish("Shelling near Hama", ago=2 * HOUR)
    await room.publish("Homs hospital reopens", by=TIMES, ago=HOUR)
    await room.says("/filter add north hama")
    answer = await room.says("/filter test north homs")
    assert answer.startswith(
        "homs\nLast 7 days: 2 items, 1 matches, 1 alert after folding copies. Now, as north: 1.\n"
        "New with this change: “Homs hospital reopens” (Example Times). Lost: “Shelling near Hama” (SOHR).\n"
    )
    assert answer.endswith("\nSave:  /filter edit north homs")
    assert "north: hama" in await room.says("/filters")


async def test_a_filter_is_explained_in_words(room: Room) -> None:
    assert await room.says('/filter explain (hama OR "north of") -foot*') == (
        '(hama OR "north of") -foot*\n'
        "\n"
        "All of these:\n"
        "  At least one of these:\n"
        "    - the word “hama”\n"
        "    - the words “north of” in this order\n"
        "  - not: a word that begins with “foot”\n"
        "\n"
        'As written only: hama, "north of", foot*.\n'
        "\n"
        "Last 7 days: 0 items, none matches."
    )
    assert "Explain what?" in await room.says("/filter explain")


async def test_spellings_that_a_chat_has_added_are_matched_and_shown(room: Room) -> None:
    await room.publish("Heavy fighting for the city of waterwheels")
    await room.says("/alias hama = city of waterwheels, Epiphania")
    answer = await room.says("/filter test hama")
    assert "1 matches" in answer
    assert "\nMatches also: Epiphania, city of waterwheels." in answer
    assert "hama means hama: hama, Epiphania, city of waterwheels." in await room.says("/filter explain hama")
    assert "waterwheels" in await room.says("/latest hama")
    assert "1 story" in await room.says("/subscribe hama")


async def test_a_loud_query_is_told_to_be_so_when_it_is_tried(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(60)], ago=DAY * 1.5)
    assert "That is a lot: it matches 60 of the last 60 items" in await room.says("/filter test hama")


async def test_a_search_that_gave_up_says_where_and_how_to_go_on(room: Room) -> None:
    for hours in range(6):
        await room.publish(f"Shelling number {hours} near Hama", ago=hours * DAY)
    room.store.search._most = 3  # type: ignore[attr-defined]
    answer = await room.says("/search Hama")
    assert answer.startswith("Hama · more than 3 items, the newest 3\n")
    assert answer.endswith(
        "I looked at all that may match back to 30 Nov 14:05 and gave up there. A word more narrows it; "
        "or ask for an older time:  /search Hama until:2026-11-30"
    )
    assert "Only what came after 30 Nov 14:05 UTC was tried: the rest was too much." in await room.says(
        "/filter test hama"
    )


class Alike(Unnamed):
    """Knows one name, and one other spelling of it."""

    def like(self, word: str) -> str:
        return "Saraqib" if word.casefold() == "sarakeb" else ""


async def test_a_word_that_brings_nothing_may_be_a_name_spelt_otherwise(store: Store) -> None:
    room = Room(store, names=Alike())
    await room.publish("Shelling near Homs")
    assert "\nDid you mean Saraqib?  /search Saraqib road since:7d" in await room.says("/search Sarakeb road since:7d")
    assert "Is it spelt as the news spell it?" in await room.says('/search "Sarakeb" road')


async def test_an_explanation_names_what_a_word_is_like(store: Store) -> None:
    room = Room(store, names=Alike())
    assert "“Sarakeb” is no name that I know, but like it is Saraqib:  /filter explain Saraqib" in await room.says(
        "/filter explain Sarakeb OR homs"
    )
    assert "no name that I know" not in await room.says("/filter explain homs")
