"""The webhook: Telegram posts each update, and posts it again until it is told that it is safe to forget it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.platforms.telegram.heard import Heard
from bot.platforms.telegram.listen import (
    MOST_UPDATES,
    UPDATES,
    Take,
    Waits,
    heard_name,
    offset_name,
    patiently,
    working,
)
from bot.platforms.telegram.request import posted
from bot.ports import Ledger, Letterbox, Reach

__all__ = ["CONNECTIONS", "Hook"]

_log = structlog.get_logger(__name__)

CONNECTIONS = 10
"""That Telegram may post over at once: of one stranger, as a proxy on another machine is, bot.web takes 16."""


class Hook:
    """Takes updates that Telegram posts and gives each to `take`, once.

    As with the long poll, `take` says when it is safe to forget an update. It is written down then, and only then
    Telegram is answered that it was taken. What takes longer than Telegram waits goes on all the same, and the update,
    when it is posted again, waits for the rest of it. Telegram keeps the order within a chat.
    """

    def __init__(
        self, bot: Bot, ledger: Ledger, box: Letterbox, *, bot_id: int, waits: Waits, take: Take, reach: Reach
    ) -> None:
        self._bot = bot
        self._ledger = ledger
        self._box = box
        self._bot_id = bot_id
        self._waits = waits
        self._take = take
        self._reach = reach
        self._heard = Heard()
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._confirming = asyncio.Lock()
        self._looked: datetime | None = None

    async def run(self) -> None:
        """Listen until cancelled; raises `Fatal` when the token is refused, and a group of what the work raises."""
        await self._remember()
        async with working() as group:
            with self._box.emptied(partial(self._receive, group)):
                while True:
                    await patiently(self._set, self._waits)
                    await self._watch()

    async def _remember(self) -> None:
        """What was heard before: over the long poll too, as Telegram may not know yet what was confirmed last."""
        self._heard = Heard.read(await self._ledger.recall(heard_name(self._bot_id)))
        offset = int(await self._ledger.recall(offset_name(self._bot_id)) or 0)
        for number in range(max(offset - MOST_UPDATES, 0), offset):
            self._heard.add(number)

    # ---- the address

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._box.url,
            secret_token=self._box.secret,
            allowed_updates=UPDATES,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )
        _log.info("telegram_webhook_set")

    async def _watch(self) -> None:
        """Come back when Telegram posts elsewhere; meanwhile tell what it complains about."""
        while True:
            await asyncio.sleep(self._waits.watch)
            try:
                told = await self._bot.get_webhook_info()
            except TelegramError as error:
                _log.warning("telegram_webhook_unknown", why=str(error))
                continue
            if told.url != self._box.url:
                _log.warning("telegram_conflict", why="another program has set or deleted the webhook of this bot")
                return
            if told.last_error_date and told.last_error_date != self._looked:
                self._looked = told.last_error_date
                _log.warning(
                    "telegram_webhook_troubled", why=told.last_error_message, waiting=told.pending_update_count
                )

    # ---- what comes

    async def _receive(self, group: asyncio.TaskGroup, body: bytes) -> bool:
        """Whether the update in it is safe to forget, after a wait where there is hope."""
        update = posted(body)
        if update is None or update.update_id in self._heard:
            return True
        work = self._in_hand.get(update.update_id) or self._begun(update, group)
        if work is None:
            return True
        await asyncio.wait([work], timeout=self._waits.answer)
        self._reach("listen.before_answer")
        return update.update_id in self._heard

    def _begun(self, update: Update, group: asyncio.TaskGroup) -> asyncio.Task[None] | None:
        """The work about it, under way; None when there is nothing to do."""
        number = update.update_id
        work = self._take(update, partial(self._confirm, number))
        if work is None:
            return None
        task = self._in_hand[number] = group.create_task(work)
        task.add_done_callback(lambda _: self._in_hand.pop(number))
        return task

    async def _confirm(self, number: int) -> None:
        async with self._confirming:
            self._heard.add(number)
            await self._ledger.remember(heard_name(self._bot_id), str(self._heard))
