"""Why an item belongs to a story, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.core.facts import Contrast, ContrastKind, Verdict
from bot.core.names import Unnamed
from bot.core.stories.reasons import Reasons
from tests.core.memory import lexicon

HAMA, PROVINCE, SYRIA = "geo:170017", "admin:SY.10", "country:SY"


@pytest.mark.parametrize(
    ("shared", "told"),
    [
        (("explosion", HAMA, "#12"), "explosion, Hama, 12"),
        (("advance-of-troops", SYRIA), "advance of troops, Syria"),
        ((PROVINCE, HAMA, SYRIA), "Hama"),
        (("en:explos", "~KHM", "explosion", ":hama"), "explosion"),
        (("say", "first", "explosion"), "explosion"),
        (("say", "en:explos"), "say"),
        (("~KHM", "en:explos", ":hama"), "explos, hama"),
    ],
)
def test_what_items_share_is_told_in_words_and_stems_only_where_nothing_else_is_left(
    shared: Sequence[str], told: str
) -> None:
    assert Reasons(lexicon()).together(shared) == f"the same story: both tell of {told}"


def test_where_only_sounds_are_shared_there_is_a_sentence_all_the_same() -> None:
    assert Reasons(lexicon()).together(("~KHM",)) == "the same story: both have the same names"


def test_places_are_called_by_their_names_though_the_id_of_one_begins_that_of_another() -> None:
    contrast = Contrast(
        ContrastKind.PLACE,
        Verdict.OTHER,
        "geo:170017 and area:balkans instead of geo:17",
        ("geo:17", HAMA, "area:balkans"),
    )
    assert Reasons(lexicon()).apart(contrast) == "Hama and Balkans instead of geo:17"
    assert Reasons(Unnamed()).apart(contrast) == contrast.reason
    plain = Contrast(ContrastKind.TOLL, Verdict.UPDATE, "12 killed before, 40 now")
    assert Reasons(lexicon()).apart(plain) == plain.reason
