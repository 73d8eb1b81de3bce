"""Whether an item denies something, or does not vouch for it."""

from __future__ import annotations

import pytest
from bot.core.stories.stance import Stance, stance

from bot.core.facts import facts
from bot.core.model import Stance as StandsTo


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


@pytest.mark.parametrize(
    ("language", "title", "stands"),
    [
        ("en", "Mayor denied bail", StandsTo.ASSERTS),
        ("en", "Team denied a victory", StandsTo.ASSERTS),
        ("en", "Undeniable success", StandsTo.ASSERTS),
        ("en", "Mayor does not deny affair", StandsTo.ASSERTS),
        ("en", "Fire claims 12 lives", StandsTo.ASSERTS),
        ("en", "Group claims responsibility for blast", StandsTo.ASSERTS),
        ("en", "Minister dismisses general", StandsTo.ASSERTS),
        ("en", "Minister dismisses reports of rift", StandsTo.DENIES),
        ("en", "Reports of retreat are false", StandsTo.DENIES),
        ("en", "Army denies alleged retreat", StandsTo.DENIES),
        ("en", "Army claims advance", StandsTo.HEDGES),
        ("uk", "Міноборони спростувало відступ", StandsTo.DENIES),
        ("uk", "Міноборони спростовує відступ", StandsTo.DENIES),
        ("de", "Minister weist den Vorwurf zurück", StandsTo.DENIES),
        ("pt", "Governo desmente acordo", StandsTo.DENIES),
        ("it", "Il ministero smentisce", StandsTo.DENIES),
        ("pl", "Rząd zaprzecza doniesieniom", StandsTo.DENIES),
    ],
)
def test_who_is_refused_something_or_takes_lives_does_not_deny_or_hedge(
    language: str, title: str, stands: StandsTo
) -> None:
    assert facts(title, "", (), (), language).headline is stands
