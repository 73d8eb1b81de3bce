"""The tables of what is owed, and of what keeps the processes in order."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from bot.store.columns import Id, Instant, identity, number, of, once, partial, time, words
from bot.store.tables.metadata import METADATA

__all__ = ["counters", "deliveries", "leases", "memories"]

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
    Column("lane", Integer, nullable=False, server_default="1"),
    Column("held_until", Instant),
    Column("digest_id", Id),
    Column("updates", String, nullable=False, server_default="reply"),
    Column("refresh_at", Instant),
    Column("edit_from", Instant),
    words("shown"),
    UniqueConstraint("chat_id", "thread", "story_id"),
    partial("ix_deliveries_queue", "chat_id", "lane", "id", where="state = 'pending'"),
    partial("ix_deliveries_flight", "chat_id", where="state = 'sending'"),
    Index("ix_deliveries_chat", "chat_id", "id"),
    partial("ix_deliveries_message", "chat_id", "message", where="message <> ''"),
    partial("ix_deliveries_told", "chat_id", "thread", "sent_at", where="sent_at IS NOT NULL"),
    partial("ix_deliveries_sent", "sent_at", where="sent_at IS NOT NULL"),
    partial("ix_deliveries_held", "held_until", where="state = 'held'"),
    partial("ix_deliveries_held_there", "chat_id", "thread", "held_until", where="state = 'held'"),
    partial("ix_deliveries_digest", "digest_id", where="digest_id IS NOT NULL"),
    partial("ix_deliveries_refresh", "refresh_at", where="refresh_at IS NOT NULL"),
    partial("ix_deliveries_update", "chat_id", "thread", "item_id", where="kind = 'update'", unique=True),
    sqlite_autoincrement=True,
)
"""The outbox. A chat is told of a story once: an alert names it. Updates name their item alone, and notices nothing;
an empty story equals no other. `digest_id`: the delivery that tells of it instead. `refresh_at`: when the message that
was sent is to be written anew; a claim sets it to the end of its lease. `edit_from`: before that it is not; empty for
one that was never sent, or can't be edited."""

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
