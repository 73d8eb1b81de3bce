"""What people do on Telegram: talk, press, block, add and remove the bot, promote, migrate, close topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.servers.botapi.state import (
    ANONYMOUS_ADMIN,
    CHANNEL_BOT,
    SERVICE,
    Account,
    Json,
    Room,
    Topic,
    World,
    commands_in,
    member,
)


@dataclass
class User:
    """A person with an account."""

    world: World
    account: Account

    @property
    def id(self) -> int:
        return self.account.id

    def opens_chat(self) -> Chat:
        """The private chat with the bot, begun if it was not."""
        room = self.world.rooms.get(self.id)
        if room is None:
            room = self.world.room("private", self.account.first_name, room_id=self.id)
            room.members[self.world.bot.id] = member(self.world.bot)
        return Chat(self.world, room)

    def says(self, chat: Chat, text: str, *, thread: Topic | None = None, reply_to: Json | None = None) -> Json:
        """Type something into a chat."""
        return self.world.hear(chat.room, {"from": self.account.json, **chat.words(text, thread, reply_to)})

    def says_anonymously(self, chat: Chat, text: str) -> Json:
        """As an admin who stays anonymous: Telegram puts the group in their place."""
        hidden = {"from": ANONYMOUS_ADMIN, "sender_chat": chat.room.json, "author_signature": "editor"}
        return self.world.hear(chat.room, {**hidden, **chat.words(text)})

    def says_as(self, channel: Chat, chat: Chat, text: str) -> Json:
        """As a channel of theirs, in a group."""
        return self.world.hear(chat.room, {"from": CHANNEL_BOT, "sender_chat": channel.room.json, **chat.words(text)})

    def edits(self, chat: Chat, said: Json, text: str) -> None:
        """Change what was typed."""
        said |= {"text": text, "edit_date": said["date"], **commands_in(text)}
        self.world.updates.add("edited_message", said)

    def presses(self, chat: Chat, said: Json, button: str) -> str:
        """Press the button with this label under a message; the id of the query."""
        rows = said["reply_markup"]["inline_keyboard"]
        data = next(one["callback_data"] for row in rows for one in row if one["text"] == button)
        return self.forges(chat, said, data)

    def forges(self, chat: Chat, said: Json, data: str) -> str:
        """Send the data of a press that no button has, as anybody's client may; the id of the query.

        A message that is gone, or too old, is told of without what it said.
        """
        query = str(self.world.number())
        self.world.queries[query] = None
        if chat.room.find(said["message_id"]) is None:
            said = {"chat": chat.room.json, "message_id": said["message_id"], "date": 0}
        content = {"id": query, "from": self.account.json, "message": said, "chat_instance": "1", "data": data}
        self.world.updates.add("callback_query", content)
        return query

    def blocks_bot(self) -> None:
        self._set_bot(member(self.world.bot, "kicked"))

    def unblocks_bot(self) -> None:
        self._set_bot(member(self.world.bot))

    def _set_bot(self, new: Json) -> None:
        room = self.opens_chat().room
        self.world.standing(room, self.world.bot, new, self.account)
        room.members[self.world.bot.id] = new

    def deletes_account(self) -> None:
        self.account.deactivated = True


@dataclass
class Chat:
    """A chat as its people see it."""

    world: World
    room: Room

    @property
    def id(self) -> int:
        return self.room.id

    @property
    def messages(self) -> list[Json]:
        return self.room.messages

    @property
    def texts(self) -> list[str]:
        return self.room.texts

    @property
    def bot_texts(self) -> list[str]:
        """What the bot said in it."""
        return [said["text"] for said in self.messages if self._is_bots(said) and "text" in said]

    def _is_bots(self, said: Json) -> bool:
        return bool(said.get("from", {}).get("id") == self.world.bot.id)

    def words(self, text: str, thread: Topic | None = None, reply_to: Json | None = None) -> Json:
        """The content of a typed message; in a topic, what replies to nothing carries the topic's first message."""
        content: Json = {"text": text, **commands_in(text)}
        if thread is not None:
            content |= {"message_thread_id": thread.id, "is_topic_message": True}
        answered = reply_to["message_id"] if reply_to else (thread.id if thread else None)
        if answered is not None:
            content["reply_to_message"] = self.room.quoted(answered)
        return content

    # ---- people

    def admits(self, *users: User, status: str = "member", **changes: Any) -> None:
        """Let people in, or give them another standing."""
        for user in users:
            self.world.standing(self.room, user.account, member(user.account, status, **changes), user.account)

    def removes(self, user: User) -> None:
        self.world.standing(self.room, user.account, None, user.account)

    # ---- the bot

    def sets_bot(self, by: User, status: str = "member", **changes: Any) -> None:
        """Add the bot, or give it another standing."""
        self.room.kicked.discard(self.world.bot.id)
        self.world.standing(self.room, self.world.bot, member(self.world.bot, status, **changes), by.account)

    def kicks_bot(self, by: User) -> None:
        self.room.kicked.add(self.world.bot.id)
        self.world.standing(self.room, self.world.bot, member(self.world.bot, "kicked"), by.account)

    # ---- the chat itself

    def deletes(self) -> None:
        self.room.deleted = True

    def migrates(self) -> Chat:
        """Become a supergroup: a new chat, with service messages in both."""
        new = self.world.room("supergroup", self.room.title)
        new.members = dict(self.room.members)
        self.room.migrated_to = new.id
        owner = {"from": ANONYMOUS_ADMIN, "sender_chat": self.room.json}
        self.world.hear(self.room, {**owner, "migrate_to_chat_id": new.id})
        self.world.hear(new, {"from": ANONYMOUS_ADMIN, "sender_chat": new.json, "migrate_from_chat_id": self.id})
        return Chat(self.world, new)

    def opens_topic(self, name: str, by: User | None = None) -> Topic:
        return self.world.open_topic(self.room, name, (by.account if by else self.world.bot).json)

    # ---- channels

    def posts(self, text: str, *, signature: str = "", discussed_in: Sequence[Chat] = ()) -> Json:
        """Post to a channel; Telegram copies the post to its discussion group."""
        signed = {"author_signature": signature} if signature else {}
        post = self.world.hear(self.room, {"sender_chat": self.room.json, **signed, **self.words(text)})
        origin = {"type": "channel", "date": post["date"], "chat": self.room.json, "message_id": post["message_id"]}
        for group in discussed_in:
            copied = {"is_automatic_forward": True, "forward_origin": origin, **self.words(text)}
            self.world.hear(group.room, {"from": SERVICE, "sender_chat": self.room.json, **copied})
        return post
