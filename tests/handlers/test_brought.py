"""Outlets that chats follow whole, and those that they bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.core.errors import UserError
from bot.core.model import ChatKind, Outlet, SourceState, SubscriptionKind
from bot.core.outcome import Candidate, Elsewhere, Failed
from bot.engine.probe import claimed
from bot.newsroom.subscriptions import MOST_SUBSCRIPTIONS
from bot.settings import Settings
from bot.sourcing import is_private, kinds_of
from tests.handlers.room import ADMIN, MEMBER, NOW, OPERATOR, SOHR, SPUTNIK, TIMES, Room
from tests.handlers.sample import CATALOGUE, TASS, document

BLOG = "https://blog.example/feed"


@pytest.fixture
def mine(group: Room) -> Room:
    """A group that may bring two sources."""
    group.probes |= {
        BLOG: document("Shelling near Hama", name="A Blog"),
        "telegram:sana": document("One", name="SANA channel"),
        "x:sana": document("One", name="SANA on X", lasting="4711"),
    }
    return replace(group, chat_sources=2, catalogue=CATALOGUE)


@pytest.fixture
def theirs(mine: Room) -> Room:
    """Another group of the same bot."""
    return replace(mine, chat="-200")


async def outlets(room: Room) -> set[str]:
    return {source.outlet.id for source in await room.store.sources.every()}


# ---- outlets that are read


@pytest.mark.parametrize(
    "typed", ["outlet:SOHR", "outlet:sohr", "https://sohr.example/feed.xml", "www.sohr.example/feed.xml"]
)
async def test_an_outlet_is_followed_by_its_name_or_its_address(room: Room, typed: str) -> None:
    await room.publish("Shelling near Homs", by=SOHR)
    assert await room.says(f"/subscribe {typed}") == (
        "All that SOHR publishes: in the last 7 days that was 1 story. The latest:\n"
        "\n"
        "Shelling near Homs\n"
        "SOHR · 14:02 UTC (3 min ago)\n"
        "\n"
        "Done: what comes next, you get here as soon as I read it.\n"
        "/latest outlet:sohr any time, /unsubscribe outlet:sohr to stop.\n"
        "Only with 2+ origins:  /origins 2 for outlet:sohr\n"
        "Daily digest 08:00:  /digest daily 08:00 for outlet:sohr"
    )
    assert (await room.says("/subscriptions")).endswith("\n1 SOHR, all that it publishes")
    assert await room.says("/subscribe outlet:sohr") == (
        "You follow SOHR here already. /latest outlet:sohr shows the latest."
    )


async def test_its_name_is_shown_wherever_the_outlet_is_followed(room: Room) -> None:
    await room.publish("Rain in Quito", by=TIMES)
    await room.publish("Shelling near Homs", by=SOHR)
    await room.says("/subscribe outlet:SOHR")
    await room.alert()
    assert "You follow all that SOHR publishes here." in await room.says("/why")
    assert (await room.says("/latest outlet:sohr")).startswith("SOHR · 1 story in 24 h\n")
    assert "Quito" not in await room.says("/latest outlet:SOHR since:2d 5")
    assert await room.says("/unsubscribe outlet:SOHR") == (
        "Done: no more alerts on SOHR. To have them again:  /subscribe outlet:sohr"
    )
    assert "Done" in await room.says("/subscribe outlet:sohr")
    for typed in ("sohr", "https://sohr.example/feed.xml", "4"):
        assert "no more alerts on SOHR" in await room.says(f"/unsubscribe {typed}")
        await room.says("/subscribe outlet:sohr")


async def test_a_loud_outlet_is_asked_back(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(70)], ago=timedelta(days=2))
    answer = await room.says("/subscribe outlet:sohr")
    assert answer == (
        "All that SOHR publishes: lately about 35 items a day, each of them an alert. "
        "To be told only of what you care for, follow a word:  /subscribe Hama\n"
        "To read it when you like:  /latest outlet:sohr\n"
        "To have it all the same:  /subscribe outlet:sohr anyway"
    )
    assert "70 stories" in await room.says("/subscribe outlet:sohr anyway")


async def test_a_word_that_is_an_outlets_name_is_offered_as_the_outlet(room: Room) -> None:
    await room.publish("Shelling near Homs", by=SOHR)
    assert "\nFor all that SOHR publishes:  /subscribe outlet:sohr\n" in await room.says("/subscribe sohr")
    assert "no more alerts on sohr. " in await room.says("/unsubscribe sohr")


async def test_an_outlet_that_is_not_read_is_said_to_be_none(room: Room) -> None:
    room = replace(room, catalogue=CATALOGUE)
    assert await room.says("/subscribe outlet:moon") == "I read no outlet “moon”. All that I read:  /sources"
    assert await room.says("/subscribe outlet:TASS English") == (
        "I don't read TASS English yet. Whoever runs me adds it:  /source add outlet:tass-en"
    )


@pytest.mark.parametrize("typed", ["outlet:sohr", "source:SOHR", "Outlet：sohr", 'outlet:"SOHR"', "outlet: sohr"])
async def test_an_outlets_name_alone_means_all_that_it_publishes(room: Room, typed: str) -> None:
    await room.publish("Shelling near Homs", by=SOHR)
    assert (await room.says(f"/subscribe {typed}")).startswith("All that SOHR publishes: ")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("outlet:sohr homs", "outlet:sohr homs"),
        ("source:SOHR OR homs", "outlet:SOHR OR homs"),
        ("outlet:(sohr OR moon)", "outlet:sohr OR outlet:moon"),
        ("title:homs", "title:homs"),
        ("kind:telegram homs", "kind:telegram homs"),
        ("url:https://sohr.example/feed.xml", 'url:"sohr.example/feed.xml"'),
        ("/ho[m]s/", "/ho[m]s/"),
        ("-outlet:sohr homs", "-outlet:sohr homs"),
    ],
)
async def test_what_says_more_than_an_outlet_or_an_address_is_a_query(room: Room, typed: str, printed: str) -> None:
    await room.publish("Shelling near Homs", by=SOHR)
    assert (await room.says(f"/subscribe {typed}")).startswith(f"{printed}: ")


@pytest.mark.parametrize("typed", ["outlet:moon homs", "outlet:Daily Moon", "source:moon OR homs"])
async def test_an_outlet_that_is_not_read_is_none_with_more_beside_it_either(room: Room, typed: str) -> None:
    assert (await room.says(f"/subscribe {typed}")).startswith("I read no outlet “")


async def test_an_outlet_without_a_name_is_asked_for_one(room: Room) -> None:
    answer = await room.says("/subscribe outlet:")
    assert answer.startswith("I can't read that filter:\noutlet:\n^ outlet: needs a word after it.")


async def test_a_name_of_two_outlets_is_asked_back(room: Room) -> None:
    for number in (1, 2):
        await room.source(Outlet(f"times-{number}", "The Times"))
    assert await room.says("/subscribe outlet:the times") == (
        "“the times” may mean several outlets that I read:\n"
        "The Times:  /subscribe outlet:times-1\nThe Times:  /subscribe outlet:times-2"
    )
    assert "/latest outlet:times-1" in await room.says("/latest outlet:the times")
    assert "Done" in await room.says("/subscribe outlet:times-2")


async def test_an_account_of_two_outlets_is_asked_back(room: Room) -> None:
    await room.store.sources.add(SOHR, "telegram", "sana", NOW)
    await room.store.sources.add(SPUTNIK, "x", "sana", NOW)
    answer = await room.says("/subscribe @sana")
    assert answer.startswith("“@sana” may mean several outlets that I read:\n")
    assert "All that Sputnik publishes" in await room.says("/subscribe x:sana")


# ---- what is not read, where chats may bring nothing


@pytest.mark.parametrize("typed", ["/subscribe t.me/sana", "/latest t.me/sana"])
async def test_where_chats_bring_nothing_the_operator_is_named(group: Room, typed: str) -> None:
    group.probes["telegram:sana"] = document("One")
    assert await group.says(typed) == "I don't read that yet. Whoever runs me adds it:  /source add t.me/sana"
    assert await group.store.sources.every() == ()


async def test_an_account_may_also_be_meant_as_a_word(group: Room) -> None:
    assert (await group.says("/subscribe @sana")).endswith('/source add @sana\nFor the word alone:  /subscribe "sana"')


@pytest.mark.parametrize("typed", ["U.S.", "and/or", "hama: homs", "a.b", "U.S. and/or Hama", "10:30", "x: hama"])
async def test_words_with_marks_in_them_are_still_words(mine: Room, typed: str) -> None:
    assert "Done all the same" in await mine.says(f"/subscribe {typed}")


# ---- bringing


async def test_an_admin_brings_a_source_for_the_chat(mine: Room) -> None:
    assert await mine.says(f"/subscribe {BLOG}") == (
        "Followed: A Blog\n"
        "feed\n"
        "“A Blog” · 1 item. Latest:\n"
        "  14:05 Shelling near Hama\n"
        "I read it from now on, for the chats that follow it.\n"
        "What comes next, you get here.\n"
        "To stop:  /unsubscribe outlet:a-blog"
    )
    (source,) = await mine.store.sources.every()
    (subscription,) = await mine.store.chats.subscriptions()
    assert source.outlet == Outlet("a-blog", "A Blog", brought_by=subscription.chat.id)
    assert mine.rung == ["wake"]
    assert await mine.says(f"/subscribe {BLOG}") == (
        "You follow A Blog here already. /latest outlet:a-blog shows the latest."
    )


async def test_in_a_topic_it_comes_there(mine: Room) -> None:
    assert "you get in this topic." in await mine.says(f"/subscribe {BLOG}", thread="5")
    assert "you get here." not in await mine.says("/subscribe telegram:sana", thread="5")
    assert {one.thread for one in await mine.store.chats.subscriptions()} == {"5"}


async def test_only_an_admin_brings_anything(mine: Room) -> None:
    assert (await mine.says(f"/subscribe {BLOG}", by=MEMBER)).startswith("Only an admin")
    assert await mine.store.sources.every() == ()


async def test_nobody_else_sees_what_a_chat_brought(mine: Room, theirs: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    (source,) = await mine.store.sources.every()
    await mine.publish("Shelling near Hama", by=source.outlet)
    for typed in (
        "/latest",
        "/latest hama",
        "/latest outlet:a-blog",
        f"/latest {BLOG}",
        "/sources",
        "/filter test hama",
    ):
        assert "A Blog" in (await mine.says(typed)) or "1 match" in (await mine.says(typed)), typed
        assert "A Blog" not in (await theirs.says(typed)), typed
        assert "Shelling" not in (await theirs.says(typed)), typed
    assert (await theirs.says("/subscribe hama")).startswith(
        "hama: in the 1 item I have read so far there was nothing."
    )
    assert "I read no outlet" in await theirs.says("/subscribe outlet:A Blog")


async def test_the_operator_sees_all_of_it_in_private(mine: Room, room: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    assert f"1 A Blog · {BLOG} · brought by a chat" in await room.says("/sources")
    assert "A Blog" not in await replace(mine, chat="-300").says("/sources", by=OPERATOR)


async def test_a_second_chat_just_follows_it(mine: Room, theirs: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    assert (await theirs.says(f"/subscribe {BLOG}")).startswith("All that A Blog publishes: ")
    assert len(await mine.store.sources.every()) == 1
    assert "1 A Blog" in await theirs.says("/sources")
    assert len(await mine.store.outlets.brought(1)) == 1


async def test_a_chat_that_may_bring_nothing_follows_what_others_brought(mine: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    other = replace(mine, chat="-200", chat_sources=0)
    assert "All that A Blog publishes" in await other.says(f"/subscribe {BLOG}")


async def test_what_the_last_chat_stops_following_is_not_read_any_more(mine: Room, theirs: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    await mine.says(f"/subscribe {BLOG}", thread="5")
    await theirs.says(f"/subscribe {BLOG}")
    await mine.says("/unsubscribe all")
    await mine.says("/unsubscribe all", thread="5")
    assert await outlets(mine) == {"a-blog"}
    answer = await theirs.says("/unsubscribe a blog")
    assert answer == f"Done: no more alerts on A Blog. To have them again:  /subscribe {BLOG}"
    assert await outlets(mine) == set()
    assert (await theirs.says(answer.partition("again:  ")[2])).startswith("Followed: A Blog\n")
    (subscription,) = await mine.store.chats.subscriptions()
    assert len(await mine.store.outlets.brought(subscription.chat.id)) == 1


async def test_what_everybody_reads_goes_on_when_nobody_follows_it(mine: Room) -> None:
    await mine.source(SOHR)
    await mine.says("/subscribe outlet:sohr")
    await mine.says("/unsubscribe outlet:sohr")
    assert await outlets(mine) == {"sohr"}


async def test_secrets_of_an_address_are_not_repeated_in_a_group(mine: Room) -> None:
    mine.probes[f"{BLOG}?key=hush"] = document("One", name="Secret Blog")
    assert "hush" not in await mine.says(f"/subscribe {BLOG}?key=hush")
    for typed in ("/sources", "/subscriptions", "/unsubscribe secret blog"):
        answer = await mine.says(typed)
        assert "Secret Blog" in answer
        assert "hush" not in answer


# ---- limits


async def test_a_chat_brings_only_so_many(mine: Room, theirs: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    await mine.says("/subscribe telegram:sana")
    assert await mine.says("/subscribe x:sana") == (
        "This chat has brought 2 of the 2 it may: A Blog, SANA channel.\n"
        "To make room, stop one that no other chat follows:  /unsubscribe outlet:a-blog"
    )
    assert "Followed: SANA on X" in await theirs.says("/subscribe x:sana")
    await mine.says("/unsubscribe outlet:a-blog")
    assert "All that SANA on X publishes" in await mine.says("/subscribe x:4711")
    mine.probes["https://new.example/"] = document("One")
    assert "Followed: New Times" in await mine.says("/subscribe https://new.example/")


async def test_the_limit_holds_even_when_two_come_at_once(mine: Room) -> None:
    chat = await mine.store.chats.meet(mine.address(), mine.kind, "", NOW)
    finds = [(await mine.newsroom.scouts.sight(chat, typed)).finds[0] for typed in (BLOG, "t.me/sana", "x:sana")]
    for find in finds[:2]:
        await mine.newsroom.scouts.bring(chat, "", "Lina", find)
    with pytest.raises(UserError, match="2 of the 2 it may"):
        await mine.newsroom.scouts.bring(chat, "", "Lina", finds[2])


async def test_what_a_process_left_behind_is_let_go_at_the_next_start(mine: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    (subscription,) = await mine.store.chats.subscriptions()
    await mine.store.chats.unsubscribe(subscription.id)
    await mine.newsroom.shelf.stock()
    assert await outlets(mine) == set()


async def test_a_chat_that_follows_too_much_brings_nothing(mine: Room) -> None:
    chat = await mine.store.chats.meet(mine.address(), mine.kind, "", NOW)
    for number in range(MOST_SUBSCRIPTIONS):
        await mine.store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, f"word{number}", "", NOW)
    assert "the most I keep" in await mine.says(f"/subscribe {BLOG}")
    assert await mine.store.sources.every() == ()


async def test_what_may_mean_several_things_is_listed_and_nothing_is_brought(mine: Room) -> None:
    answer = await mine.says("/subscribe @sana")
    assert answer.startswith("That can be read in several ways, so nothing is followed yet. Type one of these:\n\nTele")
    assert "\n/subscribe telegram:sana\n" in answer
    assert await mine.store.sources.every() == ()


async def test_what_cannot_be_read_is_not_brought_and_settings_are_the_operators_affair(mine: Room) -> None:
    mine.probes["https://down.example/"] = Failed("192.168.0.1 is a private address", barred="192.168.0.1:80")
    answer = await mine.says("/subscribe https://down.example/")
    assert answer.startswith("I could not read that: 192.168.0.1 is a private address.\n")
    assert "PRIVATE_HOSTS" not in answer
    assert answer.endswith("/subscribe google-news:site:down.example")


async def test_no_chat_sends_me_to_the_operators_private_hosts(mine: Room) -> None:
    mine.probes["http://rsshub.lan:1200/x"] = document("One")
    assert await mine.says("/subscribe http://rsshub.lan:1200/x") == (
        "That address is private: only whoever runs me may send me there."
    )
    page = Elsewhere((Candidate("feed", "http://rsshub.lan:1200/x"),), "this is a web page")
    mine.probes["https://site.example/"] = page
    assert "I could not read that: this is a web page." in await mine.says("/subscribe https://site.example/")


@pytest.mark.parametrize(
    "text", ["@user@nas.lan:8443", "#tag@nas.lan:8443", "substack:nas.lan", "wordpress:nas.lan", "https://nas.lan/p/x"]
)
async def test_no_form_of_a_name_leads_a_chat_to_a_private_host(mine: Room, text: str) -> None:
    scouts = mine.newsroom.scouts
    settings = Settings(_env_file=None, private_hosts=("nas.lan:8443", "nas.lan:443"))
    scouts._private = is_private(settings)
    scouts._prober.claimed = partial(claimed, kinds_of(settings))  # type: ignore[method-assign] # what true kinds claim
    chat = await mine.store.chats.meet(mine.address(), ChatKind.PRIVATE, "", mine.clock.now())
    with pytest.raises(UserError, match="only whoever runs me"):
        await scouts.check_may_bring(chat, text)
    await scouts.check_may_bring(chat, text.replace("nas.lan", "mastodon.example"))


async def test_what_the_operator_removed_no_chat_brings_back(mine: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    await mine.says("/source remove 1", by=OPERATOR)
    assert await replace(mine, chat="-200").says(f"/subscribe {BLOG}") == (
        "Whoever runs me has removed that source, and only they can bring it back."
    )


# ---- the catalogue and the operator


async def test_what_the_catalogue_knows_keeps_its_label(mine: Room) -> None:
    mine.probes["https://tass.example/rss"] = document("One", name="Honest News")
    assert (await mine.says("/subscribe https://tass.example/rss")).startswith("Followed: TASS English\n")
    (source,) = await mine.store.sources.every()
    assert source.outlet == replace(TASS, brought_by=source.outlet.brought_by)
    assert source.outlet.brought_by is not None


async def test_what_was_brought_stays_through_a_restart(mine: Room) -> None:
    mine.probes["https://tass.example/rss"] = document("One")
    await mine.says("/subscribe https://tass.example/rss")
    await mine.newsroom.shelf.stock()
    assert await outlets(mine) == {"tass-en"}


async def test_when_the_operator_adds_it_everybody_reads_it(mine: Room, theirs: Room, room: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    assert await room.says(f"/source add {BLOG}") == (
        f"A chat had brought that. From now on it is read for everybody: source 1, A Blog, feed {BLOG}.\n"
        "To see how it does:  /source check 1"
    )
    assert "1 A Blog" in await theirs.says("/sources")
    await mine.says("/unsubscribe all")
    assert await outlets(mine) == {"a-blog"}


async def test_another_way_under_the_name_of_what_a_chat_brought_gives_it_to_all(mine: Room, room: Room) -> None:
    await mine.says(f"/subscribe {BLOG}")
    room.probes["telegram:blog"] = document("One")
    await replace(mine, kind=ChatKind.PRIVATE, chat="77", person=OPERATOR, probes=room.probes).says(
        "/source add t.me/blog A Blog"
    )
    assert {(one.outlet.id, one.outlet.brought_by) for one in await mine.store.sources.every()} == {("a-blog", None)}


async def test_what_turns_out_to_be_read_under_its_lasting_name_is_followed(mine: Room) -> None:
    await mine.store.sources.add(SPUTNIK, "x", "4711", NOW)
    answer = await mine.says("/subscribe x:sana")
    assert answer.startswith("Followed: Sputnik\nX account\n")
    assert "for the chats that follow it" not in answer
    assert "You follow Sputnik here already" in await mine.says("/subscribe x:sana")
    assert (await mine.store.sources.every())[0].outlet == SPUTNIK


async def test_one_more_address_of_what_everybody_reads_is_followed_there(mine: Room) -> None:
    ways = [("feed", "https://sputnik.example/1"), ("feed", BLOG)]
    await mine.store.sources.install([(SPUTNIK, ways)], NOW)
    await mine.store.sources.install([(SPUTNIK, ways[:1])], NOW)
    assert (await mine.says(f"/subscribe {BLOG}")).startswith("Followed: Sputnik\n")
    assert [one.locator for one in await mine.store.sources.every()] == ["https://sputnik.example/1"]


async def test_a_person_may_bring_sources_for_a_private_chat(mine: Room) -> None:
    person = replace(mine, kind=ChatKind.PRIVATE, chat="5", person=MEMBER)
    assert "Followed: A Blog" in await person.says(f"/subscribe {BLOG}")
    assert "I don't read that yet. An admin has it read for this chat:  /subscribe t.me/sana" in await person.says(
        "t.me/sana"
    )
    await mine.store.sources.change(1, SourceState.ACTIVE, NOW)
    assert "A Blog" not in await mine.says("/sources", by=ADMIN)


async def test_a_chat_has_ten_addresses_an_hour_tried_out_and_operators_any_number(mine: Room) -> None:
    for number in range(10):
        assert "nothing is at this address" in await mine.says(f"/subscribe https://none{number}.example/")
    answer = await mine.says("/subscribe https://none.example/")
    assert answer.startswith("I have tried out 10 addresses for this chat within an hour")
    assert "Type it again in 60 minutes." in answer
    operators = await mine.says("/source check https://none.example/", by=OPERATOR)
    assert "nothing is at this address" in operators
