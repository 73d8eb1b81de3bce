"""Whether an item denies something, or does not vouch for it."""

from __future__ import annotations

import pytest

from bot.core.stories.stance import Stance, stance


@pytest.mark.parametrize(
    "title",
    [
        "Ministry DENIES strike on Hama",
        "Army: no truth to reports of retreat",
        "وزارة الدفاع تنفي الانسحاب",
        "ونفت الوزارة",
        "لا صحة للأنباء",
        "Минобороны опровергло? Кремль опровергает",
        "Bakanlık iddiaları yalanladı",
        "L'armée dément",
        "Das Ministerium dementiert",
        "El ejército niega el ataque",
        "צהל מכחיש",
        "تکذیب حمله",
    ],
)
def test_a_denial_is_known_by_its_words(title: str) -> None:
    assert stance(title, "").denies


@pytest.mark.parametrize(
    "title",
    [
        "Reportedly, 20 killed near Hama",
        "Unconfirmed: convoy hit",
        "أنباء عن انفجار في حماة",
        "خبر غير مؤكد",
        "Якобы сбит самолет",
        "Saldırı olduğu öne sürüldü",
        "Attaque présumée à Hama",
        "Angeblich Explosion in Hama",
        "Presunto ataque",
        "לטענת מקורות",
        "خبر تایید نشده",
    ],
)
def test_a_hedge_is_known_by_its_words(title: str) -> None:
    assert stance(title, "") == Stance(denies=False, hedges=True)


@pytest.mark.parametrize(
    "title", ["Deniz reports from Hama", "Entry deniedly", "No truth", "جيش في حماة", "Hama market"]
)
def test_other_words_say_nothing(title: str) -> None:
    assert stance(title, "") == Stance(denies=False, hedges=False)


def test_the_beginning_of_the_text_counts_and_the_rest_does_not() -> None:
    assert stance("Hama", "The army denied it.").denies
    assert not stance("Hama", "word " * 100 + "denied").denies
    assert not stance("No truth", "to it").denies
