"""The database of a drill, looked at from outside, and what other programs do to it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Protocol

import asyncpg

from tests.servers.postgres import Postgres

__all__ = ["PostgresRecords", "Records", "SqliteRecords"]

WAIT_SECONDS = 30.0
"""How long a question waits for whoever holds the database."""


class Records(Protocol):
    """What a drill asks of the bot's database."""

    url: str
    """As the setting DATABASE_URL has it."""

    async def ask(self, question: str) -> Sequence[Sequence[Any]]:
        """The rows of a SELECT."""
        ...

    async def act(self, statement: str) -> None:
        """Change something, unless somebody else holds the database just now."""
        ...


class SqliteRecords:
    """The file in the bot's folder."""

    url: str = ""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "attribot.db"

    async def ask(self, question: str) -> Sequence[Sequence[Any]]:
        """The rows of a SELECT."""
        with closing(sqlite3.connect(self._file, timeout=WAIT_SECONDS)) as database:
            database.execute("PRAGMA query_only = ON")
            return database.execute(question).fetchall()

    async def act(self, statement: str) -> None:
        """Change something, unless somebody else is writing just now."""
        with closing(sqlite3.connect(self._file, timeout=0)) as database, suppress(sqlite3.OperationalError), database:
            database.execute(statement)

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Nobody else can write meanwhile, as while a person with a shell does."""
        with closing(sqlite3.connect(self._file, timeout=0, isolation_level=None)) as database:
            await self._begin(database)
            yield
            database.execute("ROLLBACK")

    async def _begin(self, database: sqlite3.Connection) -> None:
        """Take the lock as soon as nobody has it; the loop goes on meanwhile, for the world outside lives in it."""
        while True:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:  # locked
                await asyncio.sleep(0.01)
            else:
                return


class PostgresRecords:
    """A database on a server that runs."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._name = server.create()
        self.url = server.url(self._name)

    async def ask(self, question: str) -> Sequence[Sequence[Any]]:
        """The rows of a SELECT."""
        connection = await asyncpg.connect(user="postgres", database=self._name, host=self._server.host)
        try:
            return [tuple(row) for row in await connection.fetch(question)]
        finally:
            await connection.close()

    async def act(self, statement: str) -> None:
        """Change something."""
        await self.ask(statement)

    async def cut(self) -> int:
        """End all connections of others, as a restart of the server does; how many there were."""
        ended = await self.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return len(ended)
