from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat import Who
from bot.core.model import ChatKind
from bot.core.outcome import Read
from bot.newsroom import Reception
from bot.ports import Person, Store
from handlers import COMMANDS
from tests.handlers.room import ADMIN, MEMBER, OPERATOR, SOHR, Room

SAMPLES = {
    "start": "/start",
    "help": "/help",
    "latest": "/latest Hama",
    "subscribe": "/subscribe Hama",
    "subscriptions": "/subscriptions",
    "settings": "/settings",
    "digest": "/digest daily 08:00",
    "quiet": "/quiet 23:00-07:00",
    "timezone": "/timezone Asia/Damascus",
    "updates": "/updates edit",
    "origins": "/origins 2",
    "star": "/star Homs",
    "unstar": "/unstar Homs",
    "mute": "/mute football 6h",
    "mutes": "/mutes",
    "unmute": "/unmute football",
    "missed": "/missed",
    "filters": "/filters",
    "filter add": "/filter add north hama",
    "filter edit": "/filter edit old hama",
    "filter test": "/filter test hama",
    "filter explain": "/filter explain hama",
    "search": "/search Hama",
    "filter history": "/filter history old",
    "filter undo": "/filter undo old",
    "filter remove": "/filter remove old",
    "alias": "/alias HTS = Hayat Tahrir al-Sham",
    "aliases": "/aliases",
    "alias remove": "/alias remove old",
    "story": "/story",
    "why": "/why",
    "sources": "/sources",
    "source add": "/source add https://new.example/feed",
    "source check": "/source check 1",
    "source set": "/source set 1 reposts off",
    "source label": "/source label 1 none",
    "source import": "/source import https://new.example/list",
    "source export": "/source export",
    "source pause": "/source pause 1",
    "source resume": "/source resume 1",
    "source remove": "/source remove 1",
    "unsubscribe": "/unsubscribe Homs",
    "status": "/status",
    "outbox": "/outbox",
    "outbox retry": "/outbox retry all",
    "outbox drop": "/outbox drop 12",
}
"""A use of each command that works for whoever may, in an order in which each leaves what the next needs."""

ALLOWED = {
    (ChatKind.GROUP, "member"): {Who.ANYONE},
    (ChatKind.GROUP, "admin"): {Who.ANYONE, Who.ADMIN},
    (ChatKind.GROUP, "operator"): {Who.ANYONE, Who.OPERATOR},
    (ChatKind.CHANNEL, "admin"): {Who.ANYONE, Who.ADMIN},
    (ChatKind.PRIVATE, "member"): {Who.ANYONE, Who.ADMIN},
    (ChatKind.PRIVATE, "operator"): {Who.ANYONE, Who.ADMIN, Who.OPERATOR},
}
PEOPLE = {"member": MEMBER, "admin": ADMIN, "operator": OPERATOR}


def test_every_command_has_a_sample() -> None:
    assert SAMPLES.keys() == {command.name for command in COMMANDS}


@pytest.mark.parametrize(("kind", "person"), ALLOWED)
async def test_each_command_answers_those_who_may_use_it_and_no_others(room: Room, kind: ChatKind, person: str) -> None:
    room = replace(room, kind=kind, person=PEOPLE[person])
    await _furnish(room)
    for command in sorted(COMMANDS, key=lambda command: list(SAMPLES).index(command.name)):
        answer = await room.says(SAMPLES[command.name])
        refused = answer.startswith(("Only an admin of this chat", "Only the person who runs me"))
        assert refused is (command.who not in ALLOWED[kind, person]), command.name
        assert not answer.startswith(("Sorry", "What shall I do")), command.name


@pytest.mark.parametrize("person", ["member", "admin", "operator"])
async def test_a_refused_command_changes_nothing(room: Room, person: str) -> None:
    room = replace(room, kind=ChatKind.GROUP, person=PEOPLE[person])
    await _furnish(room)
    before = await _state(room)
    for command in COMMANDS:
        if command.who not in ALLOWED[ChatKind.GROUP, person]:
            assert (await room.says(SAMPLES[command.name])).startswith("Only")
    assert await _state(room) == before


async def _furnish(room: Room) -> None:
    """Something to act on for every sample."""
    await room.publish("Shelling near Homs", by=SOHR)
    room.probes |= {url: Read((), title="New") for url in ("https://new.example/feed", "https://sohr.example/feed.xml")}
    room.pages["https://new.example/list"] = b"<opml/>"
    owner = replace(room, kind=ChatKind.PRIVATE)
    await owner.says("/filter add old homs")
    await owner.says("/filter edit old homs OR idlib")
    await owner.says("/alias old = elder")
    await owner.says("/subscribe Homs")
    await room.alert()


async def _state(room: Room) -> tuple[object, ...]:
    chats, (chat,) = room.store.chats, {one.chat.id for one in await room.store.chats.subscriptions()}
    sources = [(source.id, source.state) for source in await room.store.sources.every()]
    followed = [
        (one.id, one.text, one.loudness, one.chat.loudness, one.chat.hours) for one in await chats.subscriptions(chat)
    ]
    muted = await room.store.tuning.mutes(chat, room.clock.now())
    return followed, muted, await chats.filters(chat), await chats.aliases(chat), sources


async def test_the_platform_is_asked_for_an_admin_only_when_the_answer_matters(group: Room) -> None:
    await group.says("/latest")
    await group.says("/filter test hama")
    await group.says("/source pause 1")
    assert group.asked == []
    await group.says("/subscribe Hama", by=MEMBER)
    assert group.asked == ["Sami"]


async def test_in_a_private_chat_nobody_is_asked(room: Room) -> None:
    await room.says("/subscribe Hama", by=MEMBER)
    assert room.asked == []


async def test_an_anonymous_admin_is_no_operator(store: Store, room: Room) -> None:
    reception = Reception(store, room.clock, frozenset({"telegram:"}))
    assert not reception.is_operator("telegram", Person("", ""))


async def test_the_person_at_the_console_is_the_operator(room: Room) -> None:
    assert room.newsroom.reception.is_operator("console", Person("me", "you"))
    assert not room.newsroom.reception.is_operator("matrix", Person("3", "Omar"))


async def test_who_is_no_operator_is_told_how_the_operator_is_named(room: Room, group: Room) -> None:
    assert (await room.says("/source pause 1", by=MEMBER)).endswith(
        "\nIf that is you: OPERATORS=telegram:1 in the settings."
    )
    assert "OPERATORS" not in await room.says("/source pause 1", by=Person("", ""))
    assert "OPERATORS" not in await group.says("/source pause 1", by=MEMBER)


async def test_an_anonymous_admin_is_named_as_one(group: Room) -> None:
    group.kind = ChatKind.PRIVATE
    await group.says("/filter add north hama", by=Person("", ""))
    assert "an admin" in await group.says("/filters")


async def test_only_the_operator_is_shown_the_operators_commands(group: Room) -> None:
    assert "/source add" not in await group.says("/help", by=MEMBER)
    assert "/source add" in await group.says("/help", by=OPERATOR)


async def test_only_the_operator_sees_whole_addresses_and_never_their_secrets(group: Room) -> None:
    await group.store.sources.add(SOHR, "feed", "https://u:pw@sohr.example/feed?key=hush", group.clock.now())
    member, operator = await group.says("/sources", by=MEMBER), await group.says("/sources", by=OPERATOR)
    assert "sohr.example ·" not in operator
    assert "sohr.example" in member
    assert "/feed" not in member
    assert "/feed" in operator
    assert "hush" not in member + operator
    assert "pw" not in member + operator


async def test_only_the_operator_sees_inside_the_bot(room: Room) -> None:
    assert "telegram: connected" in await room.says("/status")
    assert "telegram: connected" not in await room.says("/status", by=MEMBER)
