"""What chats call by other names: statements inside the transactions of `chats.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, RowMapping, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Alias
from bot.core.names.aliased import folded
from bot.store.tables import aliases

__all__ = ["add", "drop", "of", "of_all"]


async def of(connection: AsyncConnection, chat: int) -> tuple[Alias, ...]:
    """A chat's aliases."""
    return (await of_all(connection, aliases.c.chat_id == chat)).get(chat, ())


async def of_all(connection: AsyncConnection, which: ColumnElement[bool]) -> dict[int, tuple[Alias, ...]]:
    """The aliases of chats that have any."""
    asked = select(aliases).where(which)
    order = (aliases.c.chat_id, aliases.c.folded, aliases.c.edited_at, aliases.c.spelling)
    rows = (await connection.execute(asked.order_by(*order))).mappings()
    found: dict[int, list[Alias]] = defaultdict(list)
    for (chat, _), group in groupby(rows, key=lambda row: (int(row["chat_id"]), str(row["folded"]))):
        found[chat].append(_alias(group))
    return {chat: tuple(theirs) for chat, theirs in found.items()}


def _alias(rows: Iterable[RowMapping]) -> Alias:
    """The alias in the rows of one name, the oldest first."""
    first, *later = rows
    last = (first, *later)[-1]
    spellings = tuple(row["spelling"] for row in (first, *later))
    return Alias(first["name"], spellings, last["edited_by"], last["edited_at"])


async def add(
    connection: AsyncConnection, chat: int, name: str, spellings: Sequence[str], by: str, now: datetime
) -> None:
    """Add spellings to a name; those that are there stay as they are."""
    shared = {"chat_id": chat, "folded": _key(name), "name": name, "edited_by": by, "edited_at": now}
    for spelling in spellings:
        await connection.execute(upsert(aliases).values(**shared, spelling=spelling).on_conflict_do_nothing())


async def drop(connection: AsyncConnection, chat: int, name: str, spelling: str) -> int:
    """Take one spelling away, or all; returns how many went."""
    which = [aliases.c.chat_id == chat, aliases.c.folded == _key(name)]
    if spelling:
        which.append(aliases.c.spelling == spelling)
    return (await connection.execute(delete(aliases).where(*which))).rowcount


def _key(name: str) -> str:
    return " ".join(folded(name))
