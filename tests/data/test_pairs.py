"""What sets two items apart, in thirteen languages: see pairs.txt."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from bot.core.facts import ContrastKind, Facts, Verdict, contrast, facts
from bot.core.names import Names
from bot.data.names import lexicon
from tests.core.pairing import Likeness, Pair, Told, pairs

KINDS = {*map(str, ContrastKind)}


@cache
def names() -> Names:
    return lexicon()


@cache
def facts_of(told: Told) -> Facts:
    title, text = names().mentions(told.title, told.text)
    around = dict.fromkeys(place for found in (*title, *text) for place in (found.place, *found.within))
    return facts(told.title, told.text, [*around], [found.place for found in title], told.language)


def of(*relations: Likeness) -> list[Pair]:
    return [pair for pair in pairs() if pair.relation in relations]


@pytest.mark.parametrize("pair", of(Likeness.COPY, Likeness.SAME), ids=str)
def test_nothing_sets_copies_and_paraphrases_apart(pair: Pair) -> None:
    assert contrast(facts_of(pair.first), facts_of(pair.second)) is None


@pytest.mark.parametrize("pair", of(Likeness.UPDATE, Likeness.OTHER), ids=str)
def test_updates_and_other_stories_are_told_by_their_contrast(pair: Pair) -> None:
    found = contrast(facts_of(pair.first), facts_of(pair.second))
    if pair.reason in KINDS:
        assert found is not None
        assert found.kind == pair.reason
        assert found.verdict == Verdict(pair.relation)
    else:  # told by other words alone, which is not for facts to see
        assert found is None or found.verdict is Verdict.OTHER


def test_the_table_is_large_enough_to_trust() -> None:
    counted = Counter(pair.relation for pair in pairs())
    assert counted[Likeness.COPY] >= 40
    assert counted[Likeness.SAME] >= 60
    assert counted[Likeness.UPDATE] >= 60
    assert counted[Likeness.OTHER] >= 80
    assert {told.language for pair in pairs() for told in (pair.first, pair.second)} == {
        *("en", "ar", "ru", "tr", "fr", "de", "es", "fa", "he", "uk", "pt", "it", "pl"),
    }


def test_no_pair_stands_there_twice() -> None:
    seen = Counter((pair.first, pair.second) for pair in pairs())
    assert [pair for pair, times in seen.items() if times > 1] == []
