"""Mastodon as it happens: hashtags, and the accounts that the holder of a token follows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final
from urllib.parse import quote

from bot.core.lines import is_live
from bot.core.model import Entry, Source
from bot.core.outcome import Failed, Read
from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.ports.streams import Call, Frame, Heard, Line, Resume
from bot.sources.conditional import unreachable
from bot.sources.mastodon_events import parse_home_update, parse_instance, parse_tag_update
from bot.sources.moments import moment
from bot.sources.politeness import FORBIDDEN_PAUSE, refusal

__all__ = ["MastodonStream"]

_MOST: Final = 50
"""Connections that are kept, one a hashtag and one a server; what is beyond is left to polling."""
_TELLING: Final = frozenset({"update", "status.update"})
"""Events that tell of a post: it is new, or edited (docs.joinmastodon.org/methods/streaming)."""
_DELETED: Final = "delete"
_NUMBER: Final = re.compile(r"\w{1,40}", re.ASCII)
"""A status's; not all that speak the API count in digits."""
_LONGEST_NUMBER: Final = 50
_MOST_GUIDS: Final = 20_000
"""Posts that are remembered by their numbers: 300 bytes each."""
_JSON: Final = "application/json"
_OK: Final = 200
_FOR_NOW: Final = frozenset({408, 429})
_ITS_OWN_FAULT: Final = 500


class MastodonStream:
    """Hears of hashtags, and of accounts of servers where somebody who follows them has lent a token."""

    name: ClassVar[str] = "mastodon"

    def __init__(self, tokens: Mapping[str, str], remembers: int = _MOST_GUIDS) -> None:
        """`tokens`: by host, and no other is sent one; `remembers`: posts whose numbers are known at most."""
        self._remembers = remembers
        self._tokens = tokens
        self._guids: dict[tuple[str, str], str] = {}
        """The guids of posts by the server that told of them and their number there, the latest last."""

    def lines(self, sources: Sequence[Source]) -> Sequence[Line]:
        """One for each hashtag, and one for all accounts of a server that there is a token for."""
        tags = [Line(f"mastodon {source.locator}", (source,)) for source in sources if _is_tag(source)]
        homes: dict[str, list[Source]] = defaultdict(list)
        for source in sources:
            if not _is_tag(source) and _host(source) in self._tokens:
                homes[_host(source)].append(source)
        return [*(Line(f"mastodon {host}", tuple(accounts)) for host, accounts in homes.items()), *tags][:_MOST]

    def call(self, line: Line, resume: Resume) -> Generator[Ask, Answer, Call | Failed]:  # noqa: ARG002 - nothing is heard again
        """Asks the server where it has its streams."""
        host = _host(line.sources[0])
        page = yield Fetch(f"https://{host}/api/v2/instance", accept=_JSON)
        if isinstance(page, Unreachable):
            return unreachable(page)
        assert isinstance(page, Page)
        if page.status != _OK:
            return refusal(page)
        found = yield Parse(parse_instance, page.body, page.headers.get("content-type", ""), page.url)
        if isinstance(found, Unreadable):
            return Failed(found.why, FORBIDDEN_PAUSE)
        assert isinstance(found, Document)
        token = self._tokens.get(host, "")
        url = f"{found.notes['streams']}/api/v1/streaming/{_stream(line)}"
        return Call(url, "sse", authorization=f"Bearer {token}" if token else "")

    def heard(self, line: Line, frame: Frame, now: datetime) -> Generator[Ask, Answer, Heard]:
        """A post, new, edited or deleted."""
        if frame.event == _DELETED:
            return Heard(withdrawn=self._deleted(line, frame))
        if frame.event not in _TELLING:
            return Heard()
        parser = parse_tag_update if _is_tag(line.sources[0]) else parse_home_update
        found = yield Parse(parser, frame.data, _JSON, f"https://{_host(line.sources[0])}/")
        if not isinstance(found, Document) or not is_live(moment(found.notes["made"]), now):
            return Heard()
        self._remember(line, found)
        read = Read(found.entries)
        return Heard(
            tuple((each.id, read) for each in line.sources if _gets(each, found.notes["account"], read.entries))
        )

    def _remember(self, line: Line, found: Document) -> None:
        """A post of another server has another number there: only what was heard tells which it was."""
        number = found.notes["id"]
        for entry in found.entries if _NUMBER.fullmatch(number) else ():
            self._guids[_host(line.sources[0]), number] = entry.guid
            if len(self._guids) > self._remembers:
                del self._guids[next(iter(self._guids))]

    def _deleted(self, line: Line, frame: Frame) -> tuple[tuple[int, str], ...]:
        """A post by its number; one that was not heard since the start is of this server, or nobody knows which."""
        host, number = _host(line.sources[0]), frame.data[:_LONGEST_NUMBER].decode("ascii", "replace").strip()
        if not _NUMBER.fullmatch(number):
            return ()
        guid = self._guids.pop((host, number), "") or f"https://{host}/statuses/{number}"
        return tuple((each.id, guid) for each in line.sources)

    def refused(self, line: Line, page: Page) -> Failed:
        """Since 4.2 all streams are for members; other servers that speak its API have none, or none of this form."""
        refused, host = refusal(page), _host(line.sources[0])
        if page.status in _FOR_NOW or page.status >= _ITS_OWN_FAULT:
            return refused
        if page.status not in {401, 403}:
            why = f"{host} has no such streams, it answered {page.status}"
        elif host in self._tokens:
            why = f"{host} does not take its token in MASTODON_TOKENS"
        else:
            why = f"{host} has streams for its members only: name a token of theirs in MASTODON_TOKENS"
        return Failed(why, max(refused.wait, FORBIDDEN_PAUSE))


def _is_tag(source: Source) -> bool:
    return source.locator.startswith("#")


def _host(source: Source) -> str:
    return source.locator.rpartition("@")[2]


def _stream(line: Line) -> str:
    """What the line is to, as the API names it."""
    source = line.sources[0]
    return f"hashtag?tag={quote(source.locator[1:].rpartition('@')[0], safe='')}" if _is_tag(source) else "user"


def _gets(source: Source, account: str, entries: Sequence[Entry]) -> bool:
    """Whether a post is this source's, and of a sort that the operator wants."""
    if not entries or _is_tag(source):
        return bool(entries)
    (entry,) = entries
    unwanted = (entry.replies_to and not source.options.replies) or (entry.reposts and not source.options.reposts)
    return source.locator == f"@{account}" and not unwanted
