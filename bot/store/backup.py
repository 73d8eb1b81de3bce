"""A copy of the SQLite database, made while the bot may be running."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from bot.core.errors import Fatal

__all__ = ["backup"]


def backup(url: str, to: Path) -> None:
    """Write a copy of the database at `url`; raises `Fatal` when that can't be done. Blocks while it copies."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        raise Fatal("This database is PostgreSQL: copy it with pg_dump.")
    file = Path(place.database or "")
    if not file.is_file():
        raise Fatal(f"There is no database at {file} yet. Set DATA_DIR to the folder of the running bot.")
    if to.exists():
        raise Fatal(f"{to} is there already. Name a new file: a backup never overwrites one.")
    try:
        _copy(file, to)
    except (sqlite3.Error, OSError) as error:
        raise Fatal(f"The copy could not be written: {error}.") from None


def _copy(file: Path, to: Path) -> None:
    """SQLite makes the copy itself, so that what stands in the write-ahead log is in it."""
    to.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
