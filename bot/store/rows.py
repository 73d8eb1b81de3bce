"""From rows to nouns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, RowMapping, Select, Table, select

from bot.core.alerts.since import newest
from bot.core.model import (
    Address,
    Chat,
    ChatKind,
    Citation,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Filed,
    FilterVersion,
    Hit,
    Item,
    Lane,
    Match,
    NamedFilter,
    Options,
    Outlet,
    Record,
    Relation,
    Source,
    SourceState,
    Stance,
    Story,
    Subscription,
    SubscriptionKind,
    Telling,
    Updates,
)
from bot.core.stories.telling import telling
from bot.store.manners import hours_of, loudness_of
from bot.store.tables import chats, deliveries, filter_versions, filters, items, outlets, sources, subscriptions

__all__ = [
    "DELIVERIES",
    "ITEMS",
    "SOURCES",
    "SUBSCRIPTIONS",
    "chat_of",
    "copy_of",
    "delivery_of",
    "filed_of",
    "filter_of",
    "item_of",
    "match_json",
    "options_json",
    "outlet_of",
    "outlet_values",
    "record_json",
    "source_of",
    "story_of",
    "subscription_of",
    "telling_json",
    "told",
    "version_of",
]

SOURCES = select(sources, outlets).join_from(sources, outlets)
"""What `source_of` reads."""
ITEMS: Select[Any] = (
    select(items, outlets, sources.c.kind).join_from(items, outlets).join(sources, sources.c.id == items.c.source_id)
)
"""What `item_of` and `filed_of` read."""
DELIVERIES: Select[Any] = select(deliveries, chats).join_from(deliveries, chats)
"""What `delivery_of` reads."""
_NAMED = (filters.c.chat_id == subscriptions.c.chat_id) & (filters.c.name == subscriptions.c.text)
SUBSCRIPTIONS: Select[Any] = (
    select(subscriptions, chats, filters)
    .join_from(subscriptions, chats)
    .outerjoin(filters, (subscriptions.c.kind == SubscriptionKind.FILTER) & _NAMED)
)
"""What `subscription_of` reads."""

_NOT_OF_ITEMS: Final = (
    "outlet_id", "source_id", "filed", "story_id", "relation", "reason", "places", "copy_of", "telling", "turn",
)  # fmt: skip
_TIMES: Final = frozenset(field.name for field in fields(Record) if "datetime" in str(field.type))


def _all(row: RowMapping, table: Table, *, but: Sequence[str] = ()) -> dict[str, Any]:
    """The columns of a table by name; they are looked up by themselves, for names overlap between tables."""
    return {name: row[column] for name, column in _named(table, but)}


@cache
def _named(table: Table, but: Sequence[str]) -> Sequence[tuple[str, Column[Any]]]:
    return [(column.name, column) for column in table.c if column.name not in but]


def outlet_of(row: RowMapping) -> Outlet:
    """The outlet in a row that has the columns of `outlets`."""
    values = _all(row, outlets, but=("labelled",))
    return Outlet(**{**values, "packs": tuple(values["packs"])})


def outlet_values(outlet: Outlet) -> dict[str, Any]:
    """The columns of an outlet; whether its label is the operator's is not its own affair."""
    named = (column.name for column in outlets.c if column.name != "labelled")
    return {name: getattr(outlet, name) for name in named} | {"packs": list(outlet.packs)}


def source_of(row: RowMapping) -> Source:
    """The source in a row of `SOURCES`."""
    values = _all(row, sources, but=("outlet_id", "state", "listed", "listed_as", "options", "record"))
    return Source(
        outlet=outlet_of(row),
        state=SourceState(row[sources.c.state]),
        options=Options(**row[sources.c.options]),
        record=_record_of(row[sources.c.record]),
        **values,
    )


def options_json(options: Options) -> dict[str, Any]:
    """What the operator wants of a source, as JSON; what is as usual is left out."""
    return _uncommon(options, Options())


def record_json(record: Record) -> dict[str, Any]:
    """What has been observed of a source, as JSON; what is not known is left out."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in _uncommon(record, Record()).items()
    }


def _uncommon(of: Options | Record, usual: Options | Record) -> dict[str, Any]:
    values = {field.name: getattr(of, field.name) for field in fields(of)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def _record_of(kept: Mapping[str, Any]) -> Record:
    values: dict[str, Any] = {
        name: datetime.fromisoformat(value) if name in _TIMES else value for name, value in kept.items()
    }
    return Record(**values)


def item_of(row: RowMapping, carriers: Sequence[Outlet]) -> Item:
    """The item in a row of `ITEMS`; `carriers` are the other outlets that carry its link."""
    values = _all(row, items, but=_NOT_OF_ITEMS)
    return Item(
        outlet=outlet_of(row),
        carriers=tuple(carriers),
        kind=row[sources.c.kind],
        places=tuple(row[items.c.places]),
        story=row[items.c.story_id],
        **values,
    )


def filed_of(row: RowMapping, carriers: Sequence[Outlet]) -> Filed:
    """The item in a row of `ITEMS`, and what the desk made of it."""
    item = item_of(row, carriers)
    kept = row[items.c.telling]
    return Filed(
        item,
        telling(item, copy_of(row)) if kept is None else told(kept, row, [outlet.id for outlet in carriers]),
        Relation(row[items.c.relation] or Relation.NEW),
        row[items.c.reason],
    )


def copy_of(row: RowMapping) -> int | None:
    """The item whose words it has: before that was written down, all of a story had those of its first."""
    story = row[items.c.story_id]
    old = row[items.c.relation] == Relation.COPY.value and story != row[items.c.id]
    copied: int | None = row[items.c.copy_of]
    return story if copied is None and old else copied


def story_of(number: int, filed: Sequence[Filed]) -> Story:
    """The story of this id, or one without an id, that these items tell, the earliest first."""
    changes = (each.item for each in filed[1:] if each.relation is Relation.UPDATE)
    changed = max(changes, key=lambda item: item.id, default=None)
    return Story(number, tuple(each.item for each in filed), tuple(each.telling for each in filed), changed)


def telling_json(telling: Telling | None) -> dict[str, Any] | None:
    """How an item tells its story, as JSON: what its row does not say already."""
    if telling is None:
        return None
    chain = [[citation.name, citation.key, citation.cue, citation.family] for citation in telling.chain]
    return {"chain": chain, "stance": telling.stance.value, "key": telling.key}


def told(kept: Mapping[str, Any], row: RowMapping, carriers: Iterable[str]) -> Telling:
    """How the item in a row that has its columns and its outlet's tells its story; `kept`: the JSON of that."""
    outlet = row[outlets.c.id]
    return Telling(
        item=row[items.c.id],
        outlet=outlet,
        family=row[outlets.c.owner] or outlet,
        at=row[items.c.published],
        tellers=frozenset((outlet, *carriers)),
        copy_of=copy_of(row),
        chain=tuple(Citation(*citation) for citation in kept["chain"]),
        stance=Stance(kept["stance"]),
        key=kept.get("key", ""),
    )


def chat_of(row: RowMapping) -> Chat:
    """The chat in a row that has the columns of `chats`."""
    skip = ("platform", "chat", "kind", "free_at", "met_at", "revision", "hours", "loudness")
    return Chat(
        address=Address(row[chats.c.platform], row[chats.c.chat]),
        kind=ChatKind(row[chats.c.kind]),
        hours=hours_of(row[chats.c.hours]),
        loudness=loudness_of(row[chats.c.loudness]),
        **_all(row, chats, but=skip),
    )


def filter_of(row: RowMapping) -> NamedFilter:
    """The filter in a row that has the columns of `filters`."""
    return NamedFilter(**_all(row, filters, but=("chat_id",)))


def version_of(row: RowMapping) -> FilterVersion:
    """The version in a row that has the columns of `filter_versions`."""
    values = _all(row, filter_versions, but=("chat_id",))
    return FilterVersion(**{**values, "threads": tuple(values["threads"])})


def subscription_of(row: RowMapping) -> Subscription:
    """The subscription in a row of `SUBSCRIPTIONS`; one to a filter speaks with the filter's query and version."""
    values = _all(row, subscriptions, but=("chat_id", "kind", "loudness"))
    kind = SubscriptionKind(row[subscriptions.c.kind])
    if kind is SubscriptionKind.QUERY:
        values["query"] = values["text"]
    elif row[filters.c.id] is not None:
        made = values["edited_at"]
        values |= _all(row, filters, but=("id", "chat_id", "name"))
        values["edited_at"] = max(made, values["edited_at"])
    loudness = loudness_of(row[subscriptions.c.loudness])
    return Subscription(chat=chat_of(row), kind=kind, loudness=loudness, **values)


def delivery_of(row: RowMapping, filed: Filed | None, also: Sequence[Filed], answers: str) -> Delivery:
    """The delivery in a row of `DELIVERIES`; `also` are the other items of the story, the earliest first.

    `answers`: the reference of the message that told of the story first.
    """
    whole = sorted((*filter(None, (filed,)), *also), key=lambda each: (each.item.published, each.item.id))
    skip = (
        "chat_id", "kind", "state", "due_at", "item_id", "story_id", "matches", "lease_until", "lane", "digest_id",
        "updates", "refresh_at",
    )  # fmt: skip
    return Delivery(
        chat=chat_of(row),
        kind=DeliveryKind(row[deliveries.c.kind]),
        state=DeliveryState(row[deliveries.c.state]),
        item=filed.item if filed else None,
        also=tuple(each.item for each in also),
        told=tuple(each.telling for each in whole),
        relation=filed.relation if filed else Relation.NEW,
        reason=filed.reason if filed else "",
        answers=answers,
        matches=tuple(map(_match_of, row[deliveries.c.matches])),
        lane=Lane(row[deliveries.c.lane]),
        updates=Updates(row[deliveries.c.updates]),
        newest=newest(filed, also) if filed else None,
        **_all(row, deliveries, but=skip),
    )


def match_json(match: Match) -> dict[str, Any]:
    """A match as JSON."""
    return {
        "subscription": match.subscription,
        "kind": match.kind.value,
        "text": match.text,
        "version": match.version,
        "edited_by": match.edited_by,
        "hits": [[hit.term, hit.field, hit.found, hit.name] for hit in match.hits],
    }


def _match_of(kept: Mapping[str, Any]) -> Match:
    hits = tuple(Hit(*hit) for hit in kept["hits"])
    return Match(**{**kept, "kind": SubscriptionKind(kept["kind"]), "hits": hits})
