"""Opening the database: alone on its file, in the shape this version expects, or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog
from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.core.errors import Fatal
from bot.core.names import Names, Unnamed
from bot.store.database import Database, Lock, connect
from bot.store.file import copy_if_behind, hold
from bot.store.rooms import SqlStore
from bot.store.upgrade import MIGRATIONS, newest, upgrade
from bot.store.vault import Vault, seal_all

__all__ = ["open_store"]

_SOUND: Final = (3, 51, 3)
"""The first SQLite without the WAL-reset bug (sqlite.org/changes.html)."""

log = structlog.stdlib.get_logger(__name__)


async def open_store(
    url: str,
    *,
    key: bytes | None = None,
    clock_now: Callable[[], datetime] | None = None,
    names: Names | None = None,
    silence: float = 0,
    migrations: Path = MIGRATIONS,
) -> SqlStore:
    """The store at `sqlite+aiosqlite:///path` or `postgresql+asyncpg://user:password@host/name`, brought up to date.

    Without a path, SQLite keeps everything in a temporary file. Raises Fatal when the database is of a newer version,
    in use by another Attribot, not a database at all, or out of reach. `key`: 32 bytes, with which addresses are
    sealed that have secrets in them; without it they stand in clear. `clock_now` names the copy that is made
    of an SQLite file before its shape is changed. `names`: by which places are found in what is recorded; none without.
    `silence`: seconds after which PostgreSQL ends a transaction in which nothing is said any more, never if 0: a
    process that was stopped in it (SIGSTOP, a frozen machine) would keep all others waiting for what it had locked.
    """
    place = _parsed(url)
    with _plain_words(place):
        database, file = _reserved(place, silence)
        try:
            if file is not None:
                await _copy(file, migrations, (clock_now or _utc_now)())
            async with database.write(Lock.SCHEMA) as connection:
                await connection.run_sync(upgrade, migrations)
                if key is not None:
                    database.seal(vault := Vault(key))
                    await seal_all(connection, vault)
        except BaseException:
            await database.close()
            raise
    return SqlStore(database, names or Unnamed())


def _reserved(place: URL, silence: float) -> tuple[Database, Path | None]:
    """The database, not yet opened, and its file if that is to stay."""
    if place.get_backend_name() != "sqlite":
        return connect(place, silence=silence), None
    if place.database in {None, "", ":memory:"}:
        folder = TemporaryDirectory(prefix="attribot-")
        return connect(place.set(database=f"{folder.name}/attribot.db"), folder.cleanup), None
    file = Path(place.database or "")
    file.parent.mkdir(parents=True, exist_ok=True)
    held = hold(file)
    # Only now: whoever stands by looks again and again whether the file is free.
    log.info("sqlite", version=sqlite3.sqlite_version)
    if sqlite3.sqlite_version_info < _SOUND:
        log.info("let no other program write to the database: this SQLite has a bug that two writers can meet")
    return connect(place, held), file


async def _copy(file: Path, migrations: Path, now: datetime) -> None:
    copy = await asyncio.to_thread(copy_if_behind, file, newest(migrations), now)
    if copy is not None:
        log.info("database copied before its upgrade", copy=str(copy))


def _parsed(url: str) -> URL:
    try:
        place = make_url(url)
    except ArgumentError:
        raise Fatal("DATABASE_URL is not an address. Write postgresql+asyncpg://user:password@host/name.") from None
    if place.drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        raise Fatal(f"DATABASE_URL begins with {place.drivername}: write postgresql+asyncpg or sqlite+aiosqlite.")
    return place


@contextmanager
def _plain_words(place: URL) -> Iterator[None]:
    """Whatever the drivers say, as a Fatal that names the database, never its password, and what to do."""
    shown = place.database if place.get_backend_name() == "sqlite" else place.render_as_string(hide_password=True)
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        why = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()[0]
        raise Fatal(f"I can't open the database {shown}: {_reason(why)}") from error
    except OSError as error:
        raise Fatal(f"I can't reach the database {shown}: {error.strerror or error}.") from error


def _reason(why: str) -> str:
    """What is wrong and what can be done."""
    why = why.rpartition(">: ")[2]
    hints = {
        "file is not a database": "the file is not a database. Name another file, or put a backup in its place.",
        "readonly": "it can't be written. Give the bot's user the right to write the file and its folder.",
        "unable to open": "it can't be opened. See that its folder is there and may be written.",
        "full": "the disk is full. Make room and start again.",
        "I/O": "the disk fails. Check the disk, then put a backup in its place.",
    }
    return next((hint for sign, hint in hints.items() if sign in why), f"{why}.")


def _utc_now() -> datetime:
    return datetime.now(UTC)
