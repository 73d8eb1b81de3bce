"""Playing a kind of source: what it asks is answered by hand, or by parsing what a recorded page holds."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.model import Options, Outlet, Source
from bot.core.outcome import Elsewhere, Read, ReadOutcome
from bot.ports import Answer, Ask, Fetch, Page, Parse, SourceKind

OUTLET = Outlet("example", "Example")


def a_source(
    kind: SourceKind, locator: str, memory: Mapping[str, str] | None = None, options: Options | None = None
) -> Source:
    """A source of this kind."""
    return Source(1, OUTLET, kind.name, locator, memory=memory or {}, options=options or Options())


def play(kind: SourceKind, source: Source, *answers: Answer) -> tuple[list[Ask], ReadOutcome | Elsewhere]:
    """All that was asked, and what came of it; every answer must be used."""
    generator = kind.read(source)
    asked = [next(generator)]
    for place, answer in enumerate(answers):
        try:
            asked.append(generator.send(answer))
        except StopIteration as stop:
            assert place == len(answers) - 1
            outcome: ReadOutcome | Elsewhere = stop.value
            return asked, outcome
    raise AssertionError(f"it asks for more: {asked[-1]}")


def visit(
    kind: SourceKind, source: Source, pages: Mapping[str, Page | str | bytes]
) -> tuple[list[Fetch], ReadOutcome | Elsewhere]:
    """Read it where the web consists of these pages; what they hold is parsed for true. Gives what was fetched."""
    generator = kind.read(source)
    fetched: list[Fetch] = []
    answer: Answer | None = None
    try:
        while True:
            ask = next(generator) if answer is None else generator.send(answer)
            match ask:
                case Fetch():
                    fetched.append(ask)
                    answer = _page(ask.url, pages)
                case Parse():
                    answer = ask.parser(ask.body, ask.content_type, ask.url)
    except StopIteration as stop:
        outcome: ReadOutcome | Elsewhere = stop.value
        return fetched, outcome


def entries_of(kind: SourceKind, locator: str, pages: Mapping[str, Page | str | bytes]) -> Read:
    """What a first read of it brings, which must succeed."""
    _, outcome = visit(kind, a_source(kind, locator), pages)
    assert isinstance(outcome, Read), outcome
    return outcome


def _page(url: str, pages: Mapping[str, Page | str | bytes]) -> Page:
    found = pages.get(url, Page(404, url, {}, b""))
    if isinstance(found, Page):
        return found
    return Page(200, url, {}, found.encode() if isinstance(found, str) else found)
