"""Which items only look alike because their title is a heading used again and again."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from bot.core.model import Item
from bot.core.text.terms import index_text
from bot.core.text.tokens import tokens

__all__ = ["is_series", "mould"]

_HEADINGS: Final = tuple(
    f" {index_text(heading, '')} "
    for heading in (
        "live updates", "live blog", "liveblog", "live coverage", "live ticker", "as it happened", "news wrap",
        "morning briefing", "evening briefing", "daily briefing", "in pictures",
        "liveticker", "im ticker", "newsblog", "en direct", "le point sur", "en vivo", "in diretta", "ao vivo",
        "прямой эфир", "прямая трансляция", "онлайн трансляция", "хроника дня",
        "تغطية مباشرة", "مباشر", "بث مباشر", "لحظة بلحظة", "پخش زنده", "canlı blog", "canlı anlatım",
        "son dakika gelişmeleri",
        "שידור חי", "עדכונים שוטפים",
    )
)  # fmt: skip
"""How live blogs, briefings and picture series name themselves, as seen in feeds of eleven languages."""

_READ: Final = 500
"""Characters of a title that are read: as many as sources give (`bot.sources.editing`)."""
_PATHS: Final = (
    "/live/",
    "/live-",
    "/liveblog",
    "/livestory",
    "-live-updates",
    "/liveticker",
    "/newsblog",
    "/en-direct",
)


def is_series(item: Item) -> bool:
    """Whether it is an instalment of a live blog or a series."""
    title = f" {index_text(item.title[:_READ], '')} "
    if " live " in title and item.title[:_READ].lstrip().casefold().startswith("live"):
        return True
    return any(heading in title for heading in _HEADINGS) or any(path in item.url.casefold() for path in _PATHS)


def mould(title: str) -> int:
    """What titles share that are equal but for their numbers: days, prices, parts; 0 for one without a number.

    Eight bytes, so that chance makes no series.
    """
    words = [word.text for word in tokens(title)]
    plain = ["#" if word[0].isdecimal() else word for word in words]
    if "#" not in plain:
        return 0
    return int.from_bytes(blake2b(" ".join(plain).encode("utf-8", "replace"), digest_size=8).digest())
