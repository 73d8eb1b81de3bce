"""How a document is got that may not have changed: asked for conditionally, parsed only when its bytes are new."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from bot.core.model import Source
from bot.core.outcome import Elsewhere, Failed, Read, ReadOutcome, Unchanged
from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.sources.hubs import named_hub
from bot.sources.politeness import freshness, refusal, validators

__all__ = ["OWN", "document"]

OWN = ("body", "etag", "last_modified", "ttl")
"""What stands here in a source's memory; a kind keeps what it wants under other names."""


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
        return Elsewhere(read.candidates, read.why) if read.candidates else Failed(read.why)
    assert isinstance(read, Document)
    return _read(source, answer, read, digest)


def unreachable(answer: Unreachable) -> Failed:
    """What it means that no server said anything."""
    return Failed(answer.why, answer.wait or timedelta(0), answer.barred, put_off=answer.wait is not None)


def _read(source: Source, page: Page, read: Document, digest: str) -> Read:
    others = {name: value for name, value in source.memory.items() if name not in OWN}
    own = {"body": digest, "ttl": f"{read.ttl.total_seconds():.0f}", **validators(page.headers)}
    return Read(
        entries=read.entries,
        memory=others | dict(read.notes) | own,
        title=read.title,
        wait=freshness(page.headers, read.ttl),
        rest=read.rest,
        moved=page.moved,
        hub=named_hub(page.headers.get("link", ""), page.url, read.hub),
    )


def _ttl(memory: Mapping[str, str]) -> timedelta:
    """What the document last read said of how long it may be kept."""
    return timedelta(seconds=float(memory.get("ttl", "0")))
