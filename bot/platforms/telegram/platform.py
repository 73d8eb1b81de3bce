"""Telegram as a `Platform`: hears people, over a long poll or a webhook, answers them, and sends what is owed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import ClassVar
from urllib.parse import urlsplit

import structlog
from telegram import BotCommand, Update
from telegram.error import TelegramError

from bot.core.errors import Fatal
from bot.core.message import Message
from bot.core.model import Address
from bot.core.outcome import Outcome
from bot.core.pacing import Pace, limits
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.buttons import Keyboards
from bot.platforms.telegram.converse import Conversations
from bot.platforms.telegram.events import NAME, event
from bot.platforms.telegram.listen import Listener, Take, Waits, patiently
from bot.platforms.telegram.pace import Floods, Turns
from bot.platforms.telegram.presses import Doorbell, Press, press
from bot.platforms.telegram.request import Hearing, Transport, bot_over
from bot.platforms.telegram.send import owed, post
from bot.platforms.telegram.webhook import Hook
from bot.ports import Buttons, Event, Ledger, Letterbox, Reach, Respond, ignore

__all__ = ["Telegram"]

_log = structlog.get_logger(__name__)

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


class Telegram:
    """One bot account of Telegram.

    `token`: from @BotFather; `api`: base address of the Bot API; `ledger` keeps where listening stopped; `buttons`,
    what buttons mean that are too small to say so (without it, their commands are shown in words); `pace`: what the
    account may, shared with whoever sends alerts with it; `paid`: whether those are paid for, so that more may be sent;
    `box`: where Telegram posts what people say; without one it is asked for that, over a long poll;
    `commands`: names and descriptions that Telegram offers to people who type a slash; `waits`: how long to
    wait for what. Raises `Fatal` for what can't be a token.
    """

    name: ClassVar[str] = NAME
    idempotent: ClassVar[bool] = False

    def __init__(
        self,
        token: str,
        api: str,
        ledger: Ledger,
        *,
        buttons: Buttons | None = None,
        pace: Pace | None = None,
        paid: bool = False,
        box: Letterbox | None = None,
        clock_now: Callable[[], datetime] = lambda: datetime.now(UTC),
        reach: Reach = ignore,
        commands: Sequence[tuple[str, str]] = (),
        waits: Waits | None = None,
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise Fatal(
                "TELEGRAM_TOKEN does not look like a bot's token, which is a number, a colon and 35 characters."
                " Ask @BotFather for it: /mybots, then API Token."
            )
        self._ledger = ledger
        self._box = box
        self._reach = reach
        self._commands = commands
        self._waits = waits or Waits()
        root = f"{api.rstrip('/')}/bot{token}"
        # Two pools, so that the long poll never stands in the way of a message.
        self._speaking = Transport(root, connect=self._waits.connect, answer=self._waits.answer)
        self._hearing = Hearing(root, connect=self._waits.connect, answer=self._waits.answer, connections=1)
        self._bot = bot_over(self._speaking, self._hearing)
        self._admins = Admins(self._bot)
        self._keyboards = Keyboards(buttons, clock_now)
        self._turns = Turns(pace or Pace(limits(NAME, paid=paid)), clock_now)
        self._paid = paid
        self._floods = Floods()
        if not _is_private(api):
            _log.warning("telegram_api_not_encrypted", why="the bot's token crosses the network readable: use https")

    async def listen(self, respond: Respond) -> None:
        """Hand over events and send the replies until cancelled; raises `Fatal` when Telegram refuses the token."""
        me = await patiently(self._bot.get_me, self._waits)
        _log.info("telegram_listening", bot=me.username)
        await self._offer_commands()

        def hear(update: Update) -> Event | Press | None:
            if update.chat_member is not None:
                self._admins.forget(update.chat_member.chat.id, update.chat_member.new_chat_member.user.id)
            if update.callback_query is not None:
                return press(update.callback_query, self._admins)
            return event(update, me, self._admins)

        talk = Conversations(
            self._speaking,
            self._turns,
            self._waits,
            hear=hear,
            doorbell=Doorbell(self._bot, me, self._admins, self._keyboards),
            keyboards=self._keyboards,
            respond=respond,
            reach=self._reach,
        )
        try:
            await self._hear(me.id, talk.take)
        finally:
            await talk.drain()

    async def _hear(self, bot_id: int, take: Take) -> None:
        """Over the webhook where there is one, else over the long poll."""
        if self._box is None:
            await Listener(self._bot, self._ledger, bot_id=bot_id, waits=self._waits, take=take).run()
            return
        hook = Hook(self._bot, self._ledger, self._box, bot_id=bot_id, waits=self._waits, take=take, reach=self._reach)
        await hook.run()

    async def send(
        self,
        to: Address,
        message: Message,
        *,
        key: str,  # noqa: ARG002 - the Bot API takes none: sendMessage is not idempotent
        edits: str = "",
        replies: str = "",
    ) -> Outcome:
        """Send once, as one message."""
        said, keyboard = await self._keyboards.under(to, message)
        draft = owed(to, said, keyboard, edits=edits, replies=replies)
        outcome = await post(self._speaking, draft, paid=self._paid)
        return self._floods.judged(draft.chat, outcome)

    async def close(self) -> None:
        """Let go of connections."""
        await self._hearing.shutdown()
        await self._speaking.shutdown()

    async def _offer_commands(self) -> None:
        """Tell Telegram the commands; without them people can still type."""
        if not self._commands:
            return
        try:
            await self._bot.set_my_commands([BotCommand(name, told) for name, told in self._commands])
        except TelegramError as error:
            _log.warning("telegram_commands_not_set", why=str(error))


def _is_private(api: str) -> bool:
    """Whether what is said to this address stays between the two."""
    split = urlsplit(api)
    if split.scheme == "https" or split.hostname == "localhost":
        return True
    try:
        return ip_address(split.hostname or "").is_loopback
    except ValueError:
        return False
