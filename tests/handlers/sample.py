"""Documents and a catalogue for talks about sources."""

from __future__ import annotations

from datetime import timedelta

from bot.core.catalogue import Catalogue
from bot.core.model import Entry, Outlet, Pack
from bot.core.outcome import Read
from tests.handlers.room import NOW, PACKS

URL = "https://new.example/feed.xml"
REUTERS = Outlet("reuters", "Reuters", "GB", "en", "Thomson Reuters", packs=("agencies",))
TASS = Outlet("tass-en", "TASS English", "RU", "en", "TASS", "Russian state news agency", "its statutes", ("russia",))
TASS_AR = Outlet("tass-ar", "TASS Arabic", "RU", "ar", "TASS", "Russian state news agency", "its statutes", ("russia",))
CATALOGUE = Catalogue(
    (
        (REUTERS, (("feed", "https://reuters.example/rss"), ("telegram", "reuters"))),
        (TASS, (("feed", "https://tass.example/rss"), ("telegram", "tass"))),
        (TASS_AR, (("telegram", "tass_ar"),)),
    ),
    (*PACKS, Pack("russia", "Russia"), Pack("agencies", "Agencies")),
)


def document(*titles: str, name: str = "New Times", lasting: str = "", ago: int = 0) -> Read:
    """Entries an hour apart, the first of them published `ago` minutes before now."""
    entries = tuple(
        Entry(title, f"https://new.example/{n}", title, published=NOW - timedelta(hours=n, minutes=ago))
        for n, title in enumerate(titles)
    )
    return Read(entries, title=name, lasting=lasting)
