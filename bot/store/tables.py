"""The tables, the same in SQLite and PostgreSQL; full text alone differs and stands in `search.py`."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    literal_column,
    text,
)

from bot.core.model import SourceState
from bot.store.columns import Id, Instant, Words
from bot.store.vault import Locator

__all__ = [
    "ACTIVE",
    "GONE",
    "METADATA",
    "PENDING",
    "SENDING",
    "carriers",
    "chats",
    "counters",
    "deliveries",
    "filter_versions",
    "filters",
    "items",
    "leases",
    "memories",
    "outlets",
    "pushes",
    "revisions",
    "sources",
    "stories",
    "subscriptions",
]

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

ACTIVE: Final = literal_column("'active'", String)
PENDING: Final = literal_column("'pending'", String)
SENDING: Final = literal_column("'sending'", String)
"""States written out in statements: a partial index is used only where the planner sees its condition."""
GONE: Final = (SourceState.REMOVED.value, SourceState.UNLISTED.value)
"""States of sources that are kept for what they brought, and nothing else."""


def _id() -> Column[int]:
    """A number of its own, never given twice."""
    return Column("id", Id, primary_key=True)


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _time(name: str) -> Column[Any]:
    return Column(name, Instant, nullable=False)


def _of(name: str, target: str, **options: Any) -> Column[int]:
    """A reference that can't outlive its target."""
    return Column(name, Id, ForeignKey(target, ondelete="CASCADE"), nullable=False, **options)


def _once(name: str, target: str) -> Column[Any]:
    """A reference that is emptied when its target goes."""
    return Column(name, Id, ForeignKey(target, ondelete="SET NULL"), index=True)


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of the few rows that wait for work: it stays small however many are done."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


outlets: Final = Table(
    "outlets",
    METADATA,
    Column("id", Words, primary_key=True),
    *map(_words, ("name", "country", "language", "owner", "affiliation", "basis")),
    Column("packs", JSON, nullable=False),
    Column("labelled", Boolean, nullable=False, server_default=false()),
    Column("brought_by", Id),
)
"""`labelled`: the operator wrote its affiliation and basis, which the catalogue does not change then.
`brought_by`: a chat, of which SQLite would not let a column of an old table be a true reference."""

sources: Final = Table(
    "sources",
    METADATA,
    _id(),
    Column("outlet_id", Words, ForeignKey("outlets.id", ondelete="CASCADE"), nullable=False, index=True),
    _words("kind"),
    Column("locator", Locator, nullable=False, server_default=""),
    _number("rank"),
    Column("state", String, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("memory", JSON, nullable=False),
    _number("failures"),
    _words("error"),
    _time("due_at"),
    Column("read_at", Instant),
    _number("lease"),
    Column("options", JSON, nullable=False, server_default="{}"),
    Column("record", JSON, nullable=False, server_default="{}"),
    Column("listed_as", Locator, nullable=False, server_default=""),
    UniqueConstraint("kind", "locator"),
    _partial("ix_sources_due", "due_at", "id", where="state = 'active'"),
    sqlite_autoincrement=True,
)
"""A claim sets `due_at` to the end of its lease, so that a source whose worker died is simply due again.

`listed`: it came from the catalogue, not from the operator. `listed_as`: its locator there, if it has another by now.
"""

pushes: Final = Table(
    "pushes",
    METADATA,
    _of("source_id", "sources.id", primary_key=True),
    _words("hub"),
    Column("topic", Locator, nullable=False, server_default=""),
    *map(_words, ("nonce", "state", "error", "other")),
    _time("due_at"),
    *(Column(name, Instant) for name in ("asked_at", "lease_until", "pushed_at", "others_since")),
    *map(_number, ("missed", "failures", "unread", "others")),
)
"""Subscriptions to hubs (WebSub). Path and secret of a callback are made of `nonce` and a key that stands elsewhere."""

stories: Final = Table("stories", METADATA, Column("id", Id, primary_key=True, autoincrement=False), _time("opened_at"))
"""A story has the id of the item that opened it."""

items: Final = Table(
    "items",
    METADATA,
    _id(),
    Column("outlet_id", Words, ForeignKey("outlets.id", ondelete="CASCADE"), nullable=False, index=True),
    _of("source_id", "sources.id", index=True),
    *map(_words, ("url", "title", "text", "author")),
    _time("published"),
    Column("seen", Instant, nullable=False, index=True),
    *map(_words, ("language", "publisher", "reposts", "replies_to", "quotes", "media")),
    Column("edited", Boolean, nullable=False, server_default=false()),
    Column("places", JSON, nullable=False, server_default="[]"),
    _number("revision"),
    Column("quiet", Boolean, nullable=False),
    Column("filed", Integer, nullable=False, server_default="-1"),
    _once("story_id", "stories.id"),
    _words("relation"),
    _words("reason"),
    _partial("ix_items_unfiled", "id", where="filed < revision"),
    Index("ix_items_published", "published", "id"),
    sqlite_autoincrement=True,
)
"""`filed` is the revision that the desk read last, -1 before the first."""

revisions: Final = Table(
    "revisions",
    METADATA,
    _of("item_id", "items.id", primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    *map(_words, ("title", "text")),
    _time("until"),
)
"""The words an item had before."""

carriers: Final = Table(
    "carriers",
    METADATA,
    _of("source_id", "sources.id", primary_key=True),
    Column("key", String, primary_key=True),
    _once("item_id", "items.id"),
    Column("link", String, nullable=False, index=True),
    *(Column(name, String, nullable=False) for name in ("title", "words")),
    _time("first_seen"),
    Column("last_seen", Instant, nullable=False, index=True),
    Index("ix_carriers_title", "source_id", "title"),
)
"""What each source has shown: its keys, kept longer than their items, so that what slides back is not news again."""

chats: Final = Table(
    "chats",
    METADATA,
    _id(),
    *map(_words, ("platform", "chat", "kind", "title", "suspended")),
    _time("free_at"),
    _time("met_at"),
    Column("revision", BigInteger, nullable=False, server_default="0", index=True),
    UniqueConstraint("platform", "chat"),
    sqlite_autoincrement=True,
)
"""`revision`: the count of the last change in what it follows, as `counters` has it."""

filters: Final = Table(
    "filters",
    METADATA,
    _id(),
    _of("chat_id", "chats.id"),
    *map(_words, ("name", "query")),
    _number("version"),
    _words("edited_by"),
    _time("edited_at"),
    UniqueConstraint("chat_id", "name"),
    sqlite_autoincrement=True,
)

filter_versions: Final = Table(
    "filter_versions",
    METADATA,
    _of("chat_id", "chats.id", primary_key=True),
    Column("name", Words, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    *map(_words, ("query", "edited_by")),
    _time("edited_at"),
    Column("threads", JSON, nullable=False, server_default="[]"),
)
"""All that was ever done to a filter; it outlives the filter, so that a version number never means two things.

A removal is a version without a query; `threads` are those in which the filter was followed until then.
"""

subscriptions: Final = Table(
    "subscriptions",
    METADATA,
    _id(),
    _of("chat_id", "chats.id"),
    *map(_words, ("thread", "kind", "text", "edited_by")),
    _time("edited_at"),
    UniqueConstraint("chat_id", "thread", "kind", "text"),
    sqlite_autoincrement=True,
)

deliveries: Final = Table(
    "deliveries",
    METADATA,
    _id(),
    Column("key", String, nullable=False, unique=True),
    _of("chat_id", "chats.id"),
    _words("thread"),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    _time("created_at"),
    _time("due_at"),
    _once("item_id", "items.id"),
    _once("story_id", "stories.id"),
    Column("matches", JSON, nullable=False),
    _words("note"),
    *map(_number, ("attempts", "doubts", "lease")),
    Column("lease_until", Instant),
    *map(_words, ("error", "message")),
    Column("sent_at", Instant),
    UniqueConstraint("chat_id", "thread", "story_id"),
    _partial("ix_deliveries_queue", "chat_id", "id", where="state = 'pending'"),
    _partial("ix_deliveries_flight", "chat_id", where="state = 'sending'"),
    Index("ix_deliveries_chat", "chat_id", "id"),
    _partial("ix_deliveries_message", "chat_id", "message", where="message <> ''"),
    sqlite_autoincrement=True,
)
"""The outbox. Notices have no story, and an empty one equals no other: the constraint is about alerts alone."""

leases: Final = Table(
    "leases",
    METADATA,
    Column("name", String, primary_key=True),
    _words("holder"),
    _number("fence"),
    _time("until"),
)

memories: Final = Table("memories", METADATA, Column("name", String, primary_key=True), _words("value"))

counters: Final = Table(
    "counters",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False, server_default="0"),
)
"""What is counted under the lock of its row."""
