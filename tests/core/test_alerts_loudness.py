"""Who is told of an item how: decided with what chats want, by what they follow and mute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.core.alerts import decide
from bot.core.alerts.following import Following
from bot.core.decisions import Wanted
from bot.core.model import (
    Cadence,
    Chat,
    Evidence,
    Hours,
    Item,
    Lane,
    Loudness,
    Mute,
    MuteKind,
    Relation,
    Rhythm,
    Subscription,
    SubscriptionKind,
    Updates,
)
from bot.core.stories import Placement
from tests.core.gazette import Gazette
from tests.core.nouns import MAYADEEN, NOW, SANA, a_chat, a_subscription, an_item
from tests.core.test_alerts_decide import result

DAILY = Loudness(Rhythm(Cadence.DAILY), Updates.EDIT)
JOINED = Placement(1, Relation.REPEAT, "")
NEW = Placement(None, Relation.NEW, "")


def after(*subscriptions: Subscription, mutes: Iterable[Mute] = ()) -> Following:
    following = Following(Gazette())
    muted = [*mutes]
    for chat in {one.chat.id for one in subscriptions} | {mute.chat for mute in muted}:
        theirs = [one for one in subscriptions if one.chat.id == chat]
        assert [*following.put(chat, theirs, mutes=[mute for mute in muted if mute.chat == chat])] == []
    return following


def wanted(
    following: Following,
    origins: int = 1,
    item: Item | None = None,
    earlier: Sequence[Item] = (),
    mutes: Mapping[int, str] | None = None,
) -> tuple[Wanted, ...]:
    known = item or an_item(), NEW, following, Evidence(origins=origins), NOW, earlier
    return result(decide.wanted(*known, mutes=mutes or {}))


def loud(chat: Chat, **named: object) -> Chat:
    return replace(chat, **named)


def test_an_alert_says_how_it_comes() -> None:
    one = a_subscription(1, "Hama", loud(a_chat(1), loudness=DAILY))
    other = a_subscription(2, "Hama", a_chat(2))
    held, at_once = wanted(after(one, other))
    assert (held.held_until, held.held_for) == (
        (NOW + timedelta(days=1)).replace(hour=8, minute=0),
        "daily digest 08:00",
    )
    assert (held.lane, held.updates, held.muted) == (Lane.USUAL, Updates.EDIT, "")
    assert (at_once.held_until, at_once.held_for, at_once.updates) == (None, "", Updates.REPLY)


def test_a_subscription_that_asks_for_two_origins_brings_nothing_before() -> None:
    patient = a_subscription(1, "Hama", loudness=Loudness(min_origins=2))
    following = after(patient, a_subscription(2, "army", a_chat(2)))
    assert [alert.chat for alert in wanted(following, origins=1)] == [2]
    assert [alert.chat for alert in wanted(following, origins=2)] == [1, 2]


def test_where_one_of_two_subscriptions_waits_the_other_alone_is_why() -> None:
    following = after(a_subscription(1, "Hama", loudness=Loudness(min_origins=2)), a_subscription(2, "army"))
    (alert,) = wanted(following)
    assert [match.subscription for match in alert.matches] == [2]


@pytest.mark.parametrize(
    ("kind", "text"),
    [(SubscriptionKind.QUERY, "Hama"), (SubscriptionKind.PACK, "syria"), (SubscriptionKind.OUTLET, SANA.id)],
)
def test_the_item_that_brings_the_second_origin_causes_the_alert_whatever_its_words(
    kind: SubscriptionKind, text: str
) -> None:
    query = text if kind is SubscriptionKind.QUERY else ""
    following = after(a_subscription(1, text, kind=kind, query=query, loudness=Loudness(min_origins=2)))
    assert following.waits
    second = an_item(2, outlet=MAYADEEN, title="Bread is cheaper in Homs")
    assert wanted(following, 1, second, [an_item(1)]) == ()
    (alert,) = wanted(following, 2, second, [an_item(1)])
    assert [match.text for match in alert.matches] == [text]
    assert wanted(following, 2, second, [second]) == ()
    assert [*following.put(1, [])] == []
    assert not following.waits


@pytest.mark.parametrize(
    ("kind", "text"),
    [(SubscriptionKind.QUERY, "Hama"), (SubscriptionKind.PACK, "syria"), (SubscriptionKind.OUTLET, SANA.id)],
)
def test_what_makes_a_story_urgent_is_told_though_its_words_do_not_match(kind: SubscriptionKind, text: str) -> None:
    """An alert of it may be held: it is hastened by this one."""
    hours = Hours(quiet=(time(14), time(15)), urgent_origins=3)
    query = text if kind is SubscriptionKind.QUERY else ""
    following = after(a_subscription(1, text, loud(a_chat(1), hours=hours), kind=kind, query=query))
    third = an_item(3, outlet=MAYADEEN, title="Bread is cheaper in Homs")
    assert wanted(following, 2, third, [an_item(1)]) == ()
    (alert,) = wanted(following, 3, third, [an_item(1)])
    assert (alert.lane, alert.held_until) == (Lane.URGENT, None)
    (calm,) = wanted(following, 2)
    assert (calm.lane, calm.held_for) == (Lane.USUAL, "quiet hours 14:00–15:00")
    assert [*following.put(1, [])] == []
    assert not following.waits


def test_a_filter_that_waits_itself_is_met_before_its_story_is_urgent() -> None:
    chat = loud(a_chat(1), hours=Hours(urgent_origins=3))
    following = after(a_subscription(1, "Hama origins>=2", chat))
    other = an_item(2, outlet=MAYADEEN, title="Bread is cheaper in Homs")
    assert [alert.lane for alert in wanted(following, 2, other, [an_item(1)])] == [Lane.USUAL]


LATER = NOW + timedelta(hours=1)
MUTES = (
    Mute(1, 1, MuteKind.ALL, "", LATER),
    Mute(2, 2, MuteKind.STORY, "1", LATER),
    Mute(3, 3, MuteKind.QUERY, "bread", LATER),
)


def muted(following: Following, item: Item, story: int | None = 1, earlier: Sequence[Item] = ()) -> dict[int, str]:
    steps = decide.muted(item, story, following, Evidence(), NOW, earlier)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return dict(done.value)


def test_a_muted_alert_is_told_from_the_others() -> None:
    following = after(*(a_subscription(each, "Hama", a_chat(each)) for each in (1, 2, 3)), mutes=MUTES)
    alerts = wanted(following, mutes=muted(following, an_item()))
    assert [alert.muted for alert in alerts] == ["everything is muted", "this story is muted", ""]


def test_a_story_is_muted_by_the_words_of_any_of_its_items_that_are_looked_at() -> None:
    following = after(mutes=MUTES)
    bread = an_item(2, title="Bread is cheaper")

    both = {1: "everything is muted", 3: "“bread” is muted"}
    assert muted(following, an_item(), 9) == {1: "everything is muted"}
    assert muted(following, bread, 9) == muted(following, an_item(), 9, [bread]) == both


def test_where_nobody_mutes_anything_nothing_is_looked_at() -> None:
    assert [*decide.muted(an_item(), 1, after(a_subscription(1, "Hama")), Evidence(), NOW)] == []
