"""The long poll: each update is taken once, and confirmed when it is safe to forget it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog
from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError

from bot.core.errors import Fatal
from bot.platforms.telegram.heard import Heard
from bot.platforms.telegram.request import Answered
from bot.ports import Ledger

__all__ = [
    "MOST_UPDATES",
    "UPDATES",
    "Confirm",
    "Listener",
    "Take",
    "Waits",
    "heard_name",
    "offset_name",
    "patiently",
    "working",
]

_log = structlog.get_logger(__name__)

UPDATES = ("message", "channel_post", "callback_query", "my_chat_member", "chat_member")
_CONFLICT = 409
_BAD_TOKEN = (401, 404)
MOST_UPDATES = 100
"""Bot API: of one answer to getUpdates."""

Result = TypeVar("Result")
Confirm = Callable[[], Awaitable[None]]
Take = Callable[[Update, Confirm], Coroutine[None, None, None] | None]

_DOUBLINGS = 16  # 2**16 of the shortest wait is beyond any longest wait


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to wait for what, in seconds."""

    connect: float = 10.0
    answer: float = 20.0
    poll: int = 50  # Bot API server: the longest long poll
    recheck: float = 1.0  # asked from the same offset within 0.5 s, the server gives one update (telegram-bot-api)
    retry: float = 1.0  # after a first failure; doubled after each further one
    retry_most: float = 60.0
    reply: float = 60.0  # how long a reply to a person may be put off in all
    confirm: float = 5.0  # how long an update stays unconfirmed for its reply's sake, so that a crash repeats it
    verdict: float = 2.0  # how long a press in a group may wait for the word whether it is refused
    grace: float = 3.0  # how long replies under way may take at a stop
    watch: float = 300.0  # between two looks at what Telegram says of the webhook


async def patiently(ask: Callable[[], Awaitable[Result]], waits: Waits) -> Result:
    """The answer, after as many tries as it takes; raises `Fatal` when the token is refused."""
    failures = 0
    while True:
        try:
            return await ask()
        except TelegramError as error:
            failure = error
        if isinstance(failure, Answered) and failure.code in _BAD_TOKEN and failure.description:
            raise Fatal(
                f"Telegram refuses the bot's token ({failure})."
                " Set TELEGRAM_TOKEN to the token that @BotFather shows for your bot, and start again."
            )
        wait = _wait(failure, failures, waits)
        failures += 1
        _log.warning(_event_name(failure), why=str(failure), failures=failures, wait=round(wait, 1))
        await asyncio.sleep(wait)


def _wait(failure: TelegramError, failures: int, waits: Waits) -> float:
    """As long as the server asks for; else longer after each failure, and never the same for two bots."""
    if isinstance(failure, Answered) and failure.retry_after:
        return float(failure.retry_after)
    longest: float = min(waits.retry * 2 ** min(failures, _DOUBLINGS), waits.retry_most)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret hangs on a pause


def _event_name(failure: TelegramError) -> str:
    """409 deserves an alarm of its own: a second instance, or a webhook, takes the updates away."""
    if isinstance(failure, Answered) and failure.code == _CONFLICT:
        return "telegram_conflict"
    return "telegram_unreachable" if isinstance(failure, NetworkError) else "telegram_refused"


def offset_name(bot_id: int) -> str:
    """Under which name the ledger keeps how far the long poll has confirmed."""
    return f"telegram:{bot_id}:offset"


def heard_name(bot_id: int) -> str:
    """Under which name the ledger keeps what the webhook has confirmed."""
    return f"telegram:{bot_id}:heard"


@asynccontextmanager
async def working() -> AsyncIterator[asyncio.TaskGroup]:
    """A group of the work in hand; raises the first `Fatal` of it bare, and a group of what else it raises."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except ExceptionGroup as failures:
        fatal = failures.subgroup(Fatal)
        raise (failures if fatal is None else fatal.exceptions[0]) from None


class Listener:
    """Takes updates from Telegram and gives each to `take`, once.

    `take` begins nothing: it returns what is to be done about an update, which calls `confirm` when it is safe to
    forget it, or None when there is nothing to do. The server forgets what is confirmed, so the offset sent (and kept
    in the ledger) is that of the oldest update still in hand. While one takes long, the server is asked again from
    there and what it repeats is left out: a slow chat holds up nobody else, and a crash loses nothing.

    An answer holds at most 100 updates, and nobody behind them is heard before they are confirmed. So a full one is
    confirmed after a short wait, whatever is still in hand: it is worked on all the same, but a stop would lose it.
    """

    def __init__(self, bot: Bot, ledger: Ledger, *, bot_id: int, waits: Waits, take: Take) -> None:
        self._bot = bot
        self._ledger = ledger
        self._name = offset_name(bot_id)
        self._posted = heard_name(bot_id)
        self._waits = waits
        self._take = take
        self._offset = 0
        self._heard = Heard()  # over a webhook, before
        self._handled: dict[int, bool] = {}  # whether it is, by id of each update taken and not yet confirmed
        self._working: set[asyncio.Task[None]] = set()
        self._confirming = asyncio.Lock()

    async def run(self) -> None:
        """Listen until cancelled; raises `Fatal` when the token is refused, and a group of what the work raises."""
        self._offset = int(await self._ledger.recall(self._name) or 0)
        self._heard = Heard.read(await self._ledger.recall(self._posted))
        await patiently(self._end_webhook, self._waits)
        async with working() as group:
            while True:
                await self._round(group)

    async def _end_webhook(self) -> None:
        """While there is one, nothing can be polled. What waits for it comes over the poll then."""
        if (await self._bot.get_webhook_info()).url:
            await self._bot.delete_webhook(drop_pending_updates=False)
            _log.info("telegram_webhook_deleted")

    async def _round(self, group: asyncio.TaskGroup) -> None:
        """Ask once, take what is new, and wait a little for it: what is handled by then the next asking confirms."""
        # Only now may confirmed ones be forgotten: an answer to an earlier asking could still have repeated them.
        self._handled = {update: done for update, done in self._handled.items() if not done or update >= self._offset}
        updates = await patiently(self._ask, self._waits)
        if idle := [update.update_id for update in updates if not self._begins(update, group)]:
            await self._confirm(*idle)
        if self._working:
            await asyncio.wait(self._working, timeout=self._waits.recheck)
        if len(updates) >= MOST_UPDATES:
            await self._confirm(*[update.update_id for update in updates])

    async def _ask(self) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            offset=self._offset or None, timeout=self._waits.poll, allowed_updates=UPDATES
        )

    def _begins(self, update: Update, group: asyncio.TaskGroup) -> bool:
        """Whether there is work to do about it, now or already."""
        if update.update_id in self._handled:
            return not self._handled[update.update_id]
        self._handled[update.update_id] = False
        if update.update_id in self._heard:
            return False
        work = self._take(update, partial(self._confirm, update.update_id))
        if work is None:
            return False
        task = group.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return True

    async def _confirm(self, *updates: int) -> None:
        """Move the offset up to the oldest update that is not handled, and keep it."""
        async with self._confirming:
            self._handled.update((update, True) for update in updates if update in self._handled)
            waiting = [update for update, done in self._handled.items() if not done]
            offset = min(waiting) if waiting else max(self._handled, default=self._offset - 1) + 1
            if offset != self._offset:
                await self._ledger.remember(self._name, str(offset))
                self._offset = offset
