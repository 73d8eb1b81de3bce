"""Bluesky as it happens: one line to Jetstream for all accounts."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final
from urllib.parse import urlencode

from bot.core.lines import is_live
from bot.core.model import Entry, Source
from bot.core.outcome import Failed, Read
from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse
from bot.ports.streams import Call, Frame, Heard, Line, Resume
from bot.sources.bluesky_events import REPOSTS, parse_event, parse_profile, parse_told
from bot.sources.bluesky_posts import POSTS
from bot.sources.moments import moment
from bot.sources.politeness import refusal

__all__ = ["BlueskyStream"]

_SERVERS: Final = (
    "https://jetstream2.us-east.bsky.network",
    "https://jetstream1.us-west.bsky.network",
    "https://jetstream1.us-east.bsky.network",
    "https://jetstream2.us-west.bsky.network",
)
"""Those that Bluesky runs. Cursors are times, so that one server goes on where another broke off."""
_API: Final = "https://public.api.bsky.app/xrpc"
"""The API's public half, which needs no account."""
_MOST: Final = 10_000
"""Accounts that Jetstream follows for one connection."""
_LONGEST: Final = 1_000_000
"""Bytes of the longest event asked for; records are shorter than that, and a longer frame would end the line."""
_REWIND: Final = timedelta(seconds=5)
"""How much is heard again after a break: servers differ by so much in what they call the same time."""
_KEPT: Final = timedelta(hours=24)
"""How far back one can go on: Jetstream keeps a day or more."""
_MOST_NAMES: Final = 20_000
"""Accounts whose names are remembered: 300 bytes each."""
_LONGEST_CURSOR: Final = 20
"""Digits of a number of 64 bits."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_JSON: Final = "application/json"
_OK: Final = 200


class BlueskyStream:
    """Hears of posts and reposts of accounts whose lasting id is known, and of posts that they delete."""

    name: ClassVar[str] = "bluesky"

    def __init__(self, servers: Sequence[str] = _SERVERS) -> None:
        """`servers`: base addresses, the best first."""
        self._servers = servers
        self._accounts: dict[str, str] = {}
        """What accounts are called, by id: they are asked for once, and again when they call themselves otherwise."""

    def lines(self, sources: Sequence[Source]) -> Sequence[Line]:
        """One for each ten thousand accounts. Those that are known by their handle yet wait for their first poll."""
        known = [source for source in sources if source.locator.startswith("did:")]
        parts = [tuple(known[begin : begin + _MOST]) for begin in range(0, len(known), _MOST)]
        return [Line(f"bluesky {number}", part) for number, part in enumerate(parts, 1)]

    def call(self, line: Line, resume: Resume) -> Generator[Ask, Answer, Call | Failed]:
        """Knows without asking. The wishes go in a message: ten thousand ids are too long for an address."""
        yield from ()
        wishes = {
            "wantedCollections": [POSTS, REPOSTS],
            "wantedDids": [source.locator for source in line.sources],
            "maxMessageSizeBytes": _LONGEST,
        }
        server = self._servers[resume.attempt % len(self._servers)]
        query = urlencode({"requireHello": "true", **_since(resume)})
        hello = json.dumps({"type": "options_update", "payload": wishes})
        # no stranger has named the server, so that it may be one of the operator's own
        return Call(f"{server}/subscribe?{query}", "websocket", hello=hello, private=True)

    def heard(self, line: Line, frame: Frame, now: datetime) -> Generator[Ask, Answer, Heard]:
        """What an account has published; how far the line was heard, whatever it was."""
        event = yield from _notes(Parse(parse_event, frame.data, "", _API))
        did = event.get("did", "")
        if event.get("renamed"):
            self._accounts.pop(did, None)
        source = next((source for source in line.sources if source.locator == did), None)
        entries: list[Entry] = []
        if source is not None and _is_wanted(event, source, now):
            told = yield from self._told(frame, event)
            entries = [entry for entry in told if source.options.replies or not entry.replies_to]
        reads = ((source.id, Read(tuple(entries))),) if source is not None and entries else ()
        withdrawn = ((source.id, event["deleted"]),) if source is not None and event.get("deleted") else ()
        return Heard(reads, _cursor(event.get("cursor", "")), withdrawn)

    def refused(self, line: Line, page: Page) -> Failed:  # noqa: ARG002 - the port's: all lines are alike
        """What any site's refusal means."""
        return refusal(page)

    def _told(self, frame: Frame, event: Mapping[str, str]) -> Generator[Ask, Answer, tuple[Entry, ...]]:
        """The entry, in the words of the API; nothing, which leaves it to polling, where that does not answer now."""
        account = yield from self._account(event["did"])
        other = b"null"
        if event["other"]:
            other = yield from _asked("app.bsky.feed.getPosts", uris=event["other"])
        if not account or not other:
            return ()
        body = b"[%s,%s,%s]" % (frame.data, account.encode(), other)
        told = yield Parse(parse_told, body, _JSON, _API)
        return told.entries if isinstance(told, Document) else ()

    def _account(self, did: str) -> Generator[Ask, Answer, str]:
        """What it is called; empty where nobody says."""
        if did not in self._accounts:
            profile = yield from _asked("app.bsky.actor.getProfile", actor=did)
            notes = yield from _notes(Parse(parse_profile, profile, _JSON, _API))
            if not notes:
                return ""
            if len(self._accounts) >= _MOST_NAMES:
                self._accounts.clear()
            self._accounts[did] = notes["account"]
        return self._accounts[did]


def _since(resume: Resume) -> Mapping[str, str]:
    """Where to go on: a little before the cursor, and no further back than servers do."""
    if not _cursor(resume.cursor):
        return {}
    oldest = resume.now - _KEPT - _EPOCH
    return {"cursor": str(max(int(resume.cursor) - _micros(_REWIND), _micros(oldest)))}


def _micros(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _cursor(text: str) -> str:
    """The text, if it may be a cursor; nothing that a server makes up goes into the database."""
    return text if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_CURSOR else ""


def _is_wanted(event: Mapping[str, str], source: Source, now: datetime) -> bool:
    """Whether something was made that is news and that the operator wants."""
    reposts = event.get("collection") == REPOSTS
    return "collection" in event and (source.options.reposts or not reposts) and is_live(moment(event["made"]), now)


def _notes(ask: Parse) -> Generator[Ask, Answer, Mapping[str, str]]:
    """What a parser has noted; nothing where it can't read it."""
    answer = yield ask
    return answer.notes if isinstance(answer, Document) else {}


def _asked(method: str, **query: str) -> Generator[Ask, Answer, bytes]:
    """What the API answers; nothing where it does not."""
    answer = yield Fetch(f"{_API}/{method}?{urlencode(query)}", accept=_JSON)
    return answer.body if isinstance(answer, Page) and answer.status == _OK else b""
