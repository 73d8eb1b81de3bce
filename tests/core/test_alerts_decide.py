"""Who is owed an alert, and why."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from datetime import timedelta
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts import decide
from bot.core.alerts.following import Following
from bot.core.decisions import Wanted
from bot.core.filters import Document, Query, bind
from bot.core.filters.query import And, Count, Op, Term
from bot.core.model import Evidence, Hit, Item, Match, Outlet, Relation, Subscription, SubscriptionKind
from bot.core.stories import Placement
from tests.core.gazette import Gazette, a_name
from tests.core.nouns import MAYADEEN, NOW, SANA, a_chat, a_subscription, an_item
from tests.core.queries import expressions, read, sentences

NEW = Placement(None, Relation.NEW, "")
HAMA = (Hit("Hama", "title", "Hama"),)


def after(subscriptions: Iterable[Subscription]) -> Following:
    following = Following(Gazette())
    of_chat: dict[int, list[Subscription]] = {}
    for one in subscriptions:
        of_chat.setdefault(one.chat.id, []).append(one)
    for chat, theirs in of_chat.items():
        assert [*following.put(chat, theirs)] == []
    return following


def result(steps: Generator[None, None, tuple[Wanted, ...]]) -> tuple[Wanted, ...]:
    """What comes of it when all steps are taken."""

    def taken() -> Generator[None, None, tuple[Wanted, ...]]:
        return (yield from steps)

    whole = taken()
    while True:
        try:
            next(whole)
        except StopIteration as done:
            return tuple(done.value)


def wanted(
    item: Item, placement: Placement, subscriptions: Iterable[Subscription], evidence: Evidence | None = None
) -> tuple[Wanted, ...]:
    return result(decide.wanted(item, placement, after(subscriptions), evidence or Evidence(), NOW))


def test_a_chat_is_told_what_it_asked_for_and_why() -> None:
    (alert,) = wanted(an_item(), NEW, [a_subscription(1, "Hama"), a_subscription(2, "football")])
    assert (alert.chat, alert.thread) == (1, "")
    assert alert.matches == (Match(1, SubscriptionKind.QUERY, "Hama", hits=HAMA),)


def test_a_chat_gets_one_alert_however_many_of_its_subscriptions_match() -> None:
    (alert,) = wanted(an_item(), NEW, [a_subscription(1, "Hama"), a_subscription(2, "army")])
    assert [match.subscription for match in alert.matches] == [1, 2]


def test_threads_and_chats_get_alerts_of_their_own() -> None:
    subscriptions = [
        a_subscription(1, "Hama", thread="7"),
        a_subscription(2, "Hama", thread="8"),
        a_subscription(3, "Hama", chat=a_chat(2)),
    ]
    assert [(alert.chat, alert.thread) for alert in wanted(an_item(), NEW, subscriptions)] == [
        (1, "7"),
        (1, "8"),
        (2, ""),
    ]


def test_a_filter_is_matched_by_its_query_and_named_with_its_version() -> None:
    subscription = a_subscription(
        1, "north", kind=SubscriptionKind.FILTER, query="Hama -football", version=3, edited_by="Lina"
    )
    (alert,) = wanted(an_item(), NEW, [subscription])
    assert alert.matches == (Match(1, SubscriptionKind.FILTER, "north", 3, "Lina", HAMA),)


def test_a_pack_is_all_that_its_outlets_publish_or_carry() -> None:
    pack = a_subscription(1, "syria", kind=SubscriptionKind.PACK, query="")
    assert wanted(an_item(title="Football"), NEW, [pack])[0].matches == (Match(1, SubscriptionKind.PACK, "syria"),)
    assert wanted(an_item(outlet=MAYADEEN, carriers=(SANA,)), NEW, [pack])
    assert not wanted(an_item(outlet=Outlet("x", "X", packs=("world",))), NEW, [pack])


def test_an_outlet_is_all_that_it_publishes_or_carries() -> None:
    outlet = a_subscription(1, SANA.id, kind=SubscriptionKind.OUTLET, query="")
    assert wanted(an_item(title="Football"), NEW, [outlet])[0].matches == (Match(1, SubscriptionKind.OUTLET, SANA.id),)
    assert wanted(an_item(outlet=MAYADEEN, carriers=(SANA,)), NEW, [outlet])
    assert not wanted(an_item(outlet=MAYADEEN), NEW, [outlet])


def test_what_a_chat_brought_concerns_those_chats_alone_that_follow_its_outlet() -> None:
    brought = replace(SANA, brought_by=1)
    subscriptions = [
        a_subscription(1, "Hama", chat=a_chat(1)),
        a_subscription(2, SANA.id, kind=SubscriptionKind.OUTLET, query="", chat=a_chat(1)),
        a_subscription(3, "Hama", chat=a_chat(2)),
        a_subscription(4, MAYADEEN.id, kind=SubscriptionKind.OUTLET, query="", chat=a_chat(2)),
        a_subscription(5, "syria", kind=SubscriptionKind.PACK, query="", chat=a_chat(3)),
    ]
    (alert,) = wanted(an_item(outlet=brought), NEW, subscriptions)
    assert (alert.chat, [match.subscription for match in alert.matches]) == (1, [1, 2])
    assert {alert.chat for alert in wanted(an_item(), NEW, subscriptions)} == {1, 2, 3}


def test_an_update_or_an_edit_is_for_those_who_asked_before_the_item_came() -> None:
    item, edited = an_item(2), an_item(revision=1, story=1)
    before = a_subscription(1, "Hama", chat=a_chat(1), edited_at=item.seen)
    after = a_subscription(2, "Hama", chat=a_chat(2), edited_at=item.seen + timedelta(seconds=1))
    update = Placement(1, Relation.UPDATE, "")
    assert [alert.chat for alert in wanted(item, update, [before, after])] == [1]
    assert [alert.chat for alert in wanted(edited, Placement(1, Relation.REPEAT, ""), [before, after])] == [1]
    assert [alert.chat for alert in wanted(item, NEW, [before, after])] == [1, 2]


def test_nobody_is_told_of_quiet_items() -> None:
    subscriptions = [a_subscription(1, "Hama"), a_subscription(2, "syria", kind=SubscriptionKind.PACK)]
    assert wanted(an_item(quiet=True), NEW, subscriptions) == ()


def test_an_update_is_for_those_too_who_were_told_before_unless_it_is_quiet() -> None:
    update = Placement(1, Relation.UPDATE, "")
    assert decide.updates(an_item(), update)
    assert not decide.updates(an_item(quiet=True), update)
    assert not decide.updates(an_item(), Placement(1, Relation.REPEAT, ""))


@pytest.mark.parametrize("relation", [Relation.COPY, Relation.REPEAT, Relation.UPDATE])
def test_copies_repeats_and_updates_are_matched_like_any_other(relation: Relation) -> None:
    assert wanted(an_item(), Placement(1, relation, ""), [a_subscription(1, "Hama")])


def test_a_kept_query_that_cannot_be_read_stops_nobody_else() -> None:
    subscriptions = [a_subscription(1, "hama ("), a_subscription(2, ""), a_subscription(3, "Hama", chat=a_chat(3))]
    assert [alert.chat for alert in wanted(an_item(), NEW, subscriptions)] == [3]


def test_a_filter_that_asks_for_two_sources_waits_for_the_second() -> None:
    subscriptions = [a_subscription(1, "Hama", query="Hama"), a_subscription(2, "x", query="Hama", chat=a_chat(2))]
    following = after(subscriptions)
    asked = And((Term("Hama", ("hama",)), Count("sources", Op.AT_LEAST, 2)))
    following._queries.add(2, bind(Query(asked), Gazette()))
    one = result(decide.wanted(an_item(), NEW, following, Evidence(sources=1), NOW))
    assert [alert.chat for alert in one] == [1]
    copy = Placement(1, Relation.COPY, "")
    two = result(decide.wanted(an_item(2, outlet=MAYADEEN), copy, following, Evidence(sources=2), NOW))
    assert [alert.chat for alert in two] == [1, 2]


def test_an_item_that_meets_what_a_filter_waits_for_is_told_though_another_has_the_words() -> None:
    following = after(
        [
            a_subscription(1, "Hama sources>=2"),
            a_subscription(2, "Hama", chat=a_chat(2)),
            a_subscription(3, "army sources>=3", chat=a_chat(3)),
            a_subscription(4, "bread is:denied", chat=a_chat(4)),
            a_subscription(5, "Homs sources>=2", chat=a_chat(5)),
        ]
    )
    assert following.waits
    joined, first = an_item(2, outlet=MAYADEEN, title="Bread in Homs"), an_item(1)
    known = Evidence(sources=2, denied=True)
    placement = Placement(1, Relation.REPEAT, "")
    told = result(
        decide.wanted(joined, placement, following, known, NOW, [first, an_item(3, title="Hama again, and HOMS")])
    )
    assert [alert.chat for alert in told] == [1, 4, 5]
    assert told[0].matches[0].hits == (Hit("Hama", "title", "Hama"), Hit("sources>=2", "story", "2 sources"))
    assert told[2].matches[0].hits[0].found == "Homs"
    assert [alert.chat for alert in result(decide.wanted(joined, placement, following, known, NOW))] == [4, 5]
    assert result(decide.wanted(replace(joined, quiet=True), placement, following, known, NOW, [first])) == ()
    assert [*following.put(1, []), *following.put(3, []), *following.put(4, []), *following.put(5, [])] == []
    assert not following.waits


def test_what_a_chat_follows_is_replaced_whole() -> None:
    following = after([a_subscription(1, "Hama"), a_subscription(2, "syria", kind=SubscriptionKind.PACK, query="")])
    assert [*following.put(1, [a_subscription(3, "army"), a_subscription(1, "Hama -army")])] == []
    (alert,) = result(decide.wanted(an_item(), NEW, following, Evidence(), NOW))
    assert [match.subscription for match in alert.matches] == [3]
    assert [*following.put(1, [])] == []
    assert len(following) == 0
    assert result(decide.wanted(an_item(), NEW, following, Evidence(), NOW)) == ()


def test_a_pack_that_one_chat_leaves_is_still_the_others() -> None:
    following = after(
        a_subscription(number, "syria", chat=a_chat(number), kind=SubscriptionKind.PACK, query="") for number in (1, 2)
    )
    assert [*following.put(1, [])] == []
    assert [alert.chat for alert in result(decide.wanted(an_item(), NEW, following, Evidence(), NOW))] == [2]


def test_a_chat_may_have_names_of_its_own() -> None:
    following = Following(Gazette())
    assert [
        *following.put(1, [a_subscription(1, "town")], Gazette([a_name("alias:town", "Town", "town", "Hama")]))
    ] == []
    assert [*following.put(2, [a_subscription(2, "town", chat=a_chat(2))])] == []
    assert [alert.chat for alert in result(decide.wanted(an_item(), NEW, following, Evidence(), NOW))] == [1]


def test_following_that_was_broken_off_is_done_again() -> None:
    following = Following(Gazette())
    many = [a_subscription(number, "Hama") for number in range(1, 50)]
    next(following.put(1, many))
    assert len(following) < 20
    assert [*following.put(1, many)] == [None, None, None]
    assert len(following) == 49


def test_a_query_is_kept_for_as_long_as_anybody_asks_it() -> None:
    following = after([a_subscription(1, "Hama"), a_subscription(2, "Hama", chat=a_chat(2))])
    read = ref(following.query(1))
    assert following.query(2) is read()
    assert [*following.put(1, [a_subscription(3, "Hama")]), *following.put(2, [])] == []
    assert following.query(3) is read()
    assert [*following.put(1, [a_subscription(3, "Homs")])] == []
    assert read() is None


def test_others_have_their_turn_after_each_filter_with_very_many_spellings() -> None:
    rich = Gazette([a_name("x", "Town", "town", *(f"town{number}" for number in range(200)))])
    following = Following(rich)
    assert [*following.put(1, [a_subscription(1, "town"), a_subscription(2, "town x")])] == [None, None]
    next(following.put(1, []))
    assert len(following) == 1
    assert [*following.put(1, [])] == [None]
    assert len(following) == 0
    assert result(decide.wanted(an_item(title="Town x"), NEW, following, Evidence(), NOW)) == ()


def test_others_have_their_turn_however_many_it_concerns() -> None:
    following = after(a_subscription(number, "Hama", chat=a_chat(number)) for number in range(1, 1201))
    steps = [*decide.wanted(an_item(), NEW, following, Evidence(), NOW)]
    assert len(steps) >= 4


@given(st.lists(expressions, max_size=6), sentences, sentences)
def test_all_at_once_finds_the_same_as_one_after_the_other(texts: list[str], title: str, text: str) -> None:
    subscriptions = [a_subscription(number, query, chat=a_chat(number)) for number, query in enumerate(texts)]
    item = an_item(title=title, text=text)
    bound = {number: bind(query, Gazette()) for number, one in enumerate(texts) if (query := read(one))}
    expected = [number for number, query in bound.items() if query.holds(Document(item, Evidence(), NOW))]
    assert [alert.chat for alert in wanted(item, NEW, subscriptions)] == expected
