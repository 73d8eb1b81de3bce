"""Logging in: once by password, from then on with the device, its token and its keys that are kept in a folder."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import structlog

from bot.core.errors import Fatal
from bot.platforms.matrix.client import Client, attempt
from bot.platforms.matrix.trouble import Trouble, hopeless

__all__ = ["alone_in", "backoff", "log_in", "open_client", "write_private"]

DEVICE_FILE = "device.json"
DEVICE_NAME = "Attribot"
LONGEST_BACKOFF = 60.0
"""Seconds between two tries to reach the homeserver, at the most."""
LOCK_SECONDS = 1.0
"""Between two looks whether another process has let go of the folder."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Device:
    """What the homeserver knows this bot by; a new one could not read what was sent to the old one."""

    user: str
    id: str
    token: str = field(repr=False)


@asynccontextmanager
async def alone_in(folder: Path, user: str) -> AsyncGenerator[Path]:
    """The folder of this user's keys, which no second process may use: its copies of the keys would fall apart."""
    home = folder / re.sub(r"[^\w.-]+", "_", user).strip("_")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _taken(lock):
            log.info("another process holds the keys, waiting", folder=str(home))
            while not _taken(lock):  # noqa: ASYNC110 - another process lets go of it, which sets no event here
                await asyncio.sleep(LOCK_SECONDS)
        yield home
    finally:
        os.close(lock)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@asynccontextmanager
async def open_client(homeserver: str, user: str, password: str, home: Path) -> AsyncGenerator[Client]:
    """A client that is logged in; waits for a homeserver that does not answer, raises `Fatal` for one that refuses."""
    client = Client(homeserver, user, home)
    try:
        if device := _read_device(home / DEVICE_FILE):
            client.restore_login(device.user, device.id, device.token)
        else:
            await log_in(client, password, home)
        yield client
    finally:
        await client.close()


async def log_in(client: Client, password: str, home: Path) -> None:
    """Get a token by password, for the device the client has had so far if it has one; raises `Fatal` when refused."""
    client.access_token = ""
    failures = 0
    while isinstance(answer := await attempt(client.login(password, device_name=DEVICE_NAME)), Trouble):
        if hopeless(answer):
            raise Fatal(
                f"The Matrix homeserver at {client.homeserver} refused the login of {client.user} ({answer}). "
                "Check MATRIX_HOMESERVER, MATRIX_USER and MATRIX_PASSWORD."
            )
        failures += 1
        pause = max(backoff(failures), answer.wait.total_seconds() if answer.wait else 0)
        log.warning("no login yet", homeserver=client.homeserver, why=str(answer), again_in=pause)
        await asyncio.sleep(pause)
    device = Device(client.user_id, client.device_id, client.access_token)
    write_private(home / DEVICE_FILE, json.dumps(asdict(device)))
    log.info("logged in", user=device.user, device=device.id)


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 1, 2, 4, up to `LONGEST_BACKOFF`."""
    return min(2.0 ** min(failures - 1, 10), LONGEST_BACKOFF)


def write_private(path: Path, text: str) -> None:
    """Replace a file in one go; only its owner can read it."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _read_device(path: Path) -> Device | None:
    try:
        return Device(**json.loads(path.read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise Fatal(f"{path} can't be read. Remove it to log in as a new device.") from error
