"""By which of its words a query is found: what an item must have for the query to match it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Final, NamedTuple, assert_never

from bot.core.filters.candidates import AllOf, AnyOf, Anything, Candidate, Has
from bot.core.filters.match import Every, Part, Some
from bot.core.filters.ways import Sought

__all__ = ["NOTHING", "Clue", "Entry", "clues_of", "entry_of", "mentioned", "untold"]

_BEGUN: Final = 1000
"""Mentions that a prefix counts for: it is looked for letter by letter."""
_LONGEST_START: Final = 16
"""Letters of a prefix by which it is found: a very long one must not take up the square of its length."""
_LONGEST_ROW: Final = 3
"""Words of a phrase that is found whole in the table; a longer one waits under its rarest word."""

NOTHING: Final = ""
"""No index term."""

Entry = str | tuple[str, ...]
"""An index term, or two or three words in a row."""


class Clue(NamedTuple):
    """What an item must have for a query to match: an entry and, where there is one, an index term beside it."""

    entry: Entry
    prefix: bool = False
    beside: str = NOTHING

    @property
    def company(self) -> str:
        """What is there with the entry: what needs nothing else has itself, and a beginning has nothing."""
        return NOTHING if self.prefix else self.beside or _word(self.entry)


Counts = Mapping[Entry, int]
"""How often queries mention entries, from which it is judged how often items have them."""


def clues_of(part: Part, mentions: Counts) -> Sequence[Clue]:
    """The clues of which an item needs one to meet a part; none where nothing can be said."""
    match part:
        case Every(parts):
            return _rarest((clues_of(each, mentions) for each in parts), mentions)
        case Some(parts):
            return _either(clues_of(each, mentions) for each in parts)
        case Sought() if row := _row(part):
            return (Clue(row),)
        case _:
            return _of(part.candidate, mentions)


def _of(candidate: Candidate, mentions: Counts) -> Sequence[Clue]:
    match candidate:
        case Anything():
            return ()
        case Has(token, prefix):
            return (Clue(token[:_LONGEST_START] if prefix else token, prefix),)
        case AnyOf(parts):
            return _either(_of(each, mentions) for each in parts)
        case AllOf(parts):
            return _rarest((_of(each, mentions) for each in parts), mentions)
        case _:
            assert_never(candidate)


def _either(found: Iterable[Sequence[Clue]]) -> Sequence[Clue]:
    """The clues of any of several parts; none when one of them has none."""
    clues = [*found]
    return [*dict.fromkeys(chain.from_iterable(clues))] if all(clues) else ()


def _rarest(needed: Iterable[Sequence[Clue]], mentions: Counts) -> Sequence[Clue]:
    """The clues of one of several parts that all are needed, with a word of another beside."""
    best, *others = sorted(filter(None, needed), key=partial(_cost, mentions)) or ((),)
    singles = (clues[0] for clues in others if len(clues) == 1 and not clues[0].prefix)
    beside = next((_word(clue.entry) for clue in singles), NOTHING)
    return [clue._replace(beside=beside) if _lacks(clue, beside) else clue for clue in best]


def _lacks(clue: Clue, beside: str) -> bool:
    """Whether an index term beside it would say more; it is no second way to write what the clue says already."""
    return not clue.beside and not clue.prefix and clue.company != beside


def _cost(mentions: Counts, clues: Sequence[Clue]) -> tuple[int, int]:
    """How often an item will have one of them; what is long is rare."""
    often = sum(mentions.get(clue.entry, 0) + _BEGUN * clue.prefix for clue in clues)
    return often, -len("".join(clues[0].entry))


def entry_of(part: Part) -> Entry | None:
    """The entry that an item has if, and only if, it meets a part; None when there is no such entry."""
    if isinstance(part, Sought) and (row := _row(part)):
        return row
    candidate = part.candidate if part.decided else None
    return candidate.token if isinstance(candidate, Has) else None


def untold(part: Part, clues: Sequence[Clue]) -> Sequence[Part]:
    """What must be looked at once one of the clues of a part is found; nothing where that tells all of it."""
    match part:
        case Every(parts) if len(clues) == 1:
            (clue,) = clues
            known = set[Entry]() if clue.prefix else {clue.entry, clue.company}
            return [each for each in parts if entry_of(each) not in known]
        case _ if _told(part):
            return ()
        case _:
            return (part,)


def _told(part: Part) -> bool:
    """Whether any clue of a part tells all of it."""
    match part:
        case Some(parts):
            return all(map(_told, parts))
        case Sought():
            return part.decided or bool(_row(part))
        case _:
            return entry_of(part) is not None


def mentioned(part: Part) -> Iterator[Entry]:
    """The entries that a part names."""
    match part:
        case Every(parts) | Some(parts):
            yield from chain.from_iterable(map(mentioned, parts))
        case Sought():
            yield from (row,) if (row := _row(part)) else part.terms
        case _:
            yield from _tokens(part.candidate)


def _tokens(candidate: Candidate) -> Iterator[str]:
    """The terms that a candidate names."""
    match candidate:
        case Has(token):
            yield token
        case AllOf(parts) | AnyOf(parts):
            yield from chain.from_iterable(map(_tokens, parts))
        case _:
            return


def _row(sought: Sought) -> tuple[str, ...]:
    """The words in a row that tell all of a term; none where they don't."""
    return sought.row if 1 < len(sought.row) <= _LONGEST_ROW else ()


def _word(entry: Entry) -> str:
    """The entry, or the longest word of a row."""
    return entry if isinstance(entry, str) else max(entry, key=len)
