from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from bot.core.model import Entry
from bot.engine.parsers import ParserPool
from bot.ports import Document, Parse, Unreadable
from bot.sources.parsing import parse_feed

pytestmark = pytest.mark.slow

DEADLINE = 2.0


def echo(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    return Document((), f"{len(body)} {content_type} {url}")


def stumble(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    raise KeyError("canary5ecret")


def die(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    os._exit(1)


def hang(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    while True:
        time.sleep(1)


def gorge(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    return Document((), str(len(bytes(2 * 1024**3))))


def flood(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    return Document(tuple(Entry(str(n), "", "x" * 1_000_000) for n in range(20)))


def chatter(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    os.write(1, b"x" * 1_000)
    return Document((), "quiet")


def name_secrets(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    return Document((), " ".join(os.environ))


@pytest.fixture
async def pool() -> AsyncIterator[ParserPool]:
    running = ParserPool(DEADLINE, idle=60)
    yield running
    await running.close()
    assert children() == []


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "bot.engine.parser_process" in child.cmdline()]


def ask(parser: object, body: bytes = b"x") -> Parse:
    return Parse(parser, body, "text/xml", "https://example.org/")  # type: ignore[arg-type]


async def test_what_the_parser_says_comes_back(pool: ParserPool) -> None:
    body = bytes(5 * 1024 * 1024)
    assert await pool.parse(ask(echo, body)) == Document((), f"{len(body)} text/xml https://example.org/")


async def test_one_process_does_one_parse_after_another(pool: ParserPool) -> None:
    answers = await asyncio.gather(*(pool.parse(ask(echo, bytes(n))) for n in range(5)))
    assert [answer.title for answer in answers if isinstance(answer, Document)][-1].startswith("4 ")
    assert len(children()) == 1


@pytest.mark.parametrize(
    ("parser", "why"),
    [
        (hang, "more than 2 seconds"),
        (gorge, "too much memory"),
        (die, "brought the parser down"),
        (flood, "brought the parser down"),
        (stumble, "KeyError"),
    ],
)
async def test_a_parse_that_goes_wrong_is_told_and_the_next_goes_well(
    pool: ParserPool, parser: object, why: str
) -> None:
    answer = await pool.parse(ask(parser))
    assert isinstance(answer, Unreadable)
    assert why in answer.why
    assert "canary5ecret" not in answer.why
    assert isinstance(await pool.parse(ask(echo)), Document)


async def test_what_a_parser_prints_does_not_get_in_between(pool: ParserPool) -> None:
    assert await pool.parse(ask(chatter)) == Document((), "quiet")


async def test_the_process_knows_no_secret(pool: ParserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "canary5ecret")
    answer = await pool.parse(ask(name_secrets))
    assert isinstance(answer, Document)
    assert "PYTHONPATH" in answer.title
    assert "TELEGRAM_TOKEN" not in answer.title


async def test_a_parse_that_is_called_off_leaves_no_process_behind(pool: ParserPool) -> None:
    await pool.parse(ask(echo))
    task = asyncio.create_task(pool.parse(ask(hang)))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == []


async def test_a_process_without_work_is_let_go() -> None:
    pool = ParserPool(DEADLINE, idle=0)
    await pool.parse(ask(echo))
    (process,) = children()
    await asyncio.to_thread(process.wait, 10)
    assert await pool.parse(ask(echo)) == Document((), "1 text/xml https://example.org/")
    await pool.close()
    assert children() == []


async def test_a_process_that_died_while_it_waited_is_replaced(pool: ParserPool) -> None:
    await pool.parse(ask(echo))
    (process,) = children()
    process.kill()
    await asyncio.to_thread(process.wait, 10)
    assert isinstance(await pool.parse(ask(echo)), Document)


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "'
    + b"ha" * 10
    + b'">'
    + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % ((c, *[c - 1] * 10)) for c in range(98, 106)
    )
    + b"]><rss version='2.0'><channel><item><title>&i;</title></item></channel></rss>"
)
HOSTILE = {
    "billion laughs": LAUGHS,
    "quadratic blow-up": b'<!DOCTYPE r [<!ENTITY a "%b">]><rss><channel><item><title>%b</title></item></channel></rss>'
    % (b"x" * 100_000, b"&a;" * 10_000),
    "deep nesting": b"<rss version='2.0'><channel><item><title>" + b"<a>" * 100_000,
    "deep markup": b"<rss version='2.0'><channel><item><description><![CDATA["
    + b"<div>" * 900_000
    + b"]]></description></item></channel></rss>",
    "deep json": b'{"items":[' + b"[" * 1_000_000,
    "comments": b"<!--" * 1_000_000,
    "many entries": b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_document_costs_no_more_than_the_deadline(pool: ParserPool, name: str) -> None:
    await pool.parse(ask(echo))
    async with asyncio.timeout(DEADLINE + 30):
        answer = await pool.parse(ask(parse_feed, HOSTILE[name]))
    if isinstance(answer, Document):
        assert sum(len(entry.title) + len(entry.text) for entry in answer.entries) < 1_000_000
    assert await pool.parse(ask(echo)) == Document((), "1 text/xml https://example.org/")
