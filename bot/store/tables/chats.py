"""The tables of chats and of what they want."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Column, Integer, String, Table, UniqueConstraint

from bot.store.columns import Instant, Words, identity, number, of, time, words
from bot.store.tables.metadata import METADATA

__all__ = ["aliases", "buttons", "chats", "filter_versions", "filters", "mutes", "subscriptions"]

chats: Final = Table(
    "chats",
    METADATA,
    identity(),
    *map(words, ("platform", "chat", "kind", "title", "suspended")),
    time("free_at"),
    time("met_at"),
    Column("revision", BigInteger, nullable=False, server_default="0", index=True),
    Column("hours", JSON, nullable=False, server_default="{}"),
    Column("loudness", JSON, nullable=False, server_default="{}"),
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
    Column("loudness", JSON, nullable=False, server_default="{}"),
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

mutes: Final = Table(
    "mutes",
    METADATA,
    identity(),
    of("chat_id", "chats.id", index=True),
    Column("kind", String, nullable=False),
    Column("text", Words, nullable=False),
    time("until"),
    words("muted_by"),
    UniqueConstraint("chat_id", "kind", "text"),
    sqlite_autoincrement=True,
)
"""What chats don't want to be told of for a while."""
