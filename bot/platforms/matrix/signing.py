"""Cross-signing: the bot's own identity keys, and its device signed with them, so that clients show and trust it."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from bot.platforms.matrix.client import Client
from bot.platforms.matrix.session import write_private

__all__ = ["sign_device"]

SEEDS_FILE = "signing.json"
ROLES = ("master", "self_signing", "user_signing")
KEYS_PATH = "/_matrix/client/v3/keys"

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key pair."""

    secret: ECC.EccKey

    @classmethod
    def of(cls, seed: bytes) -> SigningKey:
        """The pair that grows from 32 bytes."""
        return cls(ECC.construct(curve="Ed25519", seed=seed))

    @property
    def public(self) -> str:
        """Unpadded base64, as Matrix writes keys."""
        return _unpadded(self.secret.public_key().export_key(format="raw"))

    def signed(self, thing: Mapping[str, Any], user: str) -> dict[str, Any]:
        """The object with this key's signature in place of all others (Matrix specification, signing JSON)."""
        bare = {name: value for name, value in thing.items() if name not in {"signatures", "unsigned"}}
        canonical = json.dumps(bare, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        signature = _unpadded(eddsa.new(self.secret, "rfc8032").sign(canonical))
        return bare | {"signatures": {user: {f"ed25519:{self.public}": signature}}}


async def sign_device(client: Client, password: str, home: Path) -> None:
    """Make sure that this device is signed by keys of its user; what can't be done is logged, for sending works anyway.

    Since April 2026 Element neither shows what unsigned devices send in encrypted rooms nor lets them read (MSC4153).
    """
    try:
        await _sign_device(client, password, home)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("the device is not signed: the homeserver did not answer", error=type(error).__name__)


async def _sign_device(client: Client, password: str, home: Path) -> None:
    user, device = client.user_id, client.device_id
    keys = _signing_keys(home / SEEDS_FILE)
    _, known = await client.call("POST", f"{KEYS_PATH}/query", {"device_keys": {user: []}})
    master = _at(known, "master_keys", user, "keys")
    if master and keys["master"].public not in master.values():
        # Replacing them would undo what somebody has verified; only they can say that this is wanted.
        log.warning(
            "the device is not signed: the account has signing keys made elsewhere; "
            "verify this device from there, or reset the account's encryption identity and start again",
            user=user,
            device=device,
        )
        return
    if not master and not await _publish(client, password, keys):
        return
    mine = _at(known, "device_keys", user, device)
    if mine and f"ed25519:{keys['self_signing'].public}" not in _at(mine, "signatures", user):
        body = {user: {device: keys["self_signing"].signed(mine, user)}}
        status, answer = await client.call("POST", f"{KEYS_PATH}/signatures/upload", body)
        done = status == HTTPStatus.OK and not _at(answer, "failures")
        (log.info if done else log.warning)("signature of the device sent", device=device, accepted=done)


async def _publish(client: Client, password: str, keys: Mapping[str, SigningKey]) -> bool:
    """Upload the public keys, with the password if the server asks for it."""
    user, path = client.user_id, f"{KEYS_PATH}/device_signing/upload"
    body: dict[str, Any] = {
        f"{role}_key": {"user_id": user, "usage": [role], "keys": {f"ed25519:{key.public}": key.public}}
        for role, key in keys.items()
    }
    for role in ("self_signing", "user_signing"):
        body[f"{role}_key"] = keys["master"].signed(body[f"{role}_key"], user)
    status, answer = await client.call("POST", path, body)
    if status == HTTPStatus.UNAUTHORIZED:  # the server wants to know that it is not just somebody with the token
        identifier = {"type": "m.id.user", "user": user}
        proof = {"type": "m.login.password", "identifier": identifier, "password": password}
        status, answer = await client.call("POST", path, body | {"auth": proof | {"session": answer.get("session")}})
    if status != HTTPStatus.OK:
        log.warning("the device is not signed: its keys were refused", status=status, errcode=answer.get("errcode"))
    return status == HTTPStatus.OK


def _signing_keys(path: Path) -> dict[str, SigningKey]:
    """The kept ones, else new ones, which are kept before anybody is told of them."""
    try:
        seeds = json.loads(path.read_text())
    except FileNotFoundError:
        seeds = {role: base64.b64encode(os.urandom(32)).decode() for role in ROLES}
        write_private(path, json.dumps(seeds))
    return {role: SigningKey.of(base64.b64decode(seeds[role])) for role in ROLES}


def _unpadded(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def _at(thing: Mapping[str, Any], *path: str) -> dict[str, Any]:
    """The object at this place, empty if there is none."""
    for name in path:
        step = thing.get(name)
        thing = step if isinstance(step, dict) else {}
    return dict(thing)
