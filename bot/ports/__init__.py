"""The ports: what the core's surroundings must be able to do, and the values that cross them."""

from bot.ports.clock import Clock, Reach, ignore
from bot.ports.outlets import Outlets, Reads, Taken, Writes
from bot.ports.platforms import ChatJoined, ChatLost, ChatMoved, Event, Person, Platform, Request, Respond
from bot.ports.search import Search
from bot.ports.sources import (
    Answer,
    Ask,
    Document,
    Fetch,
    Page,
    Parse,
    Probe,
    Prober,
    SourceKind,
    Unreachable,
    Unreadable,
)
from bot.ports.store import Chats, Desk, Health, Ledger, Outbox, Recorded, Sources, Store

__all__ = [
    "Answer",
    "Ask",
    "ChatJoined",
    "ChatLost",
    "ChatMoved",
    "Chats",
    "Clock",
    "Desk",
    "Document",
    "Event",
    "Fetch",
    "Health",
    "Ledger",
    "Outbox",
    "Outlets",
    "Page",
    "Parse",
    "Person",
    "Platform",
    "Probe",
    "Prober",
    "Reach",
    "Reads",
    "Recorded",
    "Request",
    "Respond",
    "Search",
    "SourceKind",
    "Sources",
    "Store",
    "Taken",
    "Unreachable",
    "Unreadable",
    "Writes",
    "ignore",
]
