"""Keeps the one key of an installation, from which all others are made; it stands beside the database, not in it."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final, Self

from bot.core.errors import Fatal

__all__ = ["FILE", "Keyring"]

FILE: Final = "key"
"""Its name in the data folder."""
_SIZE: Final = 32
"""Bytes: as many as HMAC-SHA256 gives."""


class Keyring:
    """Gives a key for each purpose; nobody who knows one of them can tell another."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The keyring of a data folder, made if there is none; raises `Fatal` when it can't be read or made."""
        file = folder / FILE
        try:
            if not file.exists():
                _make(file)
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)
            key = file.read_bytes()
        except OSError as error:
            raise Fatal(f"{file} can't be used: {error.strerror}. Let this user read and write it.") from None
        if len(key) != _SIZE:
            raise Fatal(
                f"{file} is no key: it has {len(key)} bytes, not {_SIZE}. Restore it from a backup, or delete it: "
                "then a new one is made, and what was made secret by the old one is lost."
            )
        return cls(key)

    def derive(self, purpose: str) -> bytes:
        """The key for a purpose, 32 bytes, always the same."""
        return hmac.digest(self._key, purpose.encode(), "sha256")


def _make(file: Path) -> None:
    """Write a new key, whole or not at all; of two processes that do so at once, the first one's holds."""
    draft = file.with_name(f".{FILE}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(secrets.token_bytes(_SIZE))
            written.flush()
            os.fsync(written.fileno())
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    """Make names in it last: a database must not outlive the key to what stands in it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
