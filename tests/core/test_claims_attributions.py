"""Where a text says whose words it tells."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.claims import Kind, attributions

WORDS = (
    *(
        "said",
        "says",
        "told",
        "citing",
        "according",
        "to",
        "quoted",
        "army",
        "The",
        "Jane",
        "Doe",
        "he",
        "who",
        "which",
    ),
    *(
        ",",
        ".",
        "“",
        "”",
        '"',
        ":",
        "—",
        "-",
        "of",
        "the",
        "in",
        "'s",
        "accused",
        "by",
        "is",
        "was",
        "not",
        "been",
        "12",
    ),
    *("claims", "that", "Army", "continued,", "their", "criticism", "about", "reportedly", "and", "قال", "أن", "سانا"),
    *("сообщает", "göre", "dedi", "selon", "laut"),
)


def speakers(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(each.cue, each.speaker) for each in attributions(text, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The plan failed, Jane Doe said.", [("said", "Jane Doe")]),
        ("“The plan failed,” said Jane Doe, a lawyer.", [("said", "Jane Doe")]),
        ("“The plan failed,” said the minister in Paris.", [("said", "the minister in Paris")]),
        ("“The plan failed,” he said.", [("said", "he")]),
        ("Jane Doe, who leads the party, has repeatedly said no.", [("said", "Jane Doe")]),
        ("Jane Doe — a lawyer — said no.", [("said", "Jane Doe")]),
        ("Jane Doe praised the plan and denied the rest.", [("praised", "Jane Doe"), ("denied", "Jane Doe")]),
        ("The head of the party and her deputy said no.", [("said", "her deputy")]),
        ("Jane Doe and John Roe said no.", [("said", "Jane Doe and John Roe")]),
        ("On Monday, Jane Doe left Paris, telling reporters to go.", [("telling", "Jane Doe")]),
        ("In Paris on Monday they left after saying so.", [("saying", "")]),
        ("The army officials on Monday said no.", [("said", "The army officials")]),
        ("Jane Doe was told by the police to go.", [("told", "the police")]),
        ("Jane Doe was told to go.", [("told", "")]),
        ("Jane Doe, citing two officials, left.", [("citing", "two officials")]),
        (
            "The paper quoted a spokesman as saying so.",
            [("quoted", "The paper"), ("quoted", "a spokesman"), ("saying", "The paper")],
        ),
        ("It was quoted.", [("quoted", "")]),
        ("It failed, according to people in the office.", [("according to", "people in the office")]),
        ("It was done according plan.", []),
        ("It was done, according to", [("according to", "")]),
        ("The government reportedly fell.", [("reportedly", "")]),
        ("Their claims that it fell spread.", [("claims that", "Their")]),
        ("Jane Doe’s claim that it fell spread.", [("claim that", "Jane Doe")]),
        ("The claim that it fell spread.", [("claim that", "")]),
        ("Claims of this sort spread.", []),
        ("“We go,” Jane Doe continued, “and stay.”", [("continued", "Jane Doe")]),
        ("Jane Doe continued north.", []),
        ("The accused man left.", []),
        ("A so-called expert left.", []),
        ("To say no is easy.", []),
        ("Jane Doe says no. State reports come daily.", [("says", "Jane Doe")]),
        ("Many say no.", [("say", "Many")]),
        ("Analysts fear a war.", []),
        ("Analysts fear that a war comes.", [("fear", "Analysts")]),
        ("Army: we go", [(":", "Army")]),
        ("He knew. Army: “we go”", [(":", "Army")]),
        ("He knew. Army: we go", []),
        ("Two sources at the U.S. ministry said no.", [("said", "Two sources at the U.S. ministry")]),
        ("Gen. Jane Doe said no.", [("said", "Gen. Jane Doe")]),
        ("Yesterday the mayor of Paris said no.", [("said", "the mayor of Paris")]),
        ("said", [("said", "")]),
        ("“We go,” said in Paris.", [("said", "")]),
        ("On Monday Jane Doe said no.", [("said", "Jane Doe")]),
        ("It failed, according to people of, well, rank.", [("according to", "people")]),
        ("It failed, according to Jane Doe-Roe.", [("according to", "Jane Doe-Roe")]),
        ("Jane Doe said no\nThe mayor agreed", [("said", "Jane Doe"), ("agreed", "The mayor")]),
        ("Jane Doe’s often said no.", [("said", "Jane Doe")]),
    ],
)
def test_english_attributions_have_their_speakers(text: str, found: list[tuple[str, str]]) -> None:
    assert speakers(text) == found


def test_kinds_of_attribution_are_told_apart() -> None:
    text = "Army: the poll found that Jane Doe hoped to win, John Roe said, citing their claims that she slammed him."
    assert [each.kind for each in attributions(text, "en")] == [
        Kind.HEADING, Kind.SHOWING, Kind.THOUGHT, Kind.SPEECH, Kind.CITING, Kind.NOUN, Kind.ACT,
    ]  # fmt: skip
    assert attributions("It fell, according to him.")[0].kind is Kind.SOURCE


def test_a_language_that_is_not_given_is_told_by_the_text() -> None:
    assert speakers("Die Lage ist ernst, sagte der Minister.", "") == [("sagte", "der Minister")]
    assert speakers("وقال الوزير إن الوضع خطير", "") == [("وقال", "الوزير")]
    assert speakers("وزیر گفت که وضعیت خطرناک است", "") == [("گفت", "وزیر")]
    assert speakers("Ситуація складна, повідомив міністр.", "") == [("повідомив", "міністр")]
    assert speakers("Según fuentes de la, nada.", "es") == [("Según", "fuentes")]
    assert speakers("Gestern, der Minister sagte nein.", "de") == [("sagte", "der Minister")]
    assert speakers("Положение сложное, сообщил министр.", "en") == [("сообщил", "министр")]


@given(
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=400),
    st.sampled_from(["", "en", "ar", "tr", "de", "fa"]),
)
def test_offsets_lie_in_the_text_and_give_what_is_written(text: str, language: str) -> None:
    for each in attributions(text, language):
        assert text[each.start : each.end] == each.cue != ""
        assert text[each.speaker_start : each.speaker_end] == each.speaker


@pytest.mark.parametrize(
    "hostile",
    [
        "“said ” ",
        "said ",
        "he said, ",
        "Dedi Word ",
        "said: ",
        "x, citing which ",
        "in the of ",
        "\"'“",
        "a" * 50,
        ", who said",
        "dedi ",
    ],
)
@pytest.mark.parametrize("language", ["en", "tr", "ar"])
def test_a_hostile_text_takes_time_in_proportion_to_its_length(hostile: str, language: str) -> None:
    def taken(length: int) -> float:
        text = (hostile * (length // len(hostile) + 1))[:length]
        began = time.process_time()
        attributions(text, language)
        return time.process_time() - began

    taken(2_000)
    assert min(taken(60_000) for _ in range(3)) < 10 * max(min(taken(15_000) for _ in range(2)), 0.02)
