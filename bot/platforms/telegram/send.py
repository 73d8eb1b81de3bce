"""One attempt at one Telegram message: what to send where, and what to change when Telegram asks for a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

import structlog
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from telegram.error import TelegramError

from bot.core.message import Message
from bot.core.model import Address
from bot.core.outcome import Outcome, Refused, Sent
from bot.platforms.telegram.outcomes import Remedy, meaning
from bot.platforms.telegram.request import Transport
from bot.platforms.telegram.say import NO_PREVIEW, TEXT_UNITS, Part, clipped, parts, preview, whole

__all__ = ["Draft", "drafts", "note_loss", "owed", "post"]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it would be sent: new, in reply to one (`replies`), or in place of one (`edits`)."""

    chat: int
    part: Part
    preview: LinkPreviewOptions
    thread: int | None = None
    replies: int | None = None
    edits: int | None = None
    keyboard: InlineKeyboardMarkup | None = None

    def mended(self, remedy: Remedy) -> Draft:
        """The same with what Telegram objects to taken away; itself when there is nothing to take away."""
        match remedy:
            case Remedy.WITHOUT_THREAD:
                return replace(self, thread=None)
            case Remedy.WITHOUT_REPLY:
                return replace(self, replies=None)
            case Remedy.WITHOUT_BUTTONS:
                return replace(self, keyboard=None)
            case Remedy.PLAIN:
                return replace(self, part=Part(self.part.text))
            case Remedy.SHORTER:
                return replace(self, part=clipped(self.part, TEXT_UNITS // 2))
            case Remedy.NOTHING:
                return self
            case _:
                assert_never(remedy)


def drafts(
    to: Address, said: Message, keyboard: InlineKeyboardMarkup | None = None, *, edits: str = "", replies: str = ""
) -> list[Draft]:
    """The message as Telegram messages; only the first shows a preview, replies to a message, or replaces one.

    The keyboard stands under the last.
    """
    chat, thread = int(to.chat), int(to.thread) if to.thread else None
    first, *rest = parts(said)
    head = Draft(chat, first, preview(said), thread, int(replies) if replies else None, int(edits) if edits else None)
    *before, last = [head, *(Draft(chat, part, NO_PREVIEW, thread) for part in rest)]
    return [*before, replace(last, keyboard=keyboard)]


def owed(
    to: Address, said: Message, keyboard: InlineKeyboardMarkup | None = None, *, edits: str = "", replies: str = ""
) -> Draft:
    """The message as one Telegram message, of which nothing can be lost on the way once it was sent.

    What the outbox owes fits; what does not is a bug of whoever worded it, and is cut with a mark and a log.
    """
    first, *rest = drafts(to, said, keyboard, edits=edits, replies=replies)
    if not rest:
        return first
    _log.error("telegram_message_cut", chat=first.chat, parts=1 + len(rest))
    return replace(first, part=whole(said), keyboard=keyboard)


def note_loss(draft: Draft, outcome: Outcome) -> None:
    """Log that nobody will send this again, unless it was sent."""
    if not isinstance(outcome, Sent):
        _log.warning("telegram_message_lost", chat=draft.chat, outcome=repr(outcome))


async def post(transport: Transport, draft: Draft, *, paid: bool = False) -> Outcome:
    """Send it, again only when the answer says that it was not sent and what to change; never raises for an answer.

    `paid`: whether more may be sent than is free, for Telegram Stars of the bot.
    """
    in_topic = draft.thread is not None
    while True:
        try:
            return Sent(await _deliver(transport, draft, paid=paid))
        except TelegramError as error:
            verdict = meaning(error, in_topic=in_topic)
            said = str(error)
        if not isinstance(verdict, Remedy):
            return verdict
        if verdict is Remedy.NOTHING and draft.edits is not None:
            return Sent(str(draft.edits))
        mended = draft.mended(verdict)
        if mended == draft:
            return Refused(f"Telegram answered {said}")
        _log.warning("telegram_send_mended", chat=draft.chat, remedy=verdict.name.lower(), answer=said)
        draft = mended


async def _deliver(transport: Transport, draft: Draft, *, paid: bool) -> str:
    """The reference of the message, once Telegram has it."""
    said = {
        "chat_id": draft.chat,
        "text": draft.part.text,
        "entities": [_entity(entity) for entity in draft.part.entities] or None,
        "link_preview_options": draft.preview.to_dict(),
        "reply_markup": draft.keyboard and draft.keyboard.to_dict(),
    }
    if draft.edits is not None:
        await transport.call("editMessageText", {**said, "message_id": draft.edits})
        return str(draft.edits)
    where = {
        "message_thread_id": draft.thread,
        "reply_parameters": None if draft.replies is None else {"message_id": draft.replies},
        "allow_paid_broadcast": paid or None,
    }
    sent = await transport.call("sendMessage", said | where)
    return str(sent["message_id"])


def _entity(entity: MessageEntity) -> dict[str, object]:
    """As the Bot API has it; the library's own way takes ten times as long."""
    form: dict[str, object] = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    return form | {"url": entity.url} if entity.url else form
