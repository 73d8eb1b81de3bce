"""Web addresses as people type them: with or without `https://`, with what sharing has added to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

__all__ = ["Place", "place_of"]

_PREFIXES = ("www.", "m.", "mobile.")
"""Hosts of the same site for other screens."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads."""

    host: str
    """In lower case, without `www.` and the like; with its port where it has one."""
    path: tuple[str, ...]
    """The parts between its slashes, none of them empty."""
    query: Mapping[str, str]


def place_of(text: str) -> Place | None:
    """Where the address leads that is all of the text; None where it is none."""
    typed = text.strip().strip("<>")
    url = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
    except ValueError:
        return None
    named = "." in host or url == typed  # a word by itself is no host
    if parts.scheme not in {"http", "https"} or not host or not named or any(map(str.isspace, url)):
        return None
    prefix = next((prefix for prefix in _PREFIXES if host.startswith(prefix)), "")
    path = tuple(filter(None, unquote(parts.path).split("/")))
    return Place(host.removeprefix(prefix), path, dict(parse_qsl(parts.query)))
