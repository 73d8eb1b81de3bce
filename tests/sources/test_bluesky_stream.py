"""Bluesky's stream: how it is opened and goes on, and that what it tells is what a poll tells."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.intake import mark
from bot.core.model import Entry, Options, Outlet, Source
from bot.core.outcome import Failed
from bot.ports import Document, Page, Unreachable
from bot.ports.streams import Call, Frame, Heard, Line, Resume
from bot.sources.bluesky_posts import parse_author_feed
from bot.sources.bluesky_stream import BlueskyStream
from tests.sources.hearing import Ear

DID = "did:plc:gazettegazettegazette234"
OTHER = "did:plc:linalinalinalinalina2345"
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
API = "https://public.api.bsky.app/xrpc"
PROFILE = f"{API}/app.bsky.actor.getProfile?actor=did%3Aplc%3Agazettegazettegazette234"
QUOTED = f"at://{OTHER}/{POST}/3kzzz"
POSTS = f"{API}/app.bsky.feed.getPosts?uris=at%3A%2F%2F{OTHER.replace(':', '%3A')}%2F{POST}%2F3kzzz"
NOW = datetime(2026, 11, 2, 12, 5, tzinfo=UTC)
AT = 1_793_620_800_000_000  # 2026-11-02 12:00
SERVERS = ("https://one.example", "https://two.example")

Json = dict[str, Any]
GAZETTE: Json = {"did": DID, "handle": "gazette.example", "displayName": "The Gazette", "labels": []}
LINA: Json = {"did": OTHER, "handle": "lina.bsky.social", "displayName": "Lina", "labels": []}
MEMBERS_ONLY = {"val": "!no-unauthenticated"}


def source(number: int = 1, locator: str = DID, options: Options | None = None) -> Source:
    return Source(number, Outlet(f"outlet-{number}", "An Outlet"), "bluesky", locator, options=options or Options())


LINE = Line("bluesky 1", (source(7, "did:web:other.example"), source()))


def record(text: str = "Talks resume.", **fields: Any) -> Json:
    return {"$type": POST, "text": text, "createdAt": "2026-11-02T12:00:00.000Z", "langs": ["en"]} | fields


def event(written: Json | None = None, collection: str = POST, operation: str = "create", **fields: Any) -> Json:
    """A commit as Jetstream tells of it."""
    commit = {"rev": "3k", "operation": operation, "collection": collection, "rkey": "3kaaa", "cid": "bafy"}
    made = {} if operation == "delete" else {"record": record() if written is None else written}
    return {"did": DID, "time_us": AT, "kind": "commit", "commit": commit | made} | fields


def reposting(**fields: Any) -> Json:
    repost = {"$type": REPOST, "subject": {"uri": QUOTED, "cid": "bafy"}, "createdAt": "2026-11-02T12:00:00.000Z"}
    return event(repost | fields, REPOST)


def view(author: Json = GAZETTE, written: Json | None = None, rkey: str = "3kaaa", **fields: Any) -> Json:
    """A post as the API shows it."""
    uri = f"at://{author['did']}/{POST}/{rkey}"
    return {"uri": uri, "cid": "bafy", "author": author, "record": written or record(), "labels": []} | fields


QUOTED_VIEW = view(LINA, record("What Lina said. And more."), "3kzzz")


def ear(**pages: Any) -> Ear:
    return Ear(BlueskyStream(SERVERS), {PROFILE: GAZETTE, POSTS: {"posts": [QUOTED_VIEW]}} | pages)


def told(frame: Json, **pages: Any) -> Entry:
    ((number, entry),) = ear(**pages).entries(LINE, frame, NOW)
    assert number == 1
    return entry


def polled(*feed: Json) -> Entry:
    found = parse_author_feed(json.dumps({"feed": feed}).encode(), "", API)
    assert isinstance(found, Document), found
    (entry,) = found.entries
    return entry


# ---- which lines there are, and how they are opened


def test_there_is_one_line_for_all_accounts_whose_lasting_id_is_known() -> None:
    (line,) = BlueskyStream().lines([source(1), source(2, "gazette.example"), source(3, "did:web:other.example")])
    assert [each.id for each in line.sources] == [1, 3]
    assert BlueskyStream().lines([source(2, "gazette.example")]) == []


def test_more_accounts_than_one_connection_may_follow_are_divided() -> None:
    lines = BlueskyStream().lines([source(number, f"did:web:n{number}.example") for number in range(25_000)])
    assert [(line.name, len(line.sources)) for line in lines] == [
        ("bluesky 1", 10_000),
        ("bluesky 2", 10_000),
        ("bluesky 3", 5_000),
    ]


def test_what_is_wanted_is_said_first_however_much_it_is() -> None:
    call = ear().call(LINE, Resume(NOW))
    assert isinstance(call, Call)
    assert (call.url, call.transport) == ("https://one.example/subscribe?requireHello=true", "websocket")
    hello = json.loads(call.hello)
    assert hello["type"] == "options_update"
    assert hello["payload"] == {
        "wantedCollections": [POST, REPOST],
        "wantedDids": ["did:web:other.example", DID],
        "maxMessageSizeBytes": 1_000_000,
    }


def test_after_a_failure_another_server_is_asked() -> None:
    calls = [ear().call(LINE, Resume(NOW, attempt=attempt)) for attempt in range(3)]
    assert [call.url.partition("/sub")[0] for call in calls if isinstance(call, Call)] == [
        "https://one.example",
        "https://two.example",
        "https://one.example",
    ]


@pytest.mark.parametrize(
    ("cursor", "since"),
    [
        (str(AT), str(AT - 5_000_000)),  # a few seconds are heard again
        (str(AT - 25 * 3600 * 1_000_000), str(AT + 300_000_000 - 24 * 3600 * 1_000_000)),  # no further back than a day
        ("7", str(AT + 300_000_000 - 24 * 3600 * 1_000_000)),
        (str(AT + 10**12), str(AT + 10**12 - 5_000_000)),  # in the future: for the server that means the present
        ("", ""),
        ("garbage", ""),
        ("9" * 30, ""),
    ],
)
def test_it_goes_on_where_it_was(cursor: str, since: str) -> None:
    call = ear().call(LINE, Resume(NOW, cursor))
    assert isinstance(call, Call)
    assert call.url.partition("&cursor=")[2] == since


def test_a_refusal_is_minded() -> None:
    page = Page(429, SERVERS[0], {"retry-after": "60"}, b"")
    refused = BlueskyStream().refused(LINE, page)
    assert isinstance(refused, Failed)
    assert refused.wait == timedelta(minutes=1)


# ---- what it tells


EMBEDS: list[tuple[Json, Json]] = [
    (
        {"$type": "app.bsky.embed.images", "images": [{"alt": "A bridge", "image": {"ref": {"$link": "bafkrei"}}}]},
        {
            "$type": "app.bsky.embed.images#view",
            "images": [
                {"alt": "A bridge", "fullsize": f"https://cdn.bsky.app/img/feed_fullsize/plain/{DID}/bafkrei@jpeg"}
            ],
        },
    ),
    (
        {"$type": "app.bsky.embed.external", "external": {"uri": "https://gazette.example/1", "title": "The talks"}},
        {
            "$type": "app.bsky.embed.external#view",
            "external": {"uri": "https://gazette.example/1", "title": "The talks"},
        },
    ),
    (
        {"$type": "app.bsky.embed.record", "record": {"uri": QUOTED, "cid": "bafy"}},
        {
            "$type": "app.bsky.embed.record#view",
            "record": {
                "$type": "app.bsky.embed.record#viewRecord",
                "uri": QUOTED,
                "author": LINA,
                "value": QUOTED_VIEW["record"],
            },
        },
    ),
    (
        {
            "$type": "app.bsky.embed.recordWithMedia",
            "record": {"$type": "app.bsky.embed.record", "record": {"uri": QUOTED, "cid": "bafy"}},
            "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "A bridge"}]},
        },
        {
            "$type": "app.bsky.embed.recordWithMedia#view",
            "record": {
                "$type": "app.bsky.embed.record#view",
                "record": {
                    "$type": "app.bsky.embed.record#viewRecord",
                    "uri": QUOTED,
                    "author": LINA,
                    "value": QUOTED_VIEW["record"],
                },
            },
            "media": {"$type": "app.bsky.embed.images#view", "images": [{"alt": "A bridge"}]},
        },
    ),
    (
        {"$type": "app.bsky.embed.record", "record": {"uri": f"at://{OTHER}/app.bsky.graph.list/3k", "cid": "bafy"}},
        {"$type": "app.bsky.embed.record#view", "record": {"$type": "app.bsky.graph.defs#listView", "name": "A list"}},
    ),
]


@pytest.mark.parametrize("text", ["Talks resume.", "", "Wow.", "A long sentence that needs no other. And one more."])
@pytest.mark.parametrize(("embed", "shown"), [*EMBEDS, ({}, {})])
def test_a_post_is_just_what_a_poll_would_have_told(text: str, embed: Json, shown: Json) -> None:
    written = record(text, **({"embed": embed} if embed else {}))
    assert told(event(written)) == polled({"post": view(GAZETTE, written, embed=shown)})


def test_what_is_passed_on_is_just_what_a_poll_would_have_told() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": GAZETTE}
    entry = told(reposting())
    assert entry == polled({"post": QUOTED_VIEW, "reason": reason})
    assert entry.reposts == "Lina (@lina.bsky.social)"


def test_a_poll_recognises_what_the_stream_has_told() -> None:
    """Even where a poll knows more of it: whom it answers, when it was seen first."""
    written = record(reply={name: {"uri": QUOTED, "cid": "x"} for name in ("parent", "root")})
    line = Line("bluesky 1", (source(options=Options(replies=True)),))
    ((_, entry),) = ear().entries(line, event(written), NOW)
    seen = view(GAZETTE, written, indexedAt="2026-11-02T11:59:00.000Z")
    later = polled({"post": seen, "reply": {"parent": {"author": LINA}, "root": {"author": LINA}}})
    assert mark(entry) == mark(later)


def test_an_account_is_asked_for_its_names_once() -> None:
    hearing = ear()
    for _ in range(3):
        assert hearing.entries(LINE, event(), NOW)
    assert hearing.asked == [PROFILE]


def test_names_of_many_accounts_do_not_fill_the_memory() -> None:
    kind = BlueskyStream(SERVERS)
    kind._accounts = {f"did:web:n{number}.example": "{}" for number in range(20_000)}
    assert Ear(kind, {PROFILE: GAZETTE}).entries(LINE, event(), NOW)
    assert len(kind._accounts) <= 20_000


def test_an_account_that_has_other_names_is_asked_again() -> None:
    hearing = ear()
    assert hearing.entries(LINE, event(), NOW)[0][1].url == "https://bsky.app/profile/gazette.example/post/3kaaa"
    renaming = {"did": DID, "time_us": AT + 1, "kind": "identity", "identity": {"did": DID, "handle": "new.example"}}
    assert hearing.heard(LINE, renaming, NOW) == Heard(cursor=str(AT + 1))
    hearing.pages = {PROFILE: GAZETTE | {"handle": "new.example"}}
    assert hearing.entries(LINE, event(), NOW)[0][1].url == "https://bsky.app/profile/new.example/post/3kaaa"


@pytest.mark.parametrize(
    "missing", [Page(400, "", {}, b'{"did": "x", "posts": []}'), Unreachable("nobody there"), "<html>"]
)
@pytest.mark.parametrize("page", [PROFILE, POSTS])
def test_what_the_api_does_not_say_now_is_left_to_polling(missing: Any, page: str) -> None:
    hearing = ear(**{page: missing})
    quoting = event(record(embed=EMBEDS[2][0]))
    assert hearing.heard(LINE, quoting, NOW) == Heard(cursor=str(AT))
    hearing.pages = {PROFILE: GAZETTE, POSTS: {"posts": [QUOTED_VIEW]}}
    assert hearing.entries(LINE, quoting, NOW)  # the next time it is asked again


def test_a_quoted_post_that_is_gone_is_not_waited_for() -> None:
    written = record(embed=EMBEDS[2][0])
    gone = {"$type": "app.bsky.embed.record#view", "record": {"$type": "app.bsky.embed.record#viewNotFound"}}
    assert told(event(written), **{POSTS: {"posts": []}}) == polled({"post": view(GAZETTE, written, embed=gone)})


def test_a_post_that_is_passed_on_and_gone_tells_nothing() -> None:
    assert ear(**{POSTS: {"posts": []}}).entries(LINE, reposting(), NOW) == []


@pytest.mark.parametrize("frame", [event(), reposting()])
def test_an_account_that_shows_its_posts_only_to_members_is_not_passed_on(frame: Json) -> None:
    assert ear(**{PROFILE: GAZETTE | {"labels": [MEMBERS_ONLY]}}).entries(LINE, frame, NOW) == []


def test_nor_is_one_that_it_reposts() -> None:
    hidden = QUOTED_VIEW | {"author": LINA | {"labels": [MEMBERS_ONLY]}}
    assert ear(**{POSTS: {"posts": [hidden]}}).entries(LINE, reposting(), NOW) == []


@pytest.mark.parametrize(
    "frame",
    [
        event(collection="app.bsky.feed.like"),
        event(collection=REPOST, operation="delete"),
        event(collection=REPOST, operation="update"),
        {"did": DID, "time_us": AT, "kind": "account", "account": {"active": False, "status": "deleted"}},
        {"did": DID, "time_us": AT, "kind": "something new"},
        event(did=OTHER),
    ],
)
def test_all_else_tells_only_how_far_the_line_was_heard(frame: Json) -> None:
    hearing = ear()
    assert hearing.heard(LINE, frame, NOW) == Heard(cursor=str(AT))
    assert hearing.asked == []


def test_a_post_that_is_deleted_is_withdrawn_under_the_guid_that_it_had() -> None:
    (made,) = ear().entries(LINE, event(), NOW)
    hearing = ear()
    heard = hearing.heard(LINE, event(operation="delete"), NOW)
    assert heard == Heard(cursor=str(AT), withdrawn=((made[0], made[1].guid),))
    assert hearing.asked == []


def test_what_others_delete_is_nobodys_here() -> None:
    assert ear().heard(LINE, event(did=OTHER, operation="delete"), NOW).withdrawn == ()


def test_an_update_tells_the_new_words() -> None:
    assert told(event(record("Other words."), operation="update")).text == "Other words."


def test_what_the_operator_does_not_want_of_an_account_is_not_taken() -> None:
    answer = event(record(reply={name: {"uri": QUOTED, "cid": "x"} for name in ("parent", "root")}))
    own = f"at://{DID}/{POST}/3kbbb"
    thread = event(record(reply={name: {"uri": own, "cid": "x"} for name in ("parent", "root")}))
    for options, wanted in (
        (Options(), [False, True, True]),
        (Options(replies=True), [True, True, True]),
        (Options(reposts=False), [False, False, True]),
    ):
        line = Line("bluesky 1", (source(options=options),))
        assert [bool(ear().entries(line, frame, NOW)) for frame in (answer, reposting(), thread)] == wanted


def test_archives_that_somebody_brings_in_are_left_to_polling() -> None:
    old = record(createdAt="2019-11-02T12:00:00.000Z")
    assert ear().entries(LINE, event(old), NOW) == []
    assert ear().entries(LINE, reposting(createdAt="2019-11-02T12:00:00.000Z"), NOW) == []


@pytest.mark.parametrize("time", ["garbage", "9" * 40, -5, None, 1.5, {"a": 1}, "١٢٣"])
def test_a_cursor_that_is_none_is_not_kept(time: Any) -> None:
    assert ear().heard(LINE, event(time_us=time), NOW).cursor == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([DID, POST, QUOTED, "create"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["did", "uri", "text"]), inner),
    max_leaves=10,
)


@given(JSON, JSON, JSON)
def test_no_event_and_no_answer_brings_it_down(inner: Any, profile: Any, posts: Any) -> None:
    hearing = ear(**{PROFILE: profile, POSTS: {"posts": posts}})
    for frame in (
        inner,
        event(record(embed=inner)),
        event({"text": inner, "facets": inner}),
        event(inner),
        reposting(),
    ):
        hearing.heard(LINE, frame, NOW)
    embedding = {"$type": "app.bsky.embed.recordWithMedia", "record": {"record": {"uri": QUOTED}}, "media": inner}
    hearing.heard(LINE, event(record(embed=embedding)), NOW)


@given(
    st.one_of(st.binary(max_size=200), st.sampled_from([b"[" * 100_000, b'{"did": "x", "kind": NaN}', b"\xff\xfe{"]))
)
def test_no_frame_brings_it_down(data: bytes) -> None:
    assert ear().heard(LINE, Frame(data), NOW).reads == ()
