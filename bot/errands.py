"""What the command line does with the sources while no bot runs, or beside it: writes them out, takes a list in."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import database_url, opened
from bot.core.errors import Fatal, InUse, UserError
from bot.core.holdings import Refusal
from bot.core.taking import spread
from bot.data.opml import write_opml
from bot.data.transfer import MOST_BYTES, write_yaml
from bot.engine.clock import SystemClock
from bot.keyring import FILE as KEY
from bot.newsroom import Shelf
from bot.ports import Store, Taken
from bot.settings import Settings
from bot.sourcing import catalogue_of, kinds_of, reads_of
from bot.store.backup import backup

__all__ = ["Delivered", "Written", "export", "take_in"]


@dataclass(frozen=True, slots=True)
class Written:
    """A list of sources."""

    text: str
    secret: int
    """How many of its addresses hold secrets."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of a list."""

    taken: Taken
    refused: tuple[Refusal, ...]


async def export(settings: Settings, *, opml: bool) -> Written:
    """All sources that are read for everybody, with their secrets; the bot may be running."""
    async with AsyncExitStack() as stack:
        store = await _readable(settings, stack)
        holdings = await store.outlets.holdings()
    secret = sum(route.secret for holding in holdings for route in holding.routes)
    return Written(write_opml(holdings) if opml else write_yaml(holdings), secret)


async def take_in(settings: Settings, file: Path) -> Delivered:
    """Take in a list; raises Fatal when that can't be done, above all while the bot runs."""
    with file.open("rb") as opened_file:
        body = await asyncio.to_thread(opened_file.read, MOST_BYTES + 1)
    try:
        parcel = reads_of(kinds_of(settings))(body)
    except UserError as error:
        raise Fatal(str(error)) from None
    clock = SystemClock()
    try:
        async with opened(settings) as store:
            await Shelf(store, clock, catalogue_of(settings), settings.packs, lambda: None).stock()
            taken = await store.outlets.take_in(parcel.holdings, clock.now(), spread(parcel.holdings))
    except InUse:
        raise Fatal(
            "The bot is running and has its database to itself. Stop it first; or put the file on a web server, and "
            "type in a chat with the bot:  /source import https://…"
        ) from None
    return Delivered(taken, parcel.refused)


async def _readable(settings: Settings, stack: AsyncExitStack) -> Store:
    """The database, or a copy of it where the bot that runs has it to itself."""
    try:
        return await stack.enter_async_context(opened(settings))
    except InUse:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="attribot-export-")))
        await asyncio.to_thread(shutil.copy, settings.data_dir / KEY, folder / KEY)  # it opens the sealed addresses
        elsewhere = settings.model_copy(update={"data_dir": folder, "database_url": SecretStr("")})
        await asyncio.to_thread(backup, database_url(settings), folder / "attribot.db")
        return await stack.enter_async_context(opened(elsewhere))
