"""What the catalogue says against what the operator does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.listing import Way, listing
from bot.core.model import SourceState

ACTIVE, STANDBY, PAUSED, DEAD, REMOVED, UNLISTED = SourceState


def way(locator: str, state: SourceState, rank: int = 0, outlet: str = "sana", *, listed: bool = True) -> Way:
    return Way("feed", locator, outlet, rank, state, listed)


def install(known: Iterable[Way], *locators: str, outlet: str = "sana") -> list[Way]:
    """All ways as they are after a start with a catalogue of one outlet."""
    before = {each.name: each for each in known}
    changed = listing([(outlet, [("feed", locator) for locator in locators])], before.values())
    return list((before | {each.name: each for each in changed}).values())


def states(ways: Iterable[Way]) -> dict[str, SourceState]:
    return {each.locator: each.state for each in ways}


def test_the_first_way_is_read_and_the_others_stand_by() -> None:
    assert install([], "a", "b") == [way("a", ACTIVE), way("b", STANDBY, 1)]


def test_an_address_that_is_replaced_is_read_no_more_and_its_successor_is() -> None:
    assert states(install([way("a", ACTIVE), way("b", STANDBY, 1)], "new", "b")) == {
        "a": UNLISTED,
        "b": STANDBY,
        "new": ACTIVE,
    }


def test_the_next_in_the_list_takes_the_place_of_one_taken_out() -> None:
    assert install([way("a", ACTIVE), way("b", STANDBY, 1)], "b") == [way("a", UNLISTED), way("b", ACTIVE)]


def test_ways_that_change_places_change_parts() -> None:
    assert install([way("a", ACTIVE), way("b", STANDBY, 1)], "b", "a") == [way("a", STANDBY, 1), way("b", ACTIVE)]


def test_a_fallback_that_the_operator_has_switched_on_stays_on() -> None:
    assert install([way("a", ACTIVE), way("b", ACTIVE, 1)], "a", "x", "b")[1] == way("b", ACTIVE, 2)


def test_what_the_operator_paused_or_removed_stays_so_listed_or_not() -> None:
    for chosen in (PAUSED, REMOVED):
        before = [way("a", chosen), way("b", STANDBY, 1)]
        assert install(before, "a", "b") == before
        assert states(install(before)) == {"a": chosen, "b": UNLISTED}
        assert states(install(before, "new", "a", "b")) == {"new": STANDBY, "a": chosen, "b": STANDBY}


def test_what_the_operator_switches_on_of_a_silenced_outlet_stays_on() -> None:
    before = [way("new", ACTIVE), way("a", PAUSED)]
    assert install(before, "new", "a") == before
    assert states(install([way("new", STANDBY), way("a", ACTIVE)], "new", "a")) == {"new": ACTIVE, "a": STANDBY}


def test_an_outlet_without_its_fallback_is_not_silenced() -> None:
    assert states(install([way("a", ACTIVE), way("b", REMOVED, 1)], "new", "b")) == {
        "a": UNLISTED,
        "b": REMOVED,
        "new": ACTIVE,
    }


def test_a_pack_that_comes_back_is_read_as_before() -> None:
    before = [way("a", ACTIVE), way("b", REMOVED, 1), way("c", STANDBY, 2)]
    assert install(install(before), "a", "b", "c") == before


def test_the_operators_own_sources_are_left_alone() -> None:
    own = way("a", ACTIVE, 3, "mine", listed=False)
    assert install([own]) == [own]
    assert install([own], "a", "b") == [own, way("b", STANDBY, 1)]


def test_a_way_may_move_to_another_outlet_and_belongs_to_the_first_that_lists_it() -> None:
    assert install([way("a", ACTIVE)], "a", outlet="other") == [way("a", ACTIVE, outlet="other")]
    twice = listing([("one", [("feed", "a")]), ("two", [("feed", "a")])], [])
    assert twice == (way("a", ACTIVE, outlet="one"),)


WAYS = st.builds(way, st.sampled_from("abc"), st.sampled_from(SourceState), st.integers(0, 2), listed=st.booleans())


@given(st.lists(WAYS, unique_by=lambda each: each.locator), st.lists(st.sampled_from("abcd"), unique=True))
def test_a_second_start_changes_nothing(known: Sequence[Way], locators: list[str]) -> None:
    known = [each if each.listed or each.state is not UNLISTED else replace(each, listed=True) for each in known]
    after = install(known, *locators)
    assert install(after, *locators) == after
    assert all(each in after for each in known if not each.listed)
