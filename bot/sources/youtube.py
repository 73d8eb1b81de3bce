"""YouTube: channels and playlists, by the feeds of their newest fifteen videos."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final
from urllib.parse import quote

from bot.core.model import Source
from bot.core.outcome import Failed, Hub, Read, ReadOutcome, Unchanged
from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.sources.conditional import document, unreachable
from bot.sources.feed import ACCEPT
from bot.sources.places import Place, place_of
from bot.sources.politeness import refusal
from bot.sources.ways import Reading, in_turn
from bot.sources.youtube_pages import parse_channel_page, parse_videos

__all__ = ["YouTube"]

_CHANNEL: Final = re.compile(r"UC[\w-]{22}", re.ASCII)
_HANDLE: Final = re.compile(r"@[\w.·-]{3,30}")
"""Three to 30 letters of any script (YouTube Help, "Handles overview")."""
_PLAYLIST: Final = re.compile(r"(?:PL|UU|FL|OL|EC)[\w-]{8,60}", re.ASCII)
"""Lists that everybody may see: those people make, the uploads of a channel, favourites, albums, courses."""
_OLD_NAME: Final = re.compile(r"(?:c|user)/[^/\s]{1,100}")
_HOSTS: Final = frozenset({"youtube.com", "music.youtube.com"})
_FEED: Final = "https://www.youtube.com/feeds/videos.xml"
_HUB: Final = "https://pubsubhubbub.appspot.com/"
_TOPIC: Final = "https://www.youtube.com/xml/feeds/videos.xml?channel_id="
"""Where and to what to subscribe (developers.google.com/youtube/v3/guides/push_notifications)."""


class YouTube:
    """The kind whose locator is the id of a channel or a playlist, or a name that leads to a channel: `@x`, `c/x`."""

    name: ClassVar[str] = "youtube"
    parser = staticmethod(parse_videos)

    def claims(self, text: str) -> str | None:
        """Pages and feeds of channels and playlists, `@name` and ids; not a single video."""
        typed = text.strip()
        if _CHANNEL.fullmatch(typed) or _HANDLE.fullmatch(typed) or _PLAYLIST.fullmatch(typed):
            return typed
        place = place_of(text)
        return _named(place) if place and place.host in _HOSTS else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
        """The newest videos. Memory: `channel`, the id that a name has led to."""
        place = source.memory.get("channel") or source.locator
        if not _CHANNEL.fullmatch(place) and not _PLAYLIST.fullmatch(place):
            found = yield from _resolve(source)
            if isinstance(found, Failed):
                return found
            place = found
        outcome = yield from in_turn(source, {"YouTube": partial(_feed, place)})
        return outcome if isinstance(outcome, Failed) else _told(source, outcome, place)


def _named(place: Place) -> str | None:
    """The locator that an address of YouTube stands for."""
    first, second = (*place.path, "", "")[:2]
    named = {
        "channel": (_CHANNEL, second),
        "playlist": (_PLAYLIST, place.query.get("list", "")),
        "c": (_OLD_NAME, f"c/{second}"),
        "user": (_OLD_NAME, f"user/{second}"),
    }
    form, locator = named.get(first, (_HANDLE, first))
    if place.path in {("feeds", "videos.xml"), ("xml", "feeds", "videos.xml")}:
        query = place.query
        form = re.compile("|".join(each.pattern for each in (_CHANNEL, _PLAYLIST, _OLD_NAME)), re.ASCII)
        locator = query.get("channel_id") or query.get("playlist_id") or f"user/{query.get('user', '')}"
    return locator if form.fullmatch(locator) else None


def _resolve(source: Source) -> Generator[Ask, Answer, str | Failed]:
    """The id of the channel that a name leads to: its page says so."""
    url = f"https://www.youtube.com/{quote(source.locator, safe='@/')}"
    answer = yield Fetch(url, accept="text/html", user_agent=source.options.user_agent)
    if isinstance(answer, Unreachable):
        return unreachable(answer)
    assert isinstance(answer, Page)
    if answer.status == 404:  # noqa: PLR2004 - Not Found
        return Failed(f"YouTube knows no channel {source.locator}. Check the name, or add the channel by its id (UC…)")
    if answer.status != 200:  # noqa: PLR2004 - OK
        return refusal(answer)
    read = yield Parse(parse_channel_page, answer.body, answer.headers.get("content-type", ""), answer.url)
    if isinstance(read, Unreadable):
        return Failed(read.why)
    assert isinstance(read, Document)
    return read.notes["channel"]


def _passing_trouble(page: Page) -> Failed:
    """What it means that a feed is not served: on some days of 2026 half of them were not found for hours."""
    trouble = refusal(page)
    if page.status in {404, 410} or page.status >= 500:  # noqa: PLR2004 - not found, gone, the server's errors
        why = f"YouTube answered {page.status}, as it does at times for channels that are well. I go on trying"
        return replace(trouble, why=why, gone=False)
    return trouble


def _feed(place: str, source: Source) -> Reading:
    """The feed of a channel or a playlist."""
    url = f"{_FEED}?{'channel_id' if _CHANNEL.fullmatch(place) else 'playlist_id'}={place}"
    return document(source, url, parse_videos, accept=ACCEPT, otherwise=_passing_trouble)


def _told(source: Source, outcome: Read | Unchanged, place: str) -> Read | Unchanged:
    """What was read, with the id to go on with and the hub that pushes the new videos of a channel."""
    lasting = place if place != source.locator else ""
    memory = {**outcome.memory, "channel": lasting} if lasting else outcome.memory
    if not isinstance(outcome, Read):
        return replace(outcome, memory=memory)
    hub = Hub(_HUB, _TOPIC + place) if _CHANNEL.fullmatch(place) else None
    return replace(outcome, memory=memory, lasting=lasting, hub=hub)
