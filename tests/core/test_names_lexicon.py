"""Names: whom a word of a filter means, and which places a text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.names import Form, Names
from bot.core.names.inflect import bare, forms
from bot.core.text.tokens import tokens
from tests.core.atlas import atlas


def called(text: str) -> str:
    """The label of whom the words mean."""
    name = atlas().called([token.text for token in tokens(text)])
    return name.label if name else ""


def forms_of(text: str) -> dict[str, bool]:
    """How the name stands in texts, and whether only with a capital."""
    name = atlas().called([token.text for token in tokens(text)])
    assert name
    return {" ".join(form.words): form.capital for form in name.forms}


def places(text: str, country: str = "", title: str = "") -> list[tuple[str, str]]:
    """The places of a text: as written, and what they are."""
    _, found = atlas().mentions(title, text, country)
    return [(text[mention.start : mention.end], mention.place) for mention in found]


def named(text: str, country: str = "") -> list[str]:
    return [written for written, _ in places(text, country)]


def test_it_is_what_the_rest_of_the_bot_asks() -> None:
    names: Names = atlas()
    assert names.called(("hama",)) is names.called(["hama"])  # kept in mind


# ---- whom a word means


@pytest.mark.parametrize("word", ["Hama", "HAMAH", "حماه", "Хама", "חמאת"])
def test_a_name_is_known_by_any_of_its_spellings(word: str) -> None:
    assert called(word) == "Hama, Syria"


@pytest.mark.parametrize("word", ["Hamas", "Yokohama", "hello", "август", ""])
def test_what_is_no_spelling_of_it_means_something_else_or_nothing(word: str) -> None:
    assert called(word) != "Hama, Syria"


def test_of_places_called_alike_the_most_populous_is_meant() -> None:
    assert called("paris") == "Paris, France"
    assert called("springfield") == "Springfield, United States"


def test_a_word_that_is_mostly_something_else_means_no_place() -> None:
    assert called("reading") == ""


def test_a_village_is_not_meant_by_its_name_alone() -> None:
    assert called("clarksville") == ""
    assert called("lamar") == ""


def test_short_names_mean_a_place_only_where_somebody_says_so() -> None:
    assert called("ulm") == ""
    assert called("luxembourg") == "Luxembourg"


def test_a_spelling_that_is_a_word_of_a_script_without_capitals_is_left_out() -> None:
    assert list(forms_of("khobar")) == ["khobar"]
    assert called("الخبر") == ""


def test_inhabitants_and_abbreviations_mean_no_place_by_themselves() -> None:
    assert called("syrian") == called("ky") == ""


def test_persons_bodies_and_seas_are_known_too() -> None:
    assert [called("putin"), called("حماس"), called("red sea")] == ["Vladimir Putin", "Hamas", "Red Sea"]


def test_a_name_shows_its_spellings_the_most_usual_first() -> None:
    name = atlas().called(["hama"])
    assert name
    assert name.id == "geo:170017"
    assert name.spellings == ("Hama", "حماة", "Хама", "חמאת", "Hamah")


def test_a_spelling_that_is_another_word_too_needs_a_capital() -> None:
    assert forms_of("nice")["nice"]
    assert forms_of("turkey")["turkey"]
    assert not forms_of("turkey")["turkiye"]
    assert not forms_of("hama")["hamah"]


def test_spellings_from_public_data_need_a_capital_where_there_are_some() -> None:
    assert forms_of("paris") | {"paris": False, "париж": True, "paryz": True} == forms_of("paris")
    assert not forms_of("aleppo")["حلب"]


def test_russian_cases_of_a_name_count_with_a_capital() -> None:
    assert {case: forms_of("hama")[case] for case in ("хамы", "хаме", "хаму", "хамои")} == dict.fromkeys(
        ("хамы", "хаме", "хаму", "хамои"), True
    )


def test_hebrew_prefixes_stand_before_a_name() -> None:
    assert {"בחמאת", "לחמאת", "וחמאת"} <= forms_of("hama").keys()


def test_a_form_is_given_once() -> None:
    name = atlas().called(["paris"])
    assert name
    assert len({form.words for form in name.forms}) == len(name.forms)
    assert all(isinstance(form, Form) and form.words for form in name.forms)


@pytest.mark.parametrize(
    ("word", "cases"),
    [
        ("москва", {"москвы", "москве", "москву", "москвои"}),
        ("дамаск", {"дамаска", "дамаску", "дамаском", "дамаске"}),
        ("зеленскии", {"зеленского", "зеленскому", "зеленским", "зеленском"}),
        ("шанхаи", {"шанхая", "шанхаю", "шанхаем"}),
        ("львів", {"львова", "львові"}),
        ("киів", {"києва", "києву", "києвом", "києві"}),
        ("миколаів", {"миколаєва", "миколаєві"}),
        ("одеса", {"одеси", "одесі", "одесою"}),
        ("суми", {"сум", "сумам", "сумах"}),
        ("дніпро", {"дніпра", "дніпрі"}),
        ("севастополь", {"севастополя", "севастополе", "севастополі"}),
        ("израиль", {"израиля", "израилю", "израиле"}),
        ("казань", {"казани", "казанью"}),
        ("тверь", {"твери", "тверью"}),
        ("тернопіль", {"тернополя", "тернополі"}),
        ("рівне", {"рівного", "рівному"}),
        ("нижнии новгород", {"нижнего новгорода", "нижнем новгороде"}),
        ("тель авив", {"тель авива", "тель авиве"}),
        ("красное море", {"красного моря", "красному морю", "красным морем", "красном море"}),
        ("сирия", {"сирии", "сирию", "сириеи"}),
    ],
)
def test_cases_of_russian_and_ukrainian_names(word: str, cases: set[str]) -> None:
    found = {" ".join(words) for words in forms(word.split())}
    assert cases <= found
    if " " not in word:
        assert all(word in bare(case) for case in cases)


@pytest.mark.parametrize("word", ["алеппо", "ош", "hama", "حلب", "רק"])
def test_some_names_have_no_other_form(word: str) -> None:
    assert set(forms([word])) <= {(word,)}


def test_a_long_arabic_name_stands_without_its_article_too() -> None:
    assert list(forms(["القامشلي"])) == [("قامشلي",)]
    assert list(forms(["الرقه"])) == []


def test_short_hebrew_names_take_few_prefixes() -> None:
    assert ("בעזה",) in set(forms(["עזה"]))
    assert ("שעזה",) not in set(forms(["עזה"]))


def test_a_short_hebrew_name_with_a_prefix_is_no_other_word() -> None:
    assert ("בקום",) in set(forms(["קום"]))
    assert not {("מקום",), ("לקום",)} & set(forms(["קום"]))
    assert bare("מקום") == ("מקום",)
    assert "קום" in bare("בקום")


def test_a_hebrew_name_of_several_words_takes_all_prefixes() -> None:
    assert {("בתל", "אביב"), ("שבתל", "אביב")} <= set(forms(["תל", "אביב"]))


@pytest.mark.parametrize(
    ("written", "name"),
    [("وبحماه", "حماه"), ("بحلب", "حلب"), ("للقدس", "القدس"), ("ובדמשק", "דמשק"), ("хамеи", "хамеи")],
)
def test_prefixes_are_taken_off_again(written: str, name: str) -> None:
    assert name in bare(written)


# ---- places of a text


def test_places_are_found_with_their_offsets_and_what_they_lie_in() -> None:
    title, text = "Blast in Hama", "Syrian officials in Aleppo, Syria"
    first, second = atlas().mentions(title, text)
    assert [(title[each.start : each.end], each.place, each.within) for each in first] == [
        ("Hama", "geo:170017", ("country:SY",))
    ]
    assert [text[each.start : each.end] for each in second] == ["Syrian", "Aleppo", "Syria"]


def test_whole_words_alone_count() -> None:
    assert named("Hamas in Yokohama and hama") == []


def test_a_body_that_is_called_like_nothing_else_is_no_place() -> None:
    assert named("Hamas and Vladimir Putin") == []


def test_a_place_behind_a_comma_tells_which_is_meant() -> None:
    assert places("Paris, Texas")[0] == ("Paris", "geo:4717560")
    assert places("Paris (Kentucky) is calm")[0] == ("Paris", "geo:4303602")
    assert places("Paris, France")[0] == ("Paris", "geo:2988507")


def test_what_else_is_named_tells_which_is_meant() -> None:
    assert places("In Texas and Clarksville, and in Paris")[-1] == ("Paris", "geo:4717560")
    assert places("Paris is calm") == [("Paris", "geo:2988507")]


def test_a_name_means_the_same_throughout() -> None:
    found = places("A man of Paris, Texas. Police in Paris said")
    assert {place for written, place in found if written == "Paris"} == {"geo:4717560"}


def test_a_place_near_another_is_meant() -> None:
    assert places("Clarksville, Texas, and Paris")[2] == ("Paris", "geo:4717560")
    assert places("Aleppo and Hama, not Springfield and Clarksville, Texas")[2] == ("Springfield", "geo:4409896")


def test_who_speaks_tells_which_is_meant() -> None:
    assert places("It rains in Lamar", "US") == [("Lamar", "geo:4705086")]


def test_a_small_place_is_not_named_where_only_other_countries_are() -> None:
    assert named("Syria and Lamar") == ["Syria"]
    assert named("Syria and Bavaria") == ["Syria", "Bavaria"]
    assert named("Syria and London") == ["Syria", "London"]
    assert named("Kentucky, Texas and Lamar") == ["Kentucky", "Texas", "Lamar"]
    assert named("Syria and Lamar, Texas") == ["Syria", "Lamar", "Texas"]


@pytest.mark.parametrize(
    "text",
    ["Mary Lamar left", "Mr. Lamar left", "coach Lamar left", "Lamar said so", "a Lamar Street", "the Lamar River",
     "Big Time Lamar", "Mary Lamar left. Then Lamar came", "in August", "Nice work"],
)  # fmt: skip
def test_persons_streets_and_other_words_are_no_places(text: str) -> None:
    assert not {"Lamar", "August", "Nice"} & set(named(text, "US"))


def test_a_word_behind_in_is_a_place_even_if_persons_are_called_so() -> None:
    assert named("Mr. Lamar lives in Lamar", "US") == ["Lamar"]


def test_a_large_country_may_say_something() -> None:
    assert named("Syria said so. Big Time France said so") == ["Syria", "France"]


def test_a_common_word_counts_in_the_middle_of_a_sentence_or_beside_its_country() -> None:
    assert named("Shops in Nice are shut") == ["Nice"]
    assert named("Nice, France, is calm") == ["Nice", "France"]
    assert named("They were Reading") == []
    assert named("Dinner: Turkey") == []


def test_abbreviations_count_with_their_full_stop_or_behind_a_comma() -> None:
    assert places("He left Paris, Ky., by car") == [("Paris", "geo:4303602"), ("Ky.", "admin:US.KY")]
    assert named("It is in Paris, Ky") == ["Paris", "Ky"]
    assert named("We are Ill and tired") == []
    assert named("U.S. troops") == ["U.S."]


def test_two_letters_count_only_as_capitals() -> None:
    assert named("US troops and us") == ["US"]
    assert named("Us troops") == []


def test_the_longest_name_counts() -> None:
    assert places("Off the Red Sea coast") == [("Red Sea", "area:red-sea")]
    assert named("A red Sea and the Red sea") == []


def test_a_list_of_counties_names_each() -> None:
    assert places("in Laurel and Whitley counties") == [("Laurel", "geo:4297480"), ("Whitley", "geo:4297481")]
    assert named("Clarksville of all counties", "US") == ["Clarksville"]
    assert named("counties near Lamar", "US") == ["Lamar"]
    assert named("Laurel County") == ["Laurel County"]


def test_declined_and_prefixed_names_are_found() -> None:
    assert places("Взрыв в Хаме и Париже") == [("Хаме", "geo:170017"), ("Париже", "geo:2988507")]
    assert places("انفجار في وبحماة") == [("وبحماة", "geo:170017")]
    assert named("פיצוץ בחמאת") == ["בחמאת"]
    assert named("хамы и хаме") == []


def test_without_capitals_a_village_is_another_word() -> None:
    assert named("الي حلب") == ["حلب"]


def test_a_place_has_its_number() -> None:
    lexicon = atlas()
    assert [lexicon.number(place) for place in ("geo:170017", "country:SY", "admin:US.TX", "area:red-sea")] == [
        170017, 163843, 4736286, 0,
    ]  # fmt: skip


@given(st.text(), st.text())
def test_any_text_gives_mentions_within_it_in_order(title: str, text: str) -> None:
    check(title, text)


@given(st.lists(st.sampled_from(
    ["Paris", "Texas", ",", ".", "Mr", "Hama", "U.S.", "Ky", "Laurel", "and", "counties", "County", "Хаме", "حلب", "("]
)))  # fmt: skip
def test_any_heap_of_names_gives_mentions_within_it_in_order(words: list[str]) -> None:
    check(" ".join(words), "".join(words))


def check(title: str, text: str) -> None:
    """Offsets lie in the text, mentions do not overlap, and each is a word of it."""
    for written, found in zip((title, text), atlas().mentions(title, text, "US"), strict=True):
        behind = 0
        for mention in found:
            assert behind <= mention.start < mention.end <= len(written)
            assert written[mention.start].isalnum()
            behind = mention.end
