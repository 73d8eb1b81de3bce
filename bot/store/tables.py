"""The tables, the same in SQLite and PostgreSQL; full text alone differs and stands in `search.py`."""

from __future__ import annotations

from typing import Final

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
)

from bot.core.model import SourceState
from bot.store.columns import Id, Instant, Words, identity, number, of, once, partial, time, words
from bot.store.vault import Locator

__all__ = [
    "ACTIVE",
    "GONE",
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


outlets: Final = Table(
    "outlets",
    METADATA,
    Column("id", Words, primary_key=True),
    *map(words, ("name", "country", "language", "owner", "affiliation", "basis")),
    Column("packs", JSON, nullable=False),
    Column("labelled", Boolean, nullable=False, server_default=false()),
    Column("brought_by", Id),
)
"""`labelled`: the operator wrote its affiliation and basis, which the catalogue does not change then.
`brought_by`: a chat, of which SQLite would not let a column of an old table be a true reference."""

sources: Final = Table(
    "sources",
    METADATA,
    identity(),
    Column("outlet_id", Words, ForeignKey("outlets.id", ondelete="CASCADE"), nullable=False, index=True),
    words("kind"),
    Column("locator", Locator, nullable=False, server_default=""),
    number("rank"),
    Column("state", String, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("memory", JSON, nullable=False),
    number("failures"),
    words("error"),
    time("due_at"),
    Column("read_at", Instant),
    number("lease"),
    Column("options", JSON, nullable=False, server_default="{}"),
    Column("record", JSON, nullable=False, server_default="{}"),
    Column("listed_as", Locator, nullable=False, server_default=""),
    UniqueConstraint("kind", "locator"),
    partial("ix_sources_due", "due_at", "id", where="state = 'active'"),
    sqlite_autoincrement=True,
)
"""A claim sets `due_at` to the end of its lease, so that a source whose worker died is simply due again.

`listed`: it came from the catalogue, not from the operator. `listed_as`: its locator there, if it has another by now.
"""

pushes: Final = Table(
    "pushes",
    METADATA,
    of("source_id", "sources.id", primary_key=True),
    words("hub"),
    Column("topic", Locator, nullable=False, server_default=""),
    *map(words, ("nonce", "state", "error", "other")),
    time("due_at"),
    *(Column(name, Instant) for name in ("asked_at", "lease_until", "pushed_at", "others_since")),
    *map(number, ("missed", "failures", "unread", "others")),
)
"""Subscriptions to hubs (WebSub). Path and secret of a callback are made of `nonce` and a key that stands elsewhere."""

stories: Final = Table("stories", METADATA, Column("id", Id, primary_key=True, autoincrement=False), time("opened_at"))
"""A story has the id of the item that opened it."""

items: Final = Table(
    "items",
    METADATA,
    identity(),
    Column("outlet_id", Words, ForeignKey("outlets.id", ondelete="CASCADE"), nullable=False, index=True),
    of("source_id", "sources.id", index=True),
    *map(words, ("url", "title", "text", "author")),
    time("published"),
    Column("seen", Instant, nullable=False, index=True),
    *map(words, ("language", "publisher", "reposts", "replies_to", "quotes", "media")),
    Column("edited", Boolean, nullable=False, server_default=false()),
    Column("places", JSON, nullable=False, server_default="[]"),
    number("revision"),
    Column("quiet", Boolean, nullable=False),
    Column("filed", Integer, nullable=False, server_default="-1"),
    once("story_id", "stories.id"),
    words("relation"),
    words("reason"),
    Column("copy_of", Id),
    Column("telling", JSON(none_as_null=True)),
    Column("turn", BigInteger, nullable=False, server_default="0"),
    partial("ix_items_unfiled", "id", where="filed < revision"),
    Index("ix_items_published", "published", "id"),
    sqlite_autoincrement=True,
)
"""`filed` is the revision that the desk read last, -1 before the first; `turn` counts filings, in their order.
`copy_of`: an item, which may be forgotten by now; copies of it still go together then. `telling`: whom it cites and
how it stands to what it tells, empty where nobody has made that out yet."""

revisions: Final = Table(
    "revisions",
    METADATA,
    of("item_id", "items.id", primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    *map(words, ("title", "text")),
    time("until"),
)
"""The words an item had before."""

carriers: Final = Table(
    "carriers",
    METADATA,
    of("source_id", "sources.id", primary_key=True),
    Column("key", String, primary_key=True),
    once("item_id", "items.id"),
    Column("link", String, nullable=False, index=True),
    *(Column(name, String, nullable=False) for name in ("title", "words")),
    time("first_seen"),
    Column("last_seen", Instant, nullable=False, index=True),
    Index("ix_carriers_title", "source_id", "title"),
)
"""What each source has shown: its keys, kept longer than their items, so that what slides back is not news again."""

chats: Final = Table(
    "chats",
    METADATA,
    identity(),
    *map(words, ("platform", "chat", "kind", "title", "suspended")),
    time("free_at"),
    time("met_at"),
    Column("revision", BigInteger, nullable=False, server_default="0", index=True),
    UniqueConstraint("platform", "chat"),
    sqlite_autoincrement=True,
)
"""`revision`: the count of the last change in what it follows, as `counters` has it."""

filters: Final = Table(
    "filters",
    METADATA,
    identity(),
    of("chat_id", "chats.id"),
    *map(words, ("name", "query")),
    number("version"),
    words("edited_by"),
    time("edited_at"),
    UniqueConstraint("chat_id", "name"),
    sqlite_autoincrement=True,
)

filter_versions: Final = Table(
    "filter_versions",
    METADATA,
    of("chat_id", "chats.id", primary_key=True),
    Column("name", Words, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    *map(words, ("query", "edited_by")),
    time("edited_at"),
    Column("threads", JSON, nullable=False, server_default="[]"),
)
"""All that was ever done to a filter; it outlives the filter, so that a version number never means two things.

A removal is a version without a query; `threads` are those in which the filter was followed until then.
"""

subscriptions: Final = Table(
    "subscriptions",
    METADATA,
    identity(),
    of("chat_id", "chats.id"),
    *map(words, ("thread", "kind", "text", "edited_by")),
    time("edited_at"),
    UniqueConstraint("chat_id", "thread", "kind", "text"),
    sqlite_autoincrement=True,
)

buttons: Final = Table(
    "buttons",
    METADATA,
    Column("token", Words, primary_key=True),
    of("chat_id", "chats.id"),
    Column("command", Words, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    UniqueConstraint("chat_id", "command"),
)
"""Commands too long to stand in a button. `created_at`: when it was last put under a message."""

aliases: Final = Table(
    "aliases",
    METADATA,
    of("chat_id", "chats.id", primary_key=True),
    Column("folded", Words, primary_key=True),
    Column("spelling", Words, primary_key=True),
    Column("name", Words, nullable=False),
    words("edited_by"),
    time("edited_at"),
)
"""A spelling a row; `folded` is the name by its words, so that capitals and accents don't make two of one."""

deliveries: Final = Table(
    "deliveries",
    METADATA,
    identity(),
    Column("key", String, nullable=False, unique=True),
    of("chat_id", "chats.id"),
    words("thread"),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    time("created_at"),
    time("due_at"),
    once("item_id", "items.id"),
    once("story_id", "stories.id"),
    Column("matches", JSON, nullable=False),
    words("note"),
    *map(number, ("attempts", "doubts", "lease")),
    Column("lease_until", Instant),
    *map(words, ("error", "message")),
    Column("sent_at", Instant),
    UniqueConstraint("chat_id", "thread", "story_id"),
    partial("ix_deliveries_queue", "chat_id", "id", where="state = 'pending'"),
    partial("ix_deliveries_flight", "chat_id", where="state = 'sending'"),
    Index("ix_deliveries_chat", "chat_id", "id"),
    partial("ix_deliveries_message", "chat_id", "message", where="message <> ''"),
    partial("ix_deliveries_update", "chat_id", "thread", "item_id", where="kind = 'update'", unique=True),
    sqlite_autoincrement=True,
)
"""The outbox. A chat is told of a story once: an alert names it. Updates name their item alone, and notices nothing;
an empty story equals no other."""

leases: Final = Table(
    "leases",
    METADATA,
    Column("name", String, primary_key=True),
    words("holder"),
    number("fence"),
    time("until"),
)

memories: Final = Table("memories", METADATA, Column("name", String, primary_key=True), words("value"))

counters: Final = Table(
    "counters",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False, server_default="0"),
)
"""What is counted under the lock of its row."""
