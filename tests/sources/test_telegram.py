"""Previews are written by hand after the markup of t.me; a whole read is played over them, parser and all."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pickle import dumps, loads
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.core.outcome import Failed, Read, ReadOutcome
from bot.ports import Document, Page, Parse, Unreachable, Unreadable
from bot.sources.telegram import Telegram
from bot.sources.telegram_preview import parse_preview
from bot.sources.telegram_relayed import parse_relayed
from tests.sources.playing import a_source, entries_of, play, visit

URL = "https://t.me/s/hama_news"
RSSHUB = "http://rsshub.lan:1200"
RELAYED = f"{RSSHUB}/telegram/channel/hama_news"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
EMPTY = '<section class="tgme_channel_history"><div class="tme_no_messages_found">No posts found</div></section>'
NO_PREVIEW = '<div class="tgme_page"><div class="tgme_page_extra">@hama_news</div></div>'


def words(text: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'


def post(number: int, inside: str, *, channel: str | int = -1234567890, kind: str = "", meta: str = "") -> str:
    """A message: `channel` is what its `data-view` says of the channel."""
    view = urlsafe_b64encode(f'{{"c":{channel},"p":{number},"t":1,"h":"x"}}'.encode()).decode().rstrip("=")
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message {kind} js-widget_message"'
        f' data-post="hama_news/{number}" data-view="{view}"><div class="tgme_widget_message_bubble">'
        f'<a class="tgme_widget_message_owner_name" href="https://t.me/hama_news">Hama News</a>{inside}'
        f'<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date">'
        f'<time datetime="2026-11-02T15:00:00+03:00" class="time">15:00</time></a></span></div></div></div>'
    )


def preview(*posts: str) -> str:
    head = '<div class="tgme_channel_info_header_title"><span dir="auto">Hama News</span></div>'
    return f'<html><body>{head}<section class="tgme_channel_history">{"".join(posts)}</section></body></html>'


def rss(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>Hama News - Telegram Channel</title>{"".join(items)}</channel></rss>'


def item(number: int, html: str, link: str = "https://t.me/hama_news") -> str:
    return (
        f"<item><title>x</title><description><![CDATA[{html}]]></description><link>{link}/{number}</link>"
        f"<guid>{link}/{number}</guid><pubDate>Mon, 02 Nov 2026 12:00:00 GMT</pubDate></item>"
    )


def read(
    *posts: str, memory: Mapping[str, str] | None = None, pages: Mapping[str, Page | str] | None = None
) -> ReadOutcome:
    kind = Telegram(RSSHUB if pages else "")
    _, outcome = visit(kind, a_source(kind, "hama_news", memory), pages or {URL: preview(*posts)})
    assert isinstance(outcome, ReadOutcome)
    return outcome


def entries(*posts: str, memory: Mapping[str, str] | None = None) -> tuple[Entry, ...]:
    outcome = read(*posts, memory=memory)
    assert isinstance(outcome, Read), outcome
    return outcome.entries


def only(inside: str, meta: str = "") -> Entry:
    (entry,) = entries(post(7, inside, meta=meta))
    return entry


# ---- what it claims


@pytest.mark.parametrize(
    "text",
    [
        "@hama_news",
        "hama_news",
        "t.me/hama_news",
        " <https://t.me/hama_news/>\n",
        "https://t.me/s/hama_news",
        "https://t.me/s/hama_news?before=9",
        "https://t.me/hama_news/123?single",
        "https://telegram.me/hama_news",
    ],
)
def test_a_channel_is_claimed_by_its_name_and_by_links_to_it(text: str) -> None:
    assert Telegram().claims(text) == "hama_news"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "@1hama",
        "hama-news",
        "حماة",
        "x" * 33,
        "t.me",
        "https://t.me/s",
        "https://t.me/c/123/4",
        "https://t.me/+AbCdEf123",
        "https://t.me/joinchat/AbCdEf",
        "https://t.me/share/url?url=x",
        "https://t.me/addstickers/Cats",
        "https://example.org/hama_news",
        "UCaaaaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_nothing_else_is_claimed(text: str) -> None:
    assert Telegram().claims(text) is None


# ---- a post


def test_a_post_is_told_with_its_channel_its_time_and_its_link() -> None:
    outcome = read(post(7, words("Talks resume. <b>In Geneva</b>.<br/><br/>More follows")))
    assert isinstance(outcome, Read)
    assert outcome.title == "Hama News"
    assert outcome.entries == (
        Entry(
            guid="1234567890/7",
            url="https://t.me/hama_news/7",
            title="Talks resume. In Geneva. More follows",
            text="Talks resume. In Geneva.\nMore follows",
            author="Hama News",
            published=NOON,
        ),
    )


def test_an_edited_post_says_so() -> None:
    assert only(words("Talks resume"), meta="edited &nbsp;").edited
    assert not only(words("edited by hand")).edited


def test_the_text_of_an_album_stands_there_once() -> None:
    picture = (
        "<a class='tgme_widget_message_photo_wrap' style=\"background-image:url('https://cdn.example/1.jpg')\"></a>"
    )
    entry = only(picture + words(words("Talks resume")))
    assert (entry.text, entry.media) == ("Talks resume", "https://cdn.example/1.jpg")


def test_a_video_has_a_picture_even_if_it_is_too_big() -> None:
    thumb = "<i class='tgme_widget_message_video_thumb' style=\"background-image:url('https://cdn.example/t')\"></i>"
    label = '<div class="message_media_not_supported_label">Media is too big</div>'
    entry = only(f'<a class="tgme_widget_message_video_player">{thumb}{label}</a>{words("Talks resume")}')
    assert (entry.text, entry.media) == ("Talks resume", "https://cdn.example/t")


def test_the_picture_of_a_linked_page_is_not_the_posts() -> None:
    page = "<i class='link_preview_image' style=\"background-image:url('https://cdn.example/1.jpg')\"></i>"
    assert only(words("Talks resume") + page).media == ""
    assert only('<div class="tgme_widget_message_photo_wrap"></div>' + words("Talks resume")).media == ""


def test_what_is_forwarded_is_its_authors() -> None:
    source = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/idlib_now/55">Idlib Now</a>'
    entry = only(source + words("Talks resume"))
    assert (entry.guid, entry.url) == ("1234567890/7", "https://t.me/idlib_now/55")
    assert (entry.reposts, entry.author) == ("Idlib Now", "Idlib Now")


@pytest.mark.parametrize(
    "href", ["", "https://t.me/c/123/4", "https://t.me/idlib_now", "https://evil.example/a/1", "http://["]
)
def test_a_source_without_a_public_post_is_named_all_the_same(href: str) -> None:
    entry = only(f'<a class="tgme_widget_message_forwarded_from_name" href="{href}">Rana</a>{words("Talks resume")}')
    assert (entry.reposts, entry.url) == ("Rana", "https://t.me/hama_news/7")


def test_a_channel_that_forwards_itself_speaks_for_itself() -> None:
    source = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/hama_news/5">Hama News</a>'
    entry = only(source + words("Talks resume"))
    assert (entry.reposts, entry.author, entry.url) == ("", "Hama News", "https://t.me/hama_news/5")


def test_an_impostor_with_the_channels_title_does_not_speak_for_it() -> None:
    source = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/impostor/5">Hama News</a>'
    entry = only(source + words("Talks resume"))
    assert (entry.reposts, entry.url) == ("Hama News", "https://t.me/impostor/5")
    (entry,) = relayed(
        item(7, '<p>Forwarded From <b><a href="https://t.me/impostor/5">Hama News</a></b></p><p>Talks resume</p>')
    ).entries
    assert (entry.reposts, entry.url) == ("Hama News", "https://t.me/impostor/5")


def test_a_channel_under_an_old_title_still_speaks_for_itself() -> None:
    source = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/Hama_News/5">Hama</a>'
    assert only(source + words("Talks resume")).reposts == ""
    (entry,) = relayed(
        item(7, '<p>Forwarded From <b><a href="https://t.me/Hama_News/5">Hama</a></b></p><p>Talks resume</p>')
    ).entries
    assert entry.reposts == ""


def reply(href: str, author: str) -> str:
    name = f'<span class="tgme_widget_message_author_name">{author}</span>' if author else ""
    said = '<div class="tgme_widget_message_text js-message_reply_text">Old words</div>'
    return f'<a class="tgme_widget_message_reply" href="{href}">{name}{said}</a>'


@pytest.mark.parametrize(
    ("href", "author", "whom"),
    [
        ("https://t.me/idlib_now/5", "Idlib Now", "Idlib Now"),
        ("https://t.me/idlib_now/5", "", "@idlib_now"),
        ("", "Rana", "Rana"),
        ("", "Hama News", ""),
        ("https://t.me/Hama_News/5", "Hama", ""),
    ],
)
def test_an_answer_names_whom_it_answers_unless_that_is_itself(href: str, author: str, whom: str) -> None:
    entry = only(reply(href, author) + words("Talks resume"))
    assert (entry.replies_to, entry.text) == (whom, "Talks resume")


def test_answers_within_answers_are_all_left_out() -> None:
    nested = '<div class="tgme_widget_message_reply">Old words' * 9
    entry = only(f"{nested}{'</div>' * 9}{words('Talks resume')}")
    assert (entry.replies_to, entry.text) == ("", "Talks resume")


def test_styled_letters_are_read_as_letters() -> None:
    assert only(words("𝗧𝗮𝗹𝗸𝘀 resume")).title == "Talks resume"


def test_an_ampersand_that_was_escaped_twice_is_one() -> None:
    link = '<a href="https://example.org/?a=1&amp;amp;b=2" onclick="x">https://example.org/?a=1&amp;amp;b=2</a>'
    assert only(words(f"Q&amp;A: {link}")).text == "Q&A: https://example.org/?a=1&b=2"


POLL = (
    '<div class="tgme_widget_message_poll_question">Who won?</div><div class="tgme_widget_message_poll_option">'
    '<div>70%</div><div class="tgme_widget_message_poll_option_text">Rana</div></div>'
)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (POLL, "Who won?\nRana"),
        (words("") + POLL, "Who won?\nRana"),
        ('<div class="tgme_widget_message_document_title">report.pdf</div>', "report.pdf"),
        ('<div class="link_preview_title">Talks resume</div>', "Talks resume"),
    ],
)
def test_a_post_without_a_text_has_the_words_of_what_it_holds(inside: str, text: str) -> None:
    assert only(inside).text == text


def test_what_says_nothing_is_not_told() -> None:
    service = post(1, words("Channel photo updated"), kind="service_message")
    assert entries(service, post(2, '<video class="tgme_widget_message_video" src="https://x/"></video>')) == ()


def test_a_time_that_is_none_is_left_out() -> None:
    page = preview(post(7, words("Talks resume"))).replace("2026-11-02T15:00:00+03:00", "yesterday")
    kind = Telegram()
    _, outcome = visit(kind, a_source(kind, "hama_news"), {URL: page})
    assert isinstance(outcome, Read)
    assert outcome.entries[0].published is None


# ---- guids


def test_a_channel_keeps_the_number_it_was_first_known_by() -> None:
    outcome = read(post(7, words("Talks resume")))
    assert isinstance(outcome, Read)
    assert outcome.memory["channel"] == "1234567890"
    assert "number" not in outcome.memory
    page = preview(post(7, words("Talks resume"))).replace("data-view", "data-x")
    kind = Telegram()
    _, again = visit(kind, a_source(kind, "hama_news", outcome.memory), {URL: page})
    assert isinstance(again, Read)
    assert again.entries[0].guid == "1234567890/7"


def test_a_channel_known_by_its_name_keeps_that_when_its_number_shows() -> None:
    (entry,) = entries(post(7, words("Talks resume")), memory={"channel": "hama_news"})
    assert entry.guid == "hama_news/7"


@pytest.mark.parametrize("channel", ['"x"', "null", "[", '"-"'])
def test_without_a_number_the_name_stands_for_the_channel(channel: str) -> None:
    (entry,) = entries(post(7, words("Talks resume"), channel=channel))
    assert entry.guid == "hama_news/7"


def test_the_case_of_a_name_makes_no_other_channel() -> None:
    page = preview(post(7, words("Talks resume"), channel="null"))
    told = entries_of(Telegram(), "Hama_News", {"https://t.me/s/Hama_News": page})
    assert told.entries[0].guid == "hama_news/7"


def test_a_number_with_the_prefix_of_the_bot_api_is_the_same_number() -> None:
    (entry,) = entries(post(7, words("Talks resume"), channel=-1001234567890))
    assert entry.guid == "1234567890/7"


def test_a_name_that_has_gone_to_another_channel_is_not_read_on() -> None:
    outcome = read(post(7, words("Buy now"), channel=-999), memory={"channel": "1234567890"})
    assert isinstance(outcome, Failed)
    assert "another channel now" in outcome.why


# ---- sign-offs

SIGNOFF = '<br/><br/>🔴 <a href="https://t.me/hama_news">@hama_news</a> | <a href="https://example.org/">Donate</a>'


def test_the_line_with_which_a_channel_ends_its_posts_is_left_out() -> None:
    told = entries(*(post(n, words(f"Report {n}{SIGNOFF}")) for n in range(3)), post(9, words("Report 9")))
    assert [entry.text for entry in told] == ["Report 0", "Report 1", "Report 2", "Report 9"]
    assert told[0].title == "Report 0"


def test_a_sign_off_of_two_lines_is_left_out_whole() -> None:
    last = SIGNOFF + '<br/><a href="https://example.org/more">More channels</a>'
    assert {entry.text for entry in entries(*(post(n, words(f"Report {n}{last}")) for n in range(3)))} == {
        "Report 0",
        "Report 1",
        "Report 2",
    }


def test_a_sign_off_is_remembered() -> None:
    first = read(*(post(n, words(f"Report {n}{SIGNOFF}")) for n in range(3)))
    assert isinstance(first, Read)
    (entry,) = entries(post(7, words(f"Report 7{SIGNOFF}")), memory=first.memory)
    assert entry.text == "Report 7"


def test_a_post_that_is_nothing_but_a_sign_off_is_not_told() -> None:
    known = {"signoffs": "🔴 @hama_news | Donate"}
    assert entries(post(7, words(SIGNOFF)), memory=known) == ()


@pytest.mark.parametrize(
    "last",
    [
        "All clear",  # words that recur are news
        '<a href="?q=%23Hama">#Hama</a>',  # and so are subjects
        f'<a href="https://example.org/">{"word " * 50}</a>',  # and whole paragraphs
    ],
)
def test_words_that_recur_are_no_sign_off(last: str) -> None:
    told = entries(*(post(n, words(f"Report {n}<br/>{last}")) for n in range(4)))
    assert all(entry.text.count("\n") == 1 for entry in told)


def test_a_credit_that_some_posts_give_is_no_sign_off() -> None:
    credit = '<br/>via <a href="https://t.me/idlib_now">@idlib_now</a>'
    told = entries(*(post(n, words(f"Report {n}{credit if n < 3 else ''}")) for n in range(9)))
    assert told[0].text == "Report 0\nvia @idlib_now"


def test_a_line_of_links_that_is_all_of_a_post_is_its_text() -> None:
    told = entries(*(post(n, words('<a href="https://example.org/live">Live</a>')) for n in range(4)))
    assert [entry.text for entry in told] == ["Live"] * 4


def test_reading_a_hostile_page_leaves_the_loop_free() -> None:
    page = preview(*(post(number, words("?" * 3_000)) for number in range(1, 201)))
    generator = Telegram().read(a_source(Telegram(), "hama_news", {"signoffs": "?"}))
    next(generator)
    ask = generator.send(Page(200, URL, {}, page.encode()))
    assert isinstance(ask, Parse)
    parsed = loads(dumps(ask.parser))(ask.body, ask.content_type, ask.url)  # as it goes to the parser's process
    began = process_time()
    with pytest.raises(StopIteration) as stop:
        generator.send(parsed)
    assert process_time() - began < 0.02  # 2 ms; titles alone would take 30
    assert len(stop.value.value.entries) == 200


# ---- what goes wrong


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (EMPTY, "fewer requests"),
        ('<section class="tgme_channel_history"></section>', "fewer requests"),
        (Page(200, "https://t.me/hama_news", {}, NO_PREVIEW.encode()), "no preview"),
        (Page(200, "https://t.me/hama_news", {}, EMPTY.encode()), "no preview"),
        ("<html>challenge</html>", "no preview"),
        (Page(429, URL, {}, b""), "429"),
    ],
)
def test_a_page_without_posts_is_a_failure_and_never_an_empty_channel(page: Page | str, why: str) -> None:
    kind = Telegram()
    _, outcome = visit(kind, a_source(kind, "hama_news"), {URL: page})
    assert isinstance(outcome, Failed)
    assert why in outcome.why


def test_the_newest_posts_of_a_huge_page_are_told() -> None:
    told = entries(*(post(n, words(f"Report {n}")) for n in range(300)))
    assert [entry.text for entry in told] == [f"Report {n}" for n in range(100, 300)]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: post(7, text).encode()))
def test_no_page_whatever_makes_the_parser_raise(body: bytes) -> None:
    parse_preview(body, "", URL)
    parse_relayed(body, "", RELAYED)


# ---- by RSSHub


def relayed(*items: str, memory: Mapping[str, str] | None = None) -> Read:
    outcome = read(memory=memory, pages={URL: EMPTY, RELAYED: rss(*items)})
    assert isinstance(outcome, Read), outcome
    return outcome


def test_when_the_preview_fails_rsshub_is_read_under_the_same_guids() -> None:
    outcome = relayed(item(7, "<p>Talks resume</p>"), memory={"channel": "1234567890"})
    assert outcome.title == "Hama News"
    assert outcome.memory["way"] == "RSSHub"
    assert outcome.entries == (
        Entry("1234567890/7", "https://t.me/hama_news/7", "Talks resume", "Talks resume", "Hama News", NOON),
    )


def test_posts_read_by_a_login_have_the_same_links() -> None:
    (entry,) = relayed(item(7, "<p>Talks resume</p>", "https://t.me/s/hama_news")).entries
    assert (entry.guid, entry.url) == ("hama_news/7", "https://t.me/hama_news/7")


def test_rsshub_says_what_is_forwarded() -> None:
    source = '<p>Forwarded From <b><a href="https://t.me/idlib_now/55">Idlib Now</a></b></p>'
    (entry,) = relayed(item(7, f"{source}<p>Talks resume</p>")).entries
    assert (entry.reposts, entry.author, entry.url) == ("Idlib Now", "Idlib Now", "https://t.me/idlib_now/55")
    assert entry.text == "Talks resume"
    for whom, reposts in (("Rana", "Rana"), ("Hama News", "")):
        (entry,) = relayed(item(7, f"<p>Forwarded From <b>{whom}</b></p><p>Talks resume</p>")).entries
        assert (entry.reposts, entry.url) == (reposts, "https://t.me/hama_news/7")


@pytest.mark.parametrize(
    ("head", "whom"),
    [
        ("<a href='https://t.me/idlib_now/5'><b>Idlib Now</b>:</a>", "Idlib Now"),
        ("<a href='https://t.me/hama_news/5'><b>Hama</b>:</a>", ""),
        ("<b>Rana</b>:", "Rana"),
        ("<b>Hama News</b>:", ""),
        ("", ""),
    ],
)
def test_rsshub_says_what_is_answered(head: str, whom: str) -> None:
    quoted = f'<div class="rsshub-quote"><blockquote><p>{head}</p><p>Old words</p></blockquote></div>'
    (entry,) = relayed(item(7, f"{quoted}<p>Talks resume</p>")).entries
    assert (entry.replies_to, entry.text) == (whom, "Talks resume")


def test_the_page_that_a_post_links_to_is_left_out() -> None:
    page = '<blockquote><b>Site</b><br><b><a href="https://example.org">Title</a></b><p>About</p></blockquote>'
    (entry,) = relayed(item(7, f"<p>Talks resume</p><blockquote>Said Rana</blockquote>{page}")).entries
    assert entry.text == "Talks resume\nSaid Rana"


@pytest.mark.parametrize(
    ("html", "media"),
    [
        ('<img src="https://cdn.example/1.jpg">', "https://cdn.example/1.jpg"),
        ('<video src="https://cdn.example/1.mp4" poster="https://cdn.example/1.jpg">', "https://cdn.example/1.jpg"),
        (f'<img src="{RSSHUB}/telegram/media/hama_news/7?key=secret">', ""),
    ],
)
def test_a_picture_is_linked_unless_only_the_server_has_it(html: str, media: str) -> None:
    (entry,) = relayed(item(7, f"<p>Talks resume</p>{html}")).entries
    assert entry.media == media


def test_what_has_no_number_or_no_words_is_left_out() -> None:
    assert relayed(item(7, "<p></p>"), item(8, "<p>Talks</p>", "https://example.org")).entries == ()


def test_when_rsshub_fails_too_both_say_why() -> None:
    kind = Telegram(RSSHUB)
    closed = Unreachable("t.me is left alone for now", wait=timedelta(minutes=5))
    _, outcome = play(kind, a_source(kind, "hama_news"), closed, Unreachable("rsshub.lan is a private address"))
    assert outcome == Failed(
        "t.me is left alone for now. RSSHub is no help: rsshub.lan is a private address",
        timedelta(minutes=5),
        put_off=True,
    )


def test_what_is_no_feed_is_told_so() -> None:
    assert isinstance(parse_relayed(b"<html>down</html>", "", RELAYED), Unreadable)
    assert isinstance(parse_relayed(rss().encode(), "", RELAYED), Document)


def test_only_rsshub_which_is_the_operators_may_be_on_a_private_host() -> None:
    kind = Telegram(rsshub="http://rsshub.lan:1200")
    fetched, _ = visit(kind, a_source(kind, "hama_news"), {})
    assert [(ask.url.split("/")[2], ask.private) for ask in fetched] == [("t.me", False), ("rsshub.lan:1200", True)]
