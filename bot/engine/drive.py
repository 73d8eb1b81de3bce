"""How a source's generator meets the world: what it asks for is done, what came of it is sent back in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import TypeVar, assert_never

from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable

__all__ = ["Fetcher", "Parser", "drive"]

Outcome = TypeVar("Outcome")
Fetcher = Callable[[Fetch], Awaitable[Page | Unreachable]]
Parser = Callable[[Parse], Awaitable[Document | Unreadable]]


async def drive(generator: Generator[Ask, Answer, Outcome], fetch: Fetcher, parse: Parser) -> Outcome:
    """What the generator returns in the end. Errors of the generator, and cancellation, go through."""
    try:
        ask = next(generator)
        while True:
            ask = generator.send(await _answer(ask, fetch, parse))
    except StopIteration as stop:
        outcome: Outcome = stop.value
        return outcome
    finally:
        generator.close()


async def _answer(ask: Ask, fetch: Fetcher, parse: Parser) -> Answer:
    """What comes of one ask."""
    match ask:
        case Fetch():
            return await fetch(ask)
        case Parse():
            return await parse(ask)
        case _:
            assert_never(ask)
