"""The words of items, for finding those that may match a query: FTS5 in SQLite, tsvector in PostgreSQL.

Both keep whole folded words as `bot.core.filters.document.word_terms` gives them; no parser or stemmer of the
database has a say, so that both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol, assert_never

from sqlalchemy import ColumnElement, String, TextClause, column, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.filters.candidates import AllOf, AnyOf, Anything, Candidate, Has
from bot.core.filters.document import word_terms
from bot.store.columns import storable
from bot.store.tables import items

__all__ = ["FullText", "full_text", "searchable"]

_LONGEST: Final = 64
"""Characters of a word that are indexed; PostgreSQL refuses words of more than 2,046 bytes."""
_MOST: Final = 200_000
"""Characters of words indexed of one item; PostgreSQL refuses 1 MB, and a character may take four bytes."""
_UNFIT: Final = re.compile("[\0-\x1f\x7f\ud800-\udfff]")
"""FTS5 divides words at controls, and neither database takes NUL or half a character."""


class FullText(Protocol):
    """One database's full text."""

    async def keep(self, connection: AsyncConnection, words: Mapping[int, str]) -> None:
        """Index items by their id, anew where they are indexed already."""
        ...

    async def drop(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        """Forget items."""
        ...

    def condition(self, candidate: Candidate) -> ColumnElement[bool] | None:
        """The condition on `items` that a candidate sets; None when it sets none."""
        ...


def full_text(*, sqlite: bool) -> FullText:
    """That of SQLite or that of PostgreSQL."""
    return _Fts5() if sqlite else _TsVector()


def searchable(title: str, text: str) -> str:
    """What is indexed of an item: the distinct words of what is kept of it, within what databases take."""
    words = dict.fromkeys(map(_lexeme, word_terms(storable(title), storable(text))))
    return " ".join(filter(None, words))[:_MOST]


def _lexeme(word: str) -> str:
    """A word as both databases can keep it whole; others may come out the same, for the query has the last word."""
    return _UNFIT.sub("\ufffd", word[:_LONGEST])


class _Fts5:
    """A virtual table whose `ascii` tokenizer leaves words of any script whole."""

    _keep: Final = text("INSERT OR REPLACE INTO item_words (rowid, words) VALUES (:id, :words)")
    _drop: Final = text("DELETE FROM item_words WHERE rowid = :id")
    _words: Final = table("item_words", column("rowid"))
    _match: Final = text("item_words MATCH :expression")

    async def keep(self, connection: AsyncConnection, words: Mapping[int, str]) -> None:
        await _many(connection, self._keep, [{"id": item, "words": kept} for item, kept in words.items()])

    async def drop(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        await _many(connection, self._drop, [{"id": item} for item in ids])

    def condition(self, candidate: Candidate) -> ColumnElement[bool] | None:
        if isinstance(candidate, Anything):
            return None
        expression = _written(candidate, self._word, " AND ", " OR ")
        found = select(self._words.c.rowid).where(self._match.bindparams(expression=expression))
        return items.c.id.in_(found)

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
    _words: Final = table("item_words", column("item_id"), column("words"))

    async def keep(self, connection: AsyncConnection, words: Mapping[int, str]) -> None:
        await _many(connection, self._keep, [{"id": item, "words": kept} for item, kept in words.items()])

    async def drop(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        """The foreign key does it."""

    def condition(self, candidate: Candidate) -> ColumnElement[bool] | None:
        if isinstance(candidate, Anything):
            return None
        expression = literal(_written(candidate, self._word, " & ", " | "), String).cast(TSQUERY)
        return items.c.id.in_(select(self._words.c.item_id).where(self._words.c.words.bool_op("@@")(expression)))

    @staticmethod
    def _word(has: Has) -> str:
        quoted = _lexeme(has.token).replace("\\", "\\\\").replace("'", "''")
        return f"'{quoted}'" + ":*" * _open(has)


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
