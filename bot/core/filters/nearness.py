"""NEAR between words, or between brackets of words: each of the one side with each of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.filters.query import Field, Near, Node, Or, Term
from bot.core.filters.trouble import Unreadable, without

__all__ = ["MOST_PAIRS", "near"]

MOST_PAIRS: Final = 25
"""Pairs that one NEAR may stand for: they make the fifty terms that a filter may have."""


def near(text: str, left: tuple[Node, int], operator: tuple[int, int, int], right: tuple[Node, int]) -> Node:
    """The pairs that a NEAR in `text` stands for; raises Unreadable.

    `left`: with where it begins; `right`: with where it ends; `operator`: where it begins and ends, and the distance.
    """
    start, end, distance = operator
    lefts, rights = _alternatives(left[0]), _alternatives(right[0])
    if not lefts or not rights:
        why = "NEAR stands between two words or phrases, or brackets with OR between such."
        raise Unreadable(why, start, without(text, start, end))
    if len(lefts) * len(rights) > MOST_PAIRS:
        raise Unreadable(
            f"these are too many pairs: NEAR takes at most {MOST_PAIRS}.", start, without(text, start, end)
        )
    pairs = [Near(one, other, distance) for one in lefts for other in rights]
    fields = [term.field for term in (*lefts, *rights)]
    if len(set(fields)) > 1:
        field = next(field for field in fields if field)
        meant = _any([_everywhere(pair) for pair in pairs])
        why = "words that are near each other stand in one field: name it before brackets around them."
        raise Unreadable(why, start, f"{text[: left[1]]}{field}:({meant}){text[right[1] :]}")
    return _any(pairs)


def _alternatives(node: Node) -> list[Term]:
    """The terms of which one is enough; none when it is anything else."""
    parts = node.parts if isinstance(node, Or) else (node,)
    terms = [part for part in parts if isinstance(part, Term)]
    return terms if len(terms) == len(parts) else []


def _any(pairs: list[Near]) -> Node:
    return pairs[0] if len(pairs) == 1 else Or(tuple(pairs))


def _everywhere(pair: Near) -> Near:
    return replace(pair, left=replace(pair.left, field=Field.ANYWHERE), right=replace(pair.right, field=Field.ANYWHERE))
