"""The shapes in which servers tell of the same posts; each is written by hand after theirs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.ports import Document, Unreadable
from bot.sources.x_official import parse_account
from bot.sources.x_posts import posted_at
from bot.sources.x_relayed import parse_nitter, parse_rsshub
from bot.sources.x_timeline import parse_timeline

FXEMBED = "https://fx.example/2/profile/hama_news/statuses?count=20"
BRIDGE = "https://bridge.example/x?q=1"
API = "https://api.x.com/2/users/1/tweets?max_results=5"
NITTER = "https://nitter.example/hama_news/rss"
RSSHUB = "https://rsshub.example/twitter/user/hama_news"

OWN = "1850000000000000001"
OTHER = "1850000000000000000"
QUOTED = "1840000000000000000"
AT = datetime(2024, 10, 26, 2, 22, 25, tzinfo=UTC)
"""When `OWN` and `OTHER` were posted, by their ids."""

Json = dict[str, Any]


def timeline(answer: object, url: str = FXEMBED) -> Document:
    found = parse_timeline(json.dumps(answer).encode(), "", url)
    assert isinstance(found, Document), found
    return found


def only(document: Document | Unreadable) -> Entry:
    assert isinstance(document, Document), document
    (entry,) = document.entries
    return entry


def none(document: Document | Unreadable) -> bool:
    assert isinstance(document, Document), document
    return document.entries == ()


# ---- ids and times


def test_an_id_holds_its_time_since_2010() -> None:
    assert posted_at(OWN) == AT
    assert posted_at("29700859247") is None
    assert posted_at("") is None
    assert posted_at("9" * 40) is None


# ---- FxEmbed

HAMA: Json = {"id": "1", "name": "Hama News", "screen_name": "hama_news"}
IDLIB: Json = {"id": "2", "name": "Idlib Now", "screen_name": "idlib_now"}


def status(ident: str = OWN, text: str = "Talks resume. In Geneva.", author: Json = HAMA, **more: Any) -> Json:
    return {"type": "status", "id": ident, "text": text, "author": author, "lang": "en", **more}


def fxembed(*statuses: object) -> Json:
    return {"code": 200, "results": list(statuses), "cursor": {"top": None, "bottom": None}}


def test_fxembed_tells_a_post() -> None:
    media = {"all": [{"type": "video", "url": "https://v/1.mp4", "thumbnail_url": "https://v/1.jpg"}]}
    document = timeline(fxembed(status(created_timestamp=1_600_000_000, media=media)))
    assert document.title == "Hama News"
    assert document.notes == {"id": "1", "handle": "hama_news", "name": "Hama News", "newest": OWN}
    assert document.entries == (
        Entry(
            guid=OWN,
            url=f"https://x.com/hama_news/status/{OWN}",
            title="Talks resume. In Geneva.",
            text="Talks resume. In Geneva.",
            author="Hama News",
            published=datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC),
            language="en",
            media="https://v/1.jpg",
        ),
    )


def test_without_a_time_the_id_tells_it() -> None:
    assert only(timeline(fxembed(status()))).published == AT
    assert only(timeline(fxembed(status(created_timestamp=1e17)))).published == AT


def test_what_is_passed_on_is_told_as_the_originals() -> None:
    entry = only(timeline(fxembed(status(OTHER, author=IDLIB, reposted_by=HAMA))))
    assert (entry.guid, entry.url) == (OTHER, f"https://x.com/idlib_now/status/{OTHER}")
    assert (entry.reposts, entry.author) == ("Idlib Now", "Idlib Now")


def test_an_account_that_passes_itself_on_speaks_for_itself() -> None:
    assert only(timeline(fxembed(status(reposted_by=HAMA)))).reposts == ""


def test_posts_of_others_in_the_same_conversation_are_left_out() -> None:
    assert only(timeline(fxembed(status(OTHER, author=IDLIB), status()))).guid == OWN


def test_an_answer_of_others_only_is_no_timeline_of_this_account() -> None:
    found = parse_timeline(json.dumps(fxembed(status(author=IDLIB))).encode(), "", FXEMBED)
    assert isinstance(found, Unreadable)
    assert "others" in found.why


def test_an_answer_names_whom_it_answers_unless_that_is_itself() -> None:
    for whom, told in (("idlib_now", "@idlib_now"), ("Hama_News", "")):
        reply = status(text="@idlib_now @x They refuse. True.", replying_to={"screen_name": whom, "status": "1"})
        entry = only(timeline(fxembed(reply)))
        assert (entry.replies_to, entry.title, entry.text) == (told, "They refuse. True.", "They refuse. True.")


def test_an_answer_of_names_alone_keeps_them() -> None:
    entry = only(timeline(fxembed(status(text="@idlib_now", replying_to={"screen_name": "idlib_now"}))))
    assert entry.text == "@idlib_now"


def test_what_is_quoted_stands_at_the_end() -> None:
    link = f"https://x.com/idlib_now/status/{QUOTED}"
    quote = status(QUOTED, "Talks broke down.", IDLIB)
    entry = only(timeline(fxembed(status(text=f"Not true. {link}", quote=quote))))
    assert (entry.title, entry.text, entry.quotes) == ("Not true.", "Not true.\nTalks broke down.", "Idlib Now")


def test_a_quote_without_words_has_those_it_quotes() -> None:
    entry = only(timeline(fxembed(status(text="", quote=status(QUOTED, "Talks broke down.", IDLIB)))))
    assert (entry.title, entry.quotes) == ("Talks broke down.", "Idlib Now")


@pytest.mark.parametrize("quote", [{"type": "tombstone", "reason": "suspended", "message": "x"}, None, "x"])
def test_a_quoted_post_that_is_gone_is_left_out(quote: object) -> None:
    entry = only(timeline(fxembed(status(quote=quote))))
    assert (entry.text, entry.quotes) == ("Talks resume. In Geneva.", "")


def test_an_article_is_told_by_its_title() -> None:
    article = {"title": "Why talks resume", "preview_text": "It began in May."}
    assert only(timeline(fxembed(status(text="", article=article)))).text == "Why talks resume\nIt began in May."


@pytest.mark.parametrize("odd", [{"type": "tombstone"}, "x", None, status(""), status(text="")])
def test_what_has_no_id_or_no_words_is_left_out(odd: object) -> None:
    assert timeline(fxembed(odd)).entries == ()


def test_a_post_with_an_endless_id_costs_no_more_than_itself() -> None:
    endless = "1" * 5_000
    good = [OWN]
    documents = (
        timeline(fxembed(status(), status(endless))),
        bridged(tweet(), tweet(endless)),
        bridged(tweet(edit_control={"edit_tweet_ids": [OWN, endless]})),
        timeline(official(told(), told(endless)), API),
        timeline(official(told() | {"edit_history_tweet_ids": [endless, OWN]}), API),
        timeline(official(told() | {"referenced_tweets": refers("retweeted", endless)}, told()), API),
    )
    assert [[entry.guid for entry in document.entries] for document in documents] == [good] * len(documents)
    assert posted_at(endless) is None


def test_what_is_remembered_of_an_account_is_short() -> None:
    long = {"id": "1" * 5_000, "name": "n" * 9_000, "screen_name": "hama_news"}
    notes = timeline(fxembed(status(author=long))).notes
    assert ("id" in notes, len(notes["name"]), notes["handle"]) == (False, 200, "hama_news")
    user = json.dumps({"data": {"id": "1", "name": "n" * 9_000, "username": "h" * 9_000}}).encode()
    found = parse_account(user, "", API)
    assert isinstance(found, Document)
    assert [len(note) for note in found.notes.values()] == [1, 200, 200]
    assert len(found.title) == 200


def test_languages_are_those_of_the_standard() -> None:
    told = [only(timeline(fxembed(status(lang=code)))).language for code in ("ar", "und", "zxx", "iw", None)]
    assert told == ["ar", "", "", "he", ""]


def test_styled_letters_are_read_as_letters() -> None:
    assert only(timeline(fxembed(status(text="𝗧𝗮𝗹𝗸𝘀 resume")))).title == "Talks resume"


# ---- GraphQL


def user(account: Json, *, old: bool = False) -> Json:
    names = {"name": account["name"], "screen_name": account["screen_name"]}
    return {"user_results": {"result": {"rest_id": account["id"], "legacy" if old else "core": names}}}


def tweet(ident: str = OWN, text: str = "Talks resume. In Geneva.", author: Json = HAMA, **more: Any) -> Json:
    legacy = {"full_text": text, "lang": "en", "id_str": ident, **more.pop("legacy", {})}
    return {"__typename": "Tweet", "rest_id": ident, "core": user(author), "legacy": legacy, **more}


def entry_of(result: object, kind: str = "TimelineTweet") -> Json:
    return {"content": {"itemContent": {"__typename": kind, "tweet_results": {"result": result}}}}


def graphql(*results: object, pinned: object = None) -> Json:
    instructions: list[Json] = [{"type": "TimelineAddEntries", "entries": [entry_of(result) for result in results]}]
    if pinned:
        instructions.insert(0, {"type": "TimelinePinEntry", "entry": entry_of(pinned)})
    return {"data": {"user": {"result": {"timeline_v2": {"timeline": {"instructions": instructions}}}}}}


def bridged(*results: object) -> Document:
    return timeline(graphql(*results), BRIDGE)


def test_graphql_tells_a_post_like_any_other_server() -> None:
    media = [{"media_url_https": "https://v/1.jpg", "url": "https://t.co/media"}]
    links = [{"url": "https://t.co/long", "expanded_url": "https://example.org/1"}]
    text = "Q&amp;A: https://t.co/long https://t.co/media"
    legacy = {
        "created_at": "Sun Sep 13 12:26:40 +0000 2020",
        "entities": {"urls": links},
        "extended_entities": {"media": media},
    }
    document = bridged(tweet(text=text, legacy=legacy))
    assert document.notes == {"id": "1", "handle": "hama_news", "name": "Hama News", "newest": OWN}
    assert document.entries == (
        Entry(
            guid=OWN,
            url=f"https://x.com/hama_news/status/{OWN}",
            title="Q&A:",
            text="Q&A: https://example.org/1",
            author="Hama News",
            published=datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC),
            language="en",
            media="https://v/1.jpg",
        ),
    )


def test_the_names_of_an_account_may_stand_where_they_used_to() -> None:
    assert only(bridged(tweet(core=user(HAMA, old=True)))).author == "Hama News"


def test_a_retweet_is_told_as_the_original() -> None:
    for name in ("retweeted_status_result", "retweeted_status_results"):
        shell = {"__typename": "TweetWithVisibilityResults", "tweet": tweet(OTHER, author=IDLIB)}
        document = bridged(tweet(text="RT @idlib_now: Talks res…", legacy={name: {"result": shell}}))
        entry = only(document)
        assert (entry.guid, entry.reposts, entry.text) == (OTHER, "Idlib Now", "Talks resume. In Geneva.")
        assert document.notes["newest"] == OWN


def test_a_retweet_of_what_is_gone_is_left_out() -> None:
    legacy = {"retweeted_status_result": {"result": {"__typename": "TweetTombstone"}}}
    found = parse_timeline(json.dumps(graphql(tweet(legacy=legacy))).encode(), "", BRIDGE)
    assert isinstance(found, Unreadable)
    assert only(bridged(tweet(legacy=legacy), tweet("1850000000000000002"))).guid == "1850000000000000002"


def test_a_quote_in_a_retweet_is_quoted_by_the_original() -> None:
    quoting = tweet(OTHER, author=IDLIB, quoted_status_result={"result": tweet(QUOTED, "Old words.")})
    entry = only(bridged(tweet(legacy={"retweeted_status_result": {"result": quoting}})))
    assert (entry.reposts, entry.quotes) == ("Idlib Now", "Hama News")
    assert entry.text == "Talks resume. In Geneva.\nOld words."


def test_posts_nested_without_end_come_to_an_end() -> None:
    nested = tweet()
    for place in range(50):
        nested = tweet(str(int(OWN) + place), quoted_status_result={"result": nested})
    assert only(bridged(nested)).quotes == "Hama News"
    for place in range(50):
        nested = tweet(str(int(OWN) + place), legacy={"retweeted_status_result": {"result": nested}})
    assert isinstance(parse_timeline(json.dumps(graphql(nested)).encode(), "", BRIDGE), Unreadable)


def test_an_edit_goes_under_the_id_of_the_first_version() -> None:
    newer = "1850000000000000009"
    for control in (
        {"edit_tweet_ids": [OWN, newer]},
        {"edit_control_initial": {"edit_tweet_ids": [OWN, newer]}},
    ):
        document = bridged(tweet(newer, edit_control=control))
        entry = only(document)
        assert (entry.guid, entry.edited, entry.published) == (OWN, True, AT)
        assert entry.url.endswith(OWN)
        assert document.notes["newest"] == newer


def test_of_two_versions_the_newest_is_told() -> None:
    control = {"edit_tweet_ids": [OWN, "1850000000000000009"]}
    newer = tweet("1850000000000000009", "Talks resume tomorrow.", edit_control=control)
    assert only(bridged(newer, tweet(edit_control={"edit_tweet_ids": [OWN]}))).text == "Talks resume tomorrow."


def test_a_long_post_is_told_whole() -> None:
    links = [{"url": "https://t.co/long", "expanded_url": "https://example.org/1"}]
    note = {"text": f"{'word ' * 100}https://t.co/long", "entity_set": {"urls": links}}
    entry = only(bridged(tweet(text="word word…", note_tweet={"note_tweet_results": {"result": note}})))
    assert entry.text.endswith("word https://example.org/1")


def test_an_article_of_graphql_is_told_by_its_title() -> None:
    article = {"article_results": {"result": {"title": "Why talks resume", "preview_text": "It began in May."}}}
    links = [{"url": "https://t.co/a", "expanded_url": "http://x.com/i/article/123"}]
    told = bridged(tweet(text="https://t.co/a", legacy={"entities": {"urls": links}}, article=article))
    assert only(told).text == "Why talks resume\nIt began in May."


def test_an_answer_of_graphql_names_whom_it_answers() -> None:
    legacy = {"in_reply_to_screen_name": "idlib_now", "in_reply_to_user_id_str": "2"}
    assert only(bridged(tweet(legacy=legacy))).replies_to == "@idlib_now"
    renamed = {"in_reply_to_screen_name": "old_name", "in_reply_to_user_id_str": "1"}
    assert only(bridged(tweet(legacy=renamed))).replies_to == ""


def test_what_is_pinned_is_not_news() -> None:
    document = timeline(graphql(tweet(), pinned=tweet(QUOTED, "Follow us")), BRIDGE)
    assert only(document).guid == OWN


def test_a_single_post_is_read_too() -> None:
    assert only(timeline({"data": {"tweetResult": {"result": tweet()}}}, BRIDGE)).guid == OWN


def test_a_timeline_without_posts_is_empty() -> None:
    assert bridged().entries == ()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"errors": [{"message": "BadRequest: too long"}], "data": {}}, "X answered: BadRequest: too long"),
        ({"data": {"tweetResult": {"result": {"__typename": "TweetUnavailable", "reason": "Suspended"}}}}, "Suspended"),
        (graphql({"__typename": "TweetTombstone", "tombstone": {"text": {"text": "It is gone"}}}), "It is gone"),
        (graphql({"__typename": "TweetTombstone"}), "shows none"),
        ({"data": {"user": {"result": {"__typename": "UserUnavailable", "reason": "Protected"}}}}, "Protected"),
        ({"data": {"user": {"result": {"rest_id": "1"}}}}, "no timeline"),
        ([], "no timeline"),
        (7, "no timeline"),
    ],
)
def test_an_answer_without_posts_says_why(answer: object, why: str) -> None:
    found = parse_timeline(json.dumps(answer).encode(), "", BRIDGE)
    assert isinstance(found, Unreadable)
    assert why in found.why


# ---- the official API


def official(*data: Json, others: tuple[Json, ...] = (), **more: Any) -> Json:
    return {"data": list(data), "includes": {"tweets": list(others)}, "meta": {"result_count": len(data)}, **more}


def told(ident: str = OWN, text: str = "Talks resume. In Geneva.", author: str = "1", **more: Any) -> Json:
    return {"id": ident, "text": text, "author_id": author, "lang": "en", "edit_history_tweet_ids": [ident], **more}


def refers(how: str, ident: str) -> list[Json]:
    return [{"type": how, "id": ident}]


def test_the_official_api_tells_a_post_of_an_account_known_by_number() -> None:
    links = {"urls": [{"url": "https://t.co/long", "expanded_url": "https://example.org/1"}]}
    post = told(text="Q&amp;A: https://t.co/long", entities=links, created_at="2024-10-26T02:22:25.000Z")
    document = timeline(official(post), API)
    entry = only(document)
    assert document.notes == {"id": "1", "newest": OWN}
    assert (entry.guid, entry.url, entry.author) == (OWN, f"https://x.com/i/status/{OWN}", "")
    assert (entry.text, entry.published, entry.language) == ("Q&A: https://example.org/1", AT, "en")


def test_a_retweet_of_the_official_api_is_told_as_the_original() -> None:
    post = told(text="RT @idlib_now: Talks res…", referenced_tweets=refers("retweeted", OTHER))
    document = timeline(official(post, others=(told(OTHER, author="2"),)), API)
    entry = only(document)
    assert (entry.guid, entry.url) == (OTHER, f"https://x.com/idlib_now/status/{OTHER}")
    assert (entry.reposts, entry.text) == ("@idlib_now", "Talks resume. In Geneva.")
    assert document.notes["newest"] == OWN


def test_a_retweet_without_its_original_has_the_words_that_are_there() -> None:
    post = told(text="RT @idlib_now: Talks &amp; res…", referenced_tweets=refers("retweeted", OTHER))
    entry = only(timeline(official(post), API))
    assert (entry.guid, entry.reposts, entry.text) == (OTHER, "@idlib_now", "Talks & res…")
    nameless = told(referenced_tweets=refers("retweeted", OTHER))
    assert timeline(official(nameless), API).entries == ()


def test_whom_the_official_api_quotes_stands_in_the_link() -> None:
    link = {"url": "https://t.co/q", "expanded_url": f"https://twitter.com/idlib_now/status/{QUOTED}"}
    post = told(text="Not true. https://t.co/q", referenced_tweets=refers("quoted", QUOTED), entities={"urls": [link]})
    entry = only(timeline(official(post, others=(told(QUOTED, "Talks broke down.", "2"),)), API))
    assert (entry.text, entry.quotes) == ("Not true.\nTalks broke down.", "@idlib_now")
    assert only(timeline(official(post), API)).quotes == ""


def test_words_of_nobody_knows_whom_are_not_quoted() -> None:
    post = told(text="Not true.", referenced_tweets=refers("quoted", QUOTED))
    entry = only(timeline(official(post, others=(told(QUOTED, "Talks broke down.", "2"),)), API))
    assert (entry.text, entry.quotes) == ("Not true.", "")


def test_whom_the_official_api_answers_stands_in_the_mentions() -> None:
    mentions = {"mentions": [{"id": "2", "username": "idlib_now"}]}
    assert only(timeline(official(told(in_reply_to_user_id="2", entities=mentions)), API)).replies_to == "@idlib_now"
    assert only(timeline(official(told(in_reply_to_user_id="1")), API)).replies_to == ""


def test_an_edit_of_the_official_api_goes_under_the_first_id() -> None:
    newer = "1850000000000000009"
    document = timeline(official(told(newer) | {"edit_history_tweet_ids": [OWN, newer]}), API)
    assert (only(document).guid, only(document).edited, document.notes["newest"]) == (OWN, True, newer)


def test_a_long_post_of_the_official_api_is_told_whole() -> None:
    links = {"urls": [{"url": "https://t.co/long", "expanded_url": "https://example.org/1"}]}
    note = {"text": f"{'word ' * 100}https://t.co/long", "entities": links}
    assert only(timeline(official(told(note_tweet=note)), API)).text.endswith("https://example.org/1")


def test_pictures_of_its_own_are_no_links() -> None:
    link = {"url": "https://t.co/p", "expanded_url": f"https://x.com/hama_news/status/{OWN}/photo/1"}
    assert only(timeline(official(told(text="Look https://t.co/p", entities={"urls": [link]})), API)).text == "Look"


def test_nothing_new_is_an_empty_timeline() -> None:
    assert timeline({"meta": {"result_count": 0}}, API).entries == ()


def test_an_error_beside_posts_is_that_of_a_post() -> None:
    errors = [{"title": "Not Found Error", "detail": "Could not find tweet"}]
    assert only(timeline(official(told(), told("x"), errors=errors), API)).guid == OWN
    found = parse_timeline(json.dumps({"errors": errors}).encode(), "", API)
    assert found == Unreadable("X answered: Could not find tweet")


# ---- Nitter


def nitter(*items: str, title: str = "Hama / News / @hama_news") -> bytes:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'.encode()


def item(
    html: str = "<p>Talks resume.<br>\nIn Geneva.</p>",
    ident: str = OWN,
    title: str = "Talks",
    who: str = "hama_news",
    host: str = "https://nitter.example",
) -> str:
    return (
        f"<item><title>{title}</title><description><![CDATA[{html}]]></description>"
        f"<pubDate>Sat, 26 Oct 2024 02:22:25 GMT</pubDate><guid isPermaLink='false'>{ident}</guid>"
        f"<link>{host}/{who}/status/{ident}#m</link></item>"
    )


def by_nitter(*items: str, **more: Any) -> Document | Unreadable:
    return parse_nitter(nitter(*items, **more), "", NITTER)


def test_nitter_tells_a_post_like_any_other_server() -> None:
    document = by_nitter(item())
    assert isinstance(document, Document)
    assert document.notes == {"handle": "hama_news", "name": "Hama / News", "newest": OWN}
    assert document.entries == (
        Entry(
            guid=OWN,
            url=f"https://x.com/hama_news/status/{OWN}",
            title="Talks resume. In Geneva.",
            text="Talks resume.\nIn Geneva.",
            author="Hama / News",
            published=AT,
        ),
    )


def test_no_name_of_a_server_stands_in_a_post() -> None:
    links = (
        '<a href="https://example.org/a/long/path">example.org/a/lo…</a> <a href="/hama_news">@hama_news</a>'
        ' <a href="https://nitter.example/idlib_now/status/1">nitter.example/idlib…</a>'
    )
    pictures = f'<img src="https://nitter.example/pic/media%2FX.jpg" />{item()}'
    entry = only(by_nitter(item(f"<p>See {links}</p>{pictures}")))
    assert entry.text == "See https://example.org/a/long/path @hama_news https://x.com/idlib_now/status/1"
    assert entry.media == "https://pbs.twimg.com/media/X.jpg"


@pytest.mark.parametrize(
    ("source", "media"),
    [
        ("https://nitter.example/pic/orig/media%2FX.jpg", "https://pbs.twimg.com/media/X.jpg"),
        ("https://nitter.example/pic/enc/ABC", ""),
        ("https://nitter.example/", ""),
        ("https://pbs.twimg.com/media/X.jpg", "https://pbs.twimg.com/media/X.jpg"),
        ("http://[", ""),
    ],
)
def test_a_picture_is_that_of_x(source: str, media: str) -> None:
    assert only(by_nitter(item(f'<p>Look</p><img src="{source}">'))).media == media


def test_nitter_says_what_is_passed_on() -> None:
    entry = only(by_nitter(item(ident=OTHER, who="idlib_now", title="RT by @hama_news: Talks")))
    assert (entry.guid, entry.reposts) == (OTHER, "@idlib_now")
    assert entry.url == f"https://x.com/idlib_now/status/{OTHER}"


def test_nitter_says_what_is_answered() -> None:
    assert only(by_nitter(item(title="R to @idlib_now: Talks"))).replies_to == "@idlib_now"
    assert only(by_nitter(item(title="R to @hama_news: Talks"))).replies_to == ""


def test_words_that_look_like_nitters_marks_are_words() -> None:
    own = only(by_nitter(item(html="<p>RT by @idlib_now: Talks</p>", title="RT by @idlib_now: Talks")))
    assert (own.author, own.reposts, own.text) == ("Hama / News", "", "RT by @idlib_now: Talks")
    said = only(by_nitter(item(html="<p>R to @idlib_now: Talks</p>", title="R to @idlib_now: Talks")))
    assert (said.replies_to, said.text) == ("", "R to @idlib_now: Talks")


def test_nitter_says_what_is_quoted() -> None:
    def quoting(name: str) -> str:
        quoted = f'<p>Talks failed. <a href="https://nitter.example/idlib_now/status/{QUOTED}#m">x</a></p>'
        link = f'<a href="https://nitter.example/idlib_now/status/{QUOTED}#m">x</a>'
        return (
            f"<hr/><blockquote><b>{name}</b><p></p><p>{quoted}</p><footer>— <cite>{link}</cite></footer></blockquote>"
        )

    entry = only(by_nitter(item(f"<p>Not true.</p>{quoting('Idlib Now (@idlib_now)')}")))
    assert (entry.text, entry.quotes) == ("Not true.\nTalks failed.", "Idlib Now")
    assert only(by_nitter(item(f"<p>Not true.</p>{quoting('Idlib')}"))).quotes == ""
    assert only(by_nitter(item("<p>Not true.</p><blockquote>x</blockquote>"))).text == "Not true."


def test_the_words_of_a_card_are_not_those_of_the_post() -> None:
    assert none(by_nitter(item('<img src="x"><hr/><b>Link</b><p>About</p>')))


def test_a_pinned_post_of_long_ago_is_left_out() -> None:
    assert only(by_nitter(item(ident=QUOTED, title="Pinned: Follow us"), item())).guid == OWN
    recent = by_nitter(item(ident=OTHER), item(title="Pinned: Talks"))
    assert isinstance(recent, Document)
    assert [entry.guid for entry in recent.entries] == [OTHER, OWN]


def test_without_a_title_the_address_names_the_account() -> None:
    assert only(by_nitter(item(), title="News")).author == "@hama_news"


def test_what_leads_to_no_post_is_left_out() -> None:
    assert none(by_nitter(item(who="i/lists")))


# ---- RSSHub


def by_rsshub(*items: str, url: str = RSSHUB) -> Document | Unreadable:
    return parse_rsshub(nitter(*items, title="Twitter @Hama News"), "", url)


def hub_item(html: str, ident: str = OWN, who: str = "hama_news") -> str:
    return item(html, ident, who=who, host="https://x.com").replace("<link>", "<author>Hama News</author><link>")


def test_rsshub_tells_a_post_like_any_other_server() -> None:
    assert only(
        by_rsshub(hub_item('Re Talks resume.<br>In Geneva.<br><img src="https://pbs.twimg.com/1.jpg">'))
    ) == Entry(
        guid=OWN,
        url=f"https://x.com/hama_news/status/{OWN}",
        title="Talks resume. In Geneva.",
        text="Talks resume.\nIn Geneva.",
        author="Hama News",
        published=AT,
        media="https://pbs.twimg.com/1.jpg",
    )


def test_rsshub_says_what_is_quoted() -> None:
    quote = "<hr style='border:0'><div class=\"rsshub-quote\">Idlib: Now:&ensp;Talks broke down.</div>"
    entry = only(by_rsshub(hub_item(f"Not true.{quote}")))
    assert (entry.text, entry.quotes) == ("Not true.\nTalks broke down.", "Idlib: Now")


@pytest.mark.parametrize("mark", ["RT&ensp;", "RT\u2002"])
def test_what_rsshub_passes_on_has_no_id_and_is_left_out(mark: str) -> None:
    assert only(by_rsshub(hub_item(f"{mark}Idlib Now<br>Talks broke down."), hub_item("Own", OTHER))).guid == OTHER


def test_an_account_asked_for_by_number_is_the_one_that_posts() -> None:
    document = by_rsshub(
        hub_item("One"),
        hub_item("Two", OTHER),
        hub_item("x", QUOTED, "idlib_now"),
        url=RSSHUB.replace("hama_news", "+1"),
    )
    assert isinstance(document, Document)
    assert [entry.guid for entry in document.entries] == [OWN, OTHER]


def test_what_rsshub_does_not_lead_to_x_is_left_out() -> None:
    assert none(by_rsshub(hub_item("One", "x")))


# ---- whatever comes

NAMES = (
    *("code", "results", "id", "rest_id", "legacy", "author", "quote", "text", "tweet", "data", "meta", "url"),
    *("tweet_results", "result", "errors", "core", "edit_control", "includes", "referenced_tweets"),
)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(NAMES),
                inner,
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_no_answer_whatever_makes_the_parser_raise(answer: object) -> None:
    parse_timeline(json.dumps(answer).encode(), "", FXEMBED)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda html: nitter(item(html.replace("]]>", "")))))
def test_no_feed_whatever_makes_the_parsers_raise(body: bytes) -> None:
    for parse in (parse_nitter, parse_rsshub, parse_timeline):
        assert isinstance(parse(body, "", NITTER), Document | Unreadable)
