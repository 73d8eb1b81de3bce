"""What people may do in a chat, asked of Telegram afresh and kept for at most a minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberOwner, ChatMemberRestricted
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.core.errors import UserError

__all__ = ["Admins", "Standing"]

_KEEP_SECONDS = 60.0  # a dismissed admin must not go on for longer


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a chat; as it stands here, a stranger."""

    admin: bool = False
    writes: bool = False
    """Whether they may write there."""
    hidden: bool = False
    """Whether they are an admin who writes in the group's name."""


class Admins:
    """Answers of getChatMember, each kept for `_KEEP_SECONDS` of the monotonic clock `now`."""

    def __init__(self, bot: Bot, now: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._now = now
        self._known: dict[tuple[int, int], tuple[float, Standing]] = {}

    async def is_admin(self, chat: int, user: int) -> bool:
        """Whether Telegram calls this user owner or administrator of the chat; UserError when it can't be asked."""
        return (await self.standing(chat, user)).admin

    async def standing(self, chat: int, user: int) -> Standing:
        """What Telegram says that this user is in the chat; UserError when it can't be asked."""
        now = self._now()
        self._known = {key: (until, answer) for key, (until, answer) in self._known.items() if until > now}
        if (chat, user) not in self._known:
            self._known[chat, user] = (now + _KEEP_SECONDS, await self._ask(chat, user))
        return self._known[chat, user][1]

    def forget(self, chat: int, user: int) -> None:
        """Somebody's standing in a chat changed."""
        self._known.pop((chat, user), None)

    async def _ask(self, chat: int, user: int) -> Standing:
        try:
            return _standing(await self._bot.get_chat_member(chat, user))
        except TelegramError:
            raise UserError(
                "I could not find out whether you are an admin here: Telegram did not tell me."
                " Nothing was changed. Please send that again in a minute."
            ) from None


def _standing(member: ChatMember) -> Standing:
    match member:
        case ChatMemberOwner() | ChatMemberAdministrator():
            return Standing(admin=True, writes=True, hidden=bool(member.is_anonymous))
        case ChatMemberRestricted():
            return Standing(writes=bool(member.is_member and member.can_send_messages))
        case _:
            return Standing(writes=member.status == ChatMemberStatus.MEMBER)
