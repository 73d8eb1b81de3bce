"""What people say, press and are told: in order in a chat, different chats at once, and never too much of one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

import structlog
from telegram import Update

from bot.core.errors import Fatal
from bot.core.message import Message, message
from bot.core.model import Address, ChatKind
from bot.core.outcome import Later, Moved, Outcome, Refused, Unsure
from bot.platforms.telegram.buttons import Keyboards
from bot.platforms.telegram.events import NAME
from bot.platforms.telegram.listen import Confirm, Waits
from bot.platforms.telegram.pace import Turns
from bot.platforms.telegram.presses import LONGEST_ANSWER, TOO_FAST, TOO_OLD, Doorbell, Press
from bot.platforms.telegram.request import Transport
from bot.platforms.telegram.send import Draft, drafts, note_loss, post
from bot.ports import ChatLost, ChatMoved, Event, Reach, Request, Respond

__all__ = ["Conversations"]

_log = structlog.get_logger(__name__)

_MOST_WAITING = 10  # requests of one chat: what people type in earnest while they wait for an answer
_TRIES = 6  # to take note of a chat that came, went or moved: half a minute in all, as a database takes to restart

_SORRY = replace(
    message("Something went wrong on my side, so that was not done. Please send it again in a minute."), refuses=True
)
_TOO_MUCH = message(
    "That was too much at once: I have answered what came before this message, but I did not read this one, nor any"
    " sent after it until now. Please send again what matters, a little more slowly."
)


@dataclass(slots=True, eq=False)
class _Lane:
    """One chat's turns."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # who waits is served in order of arrival
    voice: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    """Events that are not answered yet."""
    closed: bool = False
    """No request is read until this lane is empty, and its last words are that too much came."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the answer to something belongs: in reply to a message, or in place of one."""

    answers: str = ""
    edits: str = ""


class Conversations:
    """Hands what is heard to `respond` and says the replies.

    `hear`: what an update means; `doorbell` opens to presses; `keyboards` makes the buttons of replies. A chat's next
    request does not wait for the reply to the one before, but replies wait for each other, and no more than
    `_MOST_WAITING` requests for theirs: what is beyond is dropped, and the chat told so. Chats that come, go or move
    are never dropped.
    """

    def __init__(
        self,
        transport: Transport,
        turns: Turns,
        waits: Waits,
        *,
        hear: Callable[[Update], Event | Press | None],
        doorbell: Doorbell,
        keyboards: Keyboards,
        respond: Respond,
        reach: Reach,
    ) -> None:
        self._transport = transport
        self._turns = turns
        self._waits = waits
        self._hear = hear
        self._doorbell = doorbell
        self._keyboards = keyboards
        self._respond = respond
        self._reach = reach
        self._lanes: dict[str, _Lane] = {}
        self._speaking: set[asyncio.Task[None]] = set()

    def take(self, update: Update, confirm: Confirm) -> Coroutine[None, None, None] | None:
        """What to do about an update, which is confirmed once handled and, unless that takes long, answered."""
        heard = self._heard(update)
        if heard is None:
            return None
        if isinstance(heard, Press):
            return self._take_press(heard, confirm)
        lane = self._lanes.setdefault(heard.address.chat, _Lane())
        respond = self._respond
        if isinstance(heard, Request):
            if lane.closed:
                return None
            if lane.waiting >= _MOST_WAITING:
                _log.warning("telegram_chat_too_fast", chat=heard.address.chat)
                lane.closed = True
                respond = _too_much
        lane.waiting += 1
        said = update.effective_message
        place = _Place("" if said is None or not isinstance(heard, Request) else str(said.message_id))
        return self._turn(lane, heard, respond, place, confirm)

    def _take_press(self, press: Press, confirm: Confirm) -> Coroutine[None, None, None]:
        """A press is answered whatever comes of it."""
        if press.request is None:
            return self._refuse(press, TOO_OLD, confirm)
        lane = self._lanes.setdefault(press.request.address.chat, _Lane())
        if lane.closed or lane.waiting >= _MOST_WAITING:
            return self._refuse(press, TOO_FAST, confirm)
        lane.waiting += 1
        return self._press_turn(lane, press, press.request, confirm)

    async def _refuse(self, press: Press, why: str, confirm: Confirm) -> None:
        await self._doorbell.answer(press, why)
        await confirm()

    async def _press_turn(self, lane: _Lane, press: Press, request: Request, confirm: Confirm) -> None:
        """As a message's turn; the press is answered meanwhile, at once or soon."""
        verdict: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        opening = asyncio.create_task(self._doorbell.open(press, request))
        ending = asyncio.create_task(self._end(press, opening, verdict))
        place = _Place(answers="" if press.edits else press.message, edits=press.edits)
        try:
            await self._turn(lane, request, partial(self._opened, opening, ending, verdict), place, confirm)
        finally:
            opening.cancel()
            ending.cancel()

    async def _end(self, press: Press, opening: asyncio.Task[Request | None], verdict: asyncio.Future[str]) -> None:
        """Answer what was pressed in a group: with why it is refused, if that is known soon."""
        await asyncio.wait([opening])
        opened = None if opening.cancelled() or opening.exception() else opening.result()
        if opened is None or opened.kind is ChatKind.PRIVATE:
            return
        told = ""
        with suppress(TimeoutError):
            told = await asyncio.wait_for(verdict, self._waits.verdict)
        await self._doorbell.answer(press, told)

    async def _opened(
        self,
        opening: asyncio.Task[Request | None],
        ending: asyncio.Task[None],
        verdict: asyncio.Future[str],
        heard: Event,  # noqa: ARG002 - what is heard is not known before it is opened
    ) -> Sequence[Message]:
        """Respond to a press, once it is known what it means; in a group only who pressed is told of a refusal."""
        request, told = await opening, ""
        if request is None:
            return ()
        try:
            replies = await self._respond(request)
            told = _refusal(request, replies)
        finally:
            waited_for = not verdict.done()
            if waited_for:
                verdict.set_result(told)
            await ending
        return () if told and waited_for else replies

    async def drain(self) -> None:
        """Give replies under way their grace."""
        if not self._speaking:
            return
        _, late = await asyncio.wait(self._speaking, timeout=self._waits.grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _heard(self, update: Update) -> Event | Press | None:
        """None too for what can't be understood: it would not be the next time either."""
        try:
            return self._hear(update)
        except Exception:  # noqa: BLE001 - one odd update must not deafen the bot
            _log.exception("telegram_update_not_understood", update=update.update_id)
            return None

    async def _turn(self, lane: _Lane, heard: Event, respond: Respond, place: _Place, confirm: Confirm) -> None:
        async with lane.turn:
            self._reach("listen.before_respond")
            replies = await self._responded(respond, heard)
            self._reach("listen.after_respond")
            speaking = asyncio.create_task(self._speak(lane, heard, replies, place))
            self._speaking.add(speaking)
            speaking.add_done_callback(self._speaking.discard)
        try:
            await asyncio.wait([speaking], timeout=self._waits.confirm)
        finally:
            await confirm()  # at a stop too: it is done, and `drain` sees to the reply

    async def _responded(self, respond: Respond, heard: Event) -> Sequence[Message]:
        """The replies. A person can ask again; what befell a chat is told once, so it is tried more than once."""
        tries = 1 if isinstance(heard, Request) else _TRIES
        for failures in range(tries):
            if failures:
                await asyncio.sleep(self._waits.retry * 2 ** (failures - 1))
            try:
                return await respond(heard)
            except Fatal:
                raise
            except Exception:  # noqa: BLE001 - a bug met by one update must not deafen the bot for all others
                _log.exception("telegram_update_failed", heard=type(heard).__name__, chat=heard.address.chat)
        return (_SORRY,) if isinstance(heard, Request) else ()

    async def _speak(self, lane: _Lane, heard: Event, replies: Sequence[Message], place: _Place) -> None:
        try:
            async with lane.voice:
                for draft in await self._worded(heard, replies, place):
                    await self._say(draft)
        except Exception:  # noqa: BLE001 - nobody waits for it who could do better
            _log.exception("telegram_reply_failed", chat=heard.address.chat)
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                self._lanes.pop(heard.address.chat, None)

    async def _worded(self, heard: Event, replies: Sequence[Message], place: _Place) -> list[Draft]:
        """The replies where the person spoke; the first of them shows what it answers, unless the last replaces it."""
        if isinstance(heard, ChatLost):
            return []
        address = Address(NAME, heard.to) if isinstance(heard, ChatMoved) else heard.address
        found: list[Draft] = []
        for index, reply in enumerate(replies):
            edits = place.edits if index == len(replies) - 1 and not reply.refuses else ""
            said, keyboard = await self._keyboards.under(address, reply)
            found += drafts(address, said, keyboard, edits=edits, replies="" if index else place.answers)
        return found

    async def _say(self, draft: Draft) -> None:
        """Send what nobody will send again, or let it go with a log."""
        outcome = await self._insist(draft)
        if isinstance(outcome, Moved):
            outcome = await self._post(replace(draft, chat=int(outcome.chat)))
        if isinstance(outcome, Refused) and draft.edits is not None:
            # What it was to replace is gone; the answer is wanted all the same.
            outcome = await self._post(replace(draft, edits=None))
        note_loss(draft, outcome)

    async def _insist(self, draft: Draft) -> Outcome:
        """Wait out pauses for as long as it may take, and say it again, once, where no answer came.

        A person who asked should rather be answered twice than never.
        """
        patience, doubted = self._waits.reply, False
        while True:
            outcome = await self._post(draft)
            match outcome:
                case Later() if (pause := outcome.after.total_seconds()) <= patience:
                    patience -= pause
                    await asyncio.sleep(pause)
                case Unsure(why) if not doubted:
                    doubted = True
                    _log.warning("telegram_reply_in_doubt", chat=draft.chat, why=why)
                case _:
                    return outcome

    async def _post(self, draft: Draft) -> Outcome:
        """When it is the chat's turn, which alerts take too."""
        async with self._turns.reply(draft.chat):
            return await post(self._transport, draft)


async def _too_much(heard: Event) -> Sequence[Message]:  # noqa: ARG001 - it stands in for `respond`
    return (_TOO_MUCH,)


def _refusal(request: Request, replies: Sequence[Message]) -> str:
    """Why what was pressed in a group is refused, where that fits into the answer to a press; else nothing."""
    if request.kind is ChatKind.PRIVATE or not all(reply.refuses for reply in replies):
        return ""
    told = "\n".join(reply.in_words.plain for reply in replies)
    return told if len(told) <= LONGEST_ANSWER else ""
