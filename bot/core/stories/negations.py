"""Words one of which turns what is said into its opposite."""

from __future__ import annotations

from typing import Final

from bot.core.text.fold import fold

__all__ = ["NEGATIONS"]

NEGATIONS: Final = frozenset(
    fold(
        "not no never cannot neither nor untrue false fake t "  # the last of `don't`
        "لا لم لن ليس ليست ليسوا غير ما "
        "не нет ни никогда нельзя неправда ложь ні немає "
        "değil yok hayır ne pas jamais aucun aucune nicht nie kein keine keinen keiner "
        "nunca jamás ningún ninguna tampoco non mai nessun nessuna não nunca "
        "nie nigdy żaden żadna brak nieprawda zaprzecza zaprzeczył zaprzeczyła dementuje "
        "לא אין אינו אינה אל نه نیست نیستند نمی "
        "denies denied deny denying denial refutes refuted debunks debunked retracts retracted "
        "نفى نفت ينفي تنفي ينفون نفي تكذب يكذب كذبت يدحض تدحض "
        "опроверг опровергла опровергли опровергает опровергают опровержение отрицает отрицают отрицал отрицала "
        "yalanladı yalanlıyor yalanlandı yalanlama dément démentent dementi démenti "
        "dementiert dementieren dementierte bestreitet bestreiten "
        "niega niegan negó desmiente desmienten desmintió desmentido "
        "מכחיש מכחישה מכחישים הכחיש הכחישה הכחישו تکذیب"
    ).split()
)
"""Folded; those of denial among them."""
