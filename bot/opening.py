"""How the database of an installation is opened: with its key, by one process at a time where it is a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import structlog

from bot.core.errors import Fatal, InUse
from bot.core.names import Names
from bot.keyring import Keyring
from bot.ports import Store
from bot.settings import Settings
from bot.store import open_store

__all__ = ["database_url", "opened", "turn"]

STANDBY = 1.0
"""Seconds between two looks at whether the process that has the file has ended."""
SHORTEST_SILENCE = 10.0
"""Seconds: what a process that works may be silent in a transaction on a machine with too much to do."""

log = structlog.stdlib.get_logger(__name__)


async def turn(
    stack: AsyncExitStack, settings: Settings, names: Names, stop: asyncio.Event, *, patient: bool
) -> Store | None:
    """The database; where another process has its file, and `patient`, once it has ended. None when stopped before."""
    waiting = False
    while True:
        try:
            return await stack.enter_async_context(opened(settings, names))
        except InUse as used:
            if not patient:
                raise
            if not waiting:
                log.warning("standing by", why=str(used))
            waiting = True
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), STANDBY)
            return None


@asynccontextmanager
async def opened(settings: Settings, names: Names | None = None) -> AsyncIterator[Store]:
    """The database of these settings, in the newest form; raises `Fatal` when that can't be.

    `names`: by which places are found in what is recorded.
    """
    _make_private(settings)
    key = Keyring.open(settings.data_dir).derive("addresses")
    silence = max(settings.lease_seconds, SHORTEST_SILENCE)
    store = await open_store(database_url(settings), key=key, names=names, silence=silence)
    try:
        yield store
    finally:
        await store.close()


def database_url(settings: Settings) -> str:
    """The address of the database: SQLite in the data folder, unless another is set."""
    return settings.database_url.get_secret_value() or f"sqlite+aiosqlite:///{settings.data_dir / 'attribot.db'}"


def _make_private(settings: Settings) -> None:
    """The data folder, open to nobody else: it holds chats, subscriptions and keys."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.data_dir.chmod(0o700)
    except OSError as error:
        raise Fatal(
            f"DATA_DIR={settings.data_dir} can't be used: {error.strerror}. Name a folder that this user may write to."
        ) from None
