"""Whether an item denies something, or takes care not to vouch for what it says; told by words that reports use for it.

Only the title and the beginning are read, where a report says what it is about. A word is no proof: these are signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.text.clitics import stems
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["LEAD", "NEGATIONS", "Stance", "stance"]

LEAD: Final = 400
"""Characters of a text that are read: its first sentences."""

_DENIES: Final = (
    "denies", "denied", "deny", "denying", "denial", "refutes", "refuted", "rejects claims", "rejects reports",
    "dismisses reports", "debunks", "debunked", "retracts", "retracted", "no truth to",
    "نفى", "نفت", "ينفي", "تنفي", "ينفون", "نفي", "تكذب", "يكذب", "كذبت", "لا صحة", "عار عن الصحة", "عارية عن الصحة",
    "يدحض", "تدحض",
    "опроверг", "опровергла", "опровергли", "опровергает", "опровергают", "опровержение", "отрицает", "отрицают",
    "отрицал", "отрицала",
    "yalanladı", "yalanlıyor", "yalanlandı", "yalanlama",
    "dément", "démentent", "dementi", "démenti", "nie avoir", "nient avoir",
    "dementiert", "dementieren", "dementierte", "bestreitet", "bestreiten", "weist zurück",
    "niega", "niegan", "negó", "desmiente", "desmienten", "desmintió", "desmentido",
    "מכחיש", "מכחישה", "מכחישים", "הכחיש", "הכחישה", "הכחישו",
    "تکذیب", "تکذیب کرد", "رد کرد",
)  # fmt: skip
"""Words of whoever denies, in English, Arabic, Russian, Turkish, French, German, Spanish, Hebrew and Persian."""

_HEDGES: Final = (
    "unconfirmed", "unverified", "reportedly", "allegedly", "alleged", "claims", "claimed", "purported", "purportedly",
    "rumoured", "rumored", "rumours", "rumors", "could not be independently verified", "not yet confirmed",
    "غير مؤكدة", "غير مؤكد", "مزاعم", "يزعم", "تزعم", "زعم", "زعمت", "أنباء عن", "شائعات", "لم يتسن التحقق",
    "предположительно", "якобы", "неподтвержденные", "неподтвержденным", "по неподтвержденным данным", "утверждает",
    "iddia", "iddiası", "iddialar", "doğrulanmadı", "doğrulanmamış", "öne sürüldü",
    "présumé", "présumée", "non confirmé", "non confirmée", "non confirmées", "selon des rumeurs", "affirme",
    "prétend",
    "angeblich", "angebliche", "angeblichen", "mutmaßlich", "mutmaßliche", "mutmaßlichen", "unbestätigt",
    "unbestätigte",
    "unbestätigten", "behauptet",
    "presunto", "presunta", "presuntamente", "supuesto", "supuesta", "supuestamente", "sin confirmar", "no confirmado",
    "no confirmada",
    "לטענת", "טוען", "טוענת", "לא אושר", "לא מאושר", "שמועות",
    "ادعا", "ادعای", "مدعی", "تایید نشده", "شایعه",
)  # fmt: skip
"""Words of whoever does not vouch for what is said, in the same languages."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How an item stands to what it tells."""

    denies: bool
    hedges: bool


def stance(title: str, text: str) -> Stance:
    """That of an item, by its title and the beginning of its text."""
    words = f" {_row(title)} / {_row(text[:LEAD])} "
    single = {form for word in words.split() for form in (word, *stems(word))}
    return Stance(_DENIALS.said(words, single), _HEDGING.said(words, single))


class _Cues:
    """Words and phrases, one of which says it."""

    def __init__(self, written: tuple[str, ...]) -> None:
        rows = [_row(cue) for cue in written]
        self.words: Final = frozenset(row for row in rows if " " not in row)
        self._phrases: Final = tuple(f" {row} " for row in rows if " " in row)

    def said(self, words: str, single: set[str]) -> bool:
        """Whether one of them is there: whole words, a phrase in a row."""
        return not self.words.isdisjoint(single) or any(phrase in words for phrase in self._phrases)


def _row(text: str) -> str:
    return " ".join(word.text for word in tokens(text))


_DENIALS: Final = _Cues(_DENIES)
NEGATIONS: Final = _DENIALS.words | frozenset(
    fold(
        "not no never cannot neither nor untrue false fake t "  # the last of `don't`
        "لا لم لن ليس ليست ليسوا غير ما "
        "не нет ни никогда нельзя неправда ложь ні немає "
        "değil yok hayır ne pas jamais aucun aucune nicht nie kein keine keinen keiner "
        "nunca jamás ningún ninguna tampoco non mai nessun nessuna não nunca "
        "nie nigdy żaden żadna brak nieprawda zaprzecza zaprzeczył zaprzeczyła dementuje "
        "לא אין אינו אינה אל نه نیست نیستند نمی"
    ).split()
)
"""Words one of which turns what is said into its opposite, folded; those of denial among them."""
_HEDGING: Final = _Cues(_HEDGES)
