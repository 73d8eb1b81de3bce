"""The Matrix platform: one account, one device, listening and sending over one client."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from bot.core.message import Message
from bot.core.model import Address
from bot.core.outcome import Later, Outcome
from bot.platforms.matrix.listen import NAME, Listener
from bot.platforms.matrix.send import Speaker
from bot.platforms.matrix.session import alone_in, open_client
from bot.platforms.matrix.tell import Teller
from bot.platforms.matrix.trouble import SOON
from bot.ports import Ledger, Reach, Respond, ignore

__all__ = ["Matrix"]


class Matrix:
    """An account on a homeserver. Sending works while `listen` runs: it is what knows rooms and keys."""

    name: ClassVar[str] = NAME
    idempotent: ClassVar[bool] = True

    def __init__(
        self,
        homeserver: str,
        user: str,
        password: str,
        folder: Path,
        ledger: Ledger,
        *,
        invites: tuple[str, ...] = (),
        reach: Reach = ignore,
        patience: float = 5.0,
    ) -> None:
        """`folder` keeps device, token and keys, in a folder of its own for each user; `invites`: who may invite.

        `patience`: seconds that a message waits for the connection before it is put off.
        """
        self._homeserver, self._user, self._password = homeserver, user, password
        self._folder = folder
        self._ledger = ledger
        self._invites = invites
        self._reach = reach
        self._patience = patience
        self._speaker: Speaker | None = None
        self._connected = asyncio.Event()

    async def listen(self, respond: Respond) -> None:
        """Hand events over until cancelled; raises `Fatal` if the server refuses the login or ends the session."""
        async with (
            alone_in(self._folder, self._user) as home,
            open_client(self._homeserver, self._user, self._password, home) as client,
        ):
            speaker = Speaker(client)
            teller = Teller(speaker, self._ledger, respond, reach=self._reach)
            listener = Listener(client, teller, self._ledger, invites=self._invites)
            first = await listener.start(self._password, home)
            self._speaker = speaker
            self._connected.set()
            try:
                await listener.run(first)
            finally:
                self._connected.clear()
                self._speaker = None
                await speaker.finish()

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        """Send once; `key` makes one event of any number of tries within a day."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._connected.wait()
        if self._speaker is None:
            return Later(SOON, "Matrix is not connected yet", paused=True, everyone=True)
        return await self._speaker.send(to, message, key=key, edits=edits, replies=replies)

    async def close(self) -> None:
        """Nothing is left to do: `listen` lets go of all it opened when it ends."""
