"""What a person means who names a source, and which ways of reading it there are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from datetime import timedelta

import pytest

from bot.core.model import Entry, Options, Outlet, Source
from bot.core.outcome import Candidate, Elsewhere, Failed, Read, ReadOutcome
from bot.engine.probe import MOST_TRIED, Finder, claimed
from bot.engine.reader import Reader
from bot.ports import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from tests.kit.kinds import Shown, Shows, shown_kinds

DOCUMENT = Read((Entry("1", "https://x.example/1", "One"),), title="A Document")
NOWHERE = "nothing is at this address"

Fetched = Callable[[Fetch], Awaitable[Page | Unreachable]]


async def fetch(ask: Fetch) -> Page | Unreachable:
    return Page(200, ask.url, {}, b"a document")


async def no_parser(ask: Parse) -> Document | Unreadable:
    raise AssertionError("nothing is parsed here")


def finder(shows: Shows, *, patience: timedelta = timedelta(seconds=5)) -> Finder:
    kinds = shown_kinds(shows)
    reader = Reader(kinds, fetch, no_parser, timedelta(seconds=5))
    return Finder(kinds, reader, fetch, private=lambda url: "lan" in url, patience=patience)


async def probed(text: str, shows: Shows) -> list[tuple[str, str, str]]:
    """Kind, locator, and what it calls itself or why it failed."""
    probes = await finder(shows).probe(text, None)
    return [(one.kind, one.locator, getattr(one.outcome, "title", "") or one.outcome.why) for one in probes]  # type: ignore[union-attr] # one has either


# ---- what is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("https://x.example/feed", [("feed", "https://x.example/feed")]),
        (" t.me/sana ", [("telegram", "sana"), ("feed", "https://t.me/sana")]),
        ("@sana", [("telegram", "sana"), ("x", "sana")]),
        ("telegram:sana", [("telegram", "sana")]),
        ("Telegram: @sana", [("telegram", "sana")]),
        ("feed:https://x.example/feed", [("feed", "https://x.example/feed")]),
        ("feed://x.example/feed", [("feed", "http://x.example/feed")]),
        ("google-news:hama offensive", [("google-news", "hama offensive")]),
        ("x.example", [("feed", "https://x.example")]),
        ("www.x.example:8080/a?b=c", [("feed", "https://www.x.example:8080/a?b=c")]),
        ("moon:sana", []),
        ("telegram:two words", []),
        ("hama offensive", []),
        ("offensive", [("telegram", "offensive")]),
        ("U.S.", []),
        ("", []),
    ],
)
def test_what_is_typed_names_sources_of_the_kinds_that_claim_it(text: str, meant: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.locator) for one in claimed(shown_kinds({}), text)] == meant


# ---- what can be read


async def test_an_address_is_read_once_and_nothing_is_kept() -> None:
    assert await probed("t.me/sana", {"telegram:sana": DOCUMENT}) == [("telegram", "sana", "A Document")]


async def test_a_bare_name_may_mean_several_sources() -> None:
    found = await probed("@sana", {"telegram:sana": DOCUMENT, "x:sana": Read((), title="Another")})
    assert found == [("telegram", "sana", "A Document"), ("x", "sana", "Another")]


async def test_what_cannot_be_read_is_left_out_where_something_can() -> None:
    assert await probed("@sana", {"x:sana": DOCUMENT}) == [("x", "sana", "A Document")]


async def test_where_nothing_can_be_read_every_try_says_why() -> None:
    found = await probed("@sana", {"x:sana": Failed("the account is locked")})
    assert found == [("telegram", "sana", NOWHERE), ("x", "sana", "the account is locked")]


async def test_what_no_kind_claims_is_not_tried() -> None:
    assert await finder({}).probe("hama offensive", None) == []


class Second(Shown):
    """A kind that claims any address too, after feeds."""

    def claims(self, text: str) -> str | None:
        return text if "://" in text else None


async def test_an_address_is_left_to_the_first_kind_that_can_read_it() -> None:
    shows = {
        "feed:https://x.example/": DOCUMENT,
        "site:https://x.example/": DOCUMENT,
        "site:https://y.example/": DOCUMENT,
    }
    kinds = (*shown_kinds(shows), Second("site", "()", shows))
    seeker = Finder(kinds, Reader(kinds, fetch, no_parser, timedelta(seconds=5)), fetch)
    assert [one.kind for one in await seeker.probe("https://x.example/", None)] == ["feed"]
    assert [one.kind for one in await seeker.probe("https://y.example/", None)] == ["site"]


# ---- pages that name others


def page(*locators: str) -> Elsewhere:
    return Elsewhere(tuple(Candidate("feed", locator, "a title") for locator in locators), "this is a web page")


async def test_a_page_is_read_as_the_feeds_it_names_each_once() -> None:
    shows = {
        "https://x.example/": page("https://x.example/a", "https://x.example/b", "https://x.example/a"),
        "https://x.example/a": DOCUMENT,
        "https://x.example/b": Read((), title="B"),
    }
    assert await probed("https://x.example/", shows) == [
        ("feed", "https://x.example/a", "A Document"),
        ("feed", "https://x.example/b", "B"),
    ]


async def test_a_page_that_names_only_pages_is_no_source() -> None:
    shows = {"https://x.example/": page("https://x.example/a"), "https://x.example/a": page("https://x.example/")}
    assert await probed("https://x.example/", shows) == [("feed", "https://x.example/", "this is a web page")]


async def test_a_page_that_names_hundreds_is_not_followed_everywhere() -> None:
    locators = [f"https://x.example/{number}" for number in range(100)]
    shows = {"https://x.example/": page(*locators), **dict.fromkeys(locators, DOCUMENT)}
    assert len(await probed("https://x.example/", shows)) == MOST_TRIED


async def test_a_strangers_page_sends_me_nowhere_private() -> None:
    shows = {"https://x.example/": page("http://rsshub.lan:1200/a"), "http://rsshub.lan:1200/a": DOCUMENT}
    assert await probed("https://x.example/", shows) == [("feed", "https://x.example/", "this is a web page")]
    own = {"http://rsshub.lan:1200/": page("http://rsshub.lan:1200/a"), "http://rsshub.lan:1200/a": DOCUMENT}
    assert await probed("http://rsshub.lan:1200/", own) == [("feed", "http://rsshub.lan:1200/a", "A Document")]


class Slow(Shown):
    """A kind that fetches before it shows anything."""

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        yield Fetch(source.locator)
        return (yield from super().read(source))


class Going:
    """Notes where it is sent, and whether as far as a private host."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bool]] = []

    async def __call__(self, ask: Fetch) -> Page | Unreachable:
        self.sent.append((ask.url, ask.private))
        return Page(200, ask.url, {}, b"")


class Straying(Slow):
    """A kind that goes to where a document leads, too."""

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        yield Fetch("http://nas.lan:8443/")
        return (yield from super().read(source))


async def test_only_the_operator_sends_me_to_a_private_host_and_only_to_the_one_they_named() -> None:
    going = Going()
    kinds = (Straying("feed", "(https?://.+)", {"http://rsshub.lan:1200/a": DOCUMENT}),)
    seeker = Finder(kinds, Reader(kinds, going, no_parser, timedelta(seconds=5)), going)
    await seeker.probe("http://rsshub.lan:1200/a", None)
    await seeker.probe("http://rsshub.lan:1200/a", 7)
    assert going.sent == [
        ("http://nas.lan:8443/", False),
        ("http://rsshub.lan:1200/a", True),
        ("http://nas.lan:8443/", False),
        ("http://rsshub.lan:1200/a", False),
    ]
    await seeker.fetch("http://nas.lan/feeds.opml")
    assert going.sent[-1] == ("http://nas.lan/feeds.opml", True)


@pytest.mark.parametrize("locator", ["@user@nas.lan:8443", "nas.lan"])
async def test_no_page_names_a_private_host_by_an_account_or_by_its_bare_name(locator: str) -> None:
    shows = {"feed:https://x.example/": Elsewhere((Candidate("mastodon", locator),), "this is a web page")}
    going = Going()
    kinds = (*shown_kinds(shows), Slow("mastodon", "(@.+@.+)", {locator: DOCUMENT}))
    reader = Reader(kinds, going, no_parser, timedelta(seconds=5))
    private = {"https://nas.lan:8443", "https://nas.lan"}.__contains__
    await Finder(kinds, reader, going, private=private).probe("https://x.example/", None)
    assert going.sent == []


# ---- time


async def test_names_are_tried_side_by_side() -> None:
    waiting = asyncio.Barrier(2)

    async def both(ask: Fetch) -> Page | Unreachable:
        await waiting.wait()
        return Page(200, ask.url, {}, b"")

    kinds = (Slow("telegram", "@(.+)", {"sana": DOCUMENT}), Slow("x", "@(.+)", {"sana": DOCUMENT}))
    seeker = Finder(kinds, Reader(kinds, both, no_parser, timedelta(seconds=5)), both)
    assert len(await seeker.probe("@sana", None)) == 2


async def test_nobody_is_kept_waiting_for_a_site_that_does_not_answer() -> None:
    ended = asyncio.Event()

    async def never(ask: Fetch) -> Page | Unreachable:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError("it never comes to that")

    kinds = (Slow("telegram", "@(.+)", {}), Shown("x", "@(.+)", {"sana": DOCUMENT}))
    patience = timedelta(seconds=0.05)
    seeker = Finder(kinds, Reader(kinds, never, no_parser, timedelta(seconds=5)), never, patience=patience)
    assert [one.kind for one in await seeker.probe("@sana", None)] == ["x"]
    assert ended.is_set()
    (late,) = await seeker.probe("telegram:sana", None)
    assert late.outcome == Failed("it did not answer within 0 seconds")


async def test_a_try_that_is_given_up_leaves_nothing_behind() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def never(ask: Fetch) -> Page | Unreachable:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError("it never comes to that")

    kinds = (Slow("telegram", "@(.+)", {}),)
    seeker = Finder(kinds, Reader(kinds, never, no_parser, timedelta(seconds=5)), never)
    task = asyncio.create_task(seeker.probe("@sana", None))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


# ---- looking at what is there


async def test_a_look_reads_all_there_is_with_the_sources_own_options() -> None:
    kind = Shown("telegram", "@(.+)", {"sana": Read((Entry("1", "", "A"), Entry("2", "", "B", reposts="SOHR")))})
    seeker = Finder((kind,), Reader((kind,), fetch, no_parser, timedelta(seconds=5)), fetch)
    source = Source(1, Outlet("sana", "SANA"), "telegram", "sana", memory={"etag": "1"}, options=Options(reposts=False))
    outcome = await seeker.look(source)
    assert isinstance(outcome, Read)
    assert [entry.title for entry in outcome.entries] == ["A"]
    assert kind.read_last is not None
    assert kind.read_last.memory == {}


async def test_a_document_that_is_no_source_is_only_fetched() -> None:
    answer = await finder({}).fetch("https://x.example/feeds.opml")
    assert isinstance(answer, Page)
    assert answer.body == b"a document"
