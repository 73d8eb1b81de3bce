"""Mastodon's streams: which there are, where they are, and that what they tell is what a poll tells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Options, Outlet, Source
from bot.core.outcome import Failed
from bot.ports import Document, Page, Unreachable
from bot.ports.streams import Call, Frame, Heard, Line, Resume
from bot.sources.mastodon_posts import parse_tagged, parse_timeline
from bot.sources.mastodon_stream import MastodonStream
from bot.sources.politeness import FORBIDDEN_PAUSE
from tests.sources.hearing import Ear

SITE = "https://example.social"
INSTANCE = f"{SITE}/api/v2/instance"
NOW = datetime(2026, 11, 2, 12, 5, tzinfo=UTC)
RESUME = Resume(NOW)
TOKENS = {"example.social": "secret"}

Json = dict[str, Any]
GAZETTE: Json = {"id": "17", "acct": "gazette", "display_name": "The Gazette", "url": f"{SITE}/@gazette", "emojis": []}
LINA: Json = {"id": "9", "acct": "lina@other.example", "display_name": "Lina", "url": "https://other.example/@lina"}


def source(number: int, locator: str, options: Options | None = None) -> Source:
    return Source(number, Outlet(f"outlet-{number}", "An Outlet"), "mastodon", locator, options=options or Options())


TAG = source(1, "#hama@example.social")
ACCOUNT = source(2, "@gazette@example.social")
TAG_LINE, HOME_LINE = Line("tag", (TAG,)), Line("home", (source(3, "@other@example.social"), ACCOUNT))


def status(number: int = 1, **fields: Any) -> Json:
    """A post as the API and the streams of Mastodon 4.5 give it."""
    return {
        "id": str(number),
        "created_at": "2026-11-02T12:00:00.000Z",
        "edited_at": None,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"{SITE}/users/gazette/statuses/{number}",
        "url": f"{SITE}/@gazette/{number}",
        "content": "<p>Talks resume in <a href='x'>#Hama</a>.</p><p>More at noon.</p>",
        "reblog": None,
        "account": GAZETTE,
        "media_attachments": [],
        "mentions": [],
        "emojis": [],
        "poll": None,
        "quote": None,
    } | fields


def update(told: Json, event: str = "update") -> Frame:
    return Frame(json.dumps(told).encode(), event)


def instance(streaming: str = "wss://streaming.example.social") -> Json:
    return {"domain": "example.social", "configuration": {"urls": {"streaming": streaming}}}


def ear(tokens: Mapping[str, str] = TOKENS, pages: Mapping[str, Any] | None = None) -> Ear:
    return Ear(MastodonStream(tokens), {INSTANCE: instance()} | dict(pages or {}))


# ---- which lines there are


def test_a_hashtag_is_a_line_and_so_are_the_accounts_of_a_server_that_there_is_a_token_for() -> None:
    elsewhere, second = source(4, "@lina@other.example"), source(5, "@second@example.social")
    lines = MastodonStream(TOKENS).lines([TAG, ACCOUNT, elsewhere, second])
    assert {line.name: line.sources for line in lines} == {
        "mastodon example.social": (ACCOUNT, second),
        "mastodon #hama@example.social": (TAG,),
    }


def test_without_a_token_accounts_are_left_to_polling() -> None:
    assert MastodonStream({}).lines([ACCOUNT]) == []


def test_what_is_beyond_fifty_connections_is_left_to_polling() -> None:
    tags = [source(number, f"#tag{number}@example.social") for number in range(100)]
    lines = MastodonStream(TOKENS).lines([*tags, ACCOUNT])
    assert len(lines) == 50
    assert (ACCOUNT,) in [line.sources for line in lines]


# ---- how they are opened


@pytest.mark.parametrize(
    ("line", "url"),
    [
        (TAG_LINE, "https://streaming.example.social/api/v1/streaming/hashtag?tag=hama"),
        (HOME_LINE, "https://streaming.example.social/api/v1/streaming/user"),
        (
            Line("tag", (source(1, "#حماة@example.social"),)),
            "https://streaming.example.social/api/v1/streaming/hashtag?tag=%D8%AD%D9%85%D8%A7%D8%A9",
        ),
    ],
)
def test_a_line_is_opened_where_the_instance_says_with_the_token_of_that_host(line: Line, url: str) -> None:
    assert ear().call(line, RESUME) == Call(url, "sse", authorization="Bearer secret")


def test_a_token_goes_to_no_other_host() -> None:
    call = ear({"other.example": "secret", "notexample.social": "secret"}).call(TAG_LINE, RESUME)
    assert isinstance(call, Call)
    assert call.authorization == ""


@pytest.mark.parametrize("scheme", ["wss", "https"])
def test_the_address_of_the_streams_may_be_given_in_two_ways(scheme: str) -> None:
    call = ear(pages={INSTANCE: instance(f"{scheme}://streaming.example.social/")}).call(TAG_LINE, RESUME)
    assert isinstance(call, Call)
    assert call.url == "https://streaming.example.social/api/v1/streaming/hashtag?tag=hama"


@pytest.mark.parametrize("streaming", ["ws://example.social", "http://example.social", "", "gopher://x", "wss://", 7])
def test_a_token_is_not_sent_over_an_open_connection_nor_to_nowhere(streaming: str) -> None:
    failed = ear(pages={INSTANCE: instance(streaming)}).call(TAG_LINE, RESUME)
    assert failed == Failed("this server does not say where it has its streams", FORBIDDEN_PAUSE)


@pytest.mark.parametrize("body", ["[]", "null", "<html>", "{}", '{"configuration": 1}'])
def test_a_server_that_says_nothing_of_streams_is_left_alone_for_a_while(body: str) -> None:
    failed = ear(pages={INSTANCE: body}).call(TAG_LINE, RESUME)
    assert isinstance(failed, Failed)
    assert failed.wait == FORBIDDEN_PAUSE


def test_a_server_that_does_not_answer_is_no_line() -> None:
    gone = Unreachable("example.social accepts no connection", wait=timedelta(minutes=5))
    failed = ear(pages={INSTANCE: gone}).call(TAG_LINE, RESUME)
    assert isinstance(failed, Failed)
    assert (failed.why, failed.wait) == (gone.why, gone.wait)
    failed = ear(pages={INSTANCE: Page(503, INSTANCE, {"retry-after": "60"}, b"")}).call(TAG_LINE, RESUME)
    assert isinstance(failed, Failed)
    assert failed.wait == timedelta(minutes=1)


def test_who_is_refused_is_told_what_to_set() -> None:
    refusal = Page(401, f"{SITE}/api/v1/streaming/hashtag", {}, b"")
    asked = MastodonStream({}).refused(TAG_LINE, refusal)
    assert asked.why == "example.social has streams for its members only: name a token of theirs in MASTODON_TOKENS"
    assert asked.wait == FORBIDDEN_PAUSE
    stale = MastodonStream(TOKENS).refused(TAG_LINE, refusal)
    assert stale.why == "example.social does not take its token in MASTODON_TOKENS"
    assert stale.wait == FORBIDDEN_PAUSE
    busy = MastodonStream(TOKENS).refused(TAG_LINE, Page(429, SITE, {"retry-after": "60"}, b""))
    assert busy.wait == timedelta(minutes=1)


@pytest.mark.parametrize("status", [200, 302, 404, 426])
def test_a_server_without_such_streams_is_left_alone_for_a_while(status: int) -> None:
    failed = MastodonStream(TOKENS).refused(TAG_LINE, Page(status, SITE, {}, b""))
    assert failed == Failed(f"example.social has no such streams, it answered {status}", FORBIDDEN_PAUSE)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_server_that_is_in_trouble_is_called_again_soon(status: int) -> None:
    assert MastodonStream(TOKENS).refused(TAG_LINE, Page(status, SITE, {}, b"")).wait == timedelta(0)


# ---- what they tell


POSTS = [
    status(),
    status(content="", media_attachments=[{"type": "image", "url": f"{SITE}/a.png", "description": "A bridge"}]),
    status(spoiler_text="War", sensitive=True),
    status(edited_at="2026-11-02T12:01:00.000Z"),
    status(quote={"state": "accepted", "quoted_status": status(2, account=LINA, content="<p>A quoted word.</p>")}),
    status(content="", reblog=status(3, account=LINA, content="<p>Somebody else's words.</p>")),
    status(poll={"options": [{"title": "Yes"}, {"title": "No"}]}),
]


@pytest.mark.parametrize("told", POSTS)
def test_a_post_of_an_account_is_just_what_a_poll_would_have_told(told: Json) -> None:
    polled = parse_timeline(json.dumps([told]).encode(), "", f"{SITE}/api/v1/accounts/17/statuses?limit=40")
    assert isinstance(polled, Document)
    assert ear().entries(HOME_LINE, update(told), NOW) == [(ACCOUNT.id, polled.entries[0])]


@pytest.mark.parametrize("told", POSTS)
def test_a_post_under_a_hashtag_is_just_what_a_poll_would_have_told(told: Json) -> None:
    polled = parse_tagged(json.dumps([told]).encode(), "", f"{SITE}/api/v1/timelines/tag/hama?limit=40")
    assert isinstance(polled, Document)
    assert ear().entries(TAG_LINE, update(told), NOW) == [(TAG.id, polled.entries[0])]


def test_an_edit_tells_the_new_words() -> None:
    told = status(content="<p>Other words.</p>", edited_at="2026-11-02T12:01:00.000Z")
    ((_, entry),) = ear().entries(TAG_LINE, update(told, "status.update"), NOW)
    assert (entry.text, entry.edited) == ("Other words.", True)


@pytest.mark.parametrize("event", ["notification", "filters_changed", "conversation", ""])
def test_other_events_tell_nothing_and_are_not_even_read(event: str) -> None:
    assert ear().entries(TAG_LINE, update(status(), event), NOW) == []


def deleted(number: str) -> Frame:
    return Frame(number.encode(), "delete")


def test_a_post_that_is_deleted_is_withdrawn_under_the_guid_that_it_had() -> None:
    hearing = ear()
    ((_, post),) = hearing.entries(TAG_LINE, update(status(41)), NOW)
    assert hearing.heard(TAG_LINE, deleted("41"), NOW) == Heard(withdrawn=((TAG.id, post.guid),))


def test_one_of_this_server_is_known_by_its_number_alone() -> None:
    ((_, post),) = ear().entries(TAG_LINE, update(status(41)), NOW)
    assert ear().heard(HOME_LINE, deleted(" 41\n"), NOW).withdrawn == ((3, post.guid), (ACCOUNT.id, post.guid))


def test_one_of_another_server_is_known_where_it_was_heard() -> None:
    away = status(41, uri="https://other.example/users/lina/statuses/7", url="https://other.example/@lina/7")
    hearing = ear()
    hearing.heard(TAG_LINE, update(away), NOW)
    first, again = (hearing.heard(TAG_LINE, deleted("41"), NOW).withdrawn for _ in range(2))
    assert first == ((TAG.id, "https://other.example/statuses/7"),)
    assert again == ((TAG.id, f"{SITE}/statuses/41"),)


def test_what_is_not_passed_on_any_more_is_not_deleted() -> None:
    shared = status(50, content="", reblog=status(3, account=LINA, url="https://other.example/@lina/3"))
    hearing = ear()
    hearing.heard(HOME_LINE, update(shared), NOW)
    assert {guid for _, guid in hearing.heard(HOME_LINE, deleted("50"), NOW).withdrawn} == {f"{SITE}/statuses/50"}


def test_the_posts_that_were_heard_first_are_forgotten_first() -> None:
    hearing = Ear(MastodonStream(TOKENS, remembers=2))
    away = {"uri": "https://other.example/users/lina/statuses/7", "url": "https://other.example/@lina/7"}
    for told in (status(0, **away), status(1, **away), status(2)):
        hearing.heard(TAG_LINE, update(told), NOW)
    guids = [hearing.heard(TAG_LINE, deleted(str(number)), NOW).withdrawn[0][1] for number in (0, 1)]
    assert guids == [f"{SITE}/statuses/0", "https://other.example/statuses/7"]


@pytest.mark.parametrize("number", ["", "1/2", "1" * 60, "\xff", "{}"])
def test_a_number_that_is_none_deletes_nothing(number: str) -> None:
    assert ear().heard(TAG_LINE, deleted(number), NOW) == Heard()


def test_posts_of_accounts_that_are_no_sources_are_not_taken() -> None:
    assert ear().entries(HOME_LINE, update(status(account=LINA)), NOW) == []
    assert ear().entries(HOME_LINE, update(status(account=GAZETTE | {"acct": "gazette@other.example"})), NOW) == []


def test_a_server_may_write_its_accounts_in_full_and_in_capitals() -> None:
    told = status(account=GAZETTE | {"acct": "Gazette@Example.Social"})
    assert [number for number, _ in ear().entries(HOME_LINE, update(told), NOW)] == [ACCOUNT.id]


def test_what_the_operator_does_not_want_of_an_account_is_not_taken() -> None:
    answer = status(
        in_reply_to_id="5", in_reply_to_account_id="9", mentions=[{"id": "9", "acct": "lina@other.example"}]
    )
    shared = status(content="", reblog=status(3, account=LINA))
    for options, wanted in (
        (Options(), [False, True]),
        (Options(replies=True), [True, True]),
        (Options(reposts=False), [False, False]),
    ):
        line = Line("home", (source(2, ACCOUNT.locator, options),))
        assert [bool(ear().entries(line, update(told), NOW)) for told in (answer, shared)] == wanted
    assert ear().entries(TAG_LINE, update(answer), NOW)  # as in a poll: a hashtag's posts are anybody's


def test_what_is_not_for_everybody_is_not_taken() -> None:
    for visibility in ("private", "direct"):
        assert ear().entries(HOME_LINE, update(status(visibility=visibility)), NOW) == []


def test_old_posts_that_come_by_a_stream_are_left_to_polling() -> None:
    old = status(created_at="2026-10-20T12:00:00.000Z", edited_at="2026-11-02T12:00:00.000Z")
    assert ear().entries(TAG_LINE, update(old, "status.update"), NOW) == []
    fresh = status(content="", reblog=status(3, account=LINA, created_at="2026-10-20T12:00:00.000Z"))
    assert ear().entries(HOME_LINE, update(fresh), NOW)  # passed on today, whatever its age


@given(st.one_of(st.binary(max_size=200), st.sampled_from([b"[]", b"[" * 100_000, b"{}", b"null", b'{"account": 1}'])))
def test_no_frame_brings_it_down(data: bytes) -> None:
    heard = ear().heard(TAG_LINE, Frame(data, "update"), NOW)
    assert heard.reads == ()
