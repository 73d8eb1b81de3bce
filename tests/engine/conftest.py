"""What the engine's tests stand on: the real store in a file of their own, and fakes of all that is outside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from tests.engine.fakes import HandClock
from tests.kit.stores import sqlite_store


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with sqlite_store(tmp_path) as store:
        yield store
