"""The nio client among hostile people: what nio trips over is left out, and what was encrypted never is state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from nio import (
    Api,
    AsyncClient,
    ErrorResponse,
    KeysClaimResponse,
    KeysQueryResponse,
    MegolmEvent,
    SyncResponse,
    UnknownBadEvent,
)
from nio.exceptions import EncryptionError

__all__ = ["Tolerant", "spared"]

_KEYS = {KeysQueryResponse: "device_keys", KeysClaimResponse: "one_time_keys"}
"""The answers that hold the keys of other people's devices, and where they are."""

log = structlog.stdlib.get_logger(__name__)


class Tolerant(AsyncClient):  # type: ignore[misc]  # nio ships no types
    """nio checks events by schemas that let much through, and then relies on more than they promise.

    An error would end the handling of a whole sync, and every later try would meet the same event again.
    """

    async def create_matrix_response(
        self, response_class: Any, transport_response: Any, data: Any = None, save_to: Any = None
    ) -> Any:
        """nio's, but for answers that strangers have a hand in."""
        if response_class not in {SyncResponse, *_KEYS}:
            return await super().create_matrix_response(response_class, transport_response, data, save_to)
        parsed = await self.parse_body(transport_response)
        if response_class in _KEYS:
            parsed = self._sound(response_class, parsed)
        # Beside the loop, since checking the events of big rooms takes seconds.
        answer = await asyncio.to_thread(response_class.from_dict, parsed, *(data or ()))
        answer.transport_response = transport_response
        return answer

    async def keys_query(self) -> Any:
        """nio's, but for those who change their devices while others' servers are waited for: they stay to be asked."""
        wanted = self.olm.users_for_key_query
        asked = set(wanted)
        wanted.clear()
        answer = None
        try:
            answer = await self._send(KeysQueryResponse, *Api.keys_query(self.access_token, asked))
        finally:
            wanted |= asked.difference(getattr(answer, "device_keys", ()))
        return answer

    async def receive_response(self, response: Any) -> None:
        """nio's; keys one by one, so that one which is none is no reason to leave out the others."""
        if not isinstance(response, KeysClaimResponse):
            changed = set(self.olm.users_for_key_query) if isinstance(response, KeysQueryResponse) else set()
            await super().receive_response(response)
            if changed:
                self.olm.users_for_key_query |= changed
            return
        for user, devices in response.one_time_keys.items():
            for device, key in devices.items():
                with spared("a one-time key is not usable", user=user, device=device):
                    await super().receive_response(KeysClaimResponse({user: {device: key}}, {}))

    def _sound(self, response_class: Any, parsed: dict[str, Any]) -> dict[str, Any]:
        """The answer without the devices for whose sake nio would refuse it all."""
        name = _KEYS[response_class]
        users = parsed.get(name)
        if not isinstance(users, dict):
            return parsed
        kept: dict[str, dict[str, Any]] = {}
        for user, devices in users.items():
            kept[user] = {}
            for device, keys in devices.items() if isinstance(devices, dict) else ():
                with spared("the keys of a device are not usable", user=user, device=device):
                    self._prove(response_class, user, device, keys)
                    kept[user][device] = keys
        return parsed | {name: kept}

    def _prove(self, response_class: Any, user: str, device: str, keys: Any) -> None:
        """Raises whatever nio raises for these keys, or TypeError if it refuses them."""
        if isinstance(response_class.from_dict({_KEYS[response_class]: {user: {device: keys}}}), ErrorResponse):
            raise TypeError(device)
        if response_class is KeysQueryResponse:
            if not isinstance(keys["user_id"], str) or not isinstance(keys.get("unsigned", {}), dict):
                raise TypeError(device)
            self.olm.verify_json(dict(keys), keys["keys"].get(f"ed25519:{device}", ""), user, device)

    def decrypt_event(self, event: Any) -> Any:
        """nio's; a payload it can't deal with becomes an event that says nothing. All that comes back is `decrypted`.

        Raises EncryptionError while the key is missing.
        """
        try:
            answer = super().decrypt_event(event)
        except EncryptionError:
            raise
        except Exception as error:  # noqa: BLE001 - the payload may be anything, and so may be what nio makes of it
            log.warning("an encrypted message is not readable", sender=event.sender, error=type(error).__name__)
            answer = UnknownBadEvent({})
        answer.decrypted = True
        answer.source = {**answer.source, "sender": event.sender, "event_id": event.event_id}
        return answer

    def _handle_timeline_event(self, event: Any, room_id: str, room: Any, encrypted_rooms: set[str]) -> Any:
        """nio's, but for what was encrypted: no server saw whether its sender may change the room, so it can't."""
        if not isinstance(event, MegolmEvent):
            with spared("an event is not usable", room=room_id):
                super()._handle_timeline_event(event, room_id, room, encrypted_rooms)
            return None
        event.room_id = room_id
        try:
            return self.decrypt_event(event)
        except EncryptionError:
            return None

    def _handle_decrypt_to_device(self, event: Any) -> Any:
        """nio's; anybody at all may send these."""
        try:
            return super()._handle_decrypt_to_device(event)
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("a message to this device is not readable", sender=event.sender, error=type(error).__name__)
            return None

    async def _handle_invited_rooms(self, response: Any) -> None:
        """Nothing: what nio would keep of invitations is never looked at, and never forgotten."""


@contextmanager
def spared(event: str, **about: str) -> Iterator[None]:
    """Log what goes wrong within, and go on behind it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - strangers' data went in, so anything may come out
        log.warning(event, error=type(error).__name__, **about)
