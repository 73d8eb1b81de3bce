"""What chats mute: a story, what a query matches, or all, for a while."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

from bot.core.alerts.following import bound
from bot.core.alerts.muting import Muting
from bot.core.filters import Document
from bot.core.model import Evidence, Item, Mute, MuteKind
from tests.core.gazette import Gazette
from tests.core.nouns import NOW, an_item

LATER = NOW + timedelta(hours=6)
ALL = Mute(1, 1, MuteKind.ALL, "", LATER)
STORY = Mute(2, 2, MuteKind.STORY, "7", LATER)
ARMY = Mute(3, 3, MuteKind.QUERY, "army", LATER)


def muting(*mutes: Mute) -> Muting:
    found = Muting()
    for chat in {mute.chat for mute in mutes}:
        put(found, chat, *(mute for mute in mutes if mute.chat == chat))
    return found


def put(known: Muting, chat: int, *mutes: Mute) -> None:
    known.put(chat, mutes, lambda text: bound(text, Gazette()))


def taken(steps: Generator[None, None, dict[int, str]]) -> dict[int, str]:
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return dict(done.value)


def found(
    known: Muting, item: Item | None = None, story: int | None = 7, later: timedelta = timedelta()
) -> dict[int, str]:
    document = Document(item or an_item(), Evidence(), NOW)
    return taken(known.found(document, story, NOW + later))


def test_a_story_a_query_and_all_are_muted_each_with_its_reason() -> None:
    assert found(muting(ALL, STORY, ARMY)) == {
        1: "everything is muted",
        2: "this story is muted",
        3: "“army” is muted",
    }


def test_other_stories_and_other_words_are_not_muted() -> None:
    assert found(muting(STORY, ARMY), an_item(title="Bread is cheaper"), story=8) == {}
    assert found(muting(STORY), story=None) == {}


def test_a_mute_is_over_at_its_end() -> None:
    known = muting(ALL, STORY, ARMY)
    assert len(found(known, later=timedelta(hours=6, microseconds=-1))) == 3
    assert found(known, later=timedelta(hours=6)) == {}


def test_what_a_chat_mutes_is_replaced_whole() -> None:
    known = muting(ALL, STORY, ARMY)
    other = Mute(4, 2, MuteKind.STORY, "7", LATER)
    put(known, 4, Mute(5, 4, MuteKind.STORY, "7", LATER))
    put(known, 2, other)
    put(known, 1)
    put(known, 3, Mute(6, 3, MuteKind.QUERY, "bread", LATER))
    assert found(known) == {2: "this story is muted", 4: "this story is muted"}
    assert len(known) == 3
    for chat in (2, 3, 4):
        put(known, chat)
    assert (len(known), found(known)) == (0, {})


def test_a_query_that_cannot_be_read_mutes_nothing() -> None:
    assert found(muting(Mute(1, 1, MuteKind.QUERY, "army (", LATER))) == {}


def test_a_story_that_is_muted_is_told_so_rather_than_that_all_is() -> None:
    assert found(muting(ALL, Mute(2, 1, MuteKind.STORY, "7", LATER))) == {1: "this story is muted"}
