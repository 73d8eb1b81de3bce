"""Every test of the store runs over both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.rooms import SqlStore
from tests.kit.stores import postgres_store, sqlite_store
from tests.servers.postgres import Postgres, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with sqlite_store(tmp_path) as store:
        yield store


@pytest.fixture
async def postgresql(postgres: Postgres) -> AsyncIterator[SqlStore]:
    async with postgres_store(postgres) as store:
        yield store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `store` gets one of each."""
    if "store" in metafunc.fixturenames:
        real = pytest.param("postgresql", marks=pytest.mark.slow)
        metafunc.parametrize("store", ["sqlite", real], indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> SqlStore:
    chosen: SqlStore = request.getfixturevalue(request.param)
    return chosen
