"""What each error of the Bot API means: a table of status and words, tried in order.

The words are those of tdlib/telegram-bot-api 10.0 and td, matched without regard to case.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto

from telegram.error import TelegramError

from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Unsure
from bot.platforms.telegram.request import Answered, NoAnswer, NotWritten

__all__ = ["Remedy", "meaning"]


class Remedy(Enum):
    """What to change about a message before it is sent again at once: it was not sent, for sure."""

    WITHOUT_THREAD = auto()
    WITHOUT_REPLY = auto()
    WITHOUT_BUTTONS = auto()
    PLAIN = auto()
    SHORTER = auto()
    NOTHING = auto()  # the edit changes nothing: the message says so already


_SOON = timedelta(seconds=5)
_BAD_TOKEN_PAUSE = timedelta(minutes=1)  # `listen` ends the process meanwhile
_UNNAMED_PAUSE = timedelta(seconds=30)  # a 429 that does not say how long

_BAD_REQUEST = 400
_UNAUTHORIZED = 401
_FORBIDDEN = 403
_NOT_FOUND = 404
_TOO_MANY = 429
_SERVER_ERRORS = 500
_GATEWAY_TIMEOUT = 504

_NO_RIGHTS = "it may not write there: an admin has to allow it to send messages"
_UNKNOWN = "Telegram knows no such chat, or the bot never was in it"

_TOPIC_CLOSED = Gone("the topic is closed: reopen it, or subscribe in another one")

_TABLE: tuple[tuple[int, str, Gone | Remedy], ...] = (
    (_FORBIDDEN, "bot was blocked by the user", Gone("the bot was blocked there")),
    (_FORBIDDEN, "user is deactivated", Gone("the account was deleted")),
    (_FORBIDDEN, "bot was kicked", Gone("the bot was removed from the chat")),
    (_FORBIDDEN, "bot is not a member", Gone("the bot is not a member of the chat")),
    (_FORBIDDEN, "the group chat was deleted", Gone("the group was deleted")),
    (_FORBIDDEN, "bot can't initiate conversation", Gone("that person never wrote to the bot")),
    (_FORBIDDEN, "", Gone("Telegram forbids the bot to write there")),
    (_BAD_REQUEST, "message thread not found", Remedy.WITHOUT_THREAD),
    (_BAD_REQUEST, "message to be replied not found", Remedy.WITHOUT_REPLY),
    (_BAD_REQUEST, "replied message not found", Remedy.WITHOUT_REPLY),
    (_BAD_REQUEST, "message is not modified", Remedy.NOTHING),
    (_BAD_REQUEST, "BUTTON_", Remedy.WITHOUT_BUTTONS),
    (_BAD_REQUEST, "inline keyboard button", Remedy.WITHOUT_BUTTONS),
    (_BAD_REQUEST, "reply markup is too long", Remedy.WITHOUT_BUTTONS),
    (_BAD_REQUEST, "REPLY_MARKUP_", Remedy.WITHOUT_BUTTONS),
    (_BAD_REQUEST, "can't parse entities", Remedy.PLAIN),
    (_BAD_REQUEST, "ENTITY_BOUNDS_INVALID", Remedy.PLAIN),
    (_BAD_REQUEST, "message is too long", Remedy.SHORTER),
    (_BAD_REQUEST, "MESSAGE_TOO_LONG", Remedy.SHORTER),
    (_BAD_REQUEST, "not enough rights", Gone(_NO_RIGHTS)),
    (_BAD_REQUEST, "need administrator rights", Gone(_NO_RIGHTS)),
    (_BAD_REQUEST, "have no rights to send", Gone(_NO_RIGHTS)),
    (_BAD_REQUEST, "CHAT_WRITE_FORBIDDEN", Gone(_NO_RIGHTS)),
    (_BAD_REQUEST, "CHAT_SEND_PLAIN_FORBIDDEN", Gone(_NO_RIGHTS)),
    (_BAD_REQUEST, "CHAT_RESTRICTED", Gone(_NO_RIGHTS)),
    (_BAD_REQUEST, "TOPIC_CLOSED", _TOPIC_CLOSED),
    (_BAD_REQUEST, "chat not found", Gone(_UNKNOWN, sure=False)),
    (_BAD_REQUEST, "PEER_ID_INVALID", Gone(_UNKNOWN, sure=False)),
    (_BAD_REQUEST, "CHAT_ID_INVALID", Gone(_UNKNOWN, sure=False)),
)


def meaning(error: TelegramError, *, in_topic: bool = False) -> Outcome | Remedy:
    """What came of the send that ended with this error, or what to change for an immediate second one.

    `in_topic`: whether the message was for one topic of a forum, whose other topics may be open.
    """
    match error:
        case NotWritten():
            return Later(_SOON, str(error))
        case NoAnswer():
            return Unsure(str(error))
        case Answered():
            verdict = _of_answer(error)
            return Refused(verdict.why) if verdict is _TOPIC_CLOSED and in_topic else verdict
        case _:
            return Refused(f"the message could not be put together ({type(error).__name__})")


def _of_answer(answer: Answered) -> Outcome | Remedy:
    said = f"Telegram answered {answer}"
    if answer.migrated_to:
        return Moved(str(answer.migrated_to))
    if answer.code == _TOO_MANY:
        return Later(timedelta(seconds=answer.retry_after) or _UNNAMED_PAUSE, said, paused=True)
    # Without a description it was not Telegram that answered, but something before it that is out of order.
    if answer.code >= _SERVER_ERRORS or not answer.description:
        waited = answer.code == _GATEWAY_TIMEOUT and not answer.description  # it passed the request on: RFC 9110
        return Unsure(said) if waited else Later(_SOON, said)
    if answer.code in {_UNAUTHORIZED, _NOT_FOUND}:
        return Later(_BAD_TOKEN_PAUSE, said, paused=True, everyone=True)
    words = answer.description.lower()
    for code, substring, verdict in _TABLE:
        if code == answer.code and substring.lower() in words:
            return verdict
    return Refused(said)
