"""A real Synapse: one for a whole test run, shared by its workers, with fresh users and rooms for each test."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.kit.processes import unwatched

__all__ = ["Account", "Restarting", "Synapse", "restarting_synapse", "shared_synapse"]

START_SECONDS = 90.0
"""It takes 6 to 13 s on two idle cores, nearly all of it imports; other workers may be busy on them."""
LIMITS = (
    "registration",
    "registration_token_validity",
    "login.address",
    "login.account",
    "login.failed_attempts",
    "message",
    "admin_redaction",
    "joins.local",
    "joins.remote",
    "joins_per_room",
    "3pid_validation",
    "invites.per_room",
    "invites.per_user",
    "invites.per_issuer",
    "room_creation",
    "key_requests",
    "presence.per_user",
    "delayed_event_mgmt",
    "reports",
)


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the server."""

    user: str
    password: str
    token: str


@dataclass(frozen=True, slots=True)
class Synapse:
    """A running server; all calls block, for they are short."""

    url: str
    secret: str
    process: int
    folder: str

    def register(self, name: str = "", *, admin: bool = False) -> Account:
        """A new user; the name is made unique."""
        user, password = f"{name}{uuid.uuid4().hex[:10]}", uuid.uuid4().hex
        nonce = self.call("GET", "/_synapse/admin/v1/register")["nonce"]
        role = "admin" if admin else "notadmin"
        mac = hmac.new(self.secret.encode(), f"{nonce}\0{user}\0{password}\0{role}".encode(), hashlib.sha1)
        answer = self.call(
            "POST",
            "/_synapse/admin/v1/register",
            {"nonce": nonce, "username": user, "password": password, "admin": admin, "mac": mac.hexdigest()},
        )
        return Account(answer["user_id"], password, answer["access_token"])

    def limit(self, user: str, *, per_second: int, burst: int) -> None:
        """Let this user send only so many messages."""
        path = f"/_synapse/admin/v1/users/{quote(user)}/override_ratelimit"
        admin = self.register("admin", admin=True)
        self.call("POST", path, {"messages_per_second": per_second, "burst_count": burst}, token=admin.token)

    def call(self, method: str, path: str, body: Any = None, *, token: str = "") -> dict[str, Any]:
        """One request; an error answer is raised with its text."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                parsed: dict[str, Any] = json.load(answer)
                return parsed
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from None


@contextmanager
def shared_synapse(base: Path) -> Iterator[Synapse]:
    """The server of the run whose common folder is `base`: the first user starts it, the last one stops it."""
    note, count = base / "synapse.json", base / "synapse.users"
    with _locked(base):
        if not note.exists():
            note.write_text(json.dumps(asdict(_started())))
        count.write_text(str(int(count.read_text()) + 1 if count.exists() else 1))
        server = Synapse(**json.loads(note.read_text()))
    try:
        yield server
    finally:
        with _locked(base):
            left = int(count.read_text()) - 1
            count.write_text(str(left))
            if not left:
                note.unlink()
                _stop(server)


@contextmanager
def _locked(base: Path) -> Iterator[None]:
    with (base / "synapse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def restarting_synapse() -> Iterator[Restarting]:
    """A server for those who end it and start it again; its users and rooms stay."""
    home = Restarting(_started())
    try:
        yield home
    finally:
        _stop(home.server)


class Restarting:
    """A server that comes back at the same address, with all it had stored."""

    def __init__(self, server: Synapse) -> None:
        self.server = server

    def restart(self) -> None:
        """End it without a warning, and start it again; blocks until it answers."""
        _end(self.server)
        self.server = _launched(Path(self.server.folder), self.server.url, self.server.secret)


def _started() -> Synapse:
    """Start a new one and wait until it answers."""
    memory = Path("/dev/shm")  # a database in memory makes the start twice as fast
    folder = Path(tempfile.mkdtemp(prefix="synapse-", dir=memory if os.access(memory, os.W_OK) else None))
    port, secret = _free_port(), uuid.uuid4().hex
    (folder / "hs.yaml").write_text(json.dumps(_config(folder, port, secret)))  # JSON is YAML
    return _launched(folder, f"http://127.0.0.1:{port}", secret)


def _launched(folder: Path, url: str, secret: str) -> Synapse:
    """The server of this folder when it answers; an AssertionError with the end of its log if it does not."""
    output = folder / "output"
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "synapse.app.homeserver", "-c", str(folder / "hs.yaml")],
            stdout=file,
            stderr=file,
            cwd=folder,
            env=unwatched(),
            start_new_session=True,
        )
    process.returncode = 0  # it outlives this object: whoever uses it last ends it by its id
    server = Synapse(url, secret, process.pid, str(folder))
    deadline = time.monotonic() + START_SECONDS
    while not _healthy(server.url):
        ended = os.waitpid(process.pid, os.WNOHANG)[0]
        if ended or time.monotonic() > deadline:
            logs = "\n".join(path.read_text()[-3000:] for path in (output, folder / "log") if path.exists())
            if not ended:
                _stop(server)
            raise AssertionError(f"Synapse {'ended' if ended else 'did not answer in time'}:\n{logs}")
        time.sleep(0.1)
    return server


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2):
            return True
    except OSError:
        return False


def _stop(server: Synapse) -> None:
    """SIGTERM ends it within 2 s; nothing in it is to be kept, so SIGKILL is as good."""
    _end(server)
    shutil.rmtree(server.folder, ignore_errors=True)


def _end(server: Synapse) -> None:
    os.kill(server.process, signal.SIGKILL)
    with suppress(ChildProcessError):  # another worker may have started it
        os.waitpid(server.process, 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _config(folder: Path, port: int, secret: str) -> dict[str, Any]:
    log = folder / "log.yaml"
    handler = {"class": "logging.FileHandler", "filename": str(folder / "log")}
    log.write_text(
        json.dumps({"version": 1, "handlers": {"file": handler}, "root": {"level": "WARNING", "handlers": ["file"]}})
    )
    (folder / "signing.key").write_text(f"ed25519 a_test {'A' * 43}\n")  # any 32 bytes: nobody else ever sees it
    return {
        "server_name": "localhost",
        "listeners": [
            {
                "port": port,
                "type": "http",
                "bind_addresses": ["127.0.0.1"],
                "tls": False,
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "hs.db")}},
        "log_config": str(log),
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "pid_file": str(folder / "pid"),
        "registration_shared_secret": secret,
        "macaroon_secret_key": secret,
        "form_secret": secret,
        "report_stats": False,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "presence": {"enabled": False},
        "bcrypt_rounds": 4,
    } | _unlimited()


def _unlimited() -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for name in LIMITS:
        kind, _, part = name.partition(".")
        limit = {"per_second": 10_000, "burst_count": 10_000}
        if part:
            limits.setdefault(f"rc_{kind}", {})[part] = limit
        else:
            limits[f"rc_{kind}"] = limit
    return limits
