"""Telegram: public channels, by the preview that t.me shows to everybody; no account and no key is needed."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final
from urllib.parse import quote

from bot.core.model import Source
from bot.core.outcome import Failed, Read, ReadOutcome
from bot.ports.sources import Answer, Ask
from bot.sources.conditional import document
from bot.sources.places import place_of
from bot.sources.telegram_preview import parse_preview
from bot.sources.telegram_relayed import parse_relayed
from bot.sources.ways import Reading, Way, in_turn

__all__ = ["Telegram"]

_NAME: Final = re.compile(r"(?!UC[\w-]{22}\Z)[A-Za-z]\w{3,31}", re.ASCII)
"""Four to 32 characters (Bot API); but what looks like the id of a YouTube channel is one."""
_HOSTS: Final = frozenset({"t.me", "telegram.me", "telegram.dog"})
_NO_CHANNELS: Final = re.compile(
    # first parts of links to t.me that are long enough for a name (core.telegram.org/api/links)
    "add(emoji|list|stickers|theme)|boost|call|confirmphone|contact|giftcode|invoice|joinchat|login|message|proxy"
    "|setlanguage|share|socks|stickers",
    re.IGNORECASE,
)


class Telegram:
    """The kind whose locator is the channel's name, without @."""

    name: ClassVar[str] = "telegram"

    def __init__(self, rsshub: str = "") -> None:
        """`rsshub`: address of an RSSHub server, if there is one, which is asked when a preview fails."""
        self._rsshub = rsshub

    def claims(self, text: str) -> str | None:
        """Links to a channel or one of its posts, `@name`, and a bare name. No invitations, no private channels."""
        typed = text.strip().removeprefix("@")
        if _NAME.fullmatch(typed):
            return typed
        place = place_of(text)
        if place is None or place.host not in _HOSTS:
            return None
        names = place.path[1:] if place.path[:1] == ("s",) else place.path
        named = bool(names) and _NAME.fullmatch(names[0]) and not _NO_CHANNELS.fullmatch(names[0])
        return names[0] if named else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
        """The newest posts. Memory: `channel` stands before the numbers of posts in guids; `signoffs`."""
        ways: dict[str, Way] = {"t.me": self._preview}
        if self._rsshub:
            ways["RSSHub"] = self._relayed
        outcome = yield from in_turn(source, ways)
        return _told(source, outcome) if isinstance(outcome, Read) else outcome

    def _preview(self, source: Source) -> Reading:
        url = f"https://t.me/s/{quote(source.locator)}"
        return (yield from document(source, url, partial(parse_preview, known=_signoffs(source)), accept="text/html"))

    def _relayed(self, source: Source) -> Reading:
        url = f"{self._rsshub}/telegram/channel/{quote(source.locator)}"
        return (yield from document(source, url, partial(parse_relayed, known=_signoffs(source)), own=True))


def _told(source: Source, read: Read) -> Read | Failed:
    """What was read, under guids that never change.

    A channel may change its name, so its number names it where it is known from the start; what names it once names
    it ever after. A name that leads to another number is that of another channel now.
    """
    memory = dict(read.memory)
    number = memory.pop("number", "")
    channel = source.memory.get("channel") or number or source.locator.lower()
    if number and channel.isdecimal() and channel != number:
        return Failed(
            f"@{source.locator} is another channel now than before (number {number}, not {channel}): its posts would be"
            " told as those of the old one. Remove this source; add it again if the new channel is the right one"
        )
    entries = (replace(entry, guid=f"{channel}/{entry.guid}") for entry in read.entries)
    return replace(read, entries=tuple(entries), memory=memory | {"channel": channel})


def _signoffs(source: Source) -> tuple[str, ...]:
    """The lines with which its posts have ended until now."""
    return tuple(filter(None, source.memory.get("signoffs", "").split("\n")))
