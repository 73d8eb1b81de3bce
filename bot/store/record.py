"""Writing what a poll brought, as `bot.core.intake` decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.intake import Carried, Known, Mark, New, Reading, Revised, Same, Step, decide, key, mark, newest
from bot.core.model import Entry, Source
from bot.core.tending import News
from bot.ports import Recorded
from bot.store.breath import Breath
from bot.store.columns import storable
from bot.store.indexing import Index
from bot.store.items import batches, items_by_id
from bot.store.refreshing import count_changes
from bot.store.tables import carriers, items, outlets, revisions, sources

__all__ = ["marked", "record", "withdraw"]

_MARK: Final = 100
_MARK_URL: Final = 4
"""What a mark costs, in characters folded, and for each character of its link: 0.2 ms for most, 9 ms for a link that
is nothing but parameters (measured)."""

_KNOWN: Final = select(
    *(carriers.c.source_id.label("source"), carriers.c.key, carriers.c.link, carriers.c.title, carriers.c.words),
    *(carriers.c.last_seen, carriers.c.item_id.label("item"), items.c.source_id.label("owner"), items.c.quiet),
    items.c.published,
    sources.c.outlet_id,
).select_from(carriers.outerjoin(items).join(sources, sources.c.id == carriers.c.source_id))

_CONTENT: Final = (
    *("url", "title", "text", "author", "publisher", "reposts", "replies_to", "quotes", "media", "edited"),
)

Found = Sequence[tuple[Mark, Entry]]


async def marked(entries: Sequence[Entry], now: datetime) -> Found:
    """The newest entries with their marks."""
    found: list[tuple[Mark, Entry]] = []
    breath = Breath()
    for entry in newest(entries, now):
        found.append((mark(entry), entry))
        await breath.after(_MARK + _MARK_URL * len(entry.url))
    return found


async def record(
    connection: AsyncConnection, index: Index, source: Source, heard: datetime | None, found: Found, now: datetime
) -> tuple[Recorded, News]:
    """Decide on the entries and write the consequence; `heard`: see `bot.core.intake.Reading`."""
    known = await _known(connection, source, [mark for mark, _ in found])
    reading = Reading(source.id, source.read_at is None, heard, source.read_at)
    decision = decide(reading, found, known, now)
    steps = decision.steps
    new = [step for step in steps if isinstance(step, New)]
    revised = sorted((step for step in steps if isinstance(step, Revised)), key=lambda step: step.item)  # as all lock
    ids = await _add(connection, index, source, new, now)
    await _revise(connection, index, source, revised, now)
    await _remember(connection, source, steps, ids, now)
    woken = await _wake(connection, [step.item for step in steps if isinstance(step, Carried) and step.wake])
    written = await items_by_id(connection, [*ids.values(), *(step.item for step in revised)])
    await index.keep(connection, written.values())
    await count_changes(connection, [step.item for step in steps if isinstance(step, Carried) and step.item], now)
    recorded = Recorded(len(new) + woken, len(revised), len(steps) - len(new) - len(revised) - woken)
    return recorded, News(decision.arrived, recorded.known, decision.renewed, decision.ahead)


async def withdraw(connection: AsyncConnection, gone: Sequence[tuple[int, str]], now: datetime) -> int:
    """Note that items are deleted, by the sources that brought them and their guids there; how many those are."""
    keys = {source: [key(Entry(guid, "", "")) for of, guid in gone if of == source] for source, _ in gone}
    found: set[int] = set()
    shown = select(items.c.id).join(carriers, carriers.c.item_id == items.c.id).where(~items.c.withdrawn)
    for source, theirs in keys.items():
        for some in batches(theirs):
            own = shown.where(carriers.c.source_id == source, carriers.c.key.in_(some), items.c.source_id == source)
            found.update(await connection.scalars(own))
    for batch in batches(sorted(found)):
        await connection.execute(update(items).where(items.c.id.in_(batch)).values(withdrawn=True))
    await count_changes(connection, found, now)
    return len(found)


async def _known(connection: AsyncConnection, source: Source, marks: Sequence[Mark]) -> list[Known]:
    """What is remembered of these keys in this source and, where that does not settle it, of their links in any.

    Also of the titles in the outlet, and of the keys in its other sources.
    """
    found: dict[tuple[int, str], Known] = {}
    keys = {key for each in marks for key in (each.key, each.again)}
    for batch in batches(keys):
        await _look(connection, source, found, (carriers.c.source_id == source.id) & carriers.c.key.in_(batch))
    settled = {(known.key, known.link) for known in found.values()}
    rest = [each for each in marks if (each.key, each.link) not in settled]
    of_outlet = carriers.c.source_id.in_(await _ways(connection, source))
    for part in batches(rest):
        links = carriers.c.link.in_([each.link for each in part if each.link])
        await _look(connection, source, found, links & _shared(source))
        await _look(connection, source, found, of_outlet & carriers.c.title.in_([each.title for each in part]))
        await _look(connection, source, found, of_outlet & carriers.c.key.in_([each.key for each in part]))
    return list(found.values())


async def _ways(connection: AsyncConnection, source: Source) -> Sequence[int]:
    """All sources of its outlet."""
    same = select(sources.c.id).where(sources.c.outlet_id == source.outlet.id)
    return (await connection.execute(same)).scalars().all()


def _shared(source: Source) -> ColumnElement[bool]:
    """The condition that a carrier's links are this source's too: no chat's source speaks for what everybody reads."""
    of_carrier = (sources.c.id == carriers.c.source_id) & (outlets.c.id == sources.c.outlet_id)
    if source.outlet.brought_by is None:
        return exists().where(of_carrier, outlets.c.brought_by.is_(None))
    return exists().where(of_carrier, outlets.c.id == source.outlet.id)


async def _look(connection: AsyncConnection, source: Source, found: dict[tuple[int, str], Known], where: Any) -> None:
    for row in (await connection.execute(_KNOWN.where(where))).mappings():
        values = {name: value for name, value in row.items() if name != "outlet_id"}
        sibling = row["outlet_id"] == source.outlet.id and row["source"] != source.id
        known = Known(**{**values, "quiet": bool(row["quiet"])}, sibling=sibling)
        found[known.source, known.key] = known


async def _add(
    connection: AsyncConnection, index: Index, source: Source, new: Sequence[New], now: datetime
) -> dict[str, int]:
    """Insert items in this order; their ids by key."""
    if not new:
        return {}
    named = await _places(index, source, [step.entry for step in new])
    rows = [
        {
            "outlet_id": source.outlet.id,
            "source_id": source.id,
            "published": step.published,
            "seen": now,
            "quiet": step.quiet,
            **_content(step.entry),
            "language": step.entry.language or source.outlet.language,
            "places": places,
        }
        for step, places in zip(new, named, strict=True)
    ]
    added = await connection.execute(insert(items).returning(items.c.id, sort_by_parameter_order=True), rows)
    return dict(zip((step.mark.key for step in new), added.scalars(), strict=True))


def _content(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _CONTENT}


async def _places(index: Index, source: Source, entries: Sequence[Entry]) -> list[list[str]]:
    """Ids of the places that each of them names."""
    named: list[list[str]] = []
    breath = Breath()
    for entry in entries:
        named.append(await index.places(storable(entry.title), storable(entry.text), source.outlet.country))
        await breath.after(len(entry.title) + len(entry.text))
    return named


async def _revise(
    connection: AsyncConnection, index: Index, source: Source, revised: Sequence[Revised], now: datetime
) -> None:
    """Put the old words away and write the new ones."""
    named = await _places(index, source, [step.entry for step in revised])
    for step, places in zip(revised, named, strict=True):
        before = select(items.c.id, items.c.revision, items.c.title, items.c.text, literal(now, revisions.c.until.type))
        kept = insert(revisions).from_select([*revisions.c.keys()], before.where(items.c.id == step.item))
        await connection.execute(kept)
        changed = update(items).where(items.c.id == step.item)
        await connection.execute(changed.values(revision=items.c.revision + 1, places=places, **_content(step.entry)))


async def _remember(
    connection: AsyncConnection, source: Source, steps: Sequence[Step], ids: dict[str, int], now: datetime
) -> None:
    """Write the marks that are new or no longer true."""
    rows = [
        {
            "source_id": source.id,
            "key": step.mark.key,
            "item_id": ids.get(step.mark.key) if isinstance(step, New | Same) else step.item,
            **{name: getattr(step.mark, name) for name in ("link", "title", "words")},
            "first_seen": now,
            "last_seen": now,
        }
        for step in steps
        if not isinstance(step, Same) or step.stale
    ]
    statement = upsert(carriers)
    fresh = {name: statement.excluded[name] for name in ("link", "title", "words", "last_seen")}
    if rows:
        await connection.execute(statement.on_conflict_do_update(index_elements=["source_id", "key"], set_=fresh), rows)


async def _wake(connection: AsyncConnection, found: Sequence[int | None]) -> int:
    """Announce quiet items after all; how many they are."""
    woken = update(items).where(items.c.id.in_(found), items.c.quiet).values(quiet=False, filed=-1)
    return (await connection.execute(woken)).rowcount if found else 0
