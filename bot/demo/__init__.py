"""The demo: the true bot in this terminal, fed a recorded day by a local host; no network and no account."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app import console, opened, serve
from bot.core.filters import parse
from bot.core.model import Address, ChatKind, SubscriptionKind
from bot.demo.day import Day, load
from bot.demo.host import Replay, hosted
from bot.demo.script import LULL, typed
from bot.platforms.console import Console
from bot.ports import Platform
from bot.settings import Settings

__all__ = ["run_demo"]

WATCHED, SCRIPTED = timedelta(seconds=60), timedelta(seconds=25)
"""How long the day takes where somebody watches, and where a script does."""
TOPIC = "Hama OR Homs OR coup"

WELCOME = f"""\
A recorded day in a minute or less: 12 invented outlets, real places, four languages.
You are subscribed to  {TOPIC}  and can type at any time:
  /latest coup     /story 1     /why     /sources     /filter test homs -strike     /help     (Ctrl-D ends it)
"""


async def run_demo() -> None:
    """Play it until the person leaves, or to the script's end where there is no terminal."""
    watched = sys.stdin.isatty() and sys.stdout.isatty()
    replay = Replay(load(), WATCHED if watched else SCRIPTED)
    async with hosted(replay) as host:
        with TemporaryDirectory(prefix="attribot-demo-") as folder:
            settings = _settings(Path(folder), host)
            await _prepare(settings, replay.day, host)
            print(WELCOME, flush=True)  # noqa: T201 - the terminal is where it is read
            ending = asyncio.create_task(_say_when_over(replay)) if watched else None
            try:
                await serve(settings, platforms=(_terminal(replay, watched=watched),))
            finally:
                if ending:
                    ending.cancel()


async def _say_when_over(replay: Replay) -> None:
    await replay.after(1)
    await asyncio.sleep(LULL)
    print("The day is over. Type on, or end it with Ctrl-D.\n", flush=True)  # noqa: T201 - as above


def _terminal(replay: Replay, *, watched: bool) -> Platform:
    def write(text: str) -> None:
        print(text, flush=True)  # noqa: T201 - as above

    return console() if watched else Console(read=lambda: typed(replay, write), write=write)


class _Alone(Settings):
    """Settings that take nothing from the surroundings: no token, no `.env`."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given here, and nothing else."""
        return (init_settings,)


def _settings(folder: Path, host: str) -> Settings:
    """No catalogue; the local host, polled every second; a day's alerts in a minute, each for itself."""
    return _Alone(
        data_dir=folder,
        packs=(),
        private_hosts=(host,),
        poll_seconds=1,
        poll_floor_seconds=1,
        host_gap_seconds=0,
        alert_budget=0,
    )


async def _prepare(settings: Settings, day: Day, host: str) -> None:
    now = datetime.now(UTC)
    async with opened(settings) as store:
        await asyncio.gather(
            *(store.sources.add(outlet, "feed", f"http://{host}/{outlet.id}/feed.xml", now) for outlet in day.outlets)
        )
        chat = await store.chats.meet(Address("console", "me"), ChatKind.PRIVATE, "", now)
        await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, str(parse(TOPIC)), "the demo", now)
