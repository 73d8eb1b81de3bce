"""X (Twitter): the posts of an account, by whichever server the operator has: X itself, Nitter, FxEmbed, RSSHub."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import ClassVar, Final

from bot.core.model import Entry, Source
from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged
from bot.ports.sources import Answer, Ask, Page
from bot.sources.conditional import document
from bot.sources.places import place_of
from bot.sources.politeness import refusal
from bot.sources.ways import Reading, Way, in_turn
from bot.sources.x_api import read_by_api
from bot.sources.x_fxembed import NOBODY
from bot.sources.x_posts import posted_at
from bot.sources.x_relayed import parse_nitter, parse_rsshub
from bot.sources.x_timeline import parse_timeline

__all__ = ["X"]

_HANDLE: Final = re.compile(r"(?!\d+\Z)\w{1,15}", re.ASCII)
"""Letters, digits and underscores (help.x.com); one of digits alone could not be told from an id."""
_ID: Final = re.compile(r"\d{2,19}", re.ASCII)
_HOSTS: Final = frozenset(
    {"x.com", "twitter.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com", "fixvx.com", "twittpr.com", "nitter.net"}
)
"""X, and the servers that show its posts elsewhere: links to them are passed around as links to X are."""
_PARTS: Final = re.compile(
    # what may stand after a name: a post, a part of the timeline, a feed of FxEmbed or Nitter
    r"(status(es)?/.*|with_replies(/rss)?|media(/rss)?|highlights|articles|rss|(feed|media)(\.atom)?\.xml|)"
)
_NO_NAMES: Final = re.compile(
    "i|home|search|explore|notifications|messages|settings|compose|intent|share|hashtag|login|logout|signup|tos|privacy"
    "|about|jobs|download|account|oauth|personalization",
    re.IGNORECASE,
)
_PAGE: Final = 20
"""Posts that are asked for at once: more than a newsroom posts between two polls."""


class X:
    """The kind whose locator is an account's number, which stays, or its handle, which may change hands."""

    name: ClassVar[str] = "x"

    def __init__(self, *, fxembed: str = "", nitter: str = "", bearer: str = "", rsshub: str = "") -> None:
        """Addresses of servers, and a token of the official API, which is asked before Nitter, and that before FxEmbed.

        RSSHub is asked when that fails.
        """
        self._fxembed = fxembed
        self._nitter = nitter
        self._bearer = bearer
        self._rsshub = rsshub
        self._hosts = _HOSTS | {place.host for server in (nitter, fxembed) if (place := place_of(server))}

    def claims(self, text: str) -> str | None:
        """Links to an account or one of its posts, feeds of it by other servers, `@name`, and a number."""
        typed = text.strip()
        if _ID.fullmatch(typed) or (typed.startswith("@") and _HANDLE.fullmatch(typed[1:])):
            return typed.removeprefix("@")
        place = place_of(text)
        if place is None or place.host not in self._hosts or not place.path:
            return None
        name, part = place.path[0], "/".join(place.path[1:])
        named = _HANDLE.fullmatch(name) and not _NO_NAMES.fullmatch(name) and _PARTS.fullmatch(part)
        return name if named else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
        """The newest posts. Memory: `id`, `handle` and `name` of the account; `newest`, the highest id of a post."""
        ways = self._ways()
        if not ways:
            return Failed(
                "no server is set by which X could be read",
                advice="The settings may name one: set X_API, NITTER, X_BEARER or RSSHUB",
            )
        outcome = yield from in_turn(source, ways)
        return _told(source, outcome) if isinstance(outcome, Read) else outcome

    def _ways(self) -> dict[str, Way]:
        """The first of the servers that is set, and RSSHub."""
        first: dict[str, tuple[str, Way]] = {
            "X": (self._bearer, self._by_official),
            "Nitter": (self._nitter, self._by_nitter),
            "FxEmbed": (self._fxembed, self._by_fxembed),
        }
        ways = [(name, way) for name, (given, way) in first.items() if given][:1]
        return dict(ways) | ({"RSSHub": self._by_rsshub} if self._rsshub else {})

    def _by_official(self, source: Source) -> Reading:
        return (yield from read_by_api(source, self._bearer, _account(source)))

    def _by_nitter(self, source: Source) -> Reading:
        handle = _account(source).get("handle", "")
        if not handle:
            return Failed(
                f"Nitter reads accounts by their names, and that of number {source.locator} is not known here",
                advice="Add the account as @name",
            )
        part = "/with_replies" if source.options.replies else ""
        url = f"{self._nitter}/{handle}{part}/rss"
        return (yield from document(source, url, parse_nitter, own=True, otherwise=_trouble))

    def _by_fxembed(self, source: Source) -> Reading:
        """`since` would hide what is passed on of older posts until the account posts again."""
        account, newest = _account(source), posted_at(source.memory.get("newest", ""))
        who = f"id:{account['id']}" if account.get("id") else source.locator
        url = f"{self._fxembed}/2/profile/{who}/statuses?count={_PAGE}"
        if source.options.replies:
            url += "&with_replies=1"
        if newest and not source.options.reposts:
            url += f"&since={newest.timestamp():.0f}"

        def otherwise(page: Page) -> Failed | Unchanged:
            match page.status:
                case 204:
                    return Unchanged(source.memory)
                case 404:
                    return Failed(NOBODY)
                case _:
                    return _trouble(page)

        accept = "application/json"
        return (yield from document(source, url, parse_timeline, accept=accept, own=True, otherwise=otherwise))

    def _by_rsshub(self, source: Source) -> Reading:
        who = f"+{source.locator}" if _ID.fullmatch(source.locator) else source.locator
        url = f"{self._rsshub}/twitter/user/{who}"
        return (yield from document(source, url, parse_rsshub, own=True, otherwise=_trouble))


def _trouble(page: Page) -> Failed:
    """What it means that a server refuses; one that is gone for good says nothing of the account."""
    return replace(refusal(page), gone=False)


def _account(source: Source) -> dict[str, str]:
    """What is known of the account: `id`, `handle`, `name`."""
    by = "id" if _ID.fullmatch(source.locator) else "handle"
    kept = {name: source.memory[name] for name in ("id", "handle", "name") if name in source.memory}
    return {by: source.locator} | kept


def _told(source: Source, read: Read) -> Read:
    """What was read, with the number to go on with instead of a handle.

    The official API names the author of the account's own posts by number only.
    """
    memory, entries = read.memory, [_signed(entry, read.memory) for entry in read.entries]
    lasting = memory.get("id", "") if not _ID.fullmatch(source.locator) else ""
    return replace(read, entries=tuple(entries), title=read.title or memory.get("name", ""), lasting=lasting)


def _signed(entry: Entry, account: Mapping[str, str]) -> Entry:
    """The post under its author's name."""
    if entry.author:
        return entry
    handle = account.get("handle", "i")
    url = entry.url.replace("https://x.com/i/", f"https://x.com/{handle}/")
    return replace(entry, author=account.get("name") or f"@{handle}", url=url)
