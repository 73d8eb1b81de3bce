"""The tables, the same in SQLite and PostgreSQL; full text alone differs and stands in `search.py`."""

from bot.store.tables.chats import aliases, buttons, chats, filter_versions, filters, mutes, subscriptions
from bot.store.tables.metadata import ACTIVE, GONE, HELD, METADATA, PENDING, SENDING
from bot.store.tables.outbox import counters, deliveries, leases, memories
from bot.store.tables.wire import carriers, items, outlets, pushes, revisions, sources, stories

__all__ = [
    "ACTIVE",
    "GONE",
    "HELD",
    "METADATA",
    "PENDING",
    "SENDING",
    "aliases",
    "buttons",
    "carriers",
    "chats",
    "counters",
    "deliveries",
    "filter_versions",
    "filters",
    "items",
    "leases",
    "memories",
    "mutes",
    "outlets",
    "pushes",
    "revisions",
    "sources",
    "stories",
    "subscriptions",
]
