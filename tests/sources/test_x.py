"""The kind is played: what it asks of which server, and what it makes of the answers. Shapes are in test_x_shapes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.core.model import Options
from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged
from bot.ports import Fetch, Page, Unreachable
from bot.sources.x import X
from tests.sources.playing import a_source, play, visit

FXEMBED = "https://fx.example"
NITTER = "http://nitter.lan:8080"
RSSHUB = "http://rsshub.lan:1200"
API = "https://api.x.com/2/users"
FREE = X(fxembed=FXEMBED)
PAID = X(fxembed=FXEMBED, nitter=NITTER, bearer="s3cret")
BY_HANDLE = f"{FXEMBED}/2/profile/hama_news/statuses?count=20"
BY_ID = f"{FXEMBED}/2/profile/id:4242/statuses?count=20"
NEWEST = "1850000000000000000"


def statuses(*ids: str, handle: str = "hama_news") -> str:
    author = {"id": "4242", "name": "Hama News", "screen_name": handle}
    return json.dumps(
        {"code": 200, "results": [{"id": each, "text": "Talks resume", "author": author} for each in ids]}
    )


def tweets(*ids: str) -> str:
    data = [{"id": each, "text": "Talks resume", "author_id": "4242", "edit_history_tweet_ids": [each]} for each in ids]
    return json.dumps({"data": data, "meta": {"result_count": len(ids)}})


def rss(title: str = "Hama News / @hama_news", host: str = NITTER) -> str:
    link = f"<link>{host}/hama_news/status/{NEWEST}#m</link>"
    item = f"<item><title>x</title><description>&lt;p&gt;Talks resume&lt;/p&gt;</description>{link}</item>"
    return f'<rss version="2.0"><channel><title>{title}</title>{item}</channel></rss>'


def read(
    kind: X,
    pages: Mapping[str, Page | str],
    locator: str = "hama_news",
    memory: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> tuple[list[Fetch], ReadOutcome]:
    fetched, outcome = visit(kind, a_source(kind, locator, memory, options), pages)
    assert isinstance(outcome, ReadOutcome)
    return fetched, outcome


def good(
    kind: X, pages: Mapping[str, Page | str], locator: str = "hama_news", memory: Mapping[str, str] | None = None
) -> Read:
    _, outcome = read(kind, pages, locator, memory)
    assert isinstance(outcome, Read), outcome
    return outcome


def failed(kind: X, pages: Mapping[str, Page | str], locator: str = "hama_news") -> Failed:
    _, outcome = read(kind, pages, locator)
    assert isinstance(outcome, Failed), outcome
    return outcome


# ---- what it claims


@pytest.mark.parametrize(
    "text",
    [
        "@hama_news",
        "x.com/hama_news",
        " <https://x.com/hama_news/>\n",
        "https://www.twitter.com/hama_news?lang=en",
        "https://mobile.twitter.com/hama_news/with_replies",
        "https://x.com/hama_news/status/1850000000000000000/photo/1",
        "https://fxtwitter.com/hama_news/feed.xml?count=20",
        "https://fixupx.com/hama_news/feed.atom.xml",
        "https://vxtwitter.com/hama_news/status/1",
        f"{NITTER}/hama_news/rss",
        f"{FXEMBED}/hama_news/media.xml",
    ],
)
def test_an_account_is_claimed_by_its_name_and_by_links_to_it_anywhere(text: str) -> None:
    assert X(fxembed=FXEMBED, nitter=NITTER).claims(text) == "hama_news"


def test_a_number_is_an_account() -> None:
    assert FREE.claims(" 4242 ") == "4242"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hama_news",
        "@sixteen_letters_",
        "@4242",
        "@a@example.social",
        "@حماة",
        "7",
        "x.com",
        "https://x.com/i/lists/4242",
        "https://x.com/search?q=hama",
        "https://x.com/Home",
        "https://x.com/hashtag/hama",
        "https://x.com/hama_news/lists/a",
        "https://x.com/4242",
        "https://example.org/hama_news",
        f"{NITTER}/hama_news/rss",
    ],
)
def test_nothing_else_is_claimed(text: str) -> None:
    assert FREE.claims(text) is None


# ---- by FxEmbed


def test_posts_are_told_and_the_account_is_known_by_its_number_from_then_on() -> None:
    outcome = good(FREE, {BY_HANDLE: statuses(NEWEST)})
    assert (outcome.title, outcome.lasting) == ("Hama News", "4242")
    assert [(entry.guid, entry.url) for entry in outcome.entries] == [
        (NEWEST, f"https://x.com/hama_news/status/{NEWEST}")
    ]
    known = {"id": "4242", "handle": "hama_news", "name": "Hama News", "newest": NEWEST}
    assert known.items() <= outcome.memory.items()


def test_a_handle_that_has_changed_is_followed_by_its_number() -> None:
    memory = {"id": "4242", "handle": "hama_news"}
    outcome = good(FREE, {BY_ID: statuses(NEWEST, handle="hama_now")}, memory=memory)
    assert outcome.memory["handle"] == "hama_now"
    assert good(FREE, {BY_ID: statuses(NEWEST)}, "4242").lasting == ""


def test_what_is_passed_on_of_older_posts_must_not_be_hidden_by_a_time() -> None:
    for options, url in [
        (Options(), BY_HANDLE),
        (Options(replies=True), f"{BY_HANDLE}&with_replies=1"),
        (Options(reposts=False), f"{BY_HANDLE}&since=1729909345"),
    ]:
        fetched, _ = read(FREE, {}, memory={"newest": NEWEST}, options=options)
        assert fetched[0].url == url


def test_nothing_newer_is_no_failure() -> None:
    memory = {"newest": NEWEST}
    _, outcome = read(FREE, {BY_HANDLE: Page(204, BY_HANDLE, {}, b"")}, memory=memory)
    assert outcome == Unchanged(memory)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (Page(404, BY_HANDLE, {}, b""), "suspended or protected"),
        ('{"code": 404, "results": []}', "suspended or protected"),
        ('{"code": 500, "results": []}', "could not ask X (500)"),
        (Page(500, BY_HANDLE, {}, b""), "500"),
        (Page(410, BY_HANDLE, {}, b""), "410"),
        ("<html>", "not the JSON"),
    ],
)
def test_an_account_that_can_not_be_read_says_why(page: Page | str, why: str) -> None:
    outcome = failed(FREE, {BY_HANDLE: page})
    assert why in outcome.why
    assert not outcome.gone


# ---- by Nitter


def test_nitter_is_asked_where_it_is_set() -> None:
    outcome = good(X(fxembed=FXEMBED, nitter=NITTER), {f"{NITTER}/hama_news/rss": rss()})
    assert (outcome.title, outcome.lasting) == ("Hama News", "")
    assert (outcome.entries[0].guid, outcome.entries[0].author) == (NEWEST, "Hama News")


def test_nitter_is_asked_for_answers_where_they_are_wanted() -> None:
    fetched, _ = read(X(nitter=NITTER), {}, options=Options(replies=True))
    assert fetched[0].url == f"{NITTER}/hama_news/with_replies/rss"


def test_nitter_needs_the_name_that_belongs_to_a_number() -> None:
    kind = X(nitter=NITTER)
    assert good(kind, {f"{NITTER}/hama_news/rss": rss()}, "4242", {"handle": "hama_news"}).entries
    generator = kind.read(a_source(kind, "4242"))
    with pytest.raises(StopIteration) as stop:
        next(generator)
    assert stop.value.value.why.startswith("Nitter reads accounts by their names, and that of number 4242")


# ---- by RSSHub


def test_rsshub_is_the_last_way() -> None:
    kind = X(fxembed=FXEMBED, rsshub=RSSHUB)
    outcome = good(kind, {f"{RSSHUB}/twitter/user/hama_news": rss("Twitter @hama_news", "https://x.com")})
    assert outcome.memory["way"] == "RSSHub"
    assert outcome.entries[0].guid == NEWEST


def test_rsshub_reads_numbers() -> None:
    pages = {f"{RSSHUB}/twitter/user/+4242": rss("Twitter @hama_news", "https://x.com")}
    assert good(X(nitter=NITTER, rsshub=RSSHUB), pages, "4242").entries


def test_when_no_way_works_each_says_why() -> None:
    kind = X(fxembed=FXEMBED, rsshub=RSSHUB)
    _, outcome = play(kind, a_source(kind, "hama_news"), Unreachable("A"), Unreachable("B"))
    assert outcome == Failed("A. RSSHub is no help: B")


def test_without_any_server_it_says_what_to_set() -> None:
    generator = X().read(a_source(X(), "hama_news"))
    with pytest.raises(StopIteration) as stop:
        next(generator)
    assert "set X_API" in stop.value.value.advice


# ---- by the official API

TIMELINE = (
    f"{API}/4242/tweets?expansions=referenced_tweets.id"
    "&tweet.fields=author_id,created_at,entities,in_reply_to_user_id,lang,note_tweet,referenced_tweets"
)
FIRST = f"{TIMELINE}&max_results=5&exclude=replies"
LATER = f"{TIMELINE}&max_results=20&since_id={NEWEST}&exclude=replies"
WHO = json.dumps({"data": {"id": "4242", "name": "Hama News", "username": "hama_news"}})
KNOWN = {"id": "4242", "handle": "hama_news", "name": "Hama News", "newest": NEWEST}


def test_a_handle_is_looked_up_once_and_a_first_read_asks_for_the_least() -> None:
    pages = {f"{API}/by/username/hama_news": WHO, FIRST: tweets(NEWEST)}
    fetched, outcome = read(PAID, pages)
    assert [fetch.url for fetch in fetched] == list(pages)
    assert {fetch.authorization for fetch in fetched} == {"Bearer s3cret"}
    assert isinstance(outcome, Read)
    assert outcome.lasting == "4242"
    assert KNOWN.items() <= outcome.memory.items()
    assert (outcome.entries[0].author, outcome.entries[0].url) == (
        "Hama News",
        f"https://x.com/hama_news/status/{NEWEST}",
    )


def test_a_look_up_knows_nothing_of_a_timeline() -> None:
    fetched, _ = read(PAID, {}, memory={"etag": '"1"', "last_modified": "x"})
    assert (fetched[0].etag, fetched[0].last_modified) == ("", "")


def test_a_number_is_looked_up_for_its_handle() -> None:
    pages = {f"{API}/4242": WHO, FIRST: tweets(NEWEST)}
    assert good(PAID, pages, "4242").entries[0].author == "Hama News"


def test_from_then_on_only_what_is_newer_is_paid_for() -> None:
    fetched, outcome = read(PAID, {LATER: tweets()}, "4242", KNOWN)
    assert [fetch.url for fetch in fetched] == [LATER]
    assert isinstance(outcome, Read)
    assert outcome.memory["newest"] == NEWEST
    assert outcome.title == "Hama News"


def test_what_is_not_wanted_is_not_paid_for() -> None:
    for options, limit in [
        (Options(replies=True), ""),
        (Options(replies=False, reposts=False), "&exclude=replies,retweets"),
    ]:
        fetched, _ = read(PAID, {}, "4242", KNOWN, options)
        assert fetched[0].url.partition(f"&since_id={NEWEST}")[2] == limit


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ('{"errors": [{"title": "Forbidden", "detail": "User has been suspended: [hama_news]."}]}', "been suspended"),
        ('{"data": {}}', "does not say who"),
        ("", "does not say who"),
    ],
)
def test_an_account_that_is_not_to_be_seen_says_why(answer: str, why: str) -> None:
    assert why in failed(PAID, {f"{API}/by/username/hama_news": answer}).why


@pytest.mark.parametrize(
    ("page", "why", "wait"),
    [
        (Page(401, LATER, {}, b""), "Check X_BEARER", timedelta(hours=4)),
        (Page(402, LATER, {}, b""), "credit", timedelta(hours=4)),
        (
            Page(429, LATER, {"x-rate-limit-reset": "1793620900", "date": "Mon, 02 Nov 2026 12:00:00 GMT"}, b""),
            "429",
            timedelta(seconds=100),
        ),
        (Page(429, LATER, {"x-rate-limit-reset": "1793620900"}, b""), "429", timedelta(0)),
        (Page(429, LATER, {"date": "Mon, 02 Nov 2026 12:00:00 GMT"}, b""), "429", timedelta(0)),
        (Page(503, LATER, {"retry-after": "60"}, b""), "503", timedelta(minutes=1)),
    ],
)
def test_a_refusal_says_what_to_do_and_when_it_is_over(page: Page, why: str, wait: timedelta) -> None:
    _, outcome = read(PAID, {LATER: page}, "4242", KNOWN)
    assert isinstance(outcome, Failed)
    assert why in outcome.why
    assert outcome.wait == wait


def test_the_token_shows_nowhere() -> None:
    fetched, outcome = read(PAID, {LATER: Page(401, LATER, {}, b"")}, "4242", KNOWN)
    assert "s3cret" not in repr(fetched) + repr(outcome)


# ---- the same from everywhere


def test_a_move_to_another_server_tells_nothing_anew() -> None:
    told = {
        good(FREE, {BY_HANDLE: statuses(NEWEST)}).entries[0].guid,
        good(X(nitter=NITTER), {f"{NITTER}/hama_news/rss": rss()}).entries[0].guid,
        good(X(nitter="https://n.example"), {"https://n.example/hama_news/rss": rss(host="https://n.example")})
        .entries[0]
        .guid,
        good(X(rsshub=RSSHUB), {f"{RSSHUB}/twitter/user/hama_news": rss(host="https://x.com")}).entries[0].guid,
        good(PAID, {LATER: tweets(NEWEST)}, "4242", KNOWN).entries[0].guid,
    }
    assert told == {NEWEST}


def test_another_server_is_not_shown_the_validators_of_the_last() -> None:
    memory = {"way": "RSSHub", "turns": "1", "etag": '"1"', "handle": "hama_news"}
    fetched, _ = read(X(nitter=NITTER, rsshub=RSSHUB), {}, "4242", memory)
    assert {fetch.url.removeprefix(RSSHUB): fetch.etag for fetch in fetched} == {
        "/twitter/user/+4242": '"1"',
        f"{NITTER}/hama_news/rss": "",
    }


def test_only_what_is_asked_of_the_operators_own_server_may_lead_to_a_private_host() -> None:
    for kind in (X(fxembed=FXEMBED), X(nitter=NITTER), X(rsshub=RSSHUB)):
        fetched, _ = visit(kind, a_source(kind, "hama_news"), {})
        assert [ask.private for ask in fetched] == [True]
