"""What YouTube's feeds and pages hold. Runs in the parser's process."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from bot.core.model import Entry
from bot.core.text.clean import clean
from bot.core.text.styled import unstyled
from bot.ports.sources import Document, Unreadable
from bot.sources.charset import decode
from bot.sources.editing import edited
from bot.sources.parsing import parse_document

__all__ = ["parse_channel_page", "parse_videos"]

_VIDEO: Final = re.compile(r"yt:video:([\w-]{1,20})", re.ASCII)
_WATCHED: Final = re.compile(r"[?&/](?:v=|shorts/|live/)([\w-]{1,20})", re.ASCII)
_ID: Final = r"(UC[\w-]{22})(?![\w-])"
_OWN_IDS: Final = tuple(
    # where a page names its own channel, the surest first; a bare "channelId" may be that of any channel on it
    re.compile(pattern + _ID, re.ASCII)
    for pattern in (
        r'"externalId":\s*"',
        r'<link rel="canonical" href="https?://www\.youtube\.com/channel/',
        r'<meta itemprop="(?:channelId|identifier)" content="',
        r'href="https?://www\.youtube\.com/feeds/videos\.xml\?channel_id=',
    )
)
_NAME: Final = re.compile(r'<meta property="og:title" content="([^"<>]{1,300})"')


def parse_videos(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The videos of a feed, or of what a hub pushes: each under its id, whatever form the link has now.

    `updated` changes with the count of views and is not looked at.
    """
    found = parse_document(body, content_type, url)
    if isinstance(found, Unreadable):
        return found
    entries = tuple(filter(None, map(_video, found.entries)))
    return edited(replace(found, entries=entries), url)


def parse_channel_page(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """Which channel a page is that of. Notes: `channel`, its id."""
    del content_type  # the page is UTF-8
    page = decode(body)
    if (urlsplit(url).hostname or "") == "consent.youtube.com":
        return Unreadable(
            "YouTube asks here for consent to cookies before it shows a channel by its name. Add the channel by its id:"
            " on its page, “Share channel”, then “Copy channel ID” (UC…)"
        )
    own = next((found[1] for form in _OWN_IDS if (found := form.search(page))), "")
    if not own:
        return Unreadable("YouTube's page does not say which channel it is. Add the channel by its id (UC…)")
    name = _NAME.search(page)
    return Document((), clean(unescape(name[1])) if name else "", notes={"channel": own})


def _video(entry: Entry) -> Entry | None:
    """One video; None for what names none."""
    found = _VIDEO.fullmatch(entry.guid) or _WATCHED.search(entry.url)
    if not found:
        return None
    return replace(
        entry,
        guid=f"yt:video:{found[1]}",
        url=f"https://www.youtube.com/watch?v={found[1]}",
        title=unstyled(entry.title),
        text=unstyled(entry.text),
        media=f"https://i.ytimg.com/vi/{found[1]}/hqdefault.jpg",  # the feed names one of many hosts, by turns
        edited=False,
    )
