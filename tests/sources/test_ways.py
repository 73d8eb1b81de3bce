"""A source with three ways is played: which is tried when, what is remembered, what is said when none works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

import pytest

from bot.core.model import Entry, Source
from bot.core.outcome import Candidate, Failed, Read, Unchanged
from bot.ports import Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.ports.sources import Answer
from bot.sources.conditional import document
from bot.sources.ways import AGAIN, Reading, Way, in_turn
from tests.sources.playing import a_source

API = "https://example.org/api"
RSS = "https://example.org/rss"
MIRROR = "https://mirror.example/rss"
PAGE = Document((Entry("1", "https://example.org/1", "Talks resume"),))


class Ways:
    """Three ways, the last by another host."""

    name: ClassVar[str] = "ways"

    def claims(self, text: str) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        return in_turn(
            source,
            {
                "the API": lambda source: document(source, API, _parse),
                "RSS": lambda source: document(source, RSS, _parse),
                "the mirror": lambda source: document(source, MIRROR, _parse),
            },
        )


def _parse(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """What stands in the body decides."""
    match body:
        case b"page":
            return Unreadable("this is a web page", (Candidate("feed", RSS),))
        case b"noise":
            return Unreadable("it is noise")
        case _:
            return PAGE


def run(memory: Mapping[str, str], answers: Mapping[str, Answer]) -> tuple[list[Fetch], Read | Unchanged | Failed]:
    """What was fetched where these addresses answer so; an address without an answer is not found."""
    generator = Ways().read(a_source(Ways(), "x", memory))
    fetched: list[Fetch] = []
    answer: Answer | None = None
    try:
        while True:
            ask = next(generator) if answer is None else generator.send(answer)
            match ask:
                case Fetch():
                    fetched.append(ask)
                    answer = answers.get(ask.url, Page(404, ask.url, {}, b""))
                case Parse():
                    answer = ask.parser(ask.body, ask.content_type, ask.url)
    except StopIteration as stop:
        outcome: Read | Unchanged | Failed = stop.value
        return fetched, outcome


def works(url: str) -> dict[str, Answer]:
    return {url: Page(200, url, {"etag": '"2"'}, b"body")}


def urls(fetched: list[Fetch]) -> list[str]:
    return [fetch.url for fetch in fetched]


def test_the_best_way_is_read_and_nothing_said_of_it() -> None:
    fetched, outcome = run({}, works(API) | works(RSS))
    assert urls(fetched) == [API]
    assert isinstance(outcome, Read)
    assert outcome.entries == PAGE.entries
    assert set(outcome.memory) == {"etag", "body", "ttl"}


def test_the_next_is_read_where_one_is_refused_or_answers_something_else() -> None:
    refused, broken = Page(401, API, {}, b""), Page(500, API, {}, b"")
    for trouble in (refused, broken, Page(200, API, {}, b"page"), Page(200, API, {}, b"noise")):
        fetched, outcome = run({}, {API: trouble} | works(RSS))
        assert urls(fetched) == [API, RSS]
        assert isinstance(outcome, Read)
        assert (outcome.memory["way"], outcome.memory["turns"]) == ("RSS", "1")


def test_the_way_that_worked_is_kept_to() -> None:
    fetched, outcome = run({"way": "RSS", "turns": "1", "etag": '"1"'}, works(API) | works(RSS))
    assert urls(fetched) == [RSS]
    assert fetched[0].etag == '"1"'
    assert isinstance(outcome, Read)
    assert outcome.memory["turns"] == "2"


def test_a_way_that_has_not_changed_is_kept_to() -> None:
    _, outcome = run({"way": "RSS", "turns": "1", "etag": '"1"'}, {RSS: Page(304, RSS, {}, b"")})
    assert outcome == Unchanged({"way": "RSS", "turns": "2", "etag": '"1"'})


def test_what_one_way_said_of_its_answers_is_not_repeated_to_another() -> None:
    memory = {"etag": '"1"', "last_modified": "Mon", "body": "x", "ttl": "60", "account": "7"}
    fetched, outcome = run(memory, works(RSS))
    assert [(fetch.etag, fetch.last_modified) for fetch in fetched] == [('"1"', "Mon"), ("", "")]
    assert isinstance(outcome, Read)
    assert (outcome.memory["etag"], outcome.memory["account"]) == ('"2"', "7")


def test_a_way_that_fails_gives_place_to_the_others_from_the_best_on() -> None:
    fetched, outcome = run({"way": "the mirror", "turns": "3"}, works(RSS))
    assert urls(fetched) == [MIRROR, API, RSS]
    assert isinstance(outcome, Read)
    assert (outcome.memory["way"], outcome.memory["turns"]) == ("RSS", "1")


def test_the_better_ways_are_tried_again_after_a_while() -> None:
    memory = {"way": "RSS", "turns": str(AGAIN), "etag": '"1"'}
    fetched, outcome = run(memory, works(RSS))
    assert urls(fetched) == [API, RSS]
    assert fetched[1].etag == '"1"'
    assert isinstance(outcome, Read)
    assert outcome.memory["turns"] == "1"
    fetched, outcome = run(memory, works(API) | works(RSS))
    assert urls(fetched) == [API]
    assert isinstance(outcome, Read)
    assert "way" not in outcome.memory
    assert "turns" not in outcome.memory


def test_a_way_that_there_is_no_more_is_forgotten() -> None:
    fetched, outcome = run({"way": "gopher", "turns": "9"}, works(API))
    assert urls(fetched) == [API]
    assert isinstance(outcome, Read)
    assert "way" not in outcome.memory


@pytest.mark.parametrize(
    "peace",
    [Page(429, API, {}, b""), Page(503, API, {}, b""), Unreachable("example.org accepts no connection")],
)
def test_a_host_that_wants_to_be_left_alone_is_not_asked_in_another_way(peace: Answer) -> None:
    fetched, outcome = run({}, {API: peace} | works(RSS) | works(MIRROR))
    assert urls(fetched) == [API, MIRROR]
    assert isinstance(outcome, Read)
    fetched, outcome = run({}, {API: peace} | works(RSS))
    assert urls(fetched) == [API, MIRROR]
    assert isinstance(outcome, Failed)


def test_when_no_way_works_each_says_why_and_the_first_how_long_to_wait() -> None:
    pause = {"retry-after": "120"}
    answers = {API: Page(403, API, {}, b""), RSS: Page(200, RSS, {}, b"page"), MIRROR: Page(429, MIRROR, pause, b"")}
    _, outcome = run({}, answers)
    assert outcome == Failed(
        "the site answered 403 Forbidden: it does not let me read this address. RSS is no help: this is a web page. "
        "the mirror is no help: the site answered 429 Too Many Requests: it asks me to come back later",
        timedelta(hours=4),
    )


def test_the_way_in_use_says_how_long_to_wait() -> None:
    _, outcome = run({"way": "RSS", "turns": "1"}, {API: Page(403, API, {}, b"")})
    assert isinstance(outcome, Failed)
    assert outcome.wait == timedelta(0)


def test_one_reason_is_told_once() -> None:
    _, outcome = run({}, {})
    assert outcome == Failed("the site answered 404 Not Found: nothing is at this address now")


def _ends(outcome: Failed) -> Way:
    """A way that comes to this without asking anything."""

    def way(source: Source) -> Reading:
        yield from ()
        return outcome

    return way


def test_it_is_gone_only_when_all_ways_say_so() -> None:
    gone, closed = Failed("gone", gone=True), Failed("closed")
    for second, outcome in ((gone, gone), (closed, Failed("gone. two is no help: closed"))):
        with pytest.raises(StopIteration) as stop:
            next(in_turn(a_source(Ways(), "x"), {"one": _ends(gone), "two": _ends(second)}))
        assert stop.value.value == outcome


def test_what_came_from_a_closed_host_by_a_redirect_is_parsed_all_the_same() -> None:
    redirected = Page(200, "https://example.org/moved", {}, b"body")
    _, outcome = run({}, {API: Page(429, API, {}, b""), MIRROR: redirected})
    assert isinstance(outcome, Read)


def test_a_place_that_any_way_is_kept_from_is_named() -> None:
    _, outcome = run({}, {RSS: Unreachable("a private address", "10.0.0.1:80")})
    assert isinstance(outcome, Failed)
    assert outcome.barred == "10.0.0.1:80"
