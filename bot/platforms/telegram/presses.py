"""Presses of buttons: who pressed what where, whether they may, and the short answer that ends the waiting.

A press is what its sender made it, as words are: only who, where and under which message is Telegram's own word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog
from telegram import Bot, CallbackQuery, Message, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.core.errors import UserError
from bot.core.model import ChatKind
from bot.core.text.clean import clip
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.buttons import Data, Keyboards, turns_pages
from bot.platforms.telegram.events import KINDS, address_in, command_for, title_of
from bot.ports import Person, Request

__all__ = ["LONGEST_ANSWER", "TOO_FAST", "TOO_OLD", "Doorbell", "Press", "press"]

_log = structlog.get_logger(__name__)

LONGEST_ANSWER = 200  # Bot API: characters of an answer to a callback query

TOO_FAST = "That was too much at once, so I did not do it. Please press again in a minute."
_UNKNOWN = "I no longer know what that button was for. Type /help: it shows what I understand."
TOO_OLD = "That message is too old for its buttons. Type /help: it shows what I understand."
_SILENT = "Who can't write here can't use my buttons either."
_CHANNEL = "Only admins of the channel use my buttons here: what they bring, everybody sees."


@dataclass(frozen=True, slots=True)
class Press:
    """A press; its request has no words until it is known what the button means."""

    query: str
    """Telegram's name of it, for the answer."""
    data: str
    request: Request | None
    """None when the message that the button stands under can't be seen any more."""
    message: str = ""
    """The message that the button stands under."""
    replaceable: bool = False
    """Whether that is a list whose pages are turned."""

    @property
    def edits(self) -> str:
        """The message whose place the answer takes, if any."""
        data = Data.read(self.data)
        return self.message if self.replaceable and data and data.replaces else ""


def press(query: CallbackQuery, admins: Admins) -> Press:
    """What a callback query says."""
    under, who = query.message, query.from_user
    # The library gives a Message for those too that can't be seen any more; of an inline message, which the bot never
    # makes, there is none.
    if not isinstance(under, Message) or not under.is_accessible:
        return Press(query.id, query.data or "", None)

    async def is_admin() -> bool:
        return under.chat.type == ChatType.PRIVATE or await admins.is_admin(under.chat.id, who.id)

    request = Request(
        address=address_in(under),
        kind=KINDS[ChatType(under.chat.type)],
        title=title_of(under.chat),
        person=Person(str(who.id), who.full_name),
        text="",
        is_admin=is_admin,
        replies_to=str(under.message_id),
    )
    turns = turns_pages(under.reply_markup)
    return Press(query.id, query.data or "", request, str(under.message_id), turns)


class Doorbell:
    """Answers each press soon, and makes of it what the person would have typed."""

    def __init__(self, bot: Bot, me: User, admins: Admins, keyboards: Keyboards) -> None:
        self._bot = bot
        self._me = me
        self._admins = admins
        self._keyboards = keyboards

    async def open(self, pressed: Press, request: Request) -> Request | None:
        """The request that it comes to, words and all; None when it comes to nothing, which the person is told.

        A request of a group is still to be answered, with why it is refused if it is.
        """
        meant, told = None, ""
        try:
            meant = await self._meant(pressed, request)
        except UserError as error:
            told = str(error)
        finally:
            if meant is None or meant.kind is ChatKind.PRIVATE:
                await self.answer(pressed, told)
        return meant

    async def answer(self, pressed: Press, told: str = "") -> None:
        """End the waiting on the person's screen, with a word where there is one; in vain for an old press."""
        try:
            await self._bot.answer_callback_query(pressed.query, clip(told, LONGEST_ANSWER), show_alert=bool(told))
        except TelegramError as error:
            _log.info("telegram_press_not_answered", why=str(error))

    async def _meant(self, pressed: Press, request: Request) -> Request:
        """Raises UserError for a button that means nothing, and for people who may not even type here."""
        data = Data.read(pressed.data)
        person = await self._allowed(request)
        text = command_for(self._me, await self._keyboards.meaning(request.address, data)) if data else ""
        if not text:
            raise UserError(_UNKNOWN)
        return replace(request, text=text, person=person)

    async def _allowed(self, request: Request) -> Person:
        """Who it counts as; raises UserError where that person could not have typed it."""
        if request.kind is ChatKind.PRIVATE:
            return request.person
        chat = int(request.address.chat)
        standing = await self._admins.standing(chat, int(request.person.id))
        if request.kind is ChatKind.CHANNEL and not standing.admin:
            raise UserError(_CHANNEL)
        if not standing.writes or (not standing.admin and await self._admins.is_hushed(chat)):
            raise UserError(_SILENT)
        return Person("", "an anonymous admin") if standing.hidden else request.person
