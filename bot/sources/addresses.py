"""Addresses as documents and people write them, made whole."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

__all__ = ["LONGEST_ADDRESS", "absolute", "after_name", "web_address"]

LONGEST_ADDRESS: Final = 2_048
"""Characters of an address: longer ones hold data, and few servers take them."""
_LONGEST_HOST: Final = 253
"""RFC 1035, section 2.3.4, without the root's dot and the length bytes."""


def absolute(base: str, link: str) -> str:
    """The web address a link leads to from `base`; empty when it leads to none, or is longer than any."""
    try:
        url = urljoin(base, link) if link else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    fits = len(url) <= LONGEST_ADDRESS and len(parts.hostname or "") <= _LONGEST_HOST
    return url if fits and parts.scheme in {"http", "https"} else ""


def web_address(text: str) -> tuple[str, SplitResult] | None:
    """The web address that a person typed or pasted, with its parts; None when it is none."""
    url = text.strip().strip("<>")
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    readable = parts.scheme in {"http", "https"} and parts.hostname and not any(map(str.isspace, url))
    return (url, parts) if readable else None


def after_name(text: str, kind: str) -> str:
    """What a person typed after `kind:`, and nothing where they did not name the kind."""
    name, mark, rest = text.strip().partition(":")
    return rest.strip() if mark and name.casefold() == kind else ""
