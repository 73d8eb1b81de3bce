from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.decisions import Filing
from bot.core.errors import UserError
from bot.core.model import Citation, Outlet, Relation, Stance
from bot.core.stories.telling import telling
from tests.handlers.room import SOHR, SPUTNIK, TIMES, Room

MINUTE = timedelta(minutes=1)
MINISTRY = Citation("the Syrian defence ministry", "body:defence-ministry.SY", "said")
PRESIDENCY = Citation("the presidency", "body:presidency.SY", "said")
SANA = Outlet("sana", "SANA", affiliation="Syrian state news agency")


def cites(outlet: Outlet) -> Citation:
    return Citation(outlet.name, f"outlet:{outlet.id}", "citing")


async def told(
    room: Room,
    title: str,
    by: Outlet,
    ago: int,
    *chain: Citation,
    stance: Stance = Stance.ASSERTS,
    copies: int | None = None,
    relation: Relation = Relation.REPEAT,
) -> int:
    """An item of the story that the first of them opened, so many minutes ago; its id."""
    await room.publish(title, by=by, ago=ago * MINUTE)
    (item,) = await room.store.desk.unfiled(10)
    fence = await room.store.ledger.lead("desk", "test", room.clock.time, timedelta(hours=1))
    assert fence
    made = replace(telling(item, copies), chain=chain, stance=stance)
    story = None if item.id == 1 else 1
    filing = Filing(item.id, 0, story, relation if story else Relation.NEW, "a test", (), made)
    await room.store.desk.file([filing], fence, room.clock.time)
    return item.id


async def whole(room: Room) -> None:
    """A story with all that may become of one."""
    first = await told(room, "Coup reported in Damascus", SPUTNIK, 125, MINISTRY)
    await told(room, "Coup, says Sputnik", TIMES, 90, cites(SPUTNIK))
    await told(room, "Coup reported in Damascus", Outlet("x", "Daily X"), 65, copies=first)
    await told(room, "Coup, reportedly", SOHR, 64, stance=Stance.HEDGES)
    await told(room, "Presidency denies coup", SANA, 3, PRESIDENCY, stance=Stance.DENIES)


async def test_a_story_is_told_as_a_tree_with_who_was_first_and_who_denies_it(room: Room) -> None:
    await whole(room)
    assert await room.says("/story #1") == (
        "⚪ Coup reported in Damascus\n"
        "Contested, denied by the presidency 14:02 UTC · 1 origin (the Syrian defence ministry) · 5 outlets\n"
        "First: Sputnik*, 12:00 UTC\n"
        "\n"
        "Sputnik* · 12:00 · citing the Syrian defence ministry\n"
        " ├ Example Times · 12:35, 35 min later · citing Sputnik\n"
        " └ Daily X · 13:00, 1 h later · same words\n"
        "SOHR · 13:01, 1 h 1 min later · with a hedge\n"
        "Denied: SANA* · 14:02, 2 h 2 min later · citing the presidency\n"
        "\n"
        "* Sputnik: Russian state media; SANA: Syrian state news agency"
    )


async def test_a_list_says_how_many_origins_a_story_has(room: Room) -> None:
    await whole(room)
    assert (
        "1 ⚪ Coup reported in Damascus\n"
        "    contested, denied by the presidency 14:02 UTC · 1 origin (the Syrian defence ministry) · 5 outlets · "
    ) in await room.says("/latest")


async def test_stories_of_most_origins_or_outlets_come_first_where_that_is_asked_for(room: Room) -> None:
    await told(room, "Coup reported in Damascus", SPUTNIK, 60)
    await told(room, "Coup reported in Damascus", TIMES, 50, copies=1)
    await told(room, "Coup reported in Damascus", Outlet("x", "Daily X"), 50, copies=1)
    for by, ago in ((SOHR, 40), (SANA, 30)):
        await room.publish("Rain in Hama", by=by, ago=ago * MINUTE)
    first, second = await room.store.desk.unfiled(10)
    fence = await room.store.ledger.lead("desk", "test", room.clock.time, timedelta(hours=1))
    assert fence
    filings = [Filing(each.id, 0, first.id, Relation.REPEAT, "a test", (), telling(each)) for each in (first, second)]
    await room.store.desk.file(filings, fence, room.clock.time)
    await room.publish("Bread in Homs", by=SOHR, ago=9 * MINUTE)
    await room.alert()

    def titles(answer: str) -> list[str]:
        return [line[4:] for line in answer.splitlines() if line[:1].isdigit()]

    rain, coup, bread = "Rain in Hama", "Coup reported in Damascus", "Bread in Homs"
    assert titles(await room.says("/latest sort:newest")) == [bread, rain, coup]
    answer = await room.presses("By origins")
    assert titles(answer) == [rain, bread, coup]
    assert answer.startswith("Latest · 3 stories in 24 h, those of most origins first\n")
    assert titles(await room.says("/latest sort:SOURCES")) == [coup, rain, bread]
    assert titles(await room.says("/latest 1 sort:sources")) == [coup]
    assert "Older" not in "".join(button.label for reply in room.replies for button in reply.buttons)
    assert coup in await room.says("/story #1")
    assert await room.says("/latest sort:truth") == (
        "I can't read sort:truth: write sort:origins, sort:sources or sort:newest."
    )
    assert await room.says("/search rain sort:origins") == "sort:origins is for stories: write by:story beside it."
    assert titles(await room.says("/search rain OR coup by:story sort:sources")) == [coup, rain]


async def test_a_branch_below_another_has_its_rail(room: Room) -> None:
    await told(room, "One", SPUTNIK, 60)
    await told(room, "Two", TIMES, 50, cites(SPUTNIK))
    await told(room, "Three", SOHR, 40, cites(TIMES))
    await told(room, "Four", SANA, 30, cites(SPUTNIK))
    await told(room, "Five", Outlet("x", "Daily X"), 20, cites(SANA))
    answer = await room.says("/story #1")
    assert "\n ├ Example Times" in answer
    assert "\n │  └ SOHR" in answer
    assert "\n └ SANA*" in answer
    assert "\n    └ Daily X" in answer


async def test_a_number_means_the_list_that_was_shown_last(room: Room) -> None:
    await room.publish("Bread in Homs", by=TIMES, ago=9 * MINUTE)
    await room.publish("Rain in Hama", by=SOHR, ago=5 * MINUTE)
    await room.alert()
    assert "Bread in Homs" in await room.says("/story #1")
    await room.says("/latest")
    assert "Bread in Homs" in await room.presses("2")
    assert "Rain in Hama" in await room.says("/story 1")
    assert "Bread in Homs" in await room.says("/story 2")
    assert "Bread in Homs" in await room.says("/story #1")
    assert "No list of stories was shown here" in await room.says("/story 1", thread="7")
    await room.says("/search Bread")
    assert "Bread in Homs" in await room.says("/story 1")
    assert "had no story 9" in await room.says("/story 9")


async def test_long_lists_and_lists_of_items_have_no_buttons_for_stories(room: Room) -> None:
    await room.publish_all([f"Rain in Hama {number}" for number in range(12)], ago=9 * MINUTE)

    async def numbers(asked: str) -> list[str]:
        await room.says(asked)
        return [one.label for reply in room.replies for one in reply.buttons if one.label.isdigit()]

    assert await numbers("/latest 10") == [*"123456789", "10"]
    assert await numbers("/latest 11") == []
    assert await numbers("/search hama") == []


async def test_what_nobody_has_filed_yet_is_a_story_of_its_own(room: Room) -> None:
    await room.publish("Rain in Hama", by=SOHR)
    await room.says("/search Hama")
    assert await room.says("/story #1") == (
        "🔴 Rain in Hama\nSingle origin · 1 outlet\nFirst: SOHR, 14:02 UTC\n\nSOHR · 14:02"
    )
    await room.says("/latest")
    assert "Rain in Hama" in await room.says("/story #1")


async def test_a_reply_to_an_alert_means_its_story(room: Room) -> None:
    assert "no alert here yet" in await room.says("/story")
    await room.says("/subscribe Hama")
    await room.publish("Rain in Hama", by=SOHR)
    first = await room.alert()
    await room.publish("Sun in Hama", by=TIMES)
    await room.alert()
    assert "Rain in Hama" in await room.says("/story", replies_to=first)
    assert "Sun in Hama" in await room.says("/story")
    assert "not an alert of mine" in await room.says("/story", replies_to="m99")


@pytest.mark.parametrize("number", ["99", "999999999999999999"])
async def test_a_story_that_is_not_there_is_none(room: Room, number: str) -> None:
    assert await room.says(f"/story #{number}") == (
        "There is no such story, or it is no longer kept. /latest lists those there are."
    )


async def test_words_are_no_number(room: Room) -> None:
    assert "“Hama” is no number" in await room.says("/story Hama")


async def test_what_another_chat_brought_is_not_shown(room: Room) -> None:
    await room.says("/status")
    await room.publish("Secrets of Hama", by=Outlet("blog", "A Blog", brought_by=5))
    assert "There is no such story" in await room.says("/story #1")


async def test_a_story_of_very_many_reports_fits_in_a_message(room: Room) -> None:
    await told(room, "One", SPUTNIK, 60)
    for number in range(80):
        await told(room, "Two", Outlet(f"o{number}", f"An outlet with a rather long name {number}"), 50, cites(SPUTNIK))
    answer = await room.says("/story #1")
    assert len(answer) <= 3500
    assert "\nand 4" in answer
    assert answer.endswith("* Sputnik: Russian state media")


async def test_only_so_many_lists_are_remembered(room: Room) -> None:
    shown = room.newsroom.shown
    for number in range(1001):
        shown.note(replace(room.address(), chat=str(number)), {1: 7})
    with pytest.raises(UserError, match="No list of stories was shown here"):
        shown.meant(replace(room.address(), chat="0"), 1)
    assert shown.meant(replace(room.address(), chat="1"), 1) == 7


async def test_what_last_changed_a_story_stands_under_its_title(room: Room) -> None:
    await told(room, "12 killed in Hama", SOHR, 60)
    await told(room, "40 killed in Hama", TIMES, 20, relation=Relation.UPDATE)
    await told(room, "Forty dead in Hama", SPUTNIK, 10)
    assert "1 🟢 12 killed in Hama\n    Since then: 40 killed in Hama (13:45 UTC)\n    " in await room.says("/latest")
    assert "🟢 12 killed in Hama\nSince then: 40 killed in Hama (13:45 UTC)\n" in await room.says("/story 1")


async def test_of_several_changes_of_a_story_the_newest_is_named(room: Room) -> None:
    await told(room, "12 killed in Hama", SOHR, 60)
    await told(room, "40 killed in Hama", TIMES, 20, relation=Relation.UPDATE)
    await told(room, "50 killed in Hama", SPUTNIK, 10, relation=Relation.UPDATE)
    assert "\nSince then: 50 killed in Hama (13:55 UTC)\n" in await room.says("/story #1")


async def test_a_change_that_was_published_first_is_the_title_and_nothing_since(room: Room) -> None:
    await told(room, "12 killed in Hama", SOHR, 20)
    await told(room, "40 killed in Hama", TIMES, 60, relation=Relation.UPDATE)
    answer = await room.says("/story #1")
    assert "40 killed in Hama\n" in answer
    assert "Since then" not in answer
