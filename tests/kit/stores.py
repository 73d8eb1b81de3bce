"""Stores for tests, real ones: an SQLite file of its own for each, or a PostgreSQL database of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

from bot.core.names import Names
from bot.store import open_store
from bot.store.rooms import SqlStore
from bot.store.upgrade import upgrade
from tests.servers.postgres import Postgres


@asynccontextmanager
async def sqlite_store(folder: Path, names: Names | None = None) -> AsyncIterator[SqlStore]:
    """The store in `folder/attribot.db`, made if it is not there; opened again, it is as it was left."""
    file = folder / "attribot.db"
    if not file.exists():
        shutil.copy(_template(), file)
    store = await open_store(sqlite_url(file), names=names)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def postgres_store(postgres: Postgres) -> AsyncIterator[SqlStore]:
    """A store in a database of its own on a running server."""
    async with postgres_url(postgres) as url:
        store = await open_store(url)
        try:
            yield store
        finally:
            await store.close()


@asynccontextmanager
async def postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """The address of a database in its newest shape, which is dropped in the end."""
    name = postgres.create(template=await _postgres_template(postgres))
    try:
        yield postgres.url(name)
    finally:
        postgres.drop(name)


async def _postgres_template(postgres: Postgres) -> str:
    name = "attribot_template"
    if name not in postgres.created:
        postgres.create(name=name)
        await (await open_store(postgres.url(name))).close()
    return name


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="attribot-tests-")


@cache
def _template() -> Path:
    """An empty database in its newest shape: to copy it takes a tenth of the time that the migrations take."""
    file = Path(_folder().name) / "template.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    return file
