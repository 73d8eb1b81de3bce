"""Names as one chat calls them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.core.model import Alias
from bot.core.names import Form, Mention, Name, Unnamed
from bot.core.names.aliased import Aliased, folded

HAMA = Name("geo:170017", "Hama, Syria", ("Hama", "حماة"), (Form(("hama",)), Form(("حماه",))), ("HM",))
TURKEY = Name("country:TR", "Turkey", ("Turkey",), (Form(("turkey",), capital=True),))
MENTION = Mention(0, 4, "geo:170017")


class Atlas:
    """Knows two names, and one mention everywhere."""

    def called(self, words: Sequence[str]) -> Name | None:
        known = {"hama": HAMA, "حماه": HAMA, "turkey": TURKEY}
        return known.get(" ".join(words))

    def mentions(self, title: str, text: str, country: str = "") -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        return (MENTION,) * bool(title and country), (MENTION,) * bool(text)


def test_without_an_alias_a_name_is_what_is_known_of_it() -> None:
    aliased = Aliased(Atlas(), [Alias("HTS", ("Tahrir",))])
    assert aliased.called(["hama"]) is HAMA
    assert aliased.called(["homs"]) is None


def test_an_alias_of_an_unknown_word_is_a_name_of_its_own() -> None:
    aliased = Aliased(Unnamed(), [Alias("HTS", ("Hayat Tahrir al-Sham", "هيئة تحرير الشام"))])
    assert aliased.called(["hts"]) == Name(
        "alias:hts",
        "HTS",
        ("HTS", "Hayat Tahrir al-Sham", "هيئة تحرير الشام"),
        (Form(("hts",)), Form(("hayat", "tahrir", "al", "sham")), Form(("هييه", "تحرير", "الشام"))),
    )


def test_an_alias_of_a_known_name_is_joined_to_it() -> None:
    found = Aliased(Atlas(), [Alias("hama", ("Epiphania",))]).called(["hama"])
    assert found == Name(
        HAMA.id, HAMA.label, (*HAMA.spellings, "Epiphania"), (*HAMA.forms, Form(("epiphania",))), HAMA.sounds
    )


def test_a_spelling_that_is_a_known_name_brings_all_its_forms() -> None:
    found = Aliased(Atlas(), [Alias("Epiphania", ("Hama", "Turkey"))]).called(["epiphania"])
    assert found
    assert (found.id, found.label, found.sounds) == ("alias:epiphania", "Epiphania", HAMA.sounds)
    assert found.forms == (Form(("epiphania",)), *HAMA.forms, *TURKEY.forms)


def test_a_form_known_twice_is_there_once() -> None:
    found = Aliased(Atlas(), [Alias("Hama", ("hama", "حماة", "HAMA"))]).called(["hama"])
    assert found
    assert found == HAMA


def test_aliases_are_not_followed_in_a_circle() -> None:
    aliased = Aliased(Unnamed(), [Alias("one", ("two",)), Alias("two", ("one", "three"))])
    found = aliased.called(["one"])
    assert found
    assert found.forms == (Form(("one",)), Form(("two",)))


def test_a_spelling_without_a_word_stands_nowhere() -> None:
    found = Aliased(Unnamed(), [Alias("hts", ("***",))]).called(["hts"])
    assert found
    assert found.forms == (Form(("hts",)),)


def test_mentions_are_those_that_are_known() -> None:
    aliased = Aliased(Atlas(), [Alias("Epiphania", ("Hama",))])
    assert aliased.mentions("Hama", "", "SY") == ((MENTION,), ())
    assert aliased.mentions("Hama", "") == ((), ())


@pytest.mark.parametrize(("one", "other"), [("Ḥamā", "hama"), ("AL-SHAM", "al sham"), ("İdlib", "idlib")])
def test_capitals_and_accents_make_no_other_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_of_very_many_forms_each_spelling_has_its_share_and_first_what_was_typed() -> None:
    class Rich:
        """Knows every name in a hundred forms, itself the last."""

        mentions = Atlas.mentions

        def called(self, words: Sequence[str]) -> Name | None:
            forms = (*(Form((*words, str(number))) for number in range(99)), Form(tuple(words)))
            return Name(f"geo:{words[0]}", words[0], (words[0],), forms)

    spellings = [f"town{number}" for number in range(20)]
    found = Aliased(Rich(), [Alias("towns", tuple(spellings))]).called(["towns"])
    assert found
    assert len(found.forms) == 120
    assert {Form((spelling,)) for spelling in spellings} < {*found.forms}
