"""Which items have the words of an earlier one, and which only look like it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Item, Outlet
from bot.core.stories.copies import MOST_OF_ONE, Copies
from bot.core.stories.spellings import american
from bot.core.stories.trimming import lead
from tests.core.nouns import MAYADEEN, NOW, SANA, an_item

TITLE = "Army says it stopped an advance north of the city of Hama"
LEAD = (
    "Units of the fourth brigade held their positions on the hills above the river overnight and drove the attackers "
    "back to the village that they had taken two days before, a commander said on Monday."
)
OTHER = (
    "People who fled from the villages along the river told of shelling through the night, and the hospital asked for "
    "blood of all groups as its stores ran out."
)
REUTERS, BLOG, TIMES = Outlet("reuters", "Reuters"), Outlet("blog", "A Blog"), Outlet("times", "The Times")


def holding(*items: Item) -> Copies:
    copies = Copies()
    for item in items:
        copies.add(item)
    return copies


def after(number: int, outlet: Outlet, title: str, text: str = "", **named: object) -> Item:
    """An item that came so many minutes later."""
    seen = NOW + timedelta(minutes=number)
    return an_item(number, outlet=outlet, title=title, text=text, **{"seen": seen, **named})


def copied(first: tuple[str, str], then: tuple[str, str], *, outlet: Outlet = MAYADEEN) -> str:
    """Why the second is a copy of the first, which SANA English published; empty when it is none."""
    found = holding(after(1, SANA, *first)).original(after(2, outlet, *then))
    return found.reason if found else ""


def test_the_same_title_at_another_outlet_is_a_copy_whatever_the_summary() -> None:
    assert copied((TITLE, LEAD), (TITLE, OTHER)) == "under the title of SANA English"
    assert copied((TITLE, LEAD), (TITLE.upper(), "")) == "under the title of SANA English"


def test_the_same_words_are_told_as_such() -> None:
    assert copied((TITLE, LEAD), (TITLE, LEAD)) == "word for word as SANA English"


@pytest.mark.parametrize(
    "around",
    [
        f"{TITLE} - Reuters",
        f"{TITLE} | The Daily Record | World",
        f"{TITLE} · Middle East",
        f"{TITLE} #Syria #Hama",
        f"{TITLE} [VIDEO]",
        f"UPDATE 3-{TITLE}",
        f"UPDATE 1: {TITLE}",
        f"BREAKING: {TITLE}",
        f"WATCH: {TITLE}",
        f"Syria war: {TITLE}",
        f"[Exclusive] {TITLE}",
        f"Conflict-{TITLE}",
    ],
)
def test_what_outlets_put_around_a_title_makes_it_no_other(around: str) -> None:
    assert copied((TITLE, LEAD), (around, OTHER))
    assert copied((around, LEAD), (TITLE, OTHER))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{TITLE} - Day 12", TITLE),
        (f"12 March: {TITLE}", TITLE),
        (f"{TITLE} - which nobody else in the whole wide region believes", TITLE),
        (f"Wherever you may be today: {TITLE}", TITLE),
        (f"Minister: {TITLE}", f"Opposition: {TITLE}"),
        ("Minister: We will not yield", "We will not yield"),
    ],
)
def test_what_says_more_than_a_label_makes_it_another(one: str, other: str) -> None:
    assert not copied((one, ""), (other, ""))
    assert not copied((other, ""), (one, ""))


def test_two_labels_and_two_publishers_may_stand_around_one_title() -> None:
    assert copied((f"WATCH: {TITLE} - Reuters", ""), (f"BREAKING: {TITLE} - The Times", ""))
    assert copied((f"Syria war: {TITLE}", ""), (f"Syria war: {TITLE} - The Times", ""))


def test_a_publisher_with_a_number_in_its_name_is_a_publisher_where_it_is_named_so() -> None:
    named = after(2, MAYADEEN, f"{TITLE} - France 24", publisher="France 24")
    assert holding(after(1, SANA, TITLE)).original(named)
    assert not copied((TITLE, ""), (f"{TITLE} - France 24", ""))


@pytest.mark.parametrize("title", ["Ten die in attack on Kharkiv", "При ударе по Харькову погибли 12 человек"])
def test_a_title_of_few_words_that_tells_one_story_is_enough_from_another_outlet(title: str) -> None:
    assert copied((title, ""), (title, "")) == "word for word as SANA English"
    assert not copied((title, ""), (title, ""), outlet=SANA)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("labour", "labor"), ("neighbours", "neighbors"), ("organised", "organized"), ("analysed", "analyzed"),
        ("centre", "center"), ("kilometres", "kilometers"), ("defence", "defense"), ("programme", "program"),
    ],
)  # fmt: skip
def test_british_and_american_spelling_are_one(one: str, other: str) -> None:
    assert american(one) == american(other) == other


@pytest.mark.parametrize("word", ["four", "hours", "rise", "wise", "fire", "nice", "الجيش", "мир", "hama"])
def test_other_words_are_spelt_as_they_are(word: str) -> None:
    assert american(word) == word


def test_copy_that_was_spelt_anew_is_a_copy() -> None:
    lead = "The Labour leader will visit a steel works in Birmingham on Thursday to set out his programme for industry."
    anew = lead.replace("Labour", "Labor").replace("programme", "program")
    assert copied(("Labour leader to visit steel works", lead), ("Labor leader goes to Birmingham", anew))


@pytest.mark.parametrize("title", ["News in brief", "What we know so far", "Hama"])
def test_a_short_title_proves_nothing(title: str) -> None:
    assert not copied((title, LEAD), (title, OTHER))
    assert not copied((f"{title} - Reuters", LEAD), (f"{title} - The Times", OTHER))


@pytest.mark.parametrize(
    ("title", "lead", "retitled"),
    [
        (TITLE, LEAD, "Night of fighting above the river"),
        (
            "الجيش يعلن صد هجوم شمال مدينة حماة",
            (
                "قالت وحدات من اللواء الرابع إنها صدت ليلا هجوما على التلال المطلة على النهر وأعادت المهاجمين "
                "إلى القرية التي سيطروا عليها قبل أيام"
            ),
            "ليلة من القتال فوق النهر",
        ),
        (
            "Армия заявила об остановке наступления к северу от Хамы",
            (
                "Подразделения четвёртой бригады ночью удержали позиции на холмах над рекой и отбросили нападавших в "
                "деревню, занятую ими несколькими днями ранее, сообщил командир."
            ),
            "Ночь боёв над рекой",
        ),
        (
            "Ordu Hama'nın kuzeyindeki ilerleyişi durdurduğunu açıkladı",
            (
                "Dördüncü tugaya bağlı birlikler gece boyunca nehrin üzerindeki tepelerde mevzilerini korudu ve "
                "saldırganları günler önce ele geçirdikleri köye geri püskürttü."
            ),
            "Nehrin üzerinde çatışma gecesi",
        ),
    ],
)
def test_the_same_text_under_another_title_is_a_copy(title: str, lead: str, retitled: str) -> None:
    assert copied((title, lead), (retitled, lead)) == "in the words of SANA English"


@pytest.mark.parametrize(
    "text",
    [
        f"HAMA, Nov 23 (Reuters) - {LEAD}",
        f"HAMA — {LEAD}",
        f"[Agency of the North] {LEAD}",
        f"{LEAD} The post Night of fighting appeared first on A Blog.",
        f"{LEAD} Continue reading...",
        f"{LEAD} submitted by /u/somebody [link] [comments]",
        f"{LEAD} https://blog.example/night?utm_source=rss <a href='https://blog.example",
        LEAD[:150],
        f"{LEAD[:120]}…",
        LEAD.replace("a commander said on Monday", "an officer told reporters"),
    ],
)
def test_a_text_is_known_though_trimmed_signed_or_touched_up(text: str) -> None:
    assert copied((TITLE, LEAD), ("Night of fighting above the river", text))
    assert copied(("Night of fighting above the river", text), (TITLE, LEAD))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("KYIV, Jan 2 (Reuters) – Missiles struck.", "Missiles struck."),
        ("CRANS, Switzerland (AP) -- Missiles struck.", "Missiles struck."),
        ("ZURICH—Missiles struck.", "Missiles struck."),
        ("[The Agency] Missiles struck.", "Missiles struck."),
        ("القاهرة - رويترز: سقطت صواريخ.", "سقطت صواريخ."),
        ("МОСКВА, 5 янв - РИА Новости. Ракеты упали.", "Ракеты упали."),
        ("Missiles struck (again) at dawn.", "Missiles struck (again) at dawn."),
        ("Missiles struck. Read more at A Blog", "Missiles struck."),
        ("Missiles struck the ci", "Missiles struck the"),
        ("Missiles struck the…", "Missiles struck"),
        ("See https://blog.example/a?b=c for more.", "See   for more."),
    ],
)
def test_what_stands_around_a_text_is_left_out(text: str, left: str) -> None:
    assert lead(text, whole=True) == left


def test_a_letter_that_grows_when_it_is_made_small_is_no_hindrance() -> None:
    assert copied((TITLE, f"{LEAD} İzmir"), ("Night of fighting above the river", LEAD))


def test_a_post_that_begins_with_its_title_has_the_words_of_the_article() -> None:
    assert copied(("Night of fighting above the river", f"{LEAD} {OTHER}"), (TITLE, f"{TITLE} {LEAD} {OTHER}"))


def test_a_title_that_holds_the_summary_is_a_copy() -> None:
    assert copied((TITLE, LEAD), (f"{TITLE}: {LEAD[:110]}", ""))


def test_a_long_title_is_known_though_a_word_is_left_out() -> None:
    longer = TITLE.replace("the city", "the embattled city")
    assert copied((TITLE, ""), (longer, ""))
    assert not copied((TITLE, ""), (longer.replace("stopped an", "stopped 2"), ""))


def test_the_report_of_another_outlet_on_the_same_event_is_no_copy() -> None:
    assert not copied((TITLE, LEAD), ("Army claims success to the north of Hama", OTHER))
    assert not copied((TITLE, LEAD), ("Army claims success to the north of Hama", ""))
    assert not copied((TITLE, ""), ("Army says it stopped an advance", LEAD))


def test_names_and_phrases_of_one_event_make_no_copy() -> None:
    one = "Omar Nasser the keeper once of the northern gate which saw the war begin died at home in Hama aged 87."
    other = one.replace("once", "long").replace("which", "that").replace("died", "passed")
    assert copied((TITLE, one), ("Omar Nasser is dead", one))
    assert not copied((TITLE, one), ("Omar Nasser is dead", other))


def test_a_title_of_which_a_text_has_only_a_part_is_no_copy() -> None:
    held = "units of the fourth brigade held their positions on the hills"
    assert copied((TITLE, LEAD), (f"{held} above the river overnight", ""))
    assert not copied(
        (TITLE, LEAD), (f"{held} above the river overnight, their proud commander tells a foreign guest", "")
    )
    assert not copied((TITLE, LEAD), (held, ""))


@pytest.mark.parametrize("marks", ["“”", "«»", "‘’"])
def test_a_shared_quotation_makes_no_copy(marks: str) -> None:
    said = "We will hold these hills for as long as a single soldier can stand on them, and then longer"
    quoted = f"{marks[0]}{said}{marks[1]}"
    one, other = f"The general said: {quoted}", f"His brother told us: {quoted}"
    assert not copied((TITLE, one), ("General vows to hold hills", other))


@pytest.mark.parametrize(
    ("before", "since"),
    [
        ("killed 12 people", "killed 40 people"),
        ("killed two people", "killed three people"),
        ("injured 1,200 people", "injured 1,400 people"),
        ("did happen", "did not happen"),
        ("reached Hama", "reached Homs"),
        ("took place", "never took place"),
    ],
)
def test_another_number_name_or_a_denial_makes_another_report(before: str, since: str) -> None:
    lead = (
        "An explosion at the market on the road to the river {} on Monday, officials of the province said to reporters."
    )
    assert copied((TITLE, lead.format(before)), (TITLE, lead.format(before))) == "word for word as SANA English"
    assert not copied((TITLE, lead.format(before)), (TITLE, lead.format(since)))
    assert not copied((TITLE, lead.format(before)), ("Blast at the market", lead.format(since)))


def test_one_number_may_be_written_in_several_ways() -> None:
    lead = (
        "The storm cut off {} homes along the river on Monday and broke {} bridges, the governor of the province said."
    )
    assert copied((TITLE, lead.format("2,400", "two")), ("Storm", lead.format("2 400", "2")))
    assert copied((TITLE, lead.format("٢٤٠٠", "2")), ("Storm", lead.format("2.400", "two")))
    assert copied((TITLE, lead.format("2 million", "2")), ("Storm", lead.format("2 mln", "two")))


@pytest.mark.parametrize(
    ("before", "since"),
    [
        (
            "Death toll of explosion at the market in Hama rises to 12",
            "Death toll of explosion at the market in Hama rises to 40",
        ),
        ("Army lost control of the city of Hama", "Army denies it lost control of the city of Hama"),
        ("Army lost control of the city of Hama", "No evidence that army lost control of the city of Hama"),
        ("War in the north: what we know on day 12", "War in the north: what we know on day 13"),
        ("Gold price today, 6 November 2026", "Gold price today, 7 November 2026"),
    ],
)
def test_titles_that_differ_in_a_number_or_a_denial_are_two_reports_though_the_text_is_one(
    before: str, since: str
) -> None:
    assert not copied((before, ""), (since, ""))
    assert not copied((before, LEAD), (since, LEAD))


@pytest.mark.parametrize("title", ["Live updates: army enters the city of Hama in the north", "The horoscope of today"])
def test_live_blogs_and_columns_are_copies_only_by_their_very_text(title: str) -> None:
    assert not copied((title, ""), (title, ""))
    assert not copied((title, LEAD), (title, OTHER))
    assert copied((title, LEAD), (f"{title} - Reuters", LEAD))


def test_a_numbered_column_is_a_copy_where_its_text_agrees() -> None:
    title = "Weather forecast for Hama and the coast, 23 November"
    assert not copied((title, OTHER), (title, LEAD))
    assert copied((title, LEAD), (f"{title} - Reuters", LEAD))


def test_a_word_of_columns_in_a_long_title_makes_no_column() -> None:
    title = "Severe weather in the north drives people out of their tents"
    assert copied((title, LEAD), (title, OTHER))


def test_an_outlet_repeats_itself_word_for_word_only() -> None:
    assert copied((TITLE, LEAD), (TITLE, LEAD), outlet=SANA) == "word for word as SANA English"
    assert not copied((TITLE, LEAD), (TITLE, LEAD + " More."), outlet=SANA)
    assert not copied((TITLE, LEAD), (TITLE + " - SANA", LEAD), outlet=SANA)
    assert not copied(("Army in Hama", ""), ("Army in Hama", ""), outlet=SANA)
    assert not copied(
        ("Live updates: army enters the city of Hama", LEAD),
        ("Live updates: army enters the city of Hama", LEAD),
        outlet=SANA,
    )
    assert not copied(
        ("The horoscope of today for you all", ""), ("The horoscope of today for you all", ""), outlet=SANA
    )


def test_what_passes_on_a_post_is_its_copy_however_short() -> None:
    post = after(1, SANA, "Sirens in Haifa now")
    assert not holding(post).original(after(2, BLOG, "Sirens in Haifa now"))
    assert holding(post).original(after(2, BLOG, "Sirens in Haifa now", reposts="SANA English"))


def test_what_an_outlet_says_under_many_titles_is_a_slogan() -> None:
    titles = ("Bread is dear again", "A bridge fell into a river", "Votes are counted slowly", "Snow on southern hills")
    slogans = [after(number, BLOG, title, LEAD) for number, title in enumerate(titles, 1)]
    assert holding(*slogans[:2]).original(after(8, TIMES, "Night of fighting", LEAD))
    assert not holding(*slogans[:3]).original(after(8, TIMES, "Night of fighting", LEAD))
    assert not holding(*slogans[:2], after(6, SANA, TITLE, LEAD)).original(after(8, BLOG, "Night of fighting", LEAD))


def test_of_several_the_one_with_the_most_words_is_named_then_the_earliest() -> None:
    titled = after(1, TIMES, TITLE, OTHER)
    first, second = after(2, SANA, "Night above the river", LEAD), after(3, REUTERS, "Night above the river", LEAD)
    found = holding(titled, first, second).original(after(4, BLOG, TITLE, LEAD))
    assert found is not None
    assert (found.item, found.reason) == (2, "in the words of SANA English")


def test_only_what_came_before_is_an_original() -> None:
    assert not holding(after(3, SANA, TITLE, LEAD)).original(after(2, MAYADEEN, TITLE, LEAD))
    assert not holding(after(2, SANA, TITLE, LEAD)).original(after(2, SANA, TITLE, LEAD, edited=True))


def test_what_comes_late_takes_its_place_in_time() -> None:
    copies = holding(after(2, REUTERS, TITLE, LEAD), after(1, TIMES, TITLE, LEAD))
    copies.forget(1)
    found = copies.original(after(3, BLOG, TITLE, LEAD))
    assert found is not None
    assert found.item == 2


def test_an_item_is_known_by_its_latest_words() -> None:
    copies = holding(after(1, SANA, TITLE, LEAD), after(1, SANA, "Something else has happened in Homs", OTHER))
    assert len(copies) == 1
    assert not copies.original(after(2, MAYADEEN, TITLE, LEAD))
    assert copies.original(after(2, MAYADEEN, "Night of fighting", OTHER))


def test_the_first_of_very_many_reprints_is_still_found() -> None:
    reprints = [
        after(number, Outlet(f"o{number}", f"Outlet {number}"), TITLE, LEAD) for number in range(1, 3 * MOST_OF_ONE)
    ]
    found = holding(*reversed(reprints)).original(after(999, BLOG, "Night of fighting", LEAD))
    assert found is not None
    assert found.item == 1


WORDS = (
    *("army", "river", "hill", "night", "12", "40", "two", "not", "Hama", "Homs", "said", "market", "on", "the", "of"),
    *("“held”", "live:", "-", "Reuters", "حماة", "Хама", "高い"),
)
texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
outlets = st.sampled_from((SANA, MAYADEEN, BLOG))
titles = st.sampled_from((TITLE, f"{TITLE} - X")) | texts
drawn = st.lists(st.tuples(outlets, titles, st.sampled_from(("", LEAD, OTHER)) | texts), min_size=1, max_size=12)


def items_of(found: Sequence[tuple[Outlet, str, str]]) -> list[Item]:
    return [after(number, *told) for number, told in enumerate(found, 1)]


@given(drawn, st.randoms(use_true_random=False))
def test_the_order_of_adding_makes_no_difference(found: list[tuple[Outlet, str, str]], chance: random.Random) -> None:
    items = items_of(found)
    mixed = chance.sample(items, len(items))
    one, other = holding(*items), holding(*mixed)
    assert [one.original(item) for item in items] == [other.original(item) for item in items]


@given(drawn, st.randoms(use_true_random=False))
def test_what_is_forgotten_might_never_have_been_there(
    found: list[tuple[Outlet, str, str]], chance: random.Random
) -> None:
    items = items_of(found)
    gone = chance.sample(items, len(items) // 2)
    copies, kept = holding(*items), holding(*(item for item in items if item not in gone))
    for item in gone:
        copies.forget(item.id)
    copies.forget(999)
    assert [copies.original(item) for item in items] == [kept.original(item) for item in items]
    for item in items:
        copies.forget(item.id)
    assert len(copies) == 0
    assert not vars(copies)["_found_by"]


@given(st.text(max_size=900), st.text(max_size=900), st.text(max_size=30))
def test_no_text_whatever_is_an_error(title: str, text: str, publisher: str) -> None:
    item = after(1, SANA, title, text, publisher=publisher)
    copies = holding(item)
    assert not copies.original(item)
    copies.original(after(2, MAYADEEN, title, text))
