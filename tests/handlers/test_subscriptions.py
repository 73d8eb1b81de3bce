from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.catalogue import Catalogue
from bot.core.model import Outlet, SubscriptionKind
from bot.newsroom.subscriptions import MOST_SUBSCRIPTIONS
from tests.handlers.room import MEMBER, SOHR, SPUTNIK, TIMES, Room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def unchosen(answer: str) -> str:
    """Without the choice of how loudly one wants to be told, which comes last."""
    return answer.partition("\nOnly with 2+ origins:  /origins 2 for ")[0]


async def test_subscribing_shows_what_it_would_have_brought(room: Room) -> None:
    await room.publish("Shelling near Hama", by=SOHR, ago=6 * DAY)
    await room.publish("Army says it stopped an advance north of Hama", by=SPUTNIK)
    assert await room.says("/subscribe Hama") == (
        "Hama: in the last 7 days that was 2 stories. The latest:\n"
        "\n"
        "Army says it stopped an advance north of Hama\n"
        "Sputnik (Russian state media) · citing Army · 14:02 UTC (3 min ago)\n"
        "\n"
        "Done: what comes next, you get here as soon as I read it.\n"
        "/latest Hama any time, /unsubscribe Hama to stop.\n"
        "Only with 2+ origins:  /origins 2 for Hama\n"
        "Daily digest 08:00:  /digest daily 08:00 for Hama"
    )
    assert room.rung == ["wake"]


@pytest.mark.parametrize(
    ("set_before", "when", "offered"),
    [
        ("/digest daily 08:00", "in the next digest, 3 Dec 08:00 UTC.", ["Only with 2+ origins"]),
        ("/digest hourly", "in the next digest, 15:00 UTC.", ["Only with 2+ origins", "Daily digest 08:00"]),
        ("/quiet 13:00-16:00", "after the quiet hours, 16:00 UTC.", ["Only with 2+ origins", "Daily digest 08:00"]),
        ("/origins 2", "as soon as I read it.", ["Daily digest 08:00"]),
    ],
)
async def test_what_is_set_already_is_told_and_not_offered(
    room: Room, set_before: str, when: str, offered: list[str]
) -> None:
    await room.publish("Shelling near Hama", ago=HOUR)
    await room.says(set_before)
    assert f"Done: what comes next, you get here {when}\n" in await room.says("/subscribe Hama")
    assert [button.label for reply in room.replies for button in reply.buttons] == offered


async def test_often_told_things_come_with_their_rate(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(14)], ago=HOUR)
    assert "14 stories, 2 a day." in await room.says("/subscribe Hama")


async def test_subscribing_to_what_was_never_in_the_news_works_and_asks_about_the_spelling(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(50)], ago=HOUR)
    answer = await room.says("/subscribe Quito")
    assert answer.startswith("Quito: in the last 7 days there was nothing; is it spelt as the news spell it?")
    assert "1 Quito" in await room.says("/subscriptions")


async def test_before_anything_has_been_read_nothing_is_said_of_the_spelling(room: Room) -> None:
    assert (await room.says("/subscribe Quito")).startswith(
        "Quito: I have read nothing yet, so I can't say how often that comes up.\nDone all the same"
    )
    await room.publish("Shelling near Hama")
    assert (await room.says("/subscribe Lima")).startswith(
        "Lima: in the 1 item I have read so far there was nothing.\nDone"
    )


async def test_an_outlets_name_is_no_matter_of_spelling_and_the_outlet_is_offered_until_it_is_followed(
    room: Room,
) -> None:
    await room.source(TIMES)
    await room.publish_all([f"Report {n}" for n in range(60)], ago=timedelta(hours=30))
    answer = await room.says("/subscribe Example Times")
    assert answer.startswith("Example Times: in the last 7 days there was nothing.\n")
    assert unchosen(answer).endswith("For all that Example Times publishes:  /subscribe outlet:times")
    await room.says("/subscribe outlet:times anyway")
    await room.says("/unsubscribe Example Times")
    assert "outlet:times" not in await room.says('/subscribe "example times"')
    assert "outlet:times" not in await room.says("/subscribe times")


async def test_nothing_of_a_pack_is_no_matter_of_spelling(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(50)], by=Outlet("other", "Other"), ago=HOUR)
    answer = await room.says("/subscribe world")
    assert answer.startswith("World, a pack of all that 0 outlets publish: in the last 7 days there was nothing.\n")
    assert "Done" in answer


async def test_a_filter_is_followed_by_its_name(room: Room) -> None:
    await room.says("/filter add north hama OR idlib")
    assert (await room.says("/subscribe North")).startswith("Your filter north (hama OR idlib): ")
    assert "1 north, a filter: hama OR idlib" in await room.says("/subscriptions")


async def test_a_pack_is_followed_by_its_name_and_the_reply_tells_how_to_follow_the_word(room: Room) -> None:
    await room.publish("Homs hospital reopens", by=TIMES)
    await room.publish("Shelling near Homs", by=SOHR, ago=HOUR)
    answer = await room.says("/subscribe Syria")
    assert answer.startswith("Syria, a pack of all that 2 outlets publish: in the last 7 days that was 2 stories.")
    assert unchosen(answer).endswith("For the word alone:  /subscribe (syria)")
    answer = await room.says("/subscribe (syria)")
    assert answer.startswith("syria: in the")
    assert unchosen(answer).endswith("/latest (syria) any time, /unsubscribe (syria) to stop.")
    assert "1 syria, a pack: Syria\n2 syria" in await room.says("/subscriptions")
    assert "no more alerts on syria" in await room.says("/unsubscribe (syria)")
    assert "1 syria, a pack" in await room.says("/subscriptions")


@pytest.mark.parametrize("again", ["Hama OR Homs", "hama  OR homs", "(HAMA OR Homs)"])
async def test_the_same_thing_is_not_followed_twice(room: Room, again: str) -> None:
    await room.says("/subscribe Hama OR Homs")
    assert "here already" in await room.says(f"/subscribe {again}")


async def test_a_small_or_is_a_word_of_its_own_and_the_reply_says_so(room: Room) -> None:
    await room.says("/subscribe hama OR homs")
    answer = await room.says("/subscribe hama or homs")
    assert unchosen(answer).endswith(
        "By the way: I look for “or” as a word, unless it is in capitals. Did you mean  /subscribe hama OR homs  ?"
    )
    assert "2 hama or homs" in await room.says("/subscriptions")


async def test_a_small_or_where_no_capitals_can_stand_is_only_told_of(room: Room) -> None:
    assert unchosen(await room.says("/subscribe or homs")).endswith(
        "By the way: I look for “or” as a word, unless it is in capitals."
    )
    assert "By the way" not in await room.says('/subscribe "OR" homs')
    assert "By the way" not in await room.says('/subscribe hama "or" homs')


async def test_a_filter_with_a_small_or_is_mended_where_it_is_written(room: Room) -> None:
    await room.says("/filter add north hama or homs")
    assert unchosen(await room.says("/subscribe north")).endswith("Did you mean  /filter edit north hama OR homs  ?")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hama, homs", "hama OR homs"), ("rebel advance,homs, idlib,", "rebel advance OR homs OR idlib"),
        ("حماة، حمص", "حماة OR حمص"),
    ],
)  # fmt: skip
async def test_a_list_with_commas_is_said_to_mean_all_and_any_of_it_is_offered(
    room: Room, typed: str, meant: str
) -> None:
    told = "By the way: with or without commas, that means all of these words together. For any of them:  "
    assert unchosen(await room.says(f"/subscribe {typed}")).endswith(f"{told}/subscribe {meant}")
    assert (await room.says(f"/filter add list {typed}")).endswith(f"{told}/filter edit list {meant}")
    assert (await room.says(f"/filter test {typed}")).endswith(f"{told}/filter test {meant}")


@pytest.mark.parametrize("typed", ["hama homs", '"hama, homs" idlib', "hama OR homs, idlib", "hama,", "hama, -"])
async def test_where_commas_can_mean_no_list_nothing_is_said_of_them(room: Room, typed: str) -> None:
    assert "For any of them" not in await room.says(f"/subscribe {typed}")


async def test_stop_asks_what_and_names_the_way_to_stop_all(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert (await room.says("/stop")).endswith("To stop all that comes here:  /unsubscribe all")
    assert "no more alerts on Hama" in await room.says("/stop all")
    assert "You don't follow anything here" in await room.says("/stop all")


async def test_subscribing_to_nothing_asks_for_something(room: Room) -> None:
    assert await room.says("/subscribe") == "What shall I follow? A word or a name will do:  /subscribe Hama"


async def test_what_would_flood_the_chat_is_asked_back(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(30)], ago=HOUR)
    await room.publish_all([f"Rain number {n} in Quito" for n in range(40)], ago=30 * HOUR)
    answer = await room.says("/subscribe Hama")
    assert answer == (
        "That is a lot: it matches 30 of the last 70 items, about 24 alerts a day. "
        "Add a word to narrow it, or to have it all the same, type:  /subscribe Hama anyway"
    )
    assert "Nothing is followed here" in await room.says("/subscriptions")
    assert "Done" in await room.says(answer.partition("type:  ")[2])
    assert "1 Hama" in await room.says("/subscriptions")
    assert "You follow Hama here already" in await room.says("/subscribe Hama")


@pytest.mark.parametrize(
    ("matching", "others", "ago"),
    [(16, 44, DAY), (30, 30, 3 * DAY), (30, 130, DAY), (40, 85, HOUR)],
    ids=["few a day", "a large share of little news", "a small share of much news", "all that was read yet is new"],
)
async def test_what_brings_a_few_alerts_a_day_or_a_small_share_is_not_asked_back(
    room: Room, matching: int, others: int, ago: timedelta
) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(matching)], ago=ago)
    await room.publish_all([f"Rain number {n} in Quito" for n in range(others)], ago=ago)
    assert "Done" in await room.says("/subscribe Hama")


async def test_a_full_sample_of_a_few_hours_is_enough_to_judge_by(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(70)], ago=HOUR)
    query = room.newsroom.filters.read("hama")
    chat = await room.store.chats.meet(room.address(), room.kind, "", room.clock.now())
    assert (await room.newsroom.archive.trial(chat, query, 7 * DAY, 60)).loud
    assert not (await room.newsroom.archive.trial(chat, query, 7 * DAY, 80)).loud


async def test_a_pack_that_would_flood_the_chat_is_asked_back_with_a_way_to_less(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(70)], ago=2 * DAY)
    answer = await room.says("/subscribe syria")
    assert answer == (
        "Syria, a pack of all that 1 outlet publishes: lately about 35 items a day, each of them an alert. "
        "To be told only of what you care for, follow a word:  /subscribe Hama\n"
        "To read the pack when you like:  /latest syria\n"
        "To have it all the same:  /subscribe syria anyway"
    )
    assert "Nothing is followed here" in await room.says("/subscriptions")
    assert "35 items" not in await room.says("/subscribe world")
    assert "70 stories, 10 a day" in await room.says("/subscribe syria anyway")


@pytest.mark.parametrize("typed", ["/subscribe", "/latest", ""])
async def test_an_address_is_no_word_to_look_for(room: Room, typed: str) -> None:
    assert await room.says(f"{typed} https://site.example/feed.xml".strip()) == (
        "I don't read that yet. Whoever runs me adds it:  /source add https://site.example/feed.xml"
    )
    assert "Nothing is followed here" in await room.says("/subscriptions")


async def test_a_handful_of_items_says_nothing_of_how_loud_a_query_is(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(20)], ago=HOUR)
    assert "Done" in await room.says("/subscribe Hama")


async def test_anyway_alone_is_a_word_like_others(room: Room) -> None:
    await room.says("/subscribe anyway")
    assert "1 anyway" in await room.says("/subscriptions")


async def test_a_chat_follows_only_so_many_things(room: Room) -> None:
    await _follow(room, [f"word{number}" for number in range(MOST_SUBSCRIPTIONS - 1)])
    assert "Done" in await room.says("/subscribe Hama")
    assert "the most I keep" in await room.says("/subscribe Homs")
    assert (await room.says("/subscriptions")).startswith("100 things followed here")


async def _follow(room: Room, words: list[str]) -> None:
    """As if each had been subscribed to, without the talk."""
    now = room.clock.now()
    chat = await room.store.chats.meet(room.address(), room.kind, "", now)
    for word in words:
        assert await room.store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, word, "", now)


# ---- threads


async def test_a_subscription_belongs_to_the_thread_it_was_made_in(group: Room) -> None:
    assert "you get it in this topic" in await group.says("/subscribe Hama", thread="5")
    assert "you get it here" in await group.says("/subscribe Hama")
    assert [one.thread for one in await group.store.chats.subscriptions()] == ["5", ""]
    assert await group.says("/subscriptions") == (
        "2 things followed here; /unsubscribe with a number stops one.\n\n1 Hama (in another topic)\n2 Hama"
    )


async def test_words_stop_what_comes_to_this_thread_only(group: Room) -> None:
    await group.says("/subscribe Hama", thread="5")
    assert "You don't follow Hama here" in await group.says("/unsubscribe Hama")
    assert "no more alerts on Hama" in await group.says("/unsubscribe hama", thread="5")


async def test_a_number_stops_what_comes_to_any_thread(group: Room) -> None:
    await group.says("/subscribe Hama", thread="5")
    assert "no more alerts on Hama" in await group.says("/unsubscribe 1")


async def test_all_means_all_of_this_thread(group: Room) -> None:
    for text, thread in (("Hama", "5"), ("Homs", ""), ("Idlib", "")):
        await group.says(f"/subscribe {text}", thread=thread)
    assert await group.says("/unsubscribe all") == "Done: 2 subscriptions gone, no more alerts here."
    assert "1 Hama" in await group.says("/subscriptions")


# ---- stopping


async def test_what_was_stopped_can_be_had_again_with_the_command_shown(room: Room) -> None:
    await room.says("/subscribe hama OR homs")
    answer = await room.says("/unsubscribe 1")
    assert answer == "Done: no more alerts on hama OR homs. To have them again:  /subscribe hama OR homs"
    assert "Done" in await room.says(answer.partition("again:  ")[2])


@pytest.mark.parametrize(
    "typed", ["/unsubscribe 2", "/unsubscribe 0", "/unsubscribe quito", "/unsubscribe " + "9" * 5000]
)
async def test_stopping_what_is_not_followed_says_so(room: Room, typed: str) -> None:
    await room.says("/subscribe Hama")
    assert "/subscriptions shows what you do follow" in await room.says(typed)


async def test_a_number_never_means_another_subscription(room: Room) -> None:
    for word in ("Hama", "Homs", "Aleppo"):
        await room.says(f"/subscribe {word}")
    assert "no more alerts on Homs" in await room.says("/unsubscribe 2")
    assert await room.says("/unsubscribe 2") == (
        "You don't follow 2 here, or no longer. /subscriptions shows what you do follow."
    )
    assert (await room.says("/subscriptions")).endswith("\n1 Hama\n3 Aleppo")


async def test_a_number_of_another_chat_stops_nothing(room: Room) -> None:
    await room.says("/subscribe Hama")
    room.chat = "78"
    assert "or no longer" in await room.says("/unsubscribe 1")
    assert len(await room.store.chats.subscriptions()) == 1


async def test_all_of_nothing_can_be_stopped_kindly(room: Room) -> None:
    assert (await room.says("/unsubscribe all")).startswith("You don't follow anything here, or no longer.")


async def test_stopping_nothing_asks_which(room: Room) -> None:
    assert await room.says("/unsubscribe") == "Nothing is followed here. A word or a name will do:  /subscribe Hama"
    await room.says("/subscribe Hama")
    await room.says("/subscribe Homs")
    await room.says("/unsubscribe 1")
    assert await room.says("/unsubscribe") == (
        "Which one? /subscriptions shows them with their numbers:  /unsubscribe 2\n"
        "To stop all that comes here:  /unsubscribe all"
    )


async def test_a_number_that_is_followed_as_a_word_can_be_stopped(room: Room) -> None:
    await room.says("/subscribe 2024")
    assert "no more alerts on 2024" in await room.says("/unsubscribe 2024")


# ---- lists


async def test_an_empty_list_says_how_to_begin(room: Room) -> None:
    assert "/subscribe Hama" in await room.says("/subscriptions")


async def test_a_long_list_has_pages(room: Room) -> None:
    await _follow(room, [" OR ".join(f"word{number}x{n}" for n in range(30)) for number in range(12)])
    first = await room.says("/subscriptions")
    assert len(first) < 3500
    assert "Next:  /subscriptions 2" in first
    assert "\n12 word11x0" in await room.says("/subscriptions 2")
    assert await room.says("/subscriptions 9") == "There is no page 9; the last is 2:  /subscriptions 2"
    assert await room.says("/subscriptions 0") == first


async def test_a_pack_that_is_no_longer_in_use_is_still_listed(room: Room) -> None:
    await room.says("/subscribe syria")
    room = replace(room, catalogue=Catalogue())
    assert "1 syria, a pack: not in use now" in await room.says("/subscriptions")


async def test_anybody_may_see_what_is_followed(group: Room) -> None:
    await group.says("/subscribe Hama")
    assert "1 Hama" in await group.says("/subscriptions", by=MEMBER)
