"""The ports: what the core's surroundings must be able to do, and the values that cross them."""

from bot.ports.audit import Audit, Course, Held, Lag, Missed, Troubles
from bot.ports.changes import Changes
from bot.ports.chats import Buttons, Chats
from bot.ports.clock import Clock, Reach, ignore
from bot.ports.fences import Fence
from bot.ports.holding import Doubts, Due, Holding
from bot.ports.letters import Letterbox
from bot.ports.outbox import Outbox, Stale
from bot.ports.outlets import Outlets, Reads, Taken, Writes
from bot.ports.platforms import ChatJoined, ChatLost, ChatMoved, Event, Person, Platform, Request, Respond
from bot.ports.push import Asked, Callbacks, Posted, Poster, Pushes, Receipt
from bot.ports.search import Bookmark, Findings, Matched, Question, Search, Stock
from bot.ports.sources import (
    Answer,
    Ask,
    Document,
    Fetch,
    Page,
    Parse,
    Post,
    Probe,
    Prober,
    Pushed,
    SourceKind,
    Unreachable,
    Unreadable,
)
from bot.ports.store import Desk, Health, Ledger, Recorded, Sources, Store
from bot.ports.streams import Broken, Call, Frame, Heard, Line, Listen, Resume, StreamKind
from bot.ports.tuning import Tuning

__all__ = [
    "Answer",
    "Ask",
    "Asked",
    "Audit",
    "Bookmark",
    "Broken",
    "Buttons",
    "Call",
    "Callbacks",
    "Changes",
    "ChatJoined",
    "ChatLost",
    "ChatMoved",
    "Chats",
    "Clock",
    "Course",
    "Desk",
    "Document",
    "Doubts",
    "Due",
    "Event",
    "Fence",
    "Fetch",
    "Findings",
    "Frame",
    "Health",
    "Heard",
    "Held",
    "Holding",
    "Lag",
    "Ledger",
    "Letterbox",
    "Line",
    "Listen",
    "Matched",
    "Missed",
    "Outbox",
    "Outlets",
    "Page",
    "Parse",
    "Person",
    "Platform",
    "Post",
    "Posted",
    "Poster",
    "Probe",
    "Prober",
    "Pushed",
    "Pushes",
    "Question",
    "Reach",
    "Reads",
    "Receipt",
    "Recorded",
    "Request",
    "Respond",
    "Resume",
    "Search",
    "SourceKind",
    "Sources",
    "Stale",
    "Stock",
    "Store",
    "StreamKind",
    "Taken",
    "Troubles",
    "Tuning",
    "Unreachable",
    "Unreadable",
    "Writes",
    "ignore",
]
