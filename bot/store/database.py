"""Connections: how a transaction begins and ends in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import IntEnum
from typing import Any, Final

from sqlalchemy import event, func, select
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.vault import Locator, Vault

__all__ = ["Database", "Lock", "connect"]

_READERS: Final = 4
"""Connections that read an SQLite file; the work is in its threads, and two cores are the usual."""
_BUSY: Final = 10_000
"""Milliseconds to wait for another process that writes to the SQLite file: a backup, a person with a shell."""
_PATIENCE: Final = 120.0
"""Seconds that a task waits for its turn to write; the longest transaction, a first read, takes well below one."""
_APPLICATION: Final = 0x4174_7472
"""`Attr`: makes the advisory locks ours."""


class Lock(IntEnum):
    """A decision that only one transaction may be making."""

    INTAKE = 1
    DESK = 2
    CHATS = 3
    SCHEMA = 4


class Database:
    """Short transactions, for reading or for writing; whatever is raised inside rolls one back.

    Those who use them are `uncut`: a cancellation inside would leave the connection, and SQLite's write lock with it,
    to the next garbage collection.
    """

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, let_go: Callable[[], None] = lambda: None) -> None:
        """`let_go` frees what else was taken with the database."""
        self._writer = writer
        self._reader = reader
        self._let_go = let_go

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite, for the few statements that differ."""
        return self._writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database from end to end, and writes nothing."""
        async with self._reader.begin() as connection:
            yield connection

    @asynccontextmanager
    async def write(self, lock: Lock | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes; with a `lock`, what it reads first can't be changed by another of that lock.

        SQLite has one writer at a time anyway.
        """
        async with self._writer.begin() as connection:
            if lock is not None and not self.is_sqlite:
                await connection.execute(select(func.pg_advisory_xact_lock(_APPLICATION, int(lock))))
            yield connection

    def seal(self, vault: Vault) -> None:
        """Keep secrets of addresses in this vault."""
        Locator.use(vault, self._writer, self._reader)

    async def close(self) -> None:
        """Close all connections."""
        await self._reader.dispose()
        await self._writer.dispose()
        self._let_go()


def connect(url: URL, let_go: Callable[[], None] = lambda: None, *, silence: float = 0) -> Database:
    """The database at this address; nothing is opened yet. `silence`: see `open_store`."""
    return _sqlite(url, let_go) if url.get_backend_name() == "sqlite" else _postgres(url, let_go, silence)


def _postgres(url: URL, let_go: Callable[[], None], silence: float) -> Database:
    told = {"server_settings": {"idle_in_transaction_session_timeout": str(round(silence * 1000))}}
    writer = create_async_engine(
        url, connect_args=told, pool_pre_ping=True, pool_size=5, max_overflow=10, pool_timeout=_PATIENCE
    )
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer, reader, let_go)


def _sqlite(url: URL, let_go: Callable[[], None]) -> Database:
    """One connection writes, beginning at once, so that none finds out half way that another was faster.

    A few more only read. Two writing connections would also meet the WAL-reset bug of SQLite before 3.51.3.
    """
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=_PATIENCE)
    reader = create_async_engine(url, pool_size=_READERS, max_overflow=0, pool_timeout=_PATIENCE)
    _begin_with(writer, "BEGIN IMMEDIATE", query_only=False)
    _begin_with(reader, "BEGIN", query_only=True)
    return Database(writer, reader, let_go)


def _begin_with(engine: AsyncEngine, statement: str, *, query_only: bool) -> None:
    """Take the beginning of transactions out of the driver's hands, which would put it off until the first write."""

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _pragmas(query_only=query_only):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(statement))


def _pragmas(*, query_only: bool) -> tuple[str, ...]:
    """WAL with `synchronous = NORMAL`: a commit outlives the process at once, a power cut within a checkpoint."""
    common = (f"busy_timeout = {_BUSY}", "journal_mode = WAL", "synchronous = NORMAL")
    return (*common, "query_only = ON") if query_only else (*common, "foreign_keys = ON")
