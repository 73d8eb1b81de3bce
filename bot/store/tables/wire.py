"""The tables of what is read."""

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
    String,
    Table,
    UniqueConstraint,
    false,
)

from bot.store.columns import Id, Instant, Words, identity, number, of, once, partial, time, words
from bot.store.tables.metadata import METADATA
from bot.store.vault import Locator

__all__ = ["carriers", "items", "outlets", "pushes", "revisions", "sources", "stories"]

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

stories: Final = Table(
    "stories", METADATA, Column("id", Id, primary_key=True, autoincrement=False), time("opened_at"), number("changes")
)
"""A story has the id of the item that opened it. `changes` counts what became known of it since."""

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
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
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
