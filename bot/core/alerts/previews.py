"""Which page may be shown under an alert: few, as a preview mostly says again what stands above it.

Must not know how a platform shows one.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.model import Item

__all__ = ["previewed"]

_VIDEO: Final = re.compile(
    r"https?://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:\S*&)?v=|shorts/|live/)|youtu\.be/)[\w-]{11}(?:[?&#]\S*)?",
    re.ASCII | re.IGNORECASE,
)
_POSTS: Final = frozenset({"bluesky", "mastodon", "reddit", "telegram", "x"})
"""Kinds of source whose publications are posts: the picture is as much of one as its words. That of an article mostly
is a decoration."""


def previewed(item: Item) -> str:
    """The address of which a preview may be shown; empty for none.

    A video can be watched there, and a post's picture or film be seen, unless its author covered it or took it back.
    """
    shows = bool(_VIDEO.fullmatch(item.url)) or (item.kind in _POSTS and bool(item.media))
    return item.url if shows and not item.withdrawn else ""
