"""How a hub's callbacks are told from strangers': paths that nobody can guess, and signatures that nobody can forge.

Path and secret of a subscription are made of a key that stands outside of the database and a nonce that stands in it:
whoever reads the database can neither find the callback nor speak for the hub.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Seal", "is_genuine"]

_METHODS: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""WebSub, section 8.1. Most hubs still use SHA-1, whose HMAC stands where its collision resistance fell."""
_PROOF: Final = 32
"""Hex digits of a path that prove it: 128 bits."""
_LONGEST: Final = 80
"""Characters of the longest path we make."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Makes paths and secrets; each of its two keys has 32 bytes."""

    paths: bytes = field(repr=False)
    secrets: bytes = field(repr=False)

    def token(self, source: int, nonce: str) -> str:
        """The last part of a callback's path: hex digits and hyphens."""
        return f"{source}-{nonce}-{_mac(self.paths, source, nonce)[:_PROOF]}"

    def opened(self, token: str) -> tuple[int, str] | None:
        """The source and the nonce that a path of ours was made of; None when it is none of ours."""
        source, _, rest = token.partition("-")
        nonce = rest.partition("-")[0]
        if len(token) > _LONGEST or not token.isascii() or not source.isdecimal():
            return None
        genuine = hmac.compare_digest(token, self.token(int(source), nonce))
        return (int(source), nonce) if genuine else None

    def secret(self, source: int, nonce: str) -> str:
        """What the hub signs with: 64 characters, of the 199 that it must take."""
        return _mac(self.secrets, source, nonce)


def is_genuine(signature: str, body: bytes, secret: str) -> bool:
    """Whether an `X-Hub-Signature`, `method=hex digits`, is that of the body by this secret."""
    method, _, digits = signature.strip().partition("=")
    if method.lower() not in _METHODS or not digits.isascii():
        return False
    mac = hmac.new(secret.encode(), body, method.lower())
    return hmac.compare_digest(mac.hexdigest(), digits.lower())


def _mac(key: bytes, source: int, nonce: str) -> str:
    return hmac.new(key, f"{source}-{nonce}".encode(), "sha256").hexdigest()
