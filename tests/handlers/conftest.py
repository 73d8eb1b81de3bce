from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.model import ChatKind
from bot.ports import Store
from tests.handlers.room import ADMIN, Room
from tests.kit.stores import sqlite_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with sqlite_store(tmp_path) as store:
        yield store


@pytest.fixture
def room(store: Store) -> Room:
    """The operator's private chat."""
    return Room(store)


@pytest.fixture
def group(room: Room) -> Room:
    """A group in which an admin writes, unless another is named."""
    return replace(room, kind=ChatKind.GROUP, chat="-100", person=ADMIN)
