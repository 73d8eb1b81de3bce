"""The bot as a process of its own, which kills itself at a named crashpoint.

    python -m tests.acceptance.victim

Settings come from the environment as always. CRASH_AT names the point, MARKER a file to write its name into before
the end; CHAT_SERVER, when set, is the one of `tests.acceptance.world`, used instead of the settings' platforms.
"""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import aiohttp

from bot.app import serve
from bot.core.message import Message
from bot.core.model import Address
from bot.core.outcome import Later, Outcome, Sent, Unsure
from bot.log import set_up
from bot.ports import Reach, Respond, ignore
from bot.settings import Settings

KILLED = 137
"""The exit code of a process that got SIGKILL, as a shell tells it."""


class Peer:
    """The chat server as a platform; idempotent, like Matrix."""

    name: ClassVar[str] = "matrix"
    idempotent: ClassVar[bool] = True

    def __init__(self, host: str) -> None:
        self._host = host

    async def listen(self, respond: Respond) -> None:
        """Nobody speaks."""
        await asyncio.Event().wait()

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        """Send once."""
        told = {"chat": to.chat, "key": key, "text": message.plain}
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(f"http://{self._host}/send", json=told) as answer,
            ):
                return Sent((await answer.json())["id"])
        except aiohttp.ClientConnectorError as error:
            return Later(timedelta(seconds=1), str(error))
        except aiohttp.ClientError as error:
            return Unsure(str(error))

    async def close(self) -> None:
        """Each send has a session of its own."""


def crash(at: str, marker: Path) -> Reach:
    """Ends the process at this point as SIGKILL would: no handler, no flush, no goodbye."""

    def reach(point: str) -> None:
        if point == at:
            marker.write_text(point)
            os._exit(KILLED)

    return reach


def main() -> None:
    """Run until killed or stopped, without the catalogue."""
    settings = Settings(packs=())
    set_up(settings.log_level, as_json=True)
    at = os.environ.get("CRASH_AT", "")
    reach = crash(at, Path(os.environ["MARKER"])) if at else ignore
    server = os.environ.get("CHAT_SERVER", "")
    asyncio.run(serve(settings, platforms=[Peer(server)] if server else None, reach=reach))


if __name__ == "__main__":
    main()
