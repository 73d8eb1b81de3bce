"""Statements about what buttons mean."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both

from bot.core.model import Address
from bot.store.columns import Instant, Words
from bot.store.database import Database
from bot.store.tables import buttons, chats
from bot.store.uncut import uncut

__all__ = ["ButtonStatements"]

_BYTES: Final = 12
"""Of chance in a token: nobody guesses one, and it has 16 characters."""


class ButtonStatements:
    """The buttons' room in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def keep(self, address: Address, command: str, now: datetime) -> str:
        """A token for a command; one that is there already counts from now again."""
        fresh = select(
            literal(secrets.token_urlsafe(_BYTES)), chats.c.id, literal(command, Words), literal(now, Instant)
        ).where(chats.c.platform == address.platform, chats.c.chat == address.chat)
        put = upsert(buttons).from_select(["token", "chat_id", "command", "created_at"], fresh)
        kept = put.on_conflict_do_update(index_elements=["chat_id", "command"], set_={"created_at": now})
        async with self._database.write() as connection:
            return await connection.scalar(kept.returning(buttons.c.token)) or ""

    @uncut
    async def command(self, address: Address, token: str) -> str:
        """What a token stands for in this chat."""
        here = (chats.c.platform == address.platform) & (chats.c.chat == address.chat)
        asked = select(buttons.c.command).join(chats, chats.c.id == buttons.c.chat_id)
        async with self._database.read() as connection:
            return await connection.scalar(asked.where(here, buttons.c.token == token)) or ""
