"""How many independent origins a story has, and who took it from whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Citation, Stance, Telling
from bot.core.origins import Origins, Status, Taken, origins, tree
from tests.core.nouns import NOW

MINISTRY = Citation("the Syrian defence ministry", "body:defence-ministry.SY", "said")
SOMEBODY = Citation("a security source", "", "said")
MINUTE = timedelta(minutes=1)


def cites(outlet: str) -> Citation:
    return Citation(outlet.upper(), f"outlet:{outlet}", "citing")


def told(item: int, outlet: str, *chain: Citation, **named: Any) -> Telling:
    """Told by this outlet, a minute later for each number."""
    at = NOW + item * MINUTE
    return replace(Telling(item, outlet, outlet, at, frozenset({outlet}), chain=chain), **named)


def keys(found: Origins) -> list[str]:
    return [origin.key for origin in found.asserting]


def test_two_state_agencies_that_cite_one_ministry_are_one_origin() -> None:
    found = origins([told(1, "sana", MINISTRY), told(2, "sputnik", replace(MINISTRY, name="Минобороны Сирии"))])
    (origin,) = found.asserting
    assert (origin.key, origin.name, origin.outlet) == (MINISTRY.key, MINISTRY.name, "")
    assert [each.outlet for each in origin.tellings] == ["sana", "sputnik"]
    assert (found.status, found.number, found.sources) == (Status.SINGLE, 1, 2)


def test_who_is_cited_is_called_in_latin_letters_where_anybody_writes_so() -> None:
    arabic = replace(MINISTRY, name="وزارة الدفاع")
    assert origins([told(1, "a", arabic)]).asserting[0].name == "وزارة الدفاع"
    assert origins([told(1, "a", arabic), told(2, "b", MINISTRY)]).asserting[0].name == MINISTRY.name


def test_outlets_that_know_it_themselves_corroborate_each_other() -> None:
    found = origins([told(1, "sohr"), told(2, "sana", MINISTRY), told(3, "ap")])
    assert keys(found) == ["family:sohr", MINISTRY.key, "family:ap"]
    assert [origin.outlet for origin in found.asserting] == ["sohr", "", "ap"]
    assert (found.status, found.number) == (Status.CORROBORATED, 3)


def test_outlets_of_one_owner_are_one_voice() -> None:
    found = origins([told(1, "tass-en", family="TASS"), told(2, "tass-ar", family="TASS")])
    assert keys(found) == ["family:TASS"]
    assert found.asserting[0].outlet == "tass-en"


def test_a_copy_has_the_origin_and_the_stance_of_what_it_copies() -> None:
    hedged = told(1, "a", stance=Stance.HEDGES)
    found = origins([hedged, told(2, "b", copy_of=1), told(3, "c", MINISTRY, copy_of=2)])
    assert (keys(found), found.status) == ([], Status.HEDGED)
    assert [origin.key for origin in found.hedging] == ["family:a"]


def test_copies_of_what_is_gone_are_still_one_origin() -> None:
    assert keys(origins([told(5, "b", copy_of=1), told(6, "c", copy_of=1)])) == ["family:b"]
    assert keys(origins([told(5, "b", MINISTRY, copy_of=1), told(6, "c", copy_of=1)])) == [MINISTRY.key]


def test_the_last_of_a_chain_that_has_a_name_is_the_origin() -> None:
    assert keys(origins([told(1, "x", cites("ikhbariyah"), MINISTRY, SOMEBODY)])) == [MINISTRY.key]


@pytest.mark.parametrize(
    "chain", [(MINISTRY, Citation("AFP", "agency:afp", "")), (Citation("AFP", "agency:afp", ""), MINISTRY)]
)
def test_who_only_signs_is_the_origin_where_nobody_speaks(chain: tuple[Citation, ...]) -> None:
    assert keys(origins([told(1, "x", *chain)])) == [MINISTRY.key]
    signed = [citation for citation in chain if not citation.cue]
    assert keys(origins([told(1, "x", *signed, SOMEBODY)])) == ["outlet:afp"]


def test_who_cites_an_outlet_goes_back_to_that_outlets_own_origin() -> None:
    found = origins([told(1, "sana", MINISTRY), told(2, "mayadeen", cites("sana")), told(3, "x", cites("mayadeen"))])
    assert keys(found) == [MINISTRY.key]


def test_an_outlet_that_nobody_reads_is_an_origin_under_its_name() -> None:
    (origin,) = origins([told(1, "x", cites("reuters")), told(2, "y", cites("reuters"))]).asserting
    assert (origin.key, origin.name, origin.outlet) == ("outlet:reuters", "REUTERS", "")


@pytest.mark.parametrize("key", ["agency:reuters", "outlet:reuters", "outlet:thomson-reuters"])
def test_an_agency_is_known_by_the_outlet_that_is_read_of_it(key: str) -> None:
    agency = told(1, "reuters", family="Thomson Reuters")
    assert keys(origins([agency, told(2, "y", Citation("Reuters", key, "citing"))])) == ["family:Thomson Reuters"]


def test_an_outlets_own_words_are_meant_and_not_those_it_copies() -> None:
    found = origins([told(1, "ap"), told(2, "x", copy_of=1), told(3, "x", MINISTRY), told(4, "y", cites("x"))])
    assert [each.item for each in found.asserting[1].tellings] == [3, 4]


def test_an_unnamed_source_is_no_origin_beside_who_cites_it() -> None:
    found = origins([told(1, "x", SOMEBODY), told(2, "y", stance=Stance.HEDGES)])
    assert ([origin.key for origin in found.asserting], found.status) == (["family:x"], Status.SINGLE)
    assert [origin.key for origin in found.hedging] == ["family:y"]
    assert origins([told(1, "x", SOMEBODY), told(2, "x")]).number == 1


def test_a_denial_contests_a_story_and_counts_for_nothing_else() -> None:
    denial = told(3, "sana", Citation("presidency", "body:presidency.SY", "said"), stance=Stance.DENIES)
    found = origins([told(1, "x"), told(2, "y"), denial])
    assert (found.status, found.number) == (Status.CONTESTED, 2)
    (by,) = found.denying
    assert (by.key, by.name, by.tellings) == ("body:presidency.SY", "presidency", (denial,))
    unnamed = replace(denial, chain=(SOMEBODY,))
    assert [by.key for by in origins([unnamed]).denying] == ["family:sana"]


def test_who_told_it_first_and_how_much_later_the_others_did() -> None:
    first, later = told(7, "x", at=NOW), told(2, "y", at=NOW + 5 * MINUTE)
    found = origins([later, first])
    assert (found.first, found.lag(later), found.lag(first)) == (first, 5 * MINUTE, 0 * MINUTE)


def test_circles_end_at_the_earliest_in_them() -> None:
    found = origins(
        [told(1, "x", cites("z")), told(2, "y", cites("x")), told(3, "z", cites("y")), told(4, "w", cites("z"))]
    )
    assert keys(found) == ["family:x"]
    assert keys(origins([told(1, "x", cites("x"))])) == ["family:x"]
    assert keys(origins([told(1, "x", copy_of=2), told(2, "y", copy_of=1)])) == ["family:x"]
    assert keys(origins([told(1, "x", copy_of=1)])) == ["family:x"]


# ---- the tree


def shape(*tellings: Telling) -> list[tuple[int, str, tuple[bool, ...]]]:
    return [(line.telling.item, line.taken or "", line.goes_on) for line in tree(tellings)]


def test_each_telling_hangs_on_the_one_it_was_taken_from() -> None:
    assert shape(
        told(6, "late"),
        told(1, "sana", MINISTRY),
        told(2, "mayadeen", cites("sana"), MINISTRY),
        told(3, "x", copy_of=2),
        told(4, "y", cites("unread"), cites("sana")),
        told(5, "presidency", stance=Stance.DENIES),
        told(7, "z", cites("presidency")),
    ) == [
        (1, "", ()),
        (2, Taken.CITES, (True,)),
        (3, Taken.COPY, (True, False)),
        (4, Taken.CITES, (False,)),
        (6, "", ()),
        (7, "", ()),
    ]


def test_the_tree_has_no_circles() -> None:
    assert shape(
        told(1, "x", cites("z")), told(2, "y", cites("x")), told(3, "z", cites("y")), told(4, "w", cites("z"))
    ) == [
        (1, "", ()),
        (2, Taken.CITES, (False,)),
        (3, Taken.CITES, (False, False)),
        (4, Taken.CITES, (False, False, False)),
    ]
    assert shape(told(1, "x", cites("x"))) == [(1, "", ())]


def test_a_very_long_chain_is_followed_to_its_end() -> None:
    chain = [told(1, "o1"), *(told(number, f"o{number}", cites(f"o{number - 1}")) for number in range(2, 2000))]
    assert keys(origins(chain[::-1])) == ["family:o1"]
    assert len(tree(chain)[-1].goes_on) == 1998


# ---- whatever comes

OUTLETS = "abcde"
chains = st.lists(
    st.one_of(
        st.sampled_from([MINISTRY, SOMEBODY, Citation("AFP", "agency:afp", "")]), st.sampled_from(OUTLETS).map(cites)
    ),
    max_size=2,
)


@st.composite
def stories(draw: st.DrawFn) -> list[Telling]:
    """Tellings of a few outlets of three families, in any order; copies of what is there, and of what is not."""
    return [
        told(
            number,
            outlet := draw(st.sampled_from(OUTLETS)),
            *draw(chains),
            at=NOW + draw(st.integers(0, 5)) * MINUTE,
            family="AB" if outlet in "ab" else outlet,
            copy_of=draw(st.none() | st.integers(0, number)),
            stance=draw(st.sampled_from([Stance.ASSERTS, Stance.ASSERTS, Stance.HEDGES, Stance.DENIES])),
        )
        for number in range(1, draw(st.integers(2, 8)))
    ]


NEXT = 99


@given(stories(), st.data())
def test_the_order_changes_nothing(story: list[Telling], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(story))
    assert origins(mixed) == origins(story)
    assert tree(mixed) == tree(story)


@given(stories())
def test_every_telling_has_one_origin_and_one_place_in_the_tree(story: list[Telling]) -> None:
    found = origins(story)
    everybody = [each.item for origin in (*found.asserting, *found.hedging, *found.denying) for each in origin.tellings]
    assert sorted(everybody) == sorted(each.item for each in story)
    denying = {each.item for origin in found.denying for each in origin.tellings}
    assert sorted([line.telling.item for line in tree(story)] + [*denying]) == sorted(everybody)


@given(stories(), st.sampled_from("abcdexyz"), st.data())
def test_a_copy_never_adds_an_origin(story: list[Telling], outlet: str, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(story))
    copy = told(NEXT, outlet, *data.draw(chains), copy_of=original.item, at=original.at)
    assert _grown(story, copy) <= 0


@given(stories(), st.sampled_from(OUTLETS))
def test_another_telling_of_a_known_family_adds_no_origin(story: list[Telling], outlet: str) -> None:
    family = "AB" if outlet in "ab" else outlet
    known = [*story, told(NEXT - 1, family, family=family)]
    assert _grown(known, told(NEXT, outlet, family=family)) <= 0


@given(stories(), st.sampled_from("abcdexyz"))
def test_whoever_cites_a_known_origin_adds_none(story: list[Telling], outlet: str) -> None:
    known = [*story, told(NEXT - 1, "new", MINISTRY)]
    assert _grown(known, told(NEXT, outlet, MINISTRY, family="AB" if outlet in "ab" else outlet)) <= 0


@given(stories())
def test_somebody_new_who_vouches_for_it_adds_just_one(story: list[Telling]) -> None:
    assert _grown(story, told(NEXT, "new")) == 1


@given(stories())
def test_the_status_follows_from_who_stands_and_who_denies(story: list[Telling]) -> None:
    found = origins(story)
    expected = {0: Status.HEDGED, 1: Status.SINGLE}.get(found.number, Status.CORROBORATED)
    assert found.status is (Status.CONTESTED if found.denying else expected)


def _grown(story: Sequence[Telling], more: Telling) -> int:
    return origins([*story, more]).number - origins(story).number
