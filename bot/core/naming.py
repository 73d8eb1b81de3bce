"""What a new outlet is called, so that nobody can take it for another.

Must not know how outlets are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from typing import Final
from urllib.parse import urlsplit

from bot.core.model import Outlet
from bot.core.text.clean import clean, clip
from bot.core.text.fold import fold

__all__ = ["LONGEST_NAME", "Names", "slug", "tidy_name"]

LONGEST_NAME: Final = 60
"""Characters of an outlet's name: it stands in every alert's second line."""
LONGEST_SLUG: Final = 40
"""Characters of an id: it is typed."""


class Names:
    """The names and ids that are taken, and new ones beside them."""

    def __init__(self, known: Iterable[Outlet]) -> None:
        self._named: dict[str, Outlet] = {}
        self._ids: set[str] = set()
        for outlet in known:
            self._take(outlet)

    def find(self, name: str) -> Outlet | None:
        """The outlet of that name or id, whatever its capitals and accents."""
        return self._named.get(fold(tidy_name(name)))

    def new(self, title: str, locator: str) -> Outlet:
        """A new outlet of this title, or called after its locator without one; its name is taken from now on.

        A document may call itself anything: one that uses another's name gets its host beside it.
        """
        host = _host(locator)
        name = tidy_name(title) or host or "Nameless"
        outlet = Outlet(id=self._free_id(name, host), name=self._free_name(name, host))
        self._take(outlet)
        return outlet

    def _take(self, outlet: Outlet) -> None:
        self._ids.add(outlet.id)
        self._named.setdefault(fold(tidy_name(outlet.name)), outlet)
        self._named.setdefault(fold(outlet.id), outlet)

    def _free_id(self, name: str, host: str) -> str:
        stem = slug(name) or slug(host) or "source"
        beside = f"{stem}-{slug(host)}"
        ids = (stem, beside) if slug(host) else (stem,)
        free = next((candidate for candidate in ids if candidate not in self._ids), "")
        return free or next(other for number in count(2) if (other := f"{stem}-{number}") not in self._ids)

    def _free_name(self, name: str, host: str) -> str:
        names = (name, f"{name} ({host})", *(f"{name} ({host}, {number})" for number in range(2, len(self._ids) + 3)))
        return next(free for free in names if fold(free) not in self._named)


def tidy_name(text: str) -> str:
    """A name in one line of bearable length."""
    return clip(" ".join(clean(text).split()), LONGEST_NAME)


def slug(text: str) -> str:
    """The text as part of an id: small Latin letters and digits, divided by hyphens; empty when it has none."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold())[:LONGEST_SLUG].strip("-")


def _host(locator: str) -> str:
    """The host of an address; of what is none, a piece."""
    try:
        host = urlsplit(locator).hostname
    except ValueError:
        host = None
    return host or tidy_name(locator)
