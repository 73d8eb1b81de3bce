"""What an update of Telegram means to the bot: who said what in which chat, or that a chat came, went or moved."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Chat, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatID, ChatMemberStatus, ChatType

from bot.core.model import Address, ChatKind
from bot.platforms.telegram.admins import Admins
from bot.ports import ChatJoined, ChatLost, ChatMoved, Event, Person, Request

__all__ = ["KINDS", "NAME", "address_in", "command_for", "event", "title_of"]

NAME = "telegram"

KINDS = {
    ChatType.PRIVATE: ChatKind.PRIVATE,
    ChatType.GROUP: ChatKind.GROUP,
    ChatType.SUPERGROUP: ChatKind.GROUP,
    ChatType.CHANNEL: ChatKind.CHANNEL,
}
_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?=\s|$)", re.ASCII)  # Bot API: 1-32 of letters, digits, underscores
_PROXIES = {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL}  # bots that stand in for people


def event(update: Update, me: User, admins: Admins) -> Event | None:
    """What to hand over, or None for what does not concern the bot."""
    if update.my_chat_member is not None:
        return _standing(update.my_chat_member)
    said = update.message or update.channel_post
    if said is None:  # an edited message among others: what was typed first has been answered
        return None
    if said.migrate_to_chat_id is not None:
        return ChatMoved(_address(said.chat), str(said.migrate_to_chat_id))
    return _request(said, me, admins)


# ---- chats


def _address(chat: Chat, thread: str = "") -> Address:
    return Address(NAME, str(chat.id), thread)


def address_in(said: Message) -> Address:
    """Where a message stands: its chat, and its topic if it is in one."""
    return _address(said.chat, str(said.message_thread_id) if said.is_topic_message else "")


def title_of(chat: Chat) -> str:
    """What people call a chat."""
    return chat.title or chat.full_name or chat.username or ""


def _standing(change: ChatMemberUpdated) -> ChatJoined | ChatLost | None:
    """Whether a change of the bot's own membership opens or closes a chat to it."""
    before, now = _can_write(change.old_chat_member), _can_write(change.new_chat_member)
    if before == now:
        return None
    if now:
        return ChatJoined(_address(change.chat), KINDS[ChatType(change.chat.type)], title_of(change.chat))
    return ChatLost(_address(change.chat), _loss(change))


def _can_write(member: ChatMember) -> bool:
    if member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
        return False
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", True) and getattr(member, "can_send_messages", True))
    # Absent in groups, where every admin may write.
    return getattr(member, "can_post_messages", None) is not False


def _loss(change: ChatMemberUpdated) -> str:
    if change.chat.type == ChatType.PRIVATE:
        return "the bot was blocked there"
    if change.new_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
        return "the bot was removed from the chat"
    return "the bot's right to write there was taken away"


# ---- words


def _request(said: Message, me: User, admins: Admins) -> Request | None:
    if not _is_from_a_person(said):
        return None
    answered = _answered(said)
    text = _meant_for(me, said.text or "")
    to_me = answered is not None and answered.from_user is not None and answered.from_user.id == me.id
    if not _is_ours(said.chat, text, to_me=to_me):
        return None
    return Request(
        address=address_in(said),
        kind=KINDS[ChatType(said.chat.type)],
        title=title_of(said.chat),
        person=_person(said),
        text=text,
        is_admin=_standing_of(said, admins),
        replies_to="" if answered is None else str(answered.message_id),
    )


def _is_from_a_person(said: Message) -> bool:
    """Not a post of the linked channel that Telegram copied into its discussion group, and not another bot."""
    sender = said.from_user
    if said.is_automatic_forward or (sender is not None and sender.id == ChatID.SERVICE_CHAT):
        return False
    return sender is None or not sender.is_bot or sender.id in _PROXIES


def _meant_for(me: User, text: str) -> str:
    """The text without the bot's name after the command; empty when another bot is named there."""
    command = _COMMAND.match(text)
    if command is None or command[2] is None:
        return text
    return f"/{command[1]}{text[command.end() :]}" if command[2].lower() == (me.username or "").lower() else ""


def command_for(me: User, text: str) -> str:
    """The command that the text is; empty when it is none, or another bot's."""
    mine = _meant_for(me, text)
    return mine if _COMMAND.match(mine) else ""


def _is_ours(chat: Chat, text: str, *, to_me: bool) -> bool:
    """Everything in a private chat; elsewhere commands, and in groups what replies to the bot."""
    if chat.type == ChatType.PRIVATE or _COMMAND.match(text):
        return bool(text)
    return bool(text) and to_me and chat.type != ChatType.CHANNEL


def _answered(said: Message) -> Message | None:
    """The message this one replies to; in a topic, what replies to nothing carries the topic's first message."""
    answered = said.reply_to_message
    return None if answered is None or answered.forum_topic_created is not None else answered


def _person(said: Message) -> Person:
    sender, as_chat = said.from_user, said.sender_chat
    if as_chat is not None and as_chat.id == said.chat.id:
        return Person("", said.author_signature or "an anonymous admin")
    if as_chat is not None:
        return Person(str(as_chat.id), title_of(as_chat))
    return Person("", said.author_signature or "") if sender is None else Person(str(sender.id), sender.full_name)


def _standing_of(said: Message, admins: Admins) -> Callable[[], Awaitable[bool]]:
    """How to learn whether the sender may change the chat's settings."""
    chat, sender, as_chat = said.chat, said.from_user, said.sender_chat
    if chat.type in {ChatType.PRIVATE, ChatType.CHANNEL}:  # only admins can post in a channel
        return _yes
    if as_chat is not None:  # an admin who hides behind the group; or somebody who speaks as a channel
        is_the_group = as_chat.id == chat.id and sender is not None and sender.id == ChatID.ANONYMOUS_ADMIN
        return _yes if is_the_group else _no
    return _no if sender is None else partial(admins.is_admin, chat.id, sender.id)


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False
