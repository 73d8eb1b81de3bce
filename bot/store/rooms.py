"""The rooms of the store, over one database."""

from __future__ import annotations

from bot.store.buttons import ButtonStatements
from bot.store.chats import ChatStatements
from bot.store.database import Database
from bot.store.desk import DeskStatements
from bot.store.fulltext import full_text
from bot.store.ledger import LedgerStatements
from bot.store.outbox import OutboxStatements
from bot.store.outlets import OutletStatements
from bot.store.pushes import PushStatements
from bot.store.search import SearchStatements
from bot.store.sources import SourceStatements

__all__ = ["SqlStore"]


class SqlStore:
    """A `bot.ports.Store`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        texts = full_text(sqlite=database.is_sqlite)
        self.sources = SourceStatements(database, texts)
        self.pushes = PushStatements(database)
        self.outlets = OutletStatements(database)
        self.desk = DeskStatements(database)
        self.chats = ChatStatements(database)
        self.buttons = ButtonStatements(database)
        self.outbox = OutboxStatements(database)
        self.search = SearchStatements(database, texts)
        self.ledger = LedgerStatements(database, texts)

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()
