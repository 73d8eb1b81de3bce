"""Bringing a database into the shape that this version's statements expect."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.core.errors import Fatal

__all__ = ["MIGRATIONS", "newest", "upgrade"]

MIGRATIONS: Final = Path(__file__).with_name("migrations")
"""Folder of the steps; a file's name says whether it runs before (`pre`) or after (`post`) the code's own upgrade."""


def newest(migrations: Path) -> str:
    """The revision that this version expects."""
    head = _steps(migrations).get_current_head()
    assert head is not None
    return head


def upgrade(connection: Connection, migrations: Path = MIGRATIONS) -> None:
    """Take the steps that are missing, inside the connection's transaction. Raises Fatal for a newer database."""
    current = MigrationContext.configure(connection).get_current_revision()
    steps = {step.revision for step in _steps(migrations).walk_revisions()}
    if current is not None and current not in steps:
        raise Fatal(
            f"The database is of a newer Attribot (revision {current}). Start that version, or put the copy back that"
            " it made of the database before its upgrade."
        )
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    if current != newest(migrations):
        command.upgrade(config, "head")


@cache
def _steps(migrations: Path) -> ScriptDirectory:
    """The steps of a folder: each is a module, which takes a millisecond to read."""
    return ScriptDirectory(str(migrations))
