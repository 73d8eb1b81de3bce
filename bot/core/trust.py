"""Whose word leads to the operator's private hosts: only the operator's own, who typed that very host.

What a document, a hub or a server names, and what a chat brings, never does.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.core.model import Source

__all__ = ["is_operators", "located"]


def located(locator: str) -> str:
    """The web address that a locator stands for, as far as its host: `@user@host:8443` and `host` are read over https.

    A locator that names no host, such as a channel's name, comes out as an address of that name, which leads nowhere.
    """
    return locator if "://" in locator else f"https://{locator.rpartition('@')[2]}"


def is_operators(url: str, sources: Iterable[Source]) -> bool:
    """Whether the operator named this address's host: as that of one of these sources, which no chat has brought."""
    host = _host(url)
    return bool(host) and any(
        source.outlet.brought_by is None and _host(located(source.locator)) == host for source in sources
    )


def _host(url: str) -> str:
    """Its host in small letters; empty for what is no web address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
