"""Whether an item denies something, or does not vouch for it."""

from __future__ import annotations

import pytest

from bot.core.facts import facts
from bot.core.facts.stance import Manner, manner
from bot.core.model import Stance


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
    assert manner(title, "").denies


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
    assert manner(title, "") == Manner(denies=False, hedges=True)


@pytest.mark.parametrize(
    "title", ["Deniz reports from Hama", "Entry deniedly", "No truth", "جيش في حماة", "Hama market"]
)
def test_other_words_say_nothing(title: str) -> None:
    assert manner(title, "") == Manner(denies=False, hedges=False)


def test_the_beginning_of_the_text_counts_and_the_rest_does_not() -> None:
    assert manner("Hama", "The army denied it.").denies
    assert not manner("Hama", "word " * 100 + "denied").denies
    assert not manner("No truth", "to it").denies


@pytest.mark.parametrize(
    ("language", "title", "stands"),
    [
        ("en", "Mayor denied bail", Stance.ASSERTS),
        ("en", "Team denied a victory", Stance.ASSERTS),
        ("en", "Undeniable success", Stance.ASSERTS),
        ("en", "Mayor does not deny affair", Stance.ASSERTS),
        ("en", "Fire claims 12 lives", Stance.ASSERTS),
        ("en", "Group claims responsibility for blast", Stance.ASSERTS),
        ("en", "Minister dismisses general", Stance.ASSERTS),
        ("en", "Minister dismisses reports of rift", Stance.DENIES),
        ("en", "Reports of retreat are false", Stance.DENIES),
        ("en", "Army denies alleged retreat", Stance.DENIES),
        ("en", "Army claims advance", Stance.HEDGES),
        ("uk", "Міноборони спростувало відступ", Stance.DENIES),
        ("uk", "Міноборони спростовує відступ", Stance.DENIES),
        ("de", "Minister weist den Vorwurf zurück", Stance.DENIES),
        ("pt", "Governo desmente acordo", Stance.DENIES),
        ("it", "Il ministero smentisce", Stance.DENIES),
        ("pl", "Rząd zaprzecza doniesieniom", Stance.DENIES),
    ],
)
def test_who_is_refused_something_or_takes_lives_does_not_deny_or_hedge(
    language: str, title: str, stands: Stance
) -> None:
    assert facts(title, "", (), (), language).headline is stands
