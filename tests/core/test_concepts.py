"""What words mean by a small lexicon of its own: words, stems, phrases, particles, languages."""

from __future__ import annotations

import tracemalloc
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import concepts as module
from bot.core.concepts import Concepts, Reading
from bot.core.text.tokens import tokens

LINES: Final = """\
# comment: en comment
explosion: en explosion* blast | de explosion* | ru взрыв*

emergency: en state_of_emergency emergenc* | de notstand* | ar حالة_طوارئ | he מצב_חירום
state: en state states | ar دولة | he מדינה
law: en law | ru закон закона
pass-law: ru приня*_закон*
government: ar حكومة | he ממשלה | tr hükümet*
hospital: en hospital* | fr hôpita*
house: he בית
school: he בית_ספר | zh 学校
peace-talks: en peace_talks peace_talks_open
talks: en talks
gift: en gift
poison: de gift | nl gif
election: en election* | nl election*
people-s-congress: zh 全国人大 人大_会议
nation: zh 全国
function: en of the | de der die | nl die | zh 的
""".splitlines()

CONCEPTS: Final = Concepts(LINES)


def read(text: str, language: str, lexicon: Concepts = CONCEPTS) -> list[str]:
    """What is known of a text: each reading's words, and their concept where there is one."""
    words = [token.text for token in tokens(text)]
    return [
        " ".join(words[start:end]) + (f"={concept}" if concept else "")
        for start, end, concept in lexicon.read(words, language)
    ]


def test_a_word_names_a_concept_whatever_its_language_and_its_ending() -> None:
    assert read("Explosions", "en") == ["explosions=explosion"]
    assert read("взрывом", "ru") == ["взрывом=explosion"]


def test_accents_and_letter_case_of_the_lexicon_do_not_matter() -> None:
    assert read("HOPITAUX hôpitaux", "fr") == ["hopitaux=hospital", "hopitaux=hospital"]


def test_a_word_without_a_star_has_no_endings() -> None:
    assert read("blast blasts", "en") == ["blast=explosion", "blasts"]


def test_a_word_of_another_language_says_nothing() -> None:
    assert read("взрыв", "en") == ["взрыв"]


def test_the_longest_beginning_counts() -> None:
    lexicon = Concepts(["short: en elect*", "long: en election*", "whole: en elections"])
    assert read("electors election electional elections", "en", lexicon) == [
        "electors=short",
        "election=long",
        "electional=long",
        "elections=whole",
    ]


def test_of_two_that_are_the_same_the_first_counts() -> None:
    assert read("gift", "en", Concepts(["one: en gift", "two: en gift"])) == ["gift=one"]


def test_a_phrase_counts_more_than_its_words() -> None:
    assert read("The state of emergency", "en") == ["the=function", "state of emergency=emergency"]
    assert read("The state of Texas", "en") == ["the=function", "state=state", "of=function", "texas"]


def test_a_phrase_that_the_text_breaks_off_does_not_count() -> None:
    assert read("State of", "en") == ["state=state", "of=function"]
    assert read("State", "en") == ["state=state"]


def test_the_phrase_of_most_words_counts() -> None:
    assert read("Peace talks open", "en") == ["peace talks open=peace-talks"]
    assert read("Peace talks fail", "en") == ["peace talks=peace-talks", "fail"]


def test_words_count_more_than_letters() -> None:
    lexicon = Concepts(["three: en long_way*_to", "two: en long_wayfaring*"])
    assert read("long wayfaring to", "en", lexicon) == ["long wayfaring to=three"]


def test_comments_and_empty_lines_say_nothing() -> None:
    assert read("comment", "en") == ["comment"]


def test_of_phrases_of_as_many_words_the_one_of_most_letters_counts() -> None:
    lexicon = Concepts(["arms: tr nükleer_silah*", "treaty: tr nükleer_silahsızlanma"])
    assert read("nükleer silahsızlanma", "tr", lexicon) == ["nukleer silahsizlanma=treaty"]
    assert read("nükleer silahlar", "tr", lexicon) == ["nukleer silahlar=arms"]


def test_each_word_of_a_phrase_may_have_endings() -> None:
    assert read("приняли законы", "ru") == ["приняли законы=pass-law"]
    assert read("приняли закон", "ru") == ["приняли закон=pass-law"]
    assert read("приняли", "ru") == ["приняли"]


def test_a_word_of_script_without_spaces_is_a_phrase_and_the_longest_counts() -> None:
    assert read("全国人大", "zh") == ["全 国 人 大=people-s-congress"]
    assert read("全国的", "zh") == ["全 国=nation", "的=function"]
    assert read("人大会议", "zh") == ["人 大 会 议=people-s-congress"]


def test_traditional_chinese_is_read_as_simplified() -> None:
    assert read("全國學校", "zh") == ["全 國=nation", "學 校=school"]


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("والحكومة", "ar", "government"),
        ("حالة الطوارئ", "ar", "emergency"),
        ("بحالة الطوارئ", "ar", "emergency"),
        ("והממשלה", "he", "government"),
        ("במצב החירום", "he", "emergency"),
        ("ובבית הספר", "he", "school"),
    ],
)
def test_particles_that_are_written_as_one_with_a_word_do_not_hide_it(text: str, language: str, concept: str) -> None:
    (known,) = read(text, language)
    assert known.endswith(f"={concept}")


def test_a_whole_word_counts_before_what_it_is_without_its_particles() -> None:
    lexicon = Concepts(["meal: he לחמה", "war: he מלחמה"])
    assert read("מלחמה", "he", lexicon) == ["מלחמה=war"]


def test_without_a_language_a_word_counts_that_means_the_same_in_all_that_have_it() -> None:
    assert read("Explosion in hôpital", "") == ["explosion=explosion", "in", "hopital=hospital"]
    assert read("elections", "xx") == ["elections=election"]
    assert read("die", "") == ["die=function"]


def test_without_a_language_a_word_says_nothing_that_means_two_things() -> None:
    assert read("gift", "") == ["gift"]
    assert read("gift", "de") == ["gift=poison"]


def test_without_a_language_phrases_of_all_languages_are_read() -> None:
    assert read("state of emergency", "") == ["state of emergency=emergency"]
    assert read("приняла закон", "") == ["приняла закон=pass-law"]


def test_an_empty_lexicon_knows_nothing() -> None:
    assert read("a state of emergency", "en", Concepts()) == ["a", "state", "of", "emergency"]
    assert read("", "en") == []


def test_more_words_than_are_kept_in_mind_are_looked_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    lexicon = Concepts(LINES)
    text = "blast one two three four five law blast"
    assert read(text, "en", lexicon) == [
        "blast=explosion",
        *["one", "two", "three", "four", "five"],
        "law=law",
        "blast=explosion",
    ]
    assert len(lexicon._words["en"]) <= 2


def test_a_word_without_end_takes_no_memory_to_speak_of() -> None:
    word = "explosion" + "n" * 5_000
    tracemalloc.start()
    assert [reading.concept for reading in CONCEPTS.read([word], "en")] == ["explosion"]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000  # all its beginnings are twelve times that


WORDS: Final = sorted({token.text for line in LINES for token in tokens(line)})


@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=12),
    st.sampled_from(["en", "de", "ru", "ar", "he", "zh", "", "xx"]),
)
def test_readings_cover_all_words_in_order_without_gap_or_overlap(words: list[str], language: str) -> None:
    place = 0
    for reading in CONCEPTS.read(words, language):
        assert isinstance(reading, Reading)
        assert reading.start == place < reading.end
        place = reading.end
    assert place == len(words)


@given(st.lists(st.text(alphabet=st.sampled_from("ab_*|:# 中國אש"), max_size=24), max_size=6), st.text(max_size=12))
def test_a_lexicon_of_whatever_lines_can_be_read_with(lines: list[str], text: str) -> None:
    words = [token.text for token in tokens(text)]
    for language in ("a", "ab", ""):
        readings = list(Concepts(lines).read(words, language))
        assert [reading.end for reading in readings][-1:] == [len(words)][: len(words)]
