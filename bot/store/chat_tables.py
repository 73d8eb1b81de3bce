"""Two more tables: what buttons mean, and what chats call by other names."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from bot.store.columns import Id, Instant, Words
from bot.store.tables import METADATA

__all__ = ["aliases", "buttons"]

buttons: Final = Table(
    "buttons",
    METADATA,
    Column("token", String, primary_key=True),
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("command", Words, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    UniqueConstraint("chat_id", "command"),
)
"""Commands too long to stand in a button. `created_at`: when it was last put under a message."""

aliases: Final = Table(
    "aliases",
    METADATA,
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("folded", Words, primary_key=True),
    Column("spelling", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("edited_by", Words, nullable=False, server_default=""),
    Column("edited_at", Instant, nullable=False),
)
"""A spelling a row; `folded` is the name by its words, so that capitals and accents don't make two of one."""
