"""What the engine's tests stand on: the real store in a file of their own, and fakes of all that is outside."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from bot.ports import Store
from tests.engine.fakes import HandClock
from tests.kit.stores import sqlite_store


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """For tests of what sets up the log: it is global, in the standard library and in structlog."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with sqlite_store(tmp_path) as store:
        yield store
