"""Taking over for everybody what until now was read for the chats that brought it, when the catalogue has it too."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Outlet, SubscriptionKind
from bot.store.changes import touch_all
from bot.store.rows import outlet_values
from bot.store.tables import items, outlets, sources, subscriptions

__all__ = ["adopt"]


async def adopt(connection: AsyncConnection, listed: Sequence[tuple[Outlet, Sequence[tuple[str, str]]]]) -> None:
    """Make sources of these addresses the catalogue's; whoever follows their outlets follows the catalogue's then.

    That these may be read by everybody is for the installation that follows to write.
    """
    names = {(kind, locator): outlet for outlet, ways in listed for kind, locator in ways}
    brought = (
        select(sources.c.id, sources.c.kind, sources.c.locator, sources.c.listed_as, sources.c.outlet_id)
        .join(outlets, outlets.c.id == sources.c.outlet_id)
        .where(outlets.c.brought_by.is_not(None))
    )
    rows = (await connection.execute(brought)).all()
    of_row = {row: names.get((row.kind, row.locator)) or names.get((row.kind, row.listed_as)) for row in rows}
    if any(outlet is not None and outlet.id != row.outlet_id for row, outlet in of_row.items()):
        await touch_all(connection)
    for row, outlet in of_row.items():
        if outlet is not None:
            await connection.execute(update(sources).where(sources.c.id == row.id).values(listed=True))
        if outlet is not None and outlet.id != row.outlet_id:
            await connection.execute(upsert(outlets).values(outlet_values(outlet)).on_conflict_do_nothing())
            await _rename(connection, row.outlet_id, outlet.id)


async def _rename(connection: AsyncConnection, old: str, new: str) -> None:
    """Let all that names an outlet name another."""
    await connection.execute(update(items).where(items.c.outlet_id == old).values(outlet_id=new))
    twin = subscriptions.alias("twin")
    same = exists().where(
        *(twin.c[name] == subscriptions.c[name] for name in ("chat_id", "thread", "kind")), twin.c.text == new
    )
    of_old = (subscriptions.c.kind == SubscriptionKind.OUTLET.value) & (subscriptions.c.text == old)
    await connection.execute(update(subscriptions).where(of_old, ~same).values(text=new))
    await connection.execute(delete(subscriptions).where(of_old))
