"""What becomes of a list that is carried in."""

from __future__ import annotations

from datetime import timedelta

from bot.core.holdings import Holding, Route
from bot.core.model import Options, Outlet, SourceState
from bot.core.taking import Placed, Standing, plan, spread

SANA = Outlet("sana-en", "SANA", affiliation="Syrian state media", basis="its statutes")
BROUGHT = Outlet("blog", "A Blog", brought_by=7)
FEED, CHANNEL = Route("feed", "https://sana.example/feed"), Route("telegram", "sana_gov")
THERE = Standing("feed", "https://sana.example/feed", "sana-en", 2, gone=False)


def nameless(title: str, *routes: Route, **more: object) -> Holding:
    return Holding(Outlet("", title, **more), routes)  # type: ignore[arg-type]


def test_a_new_outlet_comes_with_its_ways_in_order() -> None:
    planned = plan([Holding(SANA, (FEED, CHANNEL))], [], [])
    assert planned.outlets == (SANA,)
    assert planned.placed == (Placed(FEED, "sana-en", 0), Placed(CHANNEL, "sana-en", 1))
    assert (planned.labels, planned.known) == ((), 0)


def test_an_outlet_of_which_only_the_name_is_known_becomes_one_of_its_own() -> None:
    known = Outlet("blog", "A Blog")
    planned = plan([nameless("A Blog", FEED, packs=("syria",)), nameless("B", CHANNEL)], [known], [])
    assert [(outlet.id, outlet.name, outlet.packs) for outlet in planned.outlets] == [
        ("a-blog", "A Blog (sana.example)", ("syria",)),
        ("b", "B", ()),
    ]
    assert [placed.outlet for placed in planned.placed] == ["a-blog", "b"]


def test_what_is_read_already_stays_as_it_is_and_makes_no_outlet() -> None:
    planned = plan([nameless("Another name", FEED)], [SANA], [THERE])
    assert (planned.outlets, planned.placed, planned.options, planned.known) == ((), (), (), 1)


def test_one_more_way_to_a_known_outlet_is_its_last() -> None:
    planned = plan([Holding(SANA, (FEED, CHANNEL))], [SANA], [THERE])
    assert planned.outlets == ()
    assert planned.placed == (Placed(CHANNEL, "sana-en", 3),)
    assert planned.known == 1


def test_what_was_there_once_comes_back() -> None:
    gone = Standing("feed", "https://sana.example/feed", "old", 0, gone=True)
    planned = plan([Holding(SANA, (FEED,))], [SANA, Outlet("old", "Old")], [gone])
    assert planned.placed == (Placed(FEED, "sana-en", 0, back=True),)


def test_a_source_listed_twice_is_read_once() -> None:
    planned = plan([nameless("A", FEED), nameless("B", FEED)], [], [])
    assert [outlet.name for outlet in planned.outlets] == ["A"]
    assert (len(planned.placed), planned.known) == (1, 1)


def test_two_entries_of_one_new_outlet_are_one_outlet() -> None:
    planned = plan([Holding(SANA, (FEED,)), Holding(SANA, (CHANNEL,))], [], [])
    assert planned.outlets == (SANA,)
    assert [placed.rank for placed in planned.placed] == [0, 1]


def test_a_label_of_the_operators_own_is_carried_along() -> None:
    other = Outlet("sana-en", "SANA", affiliation="", basis="")
    for known in ([other], []):
        assert plan([Holding(SANA, (FEED,), labelled=True)], known, []).labels == (SANA,)
    assert plan([Holding(SANA, (), labelled=True)], [other], []).labels == (SANA,)
    assert plan([Holding(SANA, (), labelled=True)], [], []).labels == ()
    assert plan([Holding(SANA, (FEED,))], [other], []).labels == ()


def test_options_of_the_operators_own_are_set_on_what_is_known() -> None:
    route = Route("feed", "https://sana.example/feed", Options(reposts=False))
    assert plan([Holding(SANA, (route,))], [SANA], [THERE]).options == (Placed(route, "sana-en"),)


def test_what_only_a_chat_had_is_for_everybody_then() -> None:
    standing = Standing("feed", "https://sana.example/feed", "blog", 0, gone=False)
    assert plan([nameless("A", FEED)], [BROUGHT], [standing]).published == {"blog"}
    assert plan([Holding(BROUGHT, (CHANNEL,))], [BROUGHT], []).published == {"blog"}
    assert plan([Holding(BROUGHT, ())], [BROUGHT], []).published == frozenset()


def test_nothing_that_is_carried_in_belongs_to_a_chat() -> None:
    assert plan([Holding(BROUGHT, (FEED,))], [], []).outlets[0].brought_by is None


def test_first_readings_are_spread_over_a_second_for_each() -> None:
    assert spread([Holding(SANA, (FEED, CHANNEL)), nameless("B", FEED)]) == timedelta(seconds=3)


def test_a_secret_is_seen_in_a_route() -> None:
    assert Route("feed", "https://x.example/?key=hush").secret
    assert not FEED.secret
    assert Route("feed", "x", state=SourceState.PAUSED).options == Options()
