"""Which hubs may be asked, and at which address: nothing that is secret goes where others can read it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from bot.core.outcome import Hub

__all__ = ["asked_at", "is_askable", "is_open"]

LONGEST_NAME: Final = 2_048
"""Characters of a hub's address or a topic; a longer one is none."""


def is_askable(hub: Hub) -> bool:
    """Whether the names are sound, and the hub can be asked so that nobody else reads the secret."""
    return _is_address(hub.topic) and _is_address(hub.url) and not is_open(asked_at(hub))


def asked_at(hub: Hub) -> str:
    """The address to ask. Many feeds still name a hub by `http://` that has long had `https://`."""
    parts = urlsplit(hub.url)
    usual = parts.scheme == "http" and parts.port in {None, 80}
    return parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")).geturl() if usual else hub.url


def is_open(url: str) -> bool:
    """Whether others may read, or change, what passes between us and this address; nobody can on the loopback."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return False
    try:
        return not ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return True


def _is_address(name: str) -> bool:
    """Whether it is a web address, and of a length that is one."""
    try:
        parts = urlsplit(name)
        sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return sound and parts.scheme in {"https", "http"} and bool(parts.hostname) and len(name) <= LONGEST_NAME
