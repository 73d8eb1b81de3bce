"""The bot as a process of its own, which kills itself at a named crashpoint.

    python -m tests.acceptance.victim

Settings come from the environment as always. CRASH_AT names the point, MARKER a file to write its name into before
the end; HANG_AT names one at which it stops, once, until somebody lets it go on (SIGCONT). CHAT_SERVER, when set, is
the one of `tests.acceptance.world`, used instead of the settings' platforms. EDIT_SECONDS, when set, is for how long
each message is left as it was sent.
"""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import aiohttp

from bot.app import serve
from bot.core.alerts.refreshing import USUAL, Restraint
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
        told = {"chat": to.chat, "key": key, "text": message.plain, "edits": edits}
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


def hang(at: str, marker: Path) -> Reach:
    """Stops the process at this point as SIGSTOP does: all it holds, it keeps."""

    def reach(point: str) -> None:
        if point == at and not marker.exists():
            marker.write_text(point)
            os.kill(os.getpid(), signal.SIGSTOP)

    return reach


def main() -> None:
    """Run until killed or stopped, without the catalogue."""
    settings = Settings(packs=())
    set_up(settings.log_level, as_json=True)
    crashes, hangs = os.environ.get("CRASH_AT", ""), os.environ.get("HANG_AT", "")
    marker = Path(os.environ.get("MARKER", ""))
    reach = crash(crashes, marker) if crashes else hang(hangs, marker) if hangs else ignore
    server = os.environ.get("CHAT_SERVER", "")
    seconds = float(os.environ.get("EDIT_SECONDS", "0"))
    restraint = Restraint(timedelta(seconds=seconds), part=100) if seconds else USUAL
    platforms = [Peer(server)] if server else None
    asyncio.run(serve(settings, platforms=platforms, reach=reach, restraint=restraint))


if __name__ == "__main__":
    main()
