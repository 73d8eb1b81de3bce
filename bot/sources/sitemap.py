"""News sitemaps: the list of its newest pages that a publisher keeps for search engines, read as a feed."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import ClassVar, Final, assert_never

from bot.core.model import Source
from bot.core.outcome import Elsewhere, Failed, Read, ReadOutcome, Unchanged
from bot.ports.sources import Answer, Ask
from bot.sources.addresses import after_name, web_address
from bot.sources.conditional import document
from bot.sources.sitemapxml import CHILD, parse_sitemap

__all__ = ["Sitemap"]

_ACCEPT: Final = "application/xml, text/xml;q=0.9, application/gzip;q=0.8, */*;q=0.1"
_INNER: Final = f"{CHILD}."
"""What stands before the names under which the memory of an index's sitemap is kept with its own."""


class Sitemap:
    """The kind whose locator is the address of a news sitemap, or of an index that names one."""

    name: ClassVar[str] = "sitemap"

    def claims(self, text: str) -> str | None:
        """Addresses of files that are called a sitemap, and any after `sitemap:`."""
        named = after_name(text, self.name)
        found = web_address(named or text)
        if not found:
            return None
        file = found[1].path.rpartition("/")[2].lower()
        return found[0] if named or ("sitemap" in file and file.endswith((".xml", ".gz"))) else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """Reads it conditionally, and then the sitemap that it leads to when it is an index: two requests at most.

        Memory: as of any document, `child`, and what is remembered of that under `child.` and the same names.
        """
        first = yield from document(source, source.locator, parse_sitemap, accept=_ACCEPT)
        if not isinstance(first, Read | Unchanged):
            return first
        child = first.memory.get(CHILD, "")
        if not child:
            return replace(first, memory=_outer(first.memory))
        known = _inner(source.memory) if child == source.memory.get(CHILD) else {}
        second = yield from document(replace(source, memory=known), child, parse_sitemap, accept=_ACCEPT)
        return _joined(first, second, child)


def _joined(first: Read | Unchanged, second: ReadOutcome | Elsewhere, child: str) -> ReadOutcome:
    """What comes of an index: what its sitemap holds, and the memory of both. Nothing is kept of a failure."""
    memory = _outer(first.memory) | {CHILD: child}
    match second:
        case Read() | Unchanged() if second.memory.get(CHILD):
            return Failed("it is an index of indexes. Give me the address of the news sitemap itself")
        case Read() | Unchanged():
            inner = {f"{_INNER}{name}": value for name, value in second.memory.items() if name != CHILD}
            return replace(second, memory=memory | inner, moved=first.moved)
        case Elsewhere():
            return Failed(f"its index leads to {child}: {second.why}")
        case Failed():
            return replace(second, why=f"its index leads to {child}: {second.why}", gone=False)
        case _:
            assert_never(second)


def _outer(memory: Mapping[str, str]) -> dict[str, str]:
    """What is remembered of the document itself."""
    return {name: value for name, value in memory.items() if name != CHILD and not name.startswith(_INNER)}


def _inner(memory: Mapping[str, str]) -> dict[str, str]:
    """What is remembered of the sitemap that it leads to."""
    return {name.removeprefix(_INNER): value for name, value in memory.items() if name.startswith(_INNER)}
