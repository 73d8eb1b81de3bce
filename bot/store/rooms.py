"""The rooms of the store, over one database."""

from __future__ import annotations

import asyncio

from bot.core.names import Names
from bot.store.audit import AuditStatements
from bot.store.buttons import ButtonStatements
from bot.store.chats import ChatStatements
from bot.store.database import Database
from bot.store.desk import DeskStatements
from bot.store.fulltext import full_text
from bot.store.holding import HoldingStatements
from bot.store.indexing import Index
from bot.store.ledger import LedgerStatements
from bot.store.outbox import OutboxStatements
from bot.store.outlets import OutletStatements
from bot.store.pushes import PushStatements
from bot.store.reindexing import reindex
from bot.store.search import SearchStatements
from bot.store.sources import SourceStatements
from bot.store.tuning import TuningStatements

__all__ = ["SqlStore"]


class SqlStore:
    """A `bot.ports.Store`."""

    def __init__(self, database: Database, names: Names) -> None:
        """`names`: by which places are found in what is recorded."""
        self._database = database
        texts = full_text(sqlite=database.is_sqlite)
        index = Index(texts, names)
        self.sources = SourceStatements(database, index)
        self.pushes = PushStatements(database)
        self.outlets = OutletStatements(database)
        self.desk = DeskStatements(database)
        self.chats = ChatStatements(database)
        self.tuning = TuningStatements(database)
        self.buttons = ButtonStatements(database)
        self.outbox = OutboxStatements(database)
        self.holding = HoldingStatements(database)
        self.audit = AuditStatements(database, self.outbox)
        self.search = SearchStatements(database, texts)
        self.ledger = LedgerStatements(database, texts)

        self._indexing = asyncio.create_task(reindex(database, index), name="reindex")

    async def indexed(self) -> None:
        """Return when all items are indexed as this version does it."""
        await asyncio.wait({self._indexing})

    async def close(self) -> None:
        """Let go of the database."""
        self._indexing.cancel()
        await asyncio.wait({self._indexing})
        await self._database.close()
