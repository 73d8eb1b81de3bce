"""What strangers write that nio would stumble over."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nio import KeysClaimResponse, SyncResponse
from nio.crypto import InboundGroupSession, OutboundGroupSession

from bot.platforms.matrix.client import Client, attempt
from bot.platforms.matrix.trouble import Trouble
from tests.platforms.matrix.homeserver import SYNC, Homeserver

ROOM, BOT, ANN, EVE = "!room:x", "@bot:x", "@ann:x", "@eve:x"
MESSAGE = {"type": "m.room.message", "content": {"msgtype": "m.text", "body": "/help"}}
QUERY, CLAIM = "/_matrix/client/v3/keys/query", "/_matrix/client/v3/keys/claim"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    client = Client("http://127.0.0.1:9", BOT, tmp_path)
    client.restore_login(BOT, "DEV", "token")
    yield client
    await client.close()


async def test_what_was_encrypted_changes_no_room(client: Client) -> None:
    payloads = [
        {"type": "m.room.member", "state_key": ANN, "content": {"membership": "leave"}},
        {"type": "m.room.member", "state_key": "@spy:x", "content": {"membership": "join"}},
        {"type": "m.room.name", "state_key": "", "content": {"name": "another"}},
    ]
    events = await _heard(client, *payloads)
    assert set(client.rooms[ROOM].users) == {BOT, ANN, EVE}
    assert client.rooms[ROOM].name is None
    assert [event.decrypted for event in events] == [True] * 3


@pytest.mark.parametrize(
    "payload",
    [
        MESSAGE | {"unsigned": None},
        MESSAGE | {"unsigned": 5},
        MESSAGE | {"content": "words"},
        MESSAGE | {"content": {"msgtype": "m.file", "file": "x", "body": "y", "info": 7}},
        {"type": "m.room.power_levels", "state_key": "", "content": None},
        ["m.room.message"],
        None,
    ],
)
async def test_a_strange_payload_is_an_event_that_says_nothing(client: Client, payload: object) -> None:
    strange, plain = await _heard(client, payload, MESSAGE)
    assert strange.decrypted
    assert strange.source["sender"] == EVE
    assert plain.source["content"]["body"] == "/help"


async def test_a_payload_nested_deeper_than_python_reads_is_an_event_that_says_nothing(client: Client) -> None:
    strange, plain = await _heard(client, "[" * 5_000, MESSAGE)
    assert strange.decrypted
    assert plain.source["content"]["body"] == "/help"


async def test_a_sealed_payload_speaks_for_nobody_but_its_sender(client: Client) -> None:
    claims = {"sender": ANN, "event_id": "$ann", "origin_server_ts": 1, "type": 7, "content": {}}
    (event,) = await _heard(client, claims)
    assert (event.source["sender"], event.source["event_id"]) == (EVE, "$0")
    assert event.decrypted


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from(["m.text", "join", "leave", EVE]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["body", "membership", "info", "file", "redacted_because", "url"]), inner)
    ),
    max_leaves=5,
)
TYPES = st.sampled_from(
    ["m.room.message", "m.room.member", "m.room.encrypted", "m.call.invite", "m.reaction", "m.sticker", "m.room.create"]
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({"type": TYPES | JSON, "content": JSON}, optional={"unsigned": JSON, "state_key": JSON}))
async def test_no_payload_ends_a_sync(client: Client, payload: dict[str, Any]) -> None:
    assert len(await _heard(client, payload, MESSAGE)) == 2
    assert set(client.rooms[ROOM].users) == {BOT, ANN, EVE}


@pytest.mark.parametrize("body", ["garbage", "!!!", ""])
@pytest.mark.parametrize("kind", [0, 1])
async def test_garbage_sent_to_the_device_is_left_out(client: Client, body: str, kind: int) -> None:
    own = client.olm.account.identity_keys["curve25519"]
    content = {
        "algorithm": "m.olm.v1.curve25519-aes-sha2",
        "sender_key": "k",
        "ciphertext": {own: {"type": kind, "body": body}},
    }
    sync = _sync([]) | {"to_device": {"events": [{"type": "m.room.encrypted", "sender": EVE, "content": content}]}}
    await client.receive_response(SyncResponse.from_dict(sync))
    assert ROOM in client.rooms


@pytest.mark.parametrize(
    "spoilt",
    [
        {"user_id": None},
        {"algorithms": None},
        {"keys": {}},
        {"keys": {"ed25519:ED": "x", "curve25519:ED": "x"}},
        {"signatures": {EVE: {"ed25519:ED": "x"}}, "words": "\ud800"},
        {"unsigned": []},
    ],
)
async def test_a_device_with_spoilt_keys_does_not_hide_those_of_others(
    client: Client, tmp_path: Path, spoilt: dict[str, Any]
) -> None:
    good, bad = await _device(tmp_path, ANN, "AD"), await _device(tmp_path, EVE, "ED") | spoilt
    answer = {"device_keys": {EVE: {"ED": bad}, ANN: {"AD": good}}}
    await client.receive_response(SyncResponse.from_dict(_sync([])))
    async with Homeserver({QUERY: [(200, answer)]}).running() as server:
        client.homeserver = server.url
        assert not isinstance(await attempt(client.keys_query()), Trouble)
        await client.client_session.close()
    assert [device.id for device in client.device_store.active_user_devices(ANN)] == ["AD"]
    assert EVE not in client.users_for_key_query


async def test_who_changes_devices_while_keys_are_looked_up_is_looked_up_again(client: Client) -> None:
    await client.receive_response(SyncResponse.from_dict(_sync([])))

    async def answer(_: web.Request) -> web.Response:
        client.olm.add_changed_users({ANN})
        return web.json_response({"device_keys": {BOT: {}, ANN: {}}, "failures": {"x": {}}})

    async with Homeserver({QUERY: [(200, answer)]}).running() as server:
        client.homeserver = server.url
        assert not isinstance(await attempt(client.keys_query()), Trouble)
        await client.client_session.close()
    assert client.users_for_key_query == {ANN, EVE}  # Eve, because there was no answer for her


async def test_who_was_looked_up_in_vain_is_looked_up_again(client: Client) -> None:
    await client.receive_response(SyncResponse.from_dict(_sync([])))
    client.homeserver = "http://127.0.0.1:9"
    assert isinstance(await attempt(client.keys_query()), Trouble)
    await client.client_session.close()
    assert client.users_for_key_query == {BOT, ANN, EVE}


@pytest.mark.parametrize("key", [{}, 5, {"signed_curve25519:A": {"key": "x"}}, {"signed_curve25519:A": 5}])
async def test_a_spoilt_one_time_key_does_not_hide_those_of_others(client: Client, key: object) -> None:
    claims: dict[Any, Any] = {EVE: {"ED": key}}
    await client.receive_response(KeysClaimResponse(claims, {}))
    async with Homeserver({CLAIM: [(200, {"one_time_keys": claims})]}).running() as server:
        client.homeserver = server.url
        assert not isinstance(await attempt(client.keys_claim({EVE: ["ED"]})), Trouble)
        await client.client_session.close()


async def test_nesting_that_a_homeserver_passes_on_does_not_hide_a_sync(tmp_path: Path) -> None:
    deep = "[" * 950 + "]" * 950
    event = _event("m.room.message", MESSAGE["content"] | {"deep": "DEEP"}, "$1", EVE)
    body = json.dumps(_sync([event])).replace('"DEEP"', deep)
    async with Homeserver({SYNC: [(200, body)]}).running() as server:
        client = Client(server.url, BOT, tmp_path)
        client.restore_login(BOT, "DEV", "token")
        answer = await attempt(client.sync())
        await client.close()
    assert not isinstance(answer, Trouble)


async def test_what_nobody_foresaw_is_trouble_and_no_crash() -> None:
    async def stumble() -> None:
        raise KeyError("unforeseen")

    assert isinstance(await attempt(stumble()), Trouble)


async def _heard(client: Client, *payloads: object) -> list[Any]:
    """What becomes of these payloads, all sent by Eve under the cover of encryption."""
    seal = OutboundGroupSession()
    seal.mark_as_shared()
    client.olm.inbound_group_store.add(InboundGroupSession(seal.session_key, "ed", "sender-key", ROOM))
    events = []
    for place, payload in enumerate(payloads):
        text = payload if isinstance(payload, str) else json.dumps(payload)
        content = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "sender_key": "sender-key",
            "device_id": "ED",
            "session_id": seal.id,
            "ciphertext": seal.encrypt(text),
        }
        events.append(_event("m.room.encrypted", content, f"${place}", EVE))
    answer = SyncResponse.from_dict(_sync(events, seal.id))
    await client.receive_response(answer)
    heard: list[Any] = answer.rooms.join[ROOM].timeline.events
    return heard


def _sync(events: list[Any], batch: str = "s1") -> dict[str, Any]:
    """A sync of a room of three."""
    members = [
        _event("m.room.member", {"membership": "join"}, f"$in{user}", user) | {"state_key": user}
        for user in (BOT, ANN, EVE)
    ]
    encryption = _event("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}, "$seal", ANN) | {"state_key": ""}
    room = {"state": {"events": [*members, encryption]}, "timeline": {"events": events, "limited": False}}
    return {"next_batch": batch, "rooms": {"join": {ROOM: room}}}


def _event(kind: str, content: Any, event: str, sender: str) -> dict[str, Any]:
    return {"type": kind, "event_id": event, "sender": sender, "origin_server_ts": 1, "content": content}


async def _device(folder: Path, user: str, device: str) -> dict[str, Any]:
    """What a homeserver tells of a device."""
    client = Client("http://127.0.0.1:9", user, folder)
    client.restore_login(user, device, "token")
    keys: dict[str, Any] = client.olm.share_keys()["device_keys"]
    await client.close()
    return keys
