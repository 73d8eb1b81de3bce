"""Against a real Synapse, with people who have clients of their own."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import Fatal
from bot.core.message import Message, message
from bot.core.model import Address, ChatKind
from bot.core.outcome import Gone, Later, Sent
from bot.platforms.matrix import Matrix
from bot.ports import ChatJoined, ChatLost, ChatMoved, Event, Request
from tests.platforms.matrix.conftest import Memory, Stage, echo, kept_device, until
from tests.platforms.matrix.proxy import Proxy
from tests.servers.matrixpeer import Peer
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("typed", ["!latest Hama", "/latest Hama"])
async def test_an_invited_bot_comes_and_answers_commands(stage: Stage, typed: str) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user, name="Newsroom")
    await ann.see_join(room, bot.user)
    joined = await bot.told(ChatJoined)
    asked = await ann.say(room, typed)
    reply = await ann.read(room, "heard /latest Hama")
    request = await bot.told(Request)
    assert joined == ChatJoined(Address("matrix", room), ChatKind.PRIVATE, "Newsroom")
    assert (request.address, request.text, request.person.id) == (Address("matrix", room), "/latest Hama", ann.user)
    assert reply["content"]["msgtype"] == "m.notice"
    assert asked != reply["event_id"]


async def test_in_a_group_only_commands_are_heard_and_answers_name_them(stage: Stage) -> None:
    bot, ann, bob = await stage.bot(), await stage.peer(), await stage.peer()
    room = await ann.room(bot.user, bob.user)
    await ann.see_join(room, bot.user)
    await bob.do(room, "join")
    await ann.say(room, "what a day!")
    await ann.say(room, "! is no command")
    asked = await ann.say(room, "!help")
    reply = await ann.read(room, "heard /help")
    assert [event.text for event in bot.events if isinstance(event, Request)] == ["/help"]
    assert (await bot.told(Request)).kind is ChatKind.GROUP
    assert reply["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": asked}}


async def test_plain_words_are_heard_where_two_are_alone(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await ann.say(room, "what is new?")
    await ann.read(room, "heard what is new?")
    assert await (await bot.told(Request)).is_admin()


async def test_what_was_said_before_the_bot_came_is_not_answered(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room()
    await ann.say(room, "!old")
    await ann.do(room, "invite", bot.user)
    await ann.see_join(room, bot.user)
    await ann.say(room, "!new")
    await ann.read(room, "heard /new")
    assert [event.text for event in bot.events if isinstance(event, Request)] == ["/new"]


async def test_an_alert_and_an_answer_are_readable_in_an_encrypted_room(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user, encrypted=True)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    alert = await bot.sent(room, "Army says it stopped an advance", key="alert-1")
    read = await ann.read(room, "Army says")
    await ann.say(room, "/why", **{"m.relates_to": {"m.in_reply_to": {"event_id": alert.message}}})
    await ann.read(room, "heard /why")
    assert isinstance(alert, Sent)
    assert read["event_id"] == alert.message
    assert "m.room.encrypted" not in read["type"]
    assert (await bot.told(Request)).replies_to == alert.message


async def test_a_message_whose_key_comes_later_is_heard_then(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user, encrypted=True)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    await bot.settled()
    writes = bot.ledger.writes
    hand_out_key = await ann.say_before_key(room, "/late")

    async def handled() -> bool:
        return bot.ledger.writes > writes

    await until(handled)
    assert not [event for event in bot.events if isinstance(event, Request)]
    await hand_out_key()
    await ann.read(room, "heard /late")


async def test_encryption_is_no_cover_for_changes_of_the_room(stage: Stage) -> None:
    bot, ann, eve = await stage.bot(), await stage.peer(), await stage.peer()
    room = await ann.room(bot.user, eve.user, encrypted=True, room_version="11")
    await ann.see_join(room, bot.user)
    await eve.do(room, "join")
    await eve.see_join(room, bot.user)
    powers = {"type": "m.room.power_levels", "state_key": "", "content": {"users": {eve.user: 100}}}
    await eve.smuggle(room, powers)
    await eve.say(room, "!who")
    await eve.read(room, "heard /who")
    assert not await (await bot.told(Request)).is_admin()


async def test_encryption_is_no_cover_for_emptying_a_room(stage: Stage) -> None:
    bot, ann, eve = await stage.bot(), await stage.peer(), await stage.peer()
    room = await ann.room(bot.user, eve.user, encrypted=True, room_version="11")
    await ann.see_join(room, bot.user)
    await eve.do(room, "join")
    await eve.see_join(room, bot.user)
    for user in (ann.user, eve.user):
        await eve.smuggle(room, {"type": "m.room.member", "state_key": user, "content": {"membership": "leave"}})
    await eve.say(room, "!who")
    await eve.read(room, "heard /who")
    request = await bot.told(Request)
    assert request.kind is ChatKind.GROUP
    assert not await request.is_admin()
    assert bot.user in await ann.members(room)


async def test_power_levels_decide_who_is_an_admin(stage: Stage) -> None:
    bot, ann, bob = await stage.bot(), await stage.peer(), await stage.peer()
    room = await ann.room(bot.user, bob.user, room_version="11")
    await ann.see_join(room, bot.user)
    await bob.do(room, "join")
    verdicts = []

    async def verdict(event: Event) -> Sequence[Message]:
        if isinstance(event, Request):
            verdicts.append((event.text, await event.is_admin()))
            return [message(f"heard {event.text}")]
        return []

    bot.answer = verdict
    for peer, text in ((ann, "/a"), (bob, "/b")):
        await peer.sync()
        await peer.say(room, text)
        await ann.read(room, f"heard {text}")
    levels = await ann.ask("GET", f"/rooms/{room}/state/m.room.power_levels/")
    levels["users"][bob.user] = 50
    await ann.set_state(room, "m.room.power_levels", levels)
    await bob.say(room, "/c")
    await ann.read(room, "heard /c")
    del levels["users"][bob.user]
    await ann.set_state(room, "m.room.power_levels", levels)
    await bob.say(room, "/d")
    await ann.read(room, "heard /d")
    assert verdicts == [("/a", True), ("/b", False), ("/c", True), ("/d", False)]


async def test_the_creator_of_a_version_12_room_is_an_admin(stage: Stage) -> None:
    bot, ann, bob = await stage.bot(), await stage.peer(), await stage.peer()
    room = await ann.room(bot.user, bob.user, room_version="12")
    await ann.see_join(room, bot.user)
    await bob.do(room, "join")
    await bob.sync()
    for peer in (ann, bob):
        await peer.say(room, "!who")
    await ann.see(room, lambda _: ann.count(room, "heard /who") == 2)
    requests = [event for event in bot.events if isinstance(event, Request)]
    assert {request.person.id: await request.is_admin() for request in requests} == {ann.user: True, bob.user: False}


async def test_a_restarted_bot_is_the_same_device_and_answers_nothing_twice(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user, encrypted=True)
    await ann.see_join(room, bot.user)
    await ann.say(room, "/one")
    await ann.read(room, "heard /one")
    before = await _keys(stage, bot.user, bot.account.token)
    await bot.settled()
    await bot.stop()
    await ann.say(room, "/two")
    await bot.start()
    await ann.read(room, "heard /two")
    await bot.sent(room, "after the restart", key="restart")
    await ann.read(room, "after the restart")
    assert [event.text for event in bot.events if isinstance(event, Request)] == ["/one", "/two"]
    assert ann.count(room, "heard /one") == 1
    assert await _keys(stage, bot.user, bot.account.token) == before


async def test_the_device_is_signed_by_its_user(stage: Stage) -> None:
    bot = await stage.bot()
    keys = await _keys(stage, bot.user, bot.account.token)
    (signer,) = keys["self_signing_keys"][bot.user]["keys"]
    device = kept_device(bot.folder)["id"]
    assert signer in keys["device_keys"][bot.user][device]["signatures"][bot.user]


async def test_the_bot_s_keys_are_for_its_owner_s_eyes(stage: Stage) -> None:
    bot = await stage.bot()
    files = [path for path in bot.folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"device.json", "signing.json", "olm.db"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


async def test_one_key_makes_one_event(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    first = await bot.sent(room, "once", key="k1")
    await bot.stop()
    await bot.start()
    second = await bot.sent(room, "once", key="k1")
    await bot.sent(room, "done", key="k2")
    await ann.read(room, "done")
    assert first == second
    assert ann.count(room, "once") == 1


async def test_an_answer_that_a_crash_cut_off_is_sent_once_after_the_restart(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    await bot.settled()
    bot.crash_at = "listen.after_respond"
    await ann.say(room, "/crash")
    with pytest.raises(RuntimeError, match=r"listen\.after_respond"):
        await bot.task
    bot.crash_at = ""
    await bot.start()
    await ann.read(room, "heard /crash")
    assert [event.text for event in bot.events if isinstance(event, Request)] == ["/crash", "/crash"]
    assert ann.count(room, "heard /crash") == 1


async def test_an_answer_sent_before_a_crash_is_not_sent_again(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    await bot.settled()

    async def and_break(event: Event) -> Sequence[Message]:
        bot.ledger.broken = True  # not before: any sync at all may move the place
        return await echo(event)

    bot.answer = and_break
    await ann.say(room, "/crash")
    with pytest.raises(RuntimeError, match="the database is gone"):
        await bot.task
    bot.ledger.broken, bot.answer = False, echo
    await bot.start()
    await bot.sent(room, "after", key="after")
    await ann.read(room, "after")
    assert [event.text for event in bot.events if isinstance(event, Request)] == ["/crash", "/crash"]
    assert ann.count(room, "heard /crash") == 1


async def test_a_limit_of_the_homeserver_is_obeyed(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.sent(room, "first", key="m")
    stage.server.limit(bot.user, per_second=1, burst=2)
    outcomes = [await bot.send(room, "many", key=f"m{number}") for number in range(6)]
    (later, *_) = [outcome for outcome in outcomes if isinstance(outcome, Later)]
    assert timedelta(0) < later.after <= timedelta(seconds=3)
    assert later.after.microseconds  # the answer's own figure, not the header's whole seconds
    assert later.paused
    assert later.everyone
    assert isinstance(await bot.sent(room, "many", key="m5"), Sent)


async def test_answers_wait_for_the_limit_too(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    stage.server.limit(bot.user, per_second=2, burst=1)
    for number in range(3):
        await ann.say(room, f"/{'abc'[number]}")
    await ann.read(room, "heard /c")
    assert [ann.count(room, f"heard /{letter}") for letter in "abc"] == [1, 1, 1]


@pytest.mark.parametrize("deed", ["kick", "ban"])
async def test_a_bot_that_is_put_out_says_so(stage: Stage, deed: str) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    await ann.do(room, deed, bot.user)
    lost = await bot.told(ChatLost)
    assert lost.address == Address("matrix", room)
    assert ann.user in lost.why
    assert isinstance(await bot.send(room, "still there?", key="gone"), Gone)


async def test_a_bot_that_may_not_speak_is_gone(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user, power_level_content_override={"events_default": 50})
    await ann.see_join(room, bot.user)
    assert isinstance(await bot.sent(room, "may I?", key="mute"), Gone)


async def test_a_bot_that_was_left_alone_leaves(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    await ann.do(room, "leave")
    assert "left" in (await bot.told(ChatLost)).why


@pytest.mark.parametrize("version", ["11", "12"])
async def test_an_upgraded_room_is_followed(stage: Stage, version: str) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user, room_version="10", preset="public_chat")
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    new = await ann.upgrade(room, version)
    moved = await bot.told(ChatMoved)
    await ann.see_join(new, bot.user)
    assert moved == ChatMoved(Address("matrix", room), new)
    assert isinstance(await bot.sent(new, "here now", key="moved"), Sent)
    assert [type(event) for event in bot.events].count(ChatJoined) == 1


async def test_a_replacement_by_invitation_is_followed_whoever_invites(stage: Stage) -> None:
    ann, bob = await stage.peer(), await stage.peer()
    bot = await stage.bot(invites=(ann.user,))
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    new = await bob.room(creation_content={"predecessor": {"room_id": room, "event_id": "$any"}})
    await ann.set_state(room, "m.room.tombstone", {"body": "moved", "replacement_room": new})
    await bob.do(new, "invite", bot.user)
    assert await bot.told(ChatMoved) == ChatMoved(Address("matrix", room), new)


async def test_a_tombstone_that_names_a_stranger_s_room_moves_nothing(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room, trap = await ann.room(bot.user), await ann.room(preset="public_chat")
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    await ann.set_state(room, "m.room.tombstone", {"body": "moved", "replacement_room": trap})
    await _see_leave(ann, trap, bot.user)
    assert not [event for event in bot.events if isinstance(event, ChatMoved)]


async def test_a_room_that_claims_to_replace_another_moves_nothing(stage: Stage) -> None:
    bot, ann, eve = await stage.bot(), await stage.peer(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    claim = {"predecessor": {"room_id": room, "event_id": "$any"}}
    trap = await eve.room(bot.user, creation_content=claim)
    await eve.see_join(trap, bot.user)
    await eve.say(trap, "!hello")
    await eve.read(trap, "heard /hello")
    assert [type(event) for event in bot.events] == [ChatJoined, ChatJoined, Request]


async def test_what_is_said_in_a_thread_is_answered_there(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    root = await ann.say(room, "a topic, not for you")
    relation = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True, "m.in_reply_to": {"event_id": root}}
    await ann.say(room, "/threaded", **{"m.relates_to": relation})
    reply = await ann.read(room, "heard /threaded")
    request = next(event for event in bot.events if isinstance(event, Request) and event.text == "/threaded")
    assert request.address == Address("matrix", room, root)
    assert request.replies_to == ""
    assert reply["content"]["m.relates_to"]["event_id"] == root


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_message_is_edited_in_place(stage: Stage, *, encrypted: bool) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user, encrypted=encrypted)
    await ann.see_join(room, bot.user)
    first = await bot.sent(room, "1 origin", key="v1")
    await bot.sent(room, "3 origins", key="v2", edits=first.message)
    edit = await ann.read(room, "* 3 origins")
    assert edit["content"]["m.new_content"]["body"] == "3 origins"
    assert edit["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": first.message}


async def test_notices_and_edits_are_not_heard(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await ann.say(room, "/notice", msgtype="m.notice")
    await bot.sent(room, "/own", key="own")
    first = await ann.say(room, "/last")
    await ann.say(room, "* /edit", **{"m.relates_to": {"rel_type": "m.replace", "event_id": first}})
    await ann.say(room, "/end")
    await ann.read(room, "heard /end")
    assert [event.text for event in bot.events if isinstance(event, Request)] == ["/last", "/end"]


async def test_what_is_said_is_heard_under_a_flood_of_other_things(stage: Stage) -> None:
    bot, ann = await stage.bot(), await stage.peer()
    room = await ann.room(bot.user)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    await bot.settled()
    await bot.stop()
    asked = await ann.say(room, "/buried")
    for number in range(110):  # more than a sync tells of one room
        liked = {"rel_type": "m.annotation", "event_id": asked, "key": str(number)}
        await ann.ask("PUT", f"/rooms/{room}/send/m.reaction/{number}", {"m.relates_to": liked})
    await bot.start()
    await ann.read(room, "heard /buried")


async def test_an_invitation_that_a_restart_cut_off_is_met_again(stage: Stage) -> None:
    proxy = Proxy(stage.server.url)
    async with proxy.running():
        bot, ann = await stage.bot(via=proxy.url), await stage.peer()
        room = await ann.room(bot.user)
        await ann.see_join(room, bot.user)
        proxy.lose_request = lambda path: "/join/" in path
        other = await ann.room(bot.user)
        await until(lambda: _holds(bool(proxy.lost)))
        await ann.say(room, "/meanwhile")
        await ann.read(room, "heard /meanwhile")
        await bot.stop()
    bot.via = ""
    await bot.start()
    await ann.see_join(other, bot.user)


async def test_an_invitation_from_somebody_not_on_the_list_is_declined(stage: Stage) -> None:
    ann = await stage.peer()
    bot = await stage.bot(invites=("@boss:example.org",))
    room = await ann.room(bot.user)
    await _see_leave(ann, room, bot.user)
    assert bot.events == []


async def test_a_wrong_password_ends_it_with_words(synapse: Synapse, tmp_path: Path) -> None:
    account = synapse.register("bot")
    matrix = Matrix(synapse.url, account.user, "wrong-password", tmp_path, Memory())
    with pytest.raises(Fatal, match=r"refused the login.*Check MATRIX_HOMESERVER") as error:
        await matrix.listen(_nothing)
    assert "wrong-password" not in str(error.value)


async def test_a_session_that_was_ended_elsewhere_ends_it_with_words(stage: Stage) -> None:
    bot = await stage.bot()
    token = kept_device(bot.folder)["token"]
    await asyncio.to_thread(stage.server.call, "POST", "/_matrix/client/v3/logout", {}, token=token)
    with pytest.raises(Fatal, match=r"ended the session.*Remove .*device\.json"):
        await asyncio.wait_for(bot.task, 20)


async def _holds(truth: bool) -> bool:  # noqa: FBT001 - it is what is asked for
    return truth


async def _nothing(event: Event) -> Sequence[Message]:
    return []


async def _see_leave(peer: Peer, room: str, user: str) -> None:
    """Come back when the user has left the room or declined to come in."""

    async def left() -> bool:
        members = (await peer.ask("GET", f"/rooms/{room}/members"))["chunk"]
        return any(event["state_key"] == user and event["content"]["membership"] == "leave" for event in members)

    await until(left)


async def _keys(stage: Stage, user: str, token: str) -> dict[str, object]:
    body = {"device_keys": {user: []}}
    return await asyncio.to_thread(stage.server.call, "POST", "/_matrix/client/v3/keys/query", body, token=token)
