"""Who and what there is on the fake Telegram: accounts, chats, topics, messages; all content in the API's JSON."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.servers.botapi.updates import Updates
from tests.servers.botapi.utf16 import units

Json = dict[str, Any]

SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
COMMAND = re.compile(r"(?<!\S)/\w{1,32}(?:@\w+)?")
RIGHTS = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}
MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass
class Account:
    """A person, or the bot itself."""

    id: int
    first_name: str
    username: str = ""
    is_bot: bool = False
    deactivated: bool = False

    @property
    def json(self) -> Json:
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **named}


@dataclass
class Topic:
    """A thread of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass
class Room:
    """A chat of any type and what was said in it."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, Json] = field(default_factory=dict)
    """ChatMember by the account's id; who is not in it left it or never was there."""
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: list[Json] = field(default_factory=list)
    """As people see them: edits applied, deleted ones gone."""
    deleted: bool = False
    migrated_to: int = 0
    kicked: set[int] = field(default_factory=set)
    hushed: bool = False
    """Whether members may not write, but for admins."""
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    next_message: int = 1

    @property
    def json(self) -> Json:
        named = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        if self.username:
            named["username"] = self.username
        forum = {"is_forum": True} if self.is_forum else {}
        return {"id": self.id, "type": self.type, **named, **forum}

    @property
    def is_group(self) -> bool:
        return self.type in {"group", "supergroup"}

    @property
    def texts(self) -> list[str]:
        """What can be read in it, in order."""
        return [said["text"] for said in self.messages if "text" in said]

    def store(self, content: Json) -> Json:
        """Keep a message under the next number."""
        said = {"message_id": self.next_message, "date": int(time.time()), "chat": self.json, **content}
        self.next_message += 1
        self.messages.append(said)
        return said

    def find(self, message_id: int) -> Json | None:
        return next((said for said in self.messages if said["message_id"] == message_id), None)

    def quoted(self, message_id: int) -> Json | None:
        """A message as a reply to it shows it: without what it replies to itself."""
        said = self.find(message_id)
        return None if said is None else {key: value for key, value in said.items() if key != "reply_to_message"}


@dataclass
class World:
    """Everything there is; `bot` is the account behind the token."""

    bot: Account
    updates: Updates
    accounts: dict[int, Account] = field(default_factory=dict)
    rooms: dict[int, Room] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """What setMyCommands was given, by scope and language."""
    queries: dict[str, str | None] = field(default_factory=dict)
    """Callback queries, and what each was answered with (None: not yet)."""
    next_id: int = 1000

    def number(self) -> int:
        self.next_id += 1
        return self.next_id

    def account(self, first_name: str, username: str = "") -> Account:
        account = Account(self.number(), first_name, username)
        self.accounts[account.id] = account
        return account

    def room(self, kind: str, title: str, *, room_id: int = 0, is_forum: bool = False, username: str = "") -> Room:
        ids = {"private": room_id, "group": -self.number()}
        room = Room(ids.get(kind, -1_000_000_000_000 - self.number()), kind, title, username, is_forum)
        self.rooms[room.id] = room
        return room

    def hear(self, room: Room, content: Json) -> Json:
        """A message arrives: it is stored, and the bot is told if it is there."""
        said = room.store(content)
        if self.can_see(room):
            self.updates.add("channel_post" if room.type == "channel" else "message", said)
        return said

    def open_topic(self, room: Room, name: str, by: Json) -> Topic:
        """A new thread in a forum; the service message that opens it gives it its id."""
        number = room.next_message
        opened = {"name": name, "icon_color": 7322096}
        content = {"from": by, "message_thread_id": number, "is_topic_message": True, "forum_topic_created": opened}
        self.hear(room, content)
        topic = room.topics[number] = Topic(number, name)
        return topic

    def can_see(self, room: Room) -> bool:
        return room.type == "private" or self.bot.id in room.members

    def standing(self, room: Room, account: Account, new: Json | None, by: Account) -> None:
        """Somebody's membership changes; None is leaving. The bot is told of its own, and as an admin of all."""
        told = self.can_see(room)
        gone = {"status": "left", "user": account.json}
        old = room.members.get(account.id, gone)
        if new is None or new["status"] in {"left", "kicked"}:
            room.members.pop(account.id, None)
        else:
            room.members[account.id] = new
        change = {
            "chat": room.json,
            "from": by.json,
            "date": int(time.time()),
            "old_chat_member": old,
            "new_chat_member": new or gone,
        }
        if account is self.bot:
            self.updates.add("my_chat_member", change)
        elif told and room.members.get(self.bot.id, {}).get("status") == "administrator":
            self.updates.add("chat_member", change)


def commands_in(text: str) -> Json:
    """The entities a client finds in what is typed."""
    found = [
        {"type": "bot_command", "offset": units(text[: match.start()]), "length": units(match[0])}
        for match in COMMAND.finditer(text)
    ]
    return {"entities": found} if found else {}


def member(account: Account, status: str = "member", **changes: Any) -> Json:
    """A ChatMember with all the fields its status has."""
    known: Json = {"status": status, "user": account.json}
    if status == "creator":
        known["is_anonymous"] = False
    elif status == "administrator":
        known |= RIGHTS
    elif status == "restricted":
        known |= dict.fromkeys(MEMBER_RIGHTS, True) | {"is_member": True, "until_date": 0}
    elif status == "kicked":
        known["until_date"] = 0
    return known | changes
