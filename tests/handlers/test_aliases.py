from __future__ import annotations

import pytest

from bot.newsroom.aliases import MOST_NAMES, MOST_SPELLINGS
from tests.handlers.room import ADMIN, OPERATOR, Room


async def test_a_word_gets_other_spellings(room: Room) -> None:
    answer = await room.says("/alias HTS = Hayat Tahrir al-Sham،  هيئة تحرير الشام", by=ADMIN)
    assert answer == (
        "HTS here also means: Hayat Tahrir al-Sham, هيئة تحرير الشام.\n"
        "To take one away:  /alias remove HTS هيئة تحرير الشام"
    )
    assert room.rung == ["wake"]
    assert await room.says("/aliases") == (
        "1 alias in this chat:\nHTS = Hayat Tahrir al-Sham, هيئة تحرير الشام\n    Lina, today"
    )


async def test_spellings_add_up_and_the_same_again_changes_nothing(room: Room) -> None:
    await room.says("/alias HTS = Tahrir", by=ADMIN)
    assert "HTS here also means: Nusra, Tahrir." in await room.says("/alias hts = “Nusra”, TAHRIR, nusra, HTS")
    room.rung.clear()
    assert "HTS here also means: Nusra, Tahrir." in await room.says("/alias hts=nusra")
    assert room.rung == []


async def test_a_spelling_is_taken_away_or_all_of_them(room: Room) -> None:
    await room.says("/alias HTS = Hayat Tahrir al-Sham, Nusra, Jolani")
    room.rung.clear()
    assert await room.says("/alias remove hts hayat TAHRIR al sham") == (
        "HTS here no longer means: Hayat Tahrir al-Sham.\nTo take that back:  /alias HTS = Hayat Tahrir al-Sham"
    )
    assert room.rung == ["wake"]
    answer = await room.says("/alias remove HTS")
    assert answer.startswith("HTS here no longer means: Jolani, Nusra.")
    assert (await room.says("/aliases")).startswith("This chat has no aliases yet.")
    assert "HTS here also means: Jolani, Nusra" in await room.says(answer.partition("back:  ")[2])


async def test_what_is_not_there_is_named(room: Room) -> None:
    assert (await room.says("/alias remove")).startswith("Of which word? /aliases lists them")
    assert await room.says("/alias remove HTS") == "There is no alias “HTS” here. /aliases lists those there are."
    await room.says("/alias HTS = Nusra")
    assert await room.says("/alias remove HTS Daesh") == "HTS does not mean “Daesh” here. It means: Nusra."


@pytest.mark.parametrize("typed", ["/alias", "/alias HTS", "/alias HTS =", "/alias = Nusra", "/alias HTS = , ,"])
async def test_what_is_not_whole_is_answered_with_an_example(room: Room, typed: str) -> None:
    assert (await room.says(typed)).startswith("I need a word and what else it means:  /alias Fourth = ")


@pytest.mark.parametrize(
    "name", ["two words", "OR", '"HTS"', "-HTS", "syr*", "(a", "x" * 33, "a|b", "***", "#HTS", "a:b"]
)
async def test_only_a_bare_word_can_have_aliases(room: Room, name: str) -> None:
    assert "can't have aliases: it must be one word" in await room.says(f"/alias {name} = Nusra")
    assert room.rung == []


@pytest.mark.parametrize("spelling", ["***", "syr*", "x" * 81, "a b c d e f g h i j k", "…"])
async def test_a_spelling_that_will_not_do_is_refused(room: Room, spelling: str) -> None:
    assert "can't be a spelling" in await room.says(f"/alias HTS = Nusra, {spelling}")
    assert room.rung == []


async def test_a_word_does_not_need_its_own_spelling(room: Room) -> None:
    assert await room.says("/alias Hama = HAMA, Ḥamā") == (
        "Hama means Hama already; capitals and accents don't matter to me."
    )


async def test_a_chat_has_so_many_aliases_and_no_more(room: Room) -> None:
    for number in range(MOST_NAMES):
        await room.says(f"/alias name{number} = other{number}")
    assert (await room.says("/alias more = other")).startswith(f"This chat has aliases of {MOST_NAMES} names")
    many = [f"word{number}" for number in range(MOST_SPELLINGS)]
    assert (await room.says(f"/alias name1 = {', '.join(many)}")).startswith("name1 can have 20 spellings at most.")
    assert "also means" in await room.says(f"/alias name1 = {', '.join(many[1:])}")


async def test_aliases_are_the_chats_own(room: Room, group: Room) -> None:
    await room.says("/alias HTS = Nusra", by=OPERATOR)
    assert (await group.says("/aliases")).startswith("This chat has no aliases yet.")


async def test_a_long_list_has_pages(room: Room) -> None:
    for number in range(40):
        await room.says(f"/alias name{number} = {'very ' * 9}long{number}, {'most ' * 9}long{number}")
    assert (await room.says("/aliases")).endswith("Page 1 of 2.\nNext:  /aliases 2")
    assert (await room.presses("Next")).endswith("Page 2 of 2.\nBack:  /aliases 1")
