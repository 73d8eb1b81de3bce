"""How a document is got that may not have changed: asked for conditionally, parsed only when its bytes are new."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Final

from bot.core.hubs import is_open
from bot.core.model import Source
from bot.core.outcome import Elsewhere, Failed, Hub, Read, ReadOutcome, Unchanged
from bot.core.text.clean import clip
from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.sources.editing import LONGEST_TITLE
from bot.sources.hubs import named_hub
from bot.sources.politeness import freshness, refusal, validators

__all__ = ["OWN", "document"]

OWN = ("body", "etag", "last_modified", "ttl")
"""What stands here in a source's memory; a kind keeps what it wants under other names."""
_LONGEST_NOTE: Final = 2_048
"""Characters of a note: ten sign-offs of a channel, the longest there are, have a few less."""
_CACHE_BUST: Final = re.compile(r"(?<=[?&])_cb=\d*(?:&|$)|[?&]_cb=\d*(?=#)")
"""What `Fetch.cache_bust` adds, with what joins it."""


def document(
    source: Source,
    url: str,
    parser: Callable[[bytes, str, str], Document | Unreadable],
    *,
    accept: str = "*/*",
    authorization: str = "",
    own: bool = False,
    otherwise: Callable[[Page], Failed | Unchanged] = refusal,
) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
    """Fetches `url` conditionally and has it parsed; a kind's memory of its own goes on unchanged.

    Nothing of an answer is remembered that was not read wholly: a document that can't be parsed is fetched again.
    `own`: whether the address is that of a server that the operator has in the settings.
    `otherwise` says what an answer other than 200 and 304 means, where a site has its own ways.
    Memory: `etag`, `last_modified`, `body` (SHA-256), `ttl` (s), and the document's `notes`.
    """
    memory = source.memory
    fetch = Fetch(
        url,
        memory.get("etag", ""),
        memory.get("last_modified", ""),
        accept,
        authorization=authorization,
        user_agent=source.options.user_agent,
        cache_bust=source.options.cache_bust,
        private=own,
    )
    answer = yield fetch
    if isinstance(answer, Unreachable):
        return unreachable(answer)
    assert isinstance(answer, Page)
    if url != source.locator:  # what has moved is not what the source is called
        answer = replace(answer, moved="")
    if answer.status == 304 and (fetch.etag or fetch.last_modified):  # noqa: PLR2004 - Not Modified
        return Unchanged(memory, freshness(answer.headers, _ttl(memory)), answer.moved)
    if answer.status != 200:  # noqa: PLR2004 - OK
        return otherwise(answer)
    digest = sha256(answer.body).hexdigest()
    if digest == memory.get("body"):
        kept = {name: value for name, value in memory.items() if name not in {"etag", "last_modified"}}
        return Unchanged(kept | validators(answer.headers), freshness(answer.headers, _ttl(memory)), answer.moved)
    read = yield Parse(parser, answer.body, answer.headers.get("content-type", ""), answer.url)
    if isinstance(read, Unreadable):
        return Elsewhere(read.candidates, read.why) if read.candidates else Failed(read.why, advice=read.advice)
    assert isinstance(read, Document)
    return _read(source, answer, read, digest)


def unreachable(answer: Unreachable) -> Failed:
    """What it means that no server said anything."""
    return Failed(answer.why, answer.wait or timedelta(0), answer.barred, put_off=answer.wait is not None)


def _read(source: Source, page: Page, read: Document, digest: str) -> Read:
    """What the document says, no name or note of it longer than anybody needs."""
    notes = {name: clip(note, _LONGEST_NOTE) for name, note in read.notes.items()}
    others = {name: value for name, value in source.memory.items() if name not in OWN}
    own = {"body": digest, "ttl": f"{read.ttl.total_seconds():.0f}", **validators(page.headers)}
    return Read(
        entries=read.entries,
        memory=others | notes | own,
        title=clip(read.title, LONGEST_TITLE),
        wait=freshness(page.headers, read.ttl),
        rest=read.rest,
        moved=page.moved,
        hub=_hub(page, read),
    )


def _hub(page: Page, read: Document) -> Hub | None:
    """The hub that is named; none where others may have written that on the way.

    WordPress calls itself what it was asked for, and that is another address at each poll that evades caches.
    """
    hub = None if is_open(page.url) else named_hub(page.headers.get("link", ""), page.url, read.hub)
    return Hub(_without_bust(hub.url), _without_bust(hub.topic)) if hub else None


def _without_bust(address: str) -> str:
    plain = _CACHE_BUST.sub("", address)
    return plain.rstrip("?&") if plain != address else address


def _ttl(memory: Mapping[str, str]) -> timedelta:
    """What the document last read said of how long it may be kept."""
    return timedelta(seconds=float(memory.get("ttl", "0")))
