"""What is to be said of a story's origins: a mark, and the same in words for those who see no colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from bot.core.model import Item
from bot.core.origins import Origin, Origins, Status

__all__ = ["MARKS", "caller", "lowered", "standing"]

MARKS: Final[Mapping[Status, str]] = {
    Status.SINGLE: "🔴",
    Status.CORROBORATED: "🟢",
    Status.CONTESTED: "⚪",
    Status.HEDGED: "🟡",
}
"""What stands before a title."""

_MOST: Final = 4
"""Origins that are named."""
_ARTICLES: Final = frozenset({"The", "A", "An"})


def caller(items: Iterable[Item], written: Callable[[str], str]) -> Callable[[Origin], str]:
    """How origins are called: as they are cited, or by the names of these items' outlets; `written`: how names are."""
    names = {item.outlet.id: item.outlet.name for item in items}
    return lambda origin: written(_named(origin) or names.get(origin.outlet, "") or origin.outlet)


def _named(origin: Origin) -> str:
    """As it is cited; an outlet's own name is left as it is."""
    return origin.name if origin.outlet else lowered(origin.name)


def lowered(name: str) -> str:
    """A name from the beginning of a sentence as it stands within one: `the army command`."""
    first, space, rest = name.partition(" ")
    return first.lower() + space + rest if first in _ARTICLES else name


def standing(known: Origins, called: Callable[[Origin], str], when: Callable[[datetime], str], outlets: int) -> str:
    """`single origin (SANA) · 2 outlets`, `contested, denied by SANA 22:40 · 1 origin (SOHR) · 3 outlets`.

    `called`: how an origin is; `when`: how times are written; `outlets`: how many tell it.
    """
    parts = [_said(known, called, when), _origins(known, called, outlets)]
    return " · ".join([*filter(None, parts), f"{outlets} outlet" + "s" * (outlets != 1)])


def _said(known: Origins, called: Callable[[Origin], str], when: Callable[[datetime], str]) -> str:
    """The status, unless the number of origins says it."""
    match known.status:
        case Status.SINGLE:
            return ""
        case Status.CONTESTED:
            denied = [f"{called(origin)} {when(origin.tellings[0].at)}" for origin in known.denying]
            return f"contested, denied by {_listed(denied)}"
        case status:
            return str(status)


def _origins(known: Origins, called: Callable[[Origin], str], outlets: int) -> str:
    if not known.asserting:
        return "nobody who tells it vouches for it" if known.hedging else ""
    alone = known.status is Status.SINGLE
    if alone and outlets == 1 and known.asserting[0].outlet:
        return str(known.status)  # that it is the outlet's own stands above
    named = _listed([called(origin) for origin in known.asserting])
    if known.number == 1:
        return f"{known.status if alone else '1 origin'} ({named})"
    return f"{known.number} independent origins ({named})"


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST
    return (", " if not any("," in name for name in names) else "; ").join(names[:_MOST]) + (
        f" +{more} more" if more > 0 else ""
    )
