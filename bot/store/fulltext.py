"""The words of items, for finding those that may match a query: FTS5 in SQLite, tsvector in PostgreSQL.

Both keep whole terms as `bot.core.filters.document.index_terms` gives them; no parser or stemmer of the database has a
say, so that both find the same. Nothing that a person types is ever read as an expression: every term is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, assert_never

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    TextClause,
    bindparam,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.filters.candidates import ANYTHING, AllOf, AnyOf, Anything, Candidate, Has, all_of, any_of
from bot.core.filters.query import Label
from bot.store.columns import Id

__all__ = ["FullText", "full_text", "joined", "lasting", "narrowed"]

_LONGEST: Final = 64
"""Characters of a word that are indexed; PostgreSQL refuses words of more than 2,046 bytes."""
_MOST: Final = 200_000
"""Characters of words indexed of one item; PostgreSQL refuses 1 MB, and a character may take four bytes."""
_UNFIT: Final = re.compile("[\0-\x20\x7f\ud800-\udfff]")
"""FTS5 divides words at spaces and controls, and neither database takes NUL or half a character."""
_PASSING: Final = tuple(f"{label}:" for label in (Label.OUTLET, Label.FROM, Label.COUNTRY))
"""How terms begin that tell something of outlets; no word has a colon."""


_LOW: Final[BindParameter[int]] = bindparam("low", type_=Id)
_HIGH: Final[BindParameter[int]] = bindparam("high", type_=Id)
_MOST_FOUND: Final[BindParameter[int]] = bindparam("most", type_=Integer)
_EXPRESSION: Final[BindParameter[str]] = bindparam("expression", type_=String)
"""What `FullText.found` is asked with."""


class FullText(Protocol):
    """One database's full text."""

    def __hash__(self) -> int: ...

    @property
    def settings(self) -> tuple[ColumnElement[Any], ...]:
        """What to select first in a transaction in which `found` is to be asked."""
        ...

    @property
    def found(self) -> Select[tuple[int]]:
        """The `most` highest ids from `low` to `high` of items that meet an `expression`: these are its parameters.

        It is made once: to make a statement takes as long as to answer it.
        """
        ...

    async def keep(self, connection: AsyncConnection, words: Mapping[int, str]) -> None:
        """Index items by their id, anew where they are indexed already."""
        ...

    async def drop(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        """Forget items."""
        ...

    def expression(self, candidate: Candidate) -> str:
        """A candidate, which is not Anything, in the database's own terms."""
        ...


def full_text(*, sqlite: bool) -> FullText:
    """That of SQLite or that of PostgreSQL."""
    return _FTS5 if sqlite else _TSVECTOR


def joined(terms: Iterable[str]) -> str:
    """The distinct terms of an item as they are kept, a space between, within what databases take."""
    whole = " ".join(dict.fromkeys(filter(None, map(_lexeme, terms))))
    return whole if len(whole) <= _MOST else whole[:_MOST].rpartition(" ")[0]


def lasting(term: str) -> bool:
    """Whether an item keeps the term: outlets get other names and labels, and further outlets carry the item."""
    return not term.startswith(_PASSING)


def narrowed(candidate: Candidate) -> tuple[Candidate, bool]:
    """What the index can tell of a candidate, and whether that is all of it."""
    match candidate:
        case Anything():
            return ANYTHING, False
        case Has(token):
            whole = _lexeme(token) == token and len(token) < _LONGEST  # a longer word may be cut to one of that length
            return (candidate, whole) if lasting(token) else (ANYTHING, False)
        case AllOf(parts) | AnyOf(parts):
            told = [narrowed(part) for part in parts]
            join = all_of if isinstance(candidate, AllOf) else any_of
            return join(part for part, _ in told), all(whole for _, whole in told)
        case _:
            assert_never(candidate)


def _lexeme(term: str) -> str:
    """A term as both databases can keep it whole; others may come out the same, for the query has the last word."""
    return _UNFIT.sub("\ufffd", term[:_LONGEST])


class _Fts5:
    """A virtual table whose `ascii` tokenizer leaves words of any script whole, and divides at spaces alone."""

    _keep: Final = text("INSERT OR REPLACE INTO item_words (rowid, words) VALUES (:id, :words)")
    _drop: Final = text("DELETE FROM item_words WHERE rowid = :id")
    _words: Final = table("item_words", column("rowid", Id))

    settings: Final = ()
    found: Final = (
        select(_words.c.rowid.label("id"))
        .where(text("item_words MATCH :expression").bindparams(_EXPRESSION), _words.c.rowid.between(_LOW, _HIGH))
        .order_by(_words.c.rowid.desc())
        .limit(_MOST_FOUND)
    )

    async def keep(self, connection: AsyncConnection, words: Mapping[int, str]) -> None:
        await _many(connection, self._keep, [{"id": item, "words": kept} for item, kept in words.items()])

    async def drop(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        await _many(connection, self._drop, [{"id": item} for item in ids])

    def expression(self, candidate: Candidate) -> str:
        assert not isinstance(candidate, Anything)
        return _written(candidate, self._word, " AND ", " OR ")

    @staticmethod
    def _word(has: Has) -> str:
        quoted = _lexeme(has.token).replace('"', '""')
        return f'"{quoted}"' + " *" * _open(has)


class _TsVector:
    """A column of sorted words, made and asked without a text search configuration."""

    _keep: Final = text(
        "INSERT INTO item_words (item_id, words)"
        " VALUES (:id, array_to_tsvector(string_to_array(CAST(:words AS text), ' ')))"
        " ON CONFLICT (item_id) DO UPDATE SET words = excluded.words"
    )
    _words: Final = table("item_words", column("item_id", Id), column("words"))

    settings: Final = (
        func.set_config("plan_cache_mode", "force_custom_plan", True),
        func.set_config("random_page_cost", "1.1", True),
    )
    """Each question is planned for its own words: what is right for a rare one is slow for a common one.

    That a page out of order costs four times as much is true of disks that turn; it would have the ids of a month read
    from their index rather than a hundred items looked at.
    """
    found: Final = (
        select(_words.c.item_id.label("id"))
        .where(
            _words.c.words.bool_op("@@")(_EXPRESSION.cast(TSQUERY)),
            _words.c.item_id.between(_LOW, _HIGH),
        )
        .order_by(_words.c.item_id.desc())
        .limit(_MOST_FOUND)
    )

    async def keep(self, connection: AsyncConnection, words: Mapping[int, str]) -> None:
        await _many(connection, self._keep, [{"id": item, "words": kept} for item, kept in words.items()])

    async def drop(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        """The foreign key does it."""

    def expression(self, candidate: Candidate) -> str:
        assert not isinstance(candidate, Anything)
        return _written(candidate, self._word, " & ", " | ")

    @staticmethod
    def _word(has: Has) -> str:
        quoted = _lexeme(has.token).replace("\\", "\\\\").replace("'", "''")
        return f"'{quoted}'" + ":*" * _open(has)


_FTS5: Final = _Fts5()
_TSVECTOR: Final = _TsVector()


def _open(has: Has) -> bool:
    """Whether the word may go on: it may when its end was cut off."""
    return has.prefix or len(has.token) > _LONGEST


def _written(candidate: Has | AllOf | AnyOf, word: Callable[[Has], str], every: str, some: str) -> str:
    """The expression in a database's own terms; every word in it is quoted."""
    match candidate:
        case Has():
            return word(candidate)
        case AllOf() | AnyOf():
            # The core leaves no Anything inside: AllOf drops it, and an AnyOf with one is itself Anything.
            inner = [_written(part, word, every, some) for part in candidate.parts if not isinstance(part, Anything)]
            return "(" + (every if isinstance(candidate, AllOf) else some).join(inner) + ")"
        case _:
            assert_never(candidate)


async def _many(connection: AsyncConnection, statement: TextClause, rows: list[dict[str, Any]]) -> None:
    if rows:
        await connection.execute(statement, rows)
