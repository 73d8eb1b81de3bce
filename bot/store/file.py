"""The file of an SQLite database: who holds it, and the copy made before its shape is changed."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.core.errors import Fatal, InUse

__all__ = ["copy_if_behind", "hold"]


def hold(file: Path) -> Callable[[], None]:
    """Keep other processes from this database until what is returned is called, or this process ends.

    The lock belongs to the process (POSIX): a child that outlives it does not keep it.
    """
    beside = file.with_name(file.name + ".lock")
    handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise InUse(
            f"Another Attribot is using {file}. Stop it first, or give this one a DATA_DIR of its own."
        ) from None
    return partial(os.close, handle)


def copy_if_behind(file: Path, head: str, now: datetime) -> Path | None:
    """Copy the database if its shape is about to change; the copy's name tells its revision and the time.

    SQLite makes the copy itself, so that what stands in the write-ahead log is in it. Raises sqlite3.Error.
    """
    if not file.exists() or not file.stat().st_size:
        return None
    with closing(sqlite3.connect(file)) as source:
        revision = _revision(source, file)
        if revision in {None, head}:
            return None
        copy = file.with_name(f"{file.stem}.{revision}.{now:%Y%m%dT%H%M%SZ}{file.suffix}")
        with closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    return copy


def _revision(source: sqlite3.Connection, file: Path) -> str | None:
    """The revision of a database; None for an empty one. Raises Fatal for somebody else's."""
    tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise Fatal(f"{file} is a database, but not one of Attribot's. Name another file, or another DATA_DIR.")
    row = source.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None
