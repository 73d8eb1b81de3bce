"""Whether a query says something wanted, or would match nearly everything."""

from __future__ import annotations

from typing import Final, assert_never

from bot.core.filters.query import Age, And, Count, Flag, Near, Node, Not, Or, Place, Regex, Tag, Term
from bot.core.filters.regex import compile_pattern

__all__ = ["joined", "tightened", "wants"]

_ANY_TEXTS: Final = ("e a.", "и о.", "ا و.")
"""Texts that have nothing in common but that they are texts: a pattern found in each of them would be in all."""


def wants(node: Node, *, so: bool = True) -> bool:
    """Whether it says something wanted: most items do not match it. With `so` false, whether its contrary does."""
    match node:
        case Not(part):
            return wants(part, so=not so)
        case And(parts):
            return (any if so else all)(wants(part, so=so) for part in parts)
        case Or(parts):
            return (all if so else any)(wants(part, so=so) for part in parts)
        case Count(_, op, number):
            return op.holds(1, number) is not so  # most stories have one outlet and one origin
        case Regex(pattern):
            return so and not all(map(compile_pattern(pattern).search, _ANY_TEXTS))
        case Term() | Near() | Place() | Tag() | Flag() | Age():
            return so and not isinstance(node, Age)
        case _:
            assert_never(node)


def tightened(node: Node) -> Node | None:
    """What may have been meant by a query that wants nothing: `a OR -b` as `a -b`; None where nobody can tell."""
    if not isinstance(node, Or):
        return None
    anchored = [part for part in node.parts if wants(part)]
    loose = [part for part in node.parts if not wants(part)]
    return joined(And, [joined(Or, anchored), *loose]) if anchored else None


def joined(kind: type[And | Or], parts: list[Node]) -> Node:
    """The parts joined, those of the same kind dissolved; one alone stands for itself."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And | Or) and isinstance(part, kind) else (part,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
