"""What sets two items apart, and an item from what a story told so far."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facts import Contrast, ContrastKind, Facts, Verdict, against, contrast, facts

HAMA = ("geo:170017", "admin:SY.10", "country:SY")
HOMS = ("geo:169577", "admin:SY.11", "country:SY")
SALAMIYAH = ("geo:173480", "admin:SY.10", "country:SY")
IZMIR = ("geo:311046", "admin:TR.35", "country:TR")
SYRIA = ("country:SY",)
TURKEY = ("country:TR",)
LEBANON = ("country:LB",)


def told(title: str, text: str = "", at: tuple[str, ...] = (), beside: tuple[str, ...] = ()) -> Facts:
    """Facts of an English item whose title names the first of these places; its text names those beside."""
    return facts(title, text, (*at, *beside), at[:1], "en")


def reason(old: Facts, new: Facts) -> str | None:
    found = contrast(old, new)
    return found and f"{found.kind} {found.verdict}: {found.reason}"


# ---- subjects


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (("Court jails doctor", ""), ("Court jails farmer", ""), "subject other: farmer instead of doctor"),
        (("Minister meets teachers", ""), ("Minister meets farmers", ""), "subject other: farmer instead of teacher"),
        (("Court jails minister", ""), ("Court jails foreign minister", ""), None),
        (("Court jails official", ""), ("Court jails former mayor", ""), None),
        (("Court jails doctor", ""), ("Court jails farmer", "She is a doctor too."), None),
        (("Court jails doctor", "He is a farmer."), ("Court jails farmer", ""), None),
        (("Doctor walks free after years of waiting", ""), ("Farmer wins the grand prize", ""), None),
        (("Court jails doctor", ""), ("Court jails man", ""), None),
    ],
)
def test_who_can_be_no_other_is_of_another_story(old: tuple[str, str], new: tuple[str, str], found: str | None) -> None:
    assert reason(told(*old), told(*new)) == found


def test_a_subject_that_a_story_told_of_already_is_no_other() -> None:
    members = [told("Court jails doctor"), told("Court jails doctor and farmer")]
    assert against(members, told("Court jails farmer")) is None


# ---- places


def test_another_place_of_the_same_size_is_another_story() -> None:
    found = contrast(told("Rebels enter Hama", at=HAMA), told("Rebels enter Homs", at=HOMS))
    assert found == Contrast(
        ContrastKind.PLACE, Verdict.OTHER, "geo:169577 instead of geo:170017", ("geo:169577", "geo:170017")
    )
    assert found.told({"geo:169577": "Homs", "geo:170017": "Hama"}.__getitem__) == "Homs instead of Hama"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HAMA, HAMA),
        (HAMA, SYRIA),
        (SYRIA, HAMA),
        (HAMA, ("admin:SY.10", "country:SY")),
        (("admin:SY.10", "country:SY"), HAMA),
        (HAMA, ()),
        ((), HAMA),
    ],
)
def test_places_inside_one_another_do_not_contrast(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    assert contrast(told("Clashes go on", at=old), told("Clashes go on", at=new)) is None


def test_another_place_that_one_item_mentions_below_is_another_story_all_the_same() -> None:
    second = told("Rebels enter Homs", "They took Hama before.", HOMS, HAMA)
    assert reason(told("Rebels enter Hama", at=HAMA), second) == "place other: geo:169577 instead of geo:170017"


def test_places_that_both_items_speak_of_do_not_contrast() -> None:
    first = told("Strike near Hama", "It hit Salamiyah.", HAMA, SALAMIYAH)
    second = told("Strike on Salamiyah", "The town lies near Hama.", SALAMIYAH, HAMA)
    assert contrast(first, second) is None


def test_another_land_contrasts_with_a_city_and_with_a_land() -> None:
    assert (
        reason(told("Quake", at=TURKEY), told("Quake", at=LEBANON)) == "place other: country:LB instead of country:TR"
    )
    assert reason(told("Quake", at=HAMA), told("Quake", at=LEBANON)) == "place other: country:LB instead of geo:170017"
    assert reason(told("Quake", at=LEBANON), told("Quake", at=HAMA)) == "place other: geo:170017 instead of country:LB"
    assert contrast(told("Quake", at=TURKEY), told("Quake felt", at=LEBANON, beside=TURKEY)) is None


def test_a_place_abroad_counts_where_titles_are_alike() -> None:
    crash = told("Bus crash kills many near town", at=IZMIR)
    assert contrast(crash, told("Bus crash kills many near town", at=HAMA)) is not None
    assert contrast(crash, told("Driver had slept, prosecutors say", at=HAMA)) is None
    assert contrast(told("Shells fall on the front line", at=HOMS), told("Driver had slept", at=HAMA)) is not None


def test_another_place_only_counts_against_it_where_titles_differ_in_more() -> None:
    found = contrast(told("Boxer Mejri wins gold in Hama", at=HAMA), told("Homs proud of boxer Mejri", at=HOMS))
    assert found is not None
    assert (found.kind, found.sure) == (ContrastKind.PLACE, False)


def test_titles_of_one_word_that_is_another_are_not_one_but_for_it() -> None:
    found = contrast(told("Explosion", at=HAMA), told("Fire", at=HOMS))
    assert found is not None
    assert (found.kind, found.sure) == (ContrastKind.PLACE, False)


# ---- actors


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Israeli strike on Hama", "Turkish strike on Hama", "actor other: a strike by Turkey, not by Israel"),
        ("Army captures Hama", "Rebels capture Hama", "actor other: taken by rebels, not by the army"),
        ("Iran strikes Israel", "Israel strikes Iran", "actor other: a strike by Israel, not by Iran"),
        ("US strikes Hama", "UK strikes Hama", "actor other: a strike by Britain, not by the US"),
        ("Israeli strike on Hama", "Army strike on Hama", None),
        ("Army strike on Hama", "Israeli strike on Hama", None),
        ("Rebels capture Hama", "HTS captures Hama", None),
        ("Rebels capture Hama", "SDF captures Hama", "actor other: taken by the SDF, not by rebels"),
        ("Israeli strike on Hama", "Rebels capture Hama", None),
        ("Israeli strike on Hama", "US, Israel carry out strikes", None),
        ("Police arrest driver", "Army arrests driver", "actor other: arrested by the army, not by the police"),
    ],
)
def test_another_actor_of_the_same_deed_is_another_story(old: str, new: str, found: str | None) -> None:
    assert reason(told(old), told(new)) == found


# ---- numbers


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Strike kills 12", "Strike toll rises to 40", "toll update: 12 killed before, 40 now"),
        ("Strike kills 12", "Strike kills at least 40", "toll update: 12 killed before, at least 40 now"),
        ("20 injured in crash", "34 injured in crash", "toll update: 20 wounded before, 34 now"),
        ("Two soldiers killed", "Seven soldiers killed", "toll update: 2 killed soldiers before, 7 now"),
        ("Strike kills 40", "Strike kills 12", None),
        ("Strike kills 40", "Toll of strike lowered to 12 dead", "toll update: 40 killed before, 12 now"),
        ("At least 12 killed", "12 killed", None),
        ("More than 100 killed", "112 killed", None),
        ("Dozens killed", "43 killed", None),
        ("Dozens killed", "143 killed", "toll update: dozens killed before, 143 now"),
        ("Strike kills 12", "Strike wounds 20", None),
        ("Strike kills 12", "Strike hits school", None),
        ("Two soldiers killed", "Five children killed", None),
        ("Strike kills 12, wounds 20", "Strike kills 12, wounds 30", "toll update: 20 wounded before, 30 now"),
        ("Bank fined $5 million", "Bank fined $8 million", "number update: usd 5,000,000 before, 8,000,000 now"),
        ("Bank fined $1.98 billion", "Bank fined $2 billion", None),
        ("Turnout 21%", "Turnout 48%", "number update: percent 21 before, 48 now"),
        ("Turnout 48.2%", "Turnout 48%", None),
        ("Arsenal win 3-1", "Arsenal win 1-3", None),
        ("Arsenal lead 1-0", "Arsenal lead 2-0", "number update: score 1-0 before, 2-0 now"),
        ("Crowd of 300 people", "Crowd of 500 people", None),
        ("Magnitude 5.2 quake", "Magnitude 5.4 quake", None),
        ("Magnitude 5.2 quake", "Magnitude 5.8 quake", "number update: magnitude 5.2 before, 5.8 now"),
        ("Magnitude 6.1 quake", "Magnitude 4.2 quake", "number other: magnitude 6.1 before, 4.2 now"),
        ("War, day 12", "War, day 13", "number other: day 13, not 12"),
        ("War, day 12", "The war, day 12", None),
        ("Briefing #12", "Briefing #13", "number other: number 13, not 12"),
        ("#12", "#13", "number other: number 13, not 12"),
        ("Weather for 5 June", "Weather for 6 June", "number other: date 6.6., not 5.6."),
        ("Budget 2025", "Budget 2026", "number other: year 2026, not 2025"),
        ("What to know of 2025", "Old mine to shut its gates in 2026", None),
        ("Hurt skater Jansen out of 2020 Games", "Jansen tests positive, misses 2021 Games", None),
    ],
)  # fmt: skip
def test_numbers_contrast_where_they_count_the_same_thing(old: str, new: str, found: str | None) -> None:
    assert reason(told(old), told(new)) == found


# ---- denials, negations, outcomes


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Army loses Hama", "Army denies losing Hama", "denial update: it is denied"),
        ("Army denies losing Hama", "Army loses Hama", "denial update: it was denied before"),
        ("Army denies losing Hama", "Army: no truth to loss of Hama", None),
        ("Court hears mayor", "Mayor denied bail", None),
        ("Court hears mayor", "Mayor does not deny bribe", None),
        ("Fire in factory", "Fire claims 12 lives in factory", None),
        ("Army withdraws", "Army did not withdraw", "negation update: not “withdraw” now"),
        ("Army did not withdraw", "Army withdraws", "negation update: not “withdraw” before"),
        ("Iran to attend talks", "Iran will not attend talks", "negation update: not “atten…” now"),
        ("Iran will not attend talks", "Iran to attend talks", "negation update: not “atten…” before"),
        ("Iran will not attend talks", "Iran won't attend talks", None),
        ("Iran will not attend talks", "Iran skips talks", None),
        ("Iran will not attend talks", "Iran denies it will attend talks", "denial update: it is denied"),
        ("Iran denies it will attend", "Iran denies it will not attend", None),
        ("Driver arrested", "Driver released", "outcome update: “arrested” before, “released” now"),
        ("Driver arrested", "Driver detained", None),
        ("Senate approves bill", "Senate did not reject bill", None),
        ("Rebels capture Hama", "Rebels withdraw from Hama", "outcome update: “capture” before, “withdraw” now"),
        ("Rebels capture Hama", "Army loses Hama", None),
        ("Oil climbs", "Oil drops", "outcome other: “climbs” before, “drops” now"),
        ("Talks begin", "Driver arrested", None),
    ],
)
def test_denials_negations_and_outcomes_are_updates(old: str, new: str, found: str | None) -> None:
    assert reason(told(old), told(new)) == found


# ---- an item and a story


def test_what_somebody_in_the_story_told_already_is_no_update() -> None:
    story = [told("Strike kills 12"), told("Strike toll rises to 40"), told("12 dead in strike")]
    assert against(story, told("Toll of strike at 40 dead")) is None
    assert against(story, told("Strike kills 31")) is None
    assert against(story, told("Strike kills 12")) is None
    found = against(story, told("Strike toll rises to 55"))
    assert found is not None
    assert (found.kind, found.verdict) == (ContrastKind.TOLL, Verdict.UPDATE)


def test_agreement_on_one_toll_hides_no_news_of_another() -> None:
    story = [told("Strike kills 12"), told("Strike kills 12, wounds 20")]
    found = against(story, told("Strike kills 12, wounds 30"))
    assert found is not None
    assert found.reason == "20 wounded before, 30 now"
    assert against([told("Israel strikes Hama"), told("Rebels enter Homs")], told("Army enters Homs")) is not None


def test_a_toll_that_was_lowered_is_an_update_once() -> None:
    story = [told("Stampede kills 12"), told("Stampede kills 40")]
    lowered = told("Stampede toll revised down to 31 dead")
    assert against(story, lowered) == Contrast(ContrastKind.TOLL, Verdict.UPDATE, "40 killed before, 31 now")
    assert against([*story, lowered], lowered) is None


def test_a_denial_and_a_turn_are_told_once() -> None:
    story = [told("Driver arrested"), told("Driver released")]
    assert against(story, told("Driver freed")) is None
    assert against(story[:1], told("Driver freed")) is not None
    denied = [told("Army loses Hama"), told("Army denies losing Hama")]
    assert against(denied, told("Army denies loss of Hama")) is None


def test_one_member_at_the_place_of_an_item_is_enough() -> None:
    story = [told("Strikes on Homs", at=HOMS), told("Strikes on Hama", at=HAMA), told("Strikes go on")]
    assert against(story, told("New strikes on Hama", at=HAMA)) is None
    assert against(story, told("New strikes on Izmir", at=IZMIR)) is not None


def test_nothing_contrasts_with_a_story_that_has_told_nothing() -> None:
    assert against([], told("Strike kills 12", at=HAMA)) is None
    assert against([Facts()], told("Strike kills 12", at=HAMA)) is None


# ---- whatever is written

VOCABULARY = """
killed 12 40 dozens at least more than toll rises to strike Israeli Turkish rebels capture army withdraws did not will
attend denies no truth arrested released magnitude 5.8 6.1 day 3-1 5% $5 million , . : % $ F-16 COP29 from 99 2024 000
مقتل غارة إسرائيلية لم ينسحب погибли 12-й Moscow says U.S. lehnt ab first of — # № ½ ²
"""
WORDS = st.sampled_from((*VOCABULARY.split(), "\n"))
TITLES = st.lists(WORDS | st.text(max_size=6), max_size=14).map(" ".join)
PLACES = st.sampled_from([(), HAMA, HOMS, SALAMIYAH, IZMIR, SYRIA, TURKEY, LEBANON])
LANGUAGES = st.sampled_from(("", "en", "tr", "es", "xx"))
ITEMS = st.builds(
    lambda title, text, places, language: facts(title, text, places, places[:1], language),
    *(TITLES, TITLES, PLACES, LANGUAGES),
)


@given(ITEMS)
def test_nothing_contrasts_with_itself(item: Facts) -> None:
    assert contrast(item, item) is None
    assert against([Facts(), item], item) is None


@given(ITEMS, ITEMS)
def test_all_but_a_toll_contrasts_both_ways(first: Facts, second: Facts) -> None:
    forth, back = contrast(first, second), contrast(second, first)
    if forth and forth.kind is not ContrastKind.TOLL and not (back and back.kind is ContrastKind.TOLL):
        assert back is not None
        assert back.verdict is forth.verdict or {forth.kind, back.kind} <= {ContrastKind.OUTCOME, ContrastKind.NEGATION}


@given(ITEMS, ITEMS)
def test_a_story_of_one_item_contrasts_as_the_item_does(first: Facts, second: Facts) -> None:
    found = against([first], second)
    assert found is None or contrast(first, second) is not None
