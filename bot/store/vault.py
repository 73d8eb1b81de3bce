"""Keeps secrets out of the database: an address that has one in it is sealed with a key that stands elsewhere."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from Crypto.Cipher import AES
from sqlalchemy import Dialect, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.types import String, TypeDecorator

from bot.core.text.urls import redact
from bot.store.columns import storable

__all__ = ["SEALED", "Locator", "Vault", "seal_all"]

SEALED: Final = "sealed:"
"""Begins what is sealed; no kind of source has such a locator."""
_TAG: Final = 16
"""Bytes of the authentication tag of AES-SIV (RFC 5297)."""

_COLUMNS: Final = (("sources", "id", "locator"), ("sources", "id", "listed_as"), ("pushes", "source_id", "topic"))
"""Where addresses stand: table, key and column."""


class Vault:
    """Seals alike what is alike (AES-SIV), so that an address can still be looked for, and is there but once."""

    def __init__(self, key: bytes) -> None:
        """`key`: 32 bytes."""
        self._key = key

    def shut(self, text: str) -> str:
        """The text, sealed if there is a secret in it."""
        if redact(text) == text:
            return text
        sealed, tag = AES.new(self._key, AES.MODE_SIV).encrypt_and_digest(text.encode())
        return SEALED + urlsafe_b64encode(tag + sealed).decode()

    def open(self, kept: str) -> str:
        """The text that was sealed; as it is kept, when that was with another key."""
        if not kept.startswith(SEALED):
            return kept
        try:
            whole = urlsafe_b64decode(kept.removeprefix(SEALED))
            return AES.new(self._key, AES.MODE_SIV).decrypt_and_verify(whole[_TAG:], whole[:_TAG]).decode()
        except ValueError:
            return kept


class Locator(TypeDecorator[str]):
    """The column type of addresses that may hold secrets; SQLAlchemy hands it its engine's dialect, with the vault."""

    impl = String
    cache_ok = True

    @staticmethod
    def use(vault: Vault, *engines: AsyncEngine) -> None:
        """Seal with this vault in these engines."""
        for engine in engines:
            engine.dialect._attribot_vault = vault  # type: ignore[attr-defined]  # noqa: SLF001 - ours, on theirs

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Sealed where there is a secret in it and a vault at hand."""
        vault = _vault(dialect)
        return value if value is None else vault.shut(storable(value)) if vault else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """As it was given."""
        vault = _vault(dialect)
        return value if value is None or vault is None else vault.open(value)


def _vault(dialect: Dialect) -> Vault | None:
    found: object = getattr(dialect, "_attribot_vault", None)
    return found if isinstance(found, Vault) else None


async def seal_all(connection: AsyncConnection, vault: Vault) -> None:
    """Seal what was written before there was a key, or before it was known for a secret: else it would not be found."""
    for table, key, name in _COLUMNS:
        rows = (await connection.execute(text(f"SELECT {key}, {name} FROM {table}"))).all()  # noqa: S608 - our own names
        for number, kept in rows:
            if vault.shut(kept) != kept:
                written = text(f"UPDATE {table} SET {name} = :kept WHERE {key} = :number")  # noqa: S608 - as above
                await connection.execute(written, {"kept": vault.shut(kept), "number": number})
