"""The ports: what the core's surroundings must be able to do, and the values that cross them."""

from bot.ports.clock import Clock, Reach, ignore
from bot.ports.platforms import ChatJoined, ChatLost, ChatMoved, Event, Person, Platform, Request, Respond
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
from bot.ports.store import Chats, Desk, Health, Ledger, Outbox, Recorded, Search, Sources, Store

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
    "Page",
    "Parse",
    "Person",
    "Platform",
    "Probe",
    "Prober",
    "Reach",
    "Recorded",
    "Request",
    "Respond",
    "Search",
    "SourceKind",
    "Sources",
    "Store",
    "Unreachable",
    "Unreadable",
    "ignore",
]
