"""Listening: what people say in rooms, and what becomes of the rooms, handed over once each and in order."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.core.errors import Fatal
from bot.core.model import Address, ChatKind
from bot.core.text.clean import clean, clip
from bot.platforms.matrix.client import Client, attempt
from bot.platforms.matrix.doors import Doors
from bot.platforms.matrix.hear import hear
from bot.platforms.matrix.keys import Keys
from bot.platforms.matrix.place import Bookmark
from bot.platforms.matrix.rooms import RoomState, membership
from bot.platforms.matrix.session import backoff, log_in
from bot.platforms.matrix.signing import sign_device
from bot.platforms.matrix.tell import Teller
from bot.platforms.matrix.tolerant import spared
from bot.platforms.matrix.trouble import Trouble, ends_session
from bot.ports import ChatJoined, ChatLost, ChatMoved, Ledger, Person, Request

__all__ = ["Listener"]

NAME = "matrix"
POLL_MILLISECONDS = 30_000
"""How long the server may hold a sync that has nothing to tell."""
STATE = [
    "m.room.create",
    "m.room.member",
    "m.room.power_levels",
    "m.room.tombstone",
    "m.room.encryption",
    "m.room.name",
    "m.room.canonical_alias",
]
SAID = ["m.room.message", "m.room.encrypted"]
FILTER: dict[str, Any] = {
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {
        "state": {"types": STATE},
        "timeline": {"types": [*STATE, *SAID], "limit": 100},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
    },
}
"""Only what is read: nothing else that people put in a room shall push that out of a sync, or make it too long to read.
100 events is the most Synapse gives of a room at once (filter_timeline_limit)."""
TWO_ALONE = 2
"""Members (invited ones too) of a room in which every word is meant for the bot."""
FEW = 20
"""Members of a room that is called by their names if it has none of its own."""
LONGEST_TITLE = 200

log = structlog.stdlib.get_logger(__name__)


class Listener:
    """Follows the rooms of a client. The place in the sync is remembered only when all before it has been handled."""

    def __init__(self, client: Client, teller: Teller, ledger: Ledger, *, invites: tuple[str, ...]) -> None:
        self._client = client
        self._teller = teller
        self._place = Bookmark(ledger, f"{NAME}:{client.user_id}:since")
        self._rooms: dict[str, RoomState] = {}
        self._doors = Doors(client, self._rooms, invites)
        self._keys = Keys(client)
        self._moved: dict[str, str] = {}
        self._caught_up = False

    async def start(self, password: str, home: Path) -> Any:
        """The first sync, after which rooms are known and can be written to; for `run`."""
        self._password, self._home = password, home
        answer = await self._sync(await self._place.recall(), full=True)
        await self._keys.exchange()
        await sign_device(self._client, password, home)
        return answer

    async def run(self, answer: Any) -> None:
        """Handle that and all that follows until cancelled; raises `Fatal` when the session has ended for good."""
        history = not await self._place.recall()
        try:
            while True:
                await self._take(answer, history=history)
                self._place.put(answer.next_batch, self._doors.errands.under_way | self._teller.replies.under_way)
                answer, history = await self._place.during(self._sync(answer.next_batch)), False
                await self._keys.tend()
        finally:
            await self._doors.errands.close()
            await self._teller.replies.close()
            await self._keys.close()

    async def _sync(self, since: str, *, full: bool = False) -> Any:
        """Ask for what is new until an answer comes."""
        failures = 0
        while True:
            timeout = 0 if full else POLL_MILLISECONDS
            request = self._client.sync(timeout, sync_filter=FILTER, since=since or None, full_state=full)
            answer = await attempt(request)
            if not isinstance(answer, Trouble):
                return answer
            failures += 1
            await self._mend(answer, failures)

    async def _mend(self, trouble: Trouble, failures: int) -> None:
        if ends_session(trouble) and trouble.soft_logout:
            await log_in(self._client, self._password, self._home)
        elif ends_session(trouble) or trouble.errcode == "M_USER_DEACTIVATED":
            raise Fatal(
                f"The Matrix homeserver ended the session of {self._client.user_id} ({trouble}). "
                f"Remove {self._home / 'device.json'} to log in as a new device at the next start."
            )
        else:
            pause = max(backoff(failures), trouble.wait.total_seconds() if trouble.wait else 0)
            log.warning("nothing heard", homeserver=self._client.homeserver, why=str(trouble), again_in=pause)
            await asyncio.sleep(pause)

    async def _take(self, answer: Any, *, history: bool) -> None:
        """Handle one sync. `history`: it is the very first, and tells of old things."""
        rooms = answer.rooms
        fresh = {room for room in rooms.join if room not in self._rooms} if self._caught_up else set()
        for room, info in rooms.join.items():
            state = self._rooms.setdefault(room, RoomState())
            await asyncio.sleep(0)  # a first sync tells of many rooms, and each may have thousands of members
            for event in (*info.state, *info.timeline.events):
                if not _decrypted(event):
                    with spared("a change of a room is not readable", room=room):
                        state.learn(event.source)
        self._doors.answer(rooms.invite)
        for room, info in rooms.join.items():
            if not history:
                await self._read(room, info, fresh=room in fresh)
            await self._move(room)
            self._doors.follow(room)
            if len(self._rooms[room].members) <= 1:
                log.info("everybody else has left", room=room)
                self._doors.leave(room)
        for room, info in rooms.leave.items():
            await self._left(room, info)
        for room, event in self._keys.read_late():
            if room in self._rooms:
                await self._hear(room, event)
        self._caught_up = True

    async def _read(self, room: str, info: Any, *, fresh: bool) -> None:
        """Handle a room's new events, those from before the bot came in left out."""
        events, me = info.timeline.events, self._client.user_id
        came = [
            place
            for place, event in enumerate(events)
            if not _decrypted(event) and _entered(*membership(event.source, me))
        ]
        if came:
            await self._arrived(room, events[came[-1]].source.get("event_id", room))
            events = events[came[-1] + 1 :]
        elif fresh:
            await self._arrived(room, room)
        elif info.timeline.limited:
            log.warning("too much was said at once, some of it is lost", room=room)
        for event in events:
            await self._hear(room, event)

    async def _hear(self, room: str, event: Any) -> None:
        if event.source.get("sender") == self._client.user_id:
            return
        if event.source.get("type") == "m.room.encrypted":
            self._keys.miss(room, event)
        elif event.source.get("type") == "m.room.message":
            request = None
            with spared("a message is not readable", room=room):
                request = self._request(room, event.source)
            if request:
                about = str(event.source.get("event_id", ""))
                await self._teller.tell(request, about, replies=about if request.kind is ChatKind.GROUP else "")

    def _request(self, room: str, source: Mapping[str, Any]) -> Request | None:
        heard = hear(source.get("content"))
        kind = self._kind(room)
        if heard is None or not (heard.is_command or kind is ChatKind.PRIVATE):
            return None
        sender = str(source["sender"])

        async def is_admin() -> bool:
            return kind is ChatKind.PRIVATE or self._rooms[room].powers.is_admin(sender)

        address = Address(NAME, room, heard.thread)
        person = Person(sender, _line(self._client.rooms[room].user_name(sender)) or sender)
        return Request(address, kind, self._title(room), person, heard.text, is_admin, heard.replies_to)

    async def _arrived(self, room: str, about: str) -> None:
        """The bot is in a room it was not in before; `about`: the event that says so."""
        old = self._rooms[room].predecessor
        come_back = self._moved.get(old) == room
        if not come_back and old in self._rooms and self._rooms[old].replacement == room:
            await self._move(old)
        elif not come_back and room in self._doors.followed:
            log.warning("a room was said to replace another, but does not know of it", room=room)
            self._doors.leave(room)
        else:
            await self._teller.tell(ChatJoined(Address(NAME, room), self._kind(room), self._title(room)), about)

    async def _move(self, old: str) -> None:
        """Tell that a room has another in its place, once both say so and the bot is in both; then leave the old one.

        The order of their events does not matter, and a move that was cut off is found again at the next start.
        """
        new = self._rooms[old].replacement
        if old in self._moved or new not in self._rooms or self._rooms[new].predecessor != old:
            return
        self._moved[old] = new
        if await self._teller.tell(ChatMoved(Address(NAME, old), new), ""):
            self._doors.leave(old)

    async def _left(self, room: str, info: Any) -> None:
        """The bot is no longer in a room, or has declined to come in."""
        me = self._client.user_id
        self._client.rooms.pop(room, None)
        self._rooms.pop(room, None)
        for event in (*info.state, *info.timeline.events):
            now, before = membership(event.source, me)
            if now in {"leave", "ban"} and before == "join":
                sender = event.source.get("sender")
                deed = "left" if sender == me else f"was {'banned' if now == 'ban' else 'removed'} by {sender}"
                reason = _line(event.source["content"].get("reason"))
                why = f"the bot {deed}: {reason}" if reason else f"the bot {deed}"
                await self._teller.tell(ChatLost(Address(NAME, room), why), "")

    def _kind(self, room: str) -> ChatKind:
        return ChatKind.PRIVATE if len(self._rooms[room].members) == TWO_ALONE else ChatKind.GROUP

    def _title(self, room: str) -> str:
        """Its name, or those of its members if they are few: nio sorts them anew each time it is asked."""
        known = self._client.rooms[room]
        return _line(known.display_name if len(self._rooms[room].members) <= FEW else known.named_room_name())


def _line(text: object) -> str:
    """What somebody called themselves, a room or a reason, in one short line."""
    return clip(" ".join(clean(text[: 2 * LONGEST_TITLE]).split()), LONGEST_TITLE) if isinstance(text, str) else ""


def _entered(now: str, before: str) -> bool:
    return now == "join" and before != "join"


def _decrypted(event: Any) -> bool:
    """Whether its words were encrypted: its type and state key are then the sender's claim, unseen by any server."""
    return getattr(event, "decrypted", False) is True
