"""Telegram as a `Platform`: hears people over a long poll, answers them, and sends what the outbox owes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address
from typing import ClassVar
from urllib.parse import urlsplit

import structlog
from telegram import BotCommand, Update, User
from telegram.error import TelegramError

from bot.core.errors import Fatal
from bot.core.message import Message, message
from bot.core.model import Address
from bot.core.outcome import Later, Moved, Outcome, Sent
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.events import NAME, event
from bot.platforms.telegram.listen import Listener, Waits, patiently
from bot.platforms.telegram.request import Transport, bot_over
from bot.platforms.telegram.say import NO_PREVIEW, parts, preview
from bot.platforms.telegram.send import Draft, post
from bot.ports import ChatLost, ChatMoved, Event, Ledger, Reach, Request, Respond, ignore

__all__ = ["Telegram"]

_log = structlog.get_logger(__name__)

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SORRY = message("Something went wrong on my side, so that was not done. Please send it again in a minute.")


class Telegram:
    """One bot account of Telegram.

    `token`: from @BotFather; `api`: base address of the Bot API; `ledger` keeps where listening stopped;
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
        self._reach = reach
        self._commands = commands
        self._waits = waits or Waits()
        root = f"{api.rstrip('/')}/bot{token}"
        # Two pools, so that the long poll never stands in the way of a message.
        self._speaking = Transport(root, connect=self._waits.connect, answer=self._waits.answer)
        self._hearing = Transport(root, connect=self._waits.connect, answer=self._waits.answer, connections=1)
        self._bot = bot_over(self._speaking, self._hearing)
        self._admins = Admins(self._bot)
        if not _is_private(api):
            _log.warning("telegram_api_not_encrypted", why="the bot's token crosses the network readable: use https")

    async def listen(self, respond: Respond) -> None:
        """Hand over events and send the replies until cancelled; raises `Fatal` when Telegram refuses the token."""
        me = await patiently(self._bot.get_me, self._waits)
        _log.info("telegram_listening", bot=me.username)
        await self._offer_commands()

        async def handle(update: Update) -> None:
            await self._handle(update, me, respond)

        await Listener(self._bot, self._ledger, bot_id=me.id, waits=self._waits, handle=handle).run()

    async def send(
        self,
        to: Address,
        message: Message,
        *,
        key: str,  # noqa: ARG002 - the Bot API takes none: sendMessage is not idempotent
        edits: str = "",
        replies: str = "",
    ) -> Outcome:
        """Send once; of a message too long for one, what follows the first part is sent as well as can be."""
        first, *rest = _drafts(to, message, edits=edits, replies=replies)
        outcome = await post(self._bot, first)
        if isinstance(outcome, Sent):
            for draft in rest:
                _note_loss(draft, await post(self._bot, draft))
        return outcome

    async def close(self) -> None:
        """Let go of connections."""
        await self._hearing.shutdown()
        await self._speaking.shutdown()

    # ---- what people say

    async def _handle(self, update: Update, me: User, respond: Respond) -> None:
        if update.chat_member is not None:
            self._admins.forget(update.chat_member.chat.id, update.chat_member.new_chat_member.user.id)
        heard = event(update, me, self._admins)
        if heard is None:
            return
        self._reach("listen.before_respond")
        replies = await _responded(respond, heard)
        self._reach("listen.after_respond")
        said = update.effective_message
        await self._reply(heard, replies, "" if said is None else str(said.message_id))

    async def _reply(self, heard: Event, replies: Sequence[Message], to: str) -> None:
        """Say it where the person spoke; the first message shows what it answers."""
        if isinstance(heard, ChatLost):
            return
        address = Address(NAME, heard.to) if isinstance(heard, ChatMoved) else heard.address
        replying = to if isinstance(heard, Request) else ""
        for reply in replies:
            for draft in _drafts(address, reply, replies=replying):
                await self._post_patiently(draft)
            replying = ""

    async def _post_patiently(self, draft: Draft) -> None:
        """Send what nobody will send again: wait out pauses for as long as it may take, then let it go with a log."""
        patience = self._waits.reply
        outcome = await post(self._bot, draft)
        while isinstance(outcome, Later) and (pause := outcome.after.total_seconds()) <= patience:
            patience -= pause
            await asyncio.sleep(pause)
            outcome = await post(self._bot, draft)
        if isinstance(outcome, Moved):
            outcome = await post(self._bot, replace(draft, chat=int(outcome.chat)))
        _note_loss(draft, outcome)

    async def _offer_commands(self) -> None:
        """Tell Telegram the commands; without them people can still type."""
        if not self._commands:
            return
        try:
            await self._bot.set_my_commands([BotCommand(name, told) for name, told in self._commands])
        except TelegramError as error:
            _log.warning("telegram_commands_not_set", why=str(error))


async def _responded(respond: Respond, heard: Event) -> Sequence[Message]:
    try:
        return await respond(heard)
    except Fatal:
        raise
    except Exception:  # noqa: BLE001 - a bug met by one message must not deafen the bot for all others
        _log.exception("telegram_update_failed", heard=type(heard).__name__, chat=heard.address.chat)
        return (_SORRY,) if isinstance(heard, Request) else ()


def _drafts(to: Address, said: Message, *, edits: str = "", replies: str = "") -> list[Draft]:
    """The message as Telegram messages; only the first shows a preview, replies to a message, or replaces one."""
    chat, thread = int(to.chat), int(to.thread) if to.thread else None
    first, *rest = parts(said)
    head = Draft(chat, first, preview(said), thread, int(replies) if replies else None, int(edits) if edits else None)
    return [head, *(Draft(chat, part, NO_PREVIEW, thread) for part in rest)]


def _note_loss(draft: Draft, outcome: Outcome) -> None:
    if not isinstance(outcome, Sent):
        _log.warning("telegram_message_lost", chat=draft.chat, outcome=repr(outcome))


def _is_private(api: str) -> bool:
    """Whether what is said to this address stays between the two."""
    split = urlsplit(api)
    if split.scheme == "https" or split.hostname == "localhost":
        return True
    try:
        return ip_address(split.hostname or "").is_loopback
    except ValueError:
        return False
