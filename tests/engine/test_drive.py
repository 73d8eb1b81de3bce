from __future__ import annotations

from collections.abc import Generator

import pytest

from bot.core.outcome import Failed, ReadOutcome
from bot.engine.drive import drive
from bot.ports import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable

PAGE = Page(200, "https://example.org/", {}, b"x")


def parser(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    return Document((), body.decode())


async def fetch(ask: Fetch) -> Page | Unreachable:
    return PAGE


async def parse(ask: Parse) -> Document | Unreadable:
    return ask.parser(ask.body, ask.content_type, ask.url)


async def test_asks_are_answered_in_turn_until_it_returns() -> None:
    answers: list[Answer] = []

    def kind() -> Generator[Ask, Answer, ReadOutcome]:
        answers.append((yield Fetch("https://example.org/")))
        answers.append((yield Parse(parser, b"title", "", "")))
        return Failed("in the end")

    assert await drive(kind(), fetch, parse) == Failed("in the end")
    assert answers == [PAGE, Document((), "title")]


async def test_a_kind_may_return_without_asking() -> None:
    def kind() -> Generator[Ask, Answer, ReadOutcome]:
        return Failed("at once")
        yield Fetch("")

    assert await drive(kind(), fetch, parse) == Failed("at once")


async def test_an_error_on_the_way_comes_out_and_closes_the_kind() -> None:
    closed = False

    def kind() -> Generator[Ask, Answer, ReadOutcome]:
        nonlocal closed
        try:
            yield Fetch("https://example.org/")
        finally:
            closed = True
        return Failed("never")

    async def broken(ask: Fetch) -> Page | Unreachable:
        raise KeyError(ask.url)

    with pytest.raises(KeyError):
        await drive(kind(), broken, parse)
    assert closed
