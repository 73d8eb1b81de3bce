from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.core.outcome import Candidate
from bot.ports import Document, Unreadable
from bot.sources.editing import LONGEST_ADDRESS, LONGEST_TEXT, LONGEST_TITLE, MOST_ENTRIES
from bot.sources.parsing import parse_feed

URL = "https://example.org/feed"
SY = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def read(body: str | bytes, content_type: str = "") -> Document:
    found = parse_feed(body.encode() if isinstance(body, str) else body, content_type, URL)
    assert isinstance(found, Document), found
    return found


def only(body: str | bytes, content_type: str = "") -> Entry:
    (entry,) = read(body, content_type).entries
    return entry


def refused(body: str | bytes) -> str:
    found = parse_feed(body.encode() if isinstance(body, str) else body, "", URL)
    assert isinstance(found, Unreadable), found
    return found.why


def rss(item: str, channel: str = "<title>Example</title>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}<item>{item}</item></channel></rss>'


def atom(entry: str, attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>Example</title><entry>{entry}</entry></feed>'


# ---- the formats

ITEM = "<title>Talks resume</title><link>https://example.org/1</link><description>In Geneva.</description>"
DATED = f"{ITEM}<pubDate>Mon, 02 Nov 2026 14:00:00 +0200</pubDate><guid isPermaLink='false'>n1</guid>"
ATOM_03 = (
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Example</title><entry><title>Talks resume</title>'
    '<link rel="alternate" type="text/html" href="https://example.org/1"/><id>n1</id>'
    "<issued>2026-11-02T14:00:00+02:00</issued><summary>In Geneva.</summary></entry></feed>"
)
ATOM_10 = atom(
    '<title>Talks resume</title><link href="https://example.org/1"/><id>n1</id><updated>2026-11-02T12:00:00Z</updated>'
    '<summary type="html">&lt;p&gt;In Geneva.&lt;/p&gt;</summary>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Example</title></channel>'
    f'<item rdf:about="n1">{ITEM}<dc:date>2026-11-02T12:00:00Z</dc:date></item></rdf:RDF>'
)
JSON_ITEM = {"id": "n1", "url": "https://example.org/1", "title": "Talks resume"}
JSON_10 = {
    "version": "https://jsonfeed.org/version/1",
    "title": "Example",
    "items": [JSON_ITEM | {"content_text": "In Geneva.", "date_published": "2026-11-02T14:00:00+02:00"}],
}
JSON_11 = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Example",
    "items": [JSON_ITEM | {"content_html": "<p>In Geneva.", "date_published": "2026-11-02T12:00:00Z"}],
}


@pytest.mark.parametrize(
    ("body", "dated"),
    [
        pytest.param(f'<rss version="0.91"><channel><title>Example</title><item>{ITEM}</item></channel></rss>', False),
        pytest.param(f'<rss version="0.92"><channel><title>Example</title><item>{ITEM}</item></channel></rss>', False),
        pytest.param(rss(DATED), True),
        pytest.param(RDF, True),
        pytest.param(ATOM_03, True),
        pytest.param(ATOM_10, True),
        pytest.param(json.dumps(JSON_10), True),
        pytest.param(json.dumps(JSON_11), True),
    ],
    ids=["rss-0.91", "rss-0.92", "rss-2.0", "rdf", "atom-0.3", "atom-1.0", "json-1.0", "json-1.1"],
)
def test_every_format_gives_the_same_entry(body: str, dated: bool) -> None:  # noqa: FBT001 - a column of the table
    document = read(body)
    (entry,) = document.entries
    assert document.title == "Example"
    assert (entry.title, entry.url, entry.text) == ("Talks resume", "https://example.org/1", "In Geneva.")
    assert (entry.guid, entry.published) == ("n1", NOON) if dated else (entry.guid, None)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read("<rss version='2.0'><channel><title>Quiet</title></channel></rss>") == Document((), "Quiet")


# ---- fields


def test_a_guid_that_is_a_permanent_link_is_the_link_too() -> None:
    entry = only(rss("<title>x</title><guid>https://example.org/1</guid>"))
    assert (entry.guid, entry.url) == ("https://example.org/1",) * 2


def test_an_entry_without_any_identifier_has_none_invented() -> None:
    assert only(rss("<title>x</title>")).guid == ""


def test_the_longest_of_the_texts_is_taken() -> None:
    namespace = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
    item = "<description>Short</description><content:encoded><![CDATA[<p>All of</p><p>it</p>]]></content:encoded>"
    assert only(rss(item).replace('<rss version="2.0">', namespace)).text == "All of\nit"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("Fish &amp; chips", "Fish & chips"),
        ("&lt;b&gt;Bold&lt;/b&gt; claim", "Bold claim"),
        ("<![CDATA[<i>Leaning</i>&nbsp;tower]]>", "Leaning tower"),
        ("It&amp;#8217;s over", "It’s over"),
        ("  two\n lines ", "two\nlines"),
        ("a &lt; b", "a < b"),
        ("Re\u202etrov\ufeff", "Retrov"),
        ("", ""),
    ],
)
def test_a_title_is_words_alone(written: str, title: str) -> None:
    assert only(rss(f"<title>{written}</title><link>https://example.org/1</link>")).title == title


def test_an_atom_title_of_text_keeps_its_angle_brackets() -> None:
    assert only(atom("<title type='text'>The &lt;video&gt; element</title>")).title == "The <video> element"


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 02 Nov 2026 12:00:00 GMT", NOON),
        ("Mon, 02 Nov 2026 07:00:00 EST", NOON),
        ("2 Nov 2026 15:00 +0300", NOON),
        ("2026-11-02T12:00:00Z", NOON),
        ("2026-11-02 12:00:00", NOON),
        ("next Tuesday", None),
        ("", None),
        ("Mon, 99 Nov 2026 12:00:00 GMT", None),
        ("0000-00-00T00:00:00Z", None),
    ],
)
def test_dates_are_aware_and_in_utc_or_absent(date: str, moment: datetime | None) -> None:
    assert only(rss(f"<title>x</title><pubDate>{date}</pubDate>")).published == moment


def test_without_a_date_of_publication_that_of_the_last_change_counts() -> None:
    assert only(atom("<title>x</title><updated>2026-11-02T12:00:00Z</updated>")).published == NOON


@pytest.mark.parametrize(
    ("element", "author"),
    [
        ("<author>desk@example.org (Rana Haddad)</author>", "Rana Haddad"),
        ("<author>desk@example.org</author>", ""),
        ("<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Rana Haddad</dc:creator>", "Rana Haddad"),
    ],
)
def test_an_author_is_a_name(element: str, author: str) -> None:
    assert only(rss(f"<title>x</title>{element}")).author == author


def test_the_language_of_an_entry_is_its_own_or_the_feeds() -> None:
    assert only(rss(ITEM, "<language>ar-SY</language>")).language == "ar-SY"
    assert only(atom("<title xml:lang='fr'>x</title>", " xml:lang='en'")).language == "fr"


def test_an_aggregators_entry_names_its_publisher() -> None:
    assert only(rss(f"{ITEM}<source url='https://sana.sy'>SANA &amp;amp; co</source>")).publisher == "SANA & co"
    assert only(atom("<title>x</title><source><title>SANA</title></source>")).publisher == "SANA"


@pytest.mark.parametrize(
    ("channel", "ttl"),
    [
        ("<ttl>30</ttl>", timedelta(minutes=30)),
        ("<ttl>soon</ttl>", timedelta(0)),
        ("<ttl>-5</ttl>", timedelta(0)),
        ("<ttl>99999999999999999999</ttl>", timedelta(days=365)),
        (f"<sy:updatePeriod {SY}>daily</sy:updatePeriod>", timedelta(days=1)),
        (
            f"<sy:updatePeriod {SY}>daily</sy:updatePeriod><sy:updateFrequency {SY}>4</sy:updateFrequency>",
            timedelta(hours=6),
        ),
    ],
)
def test_a_feed_may_say_how_long_it_keeps(channel: str, ttl: timedelta) -> None:
    assert read(rss(ITEM, channel)).ttl == ttl


def test_a_json_feed_is_read_generously() -> None:
    item = {"id": 7, "external_url": "https://example.org/7", "summary": "S", "authors": [{"name": "Rana"}], "x": {}}
    body = json.dumps({"items": [item, "no item"], "author": {"name": "Desk"}, "home_page_url": "https://example.org"})
    document = read(body.replace('"S"', '"S\t"'))
    assert document.link == "https://example.org"
    assert document.entries == (Entry("7", "https://example.org/7", "S", "S", "Rana"),)


# ---- what is malformed


@pytest.mark.parametrize(
    "body",
    [
        rss("<title>Fish & chips</title>"),
        rss("<title>Fish &amp; chips</title>").removesuffix("</channel></rss>"),
        "\n\n  " + rss("<title>Fish &amp; chips</title>"),
        "\ufeff" + rss("<title>Fish &amp; chips</title>"),
        rss("<title>Fish \0&amp;\x08 chips</title>"),
        rss("<title a='1' a='2'>Fish &amp; chips</title>"),
        rss("<title>Fish &amp; chips</title><media:content url='x'/>"),
        rss("<title>Fish&nbsp;&amp; chips</title>"),
        rss("<title>Fish &amp; chips</title>").replace("<?xml", "<!-- <html> --><?xml"),
        rss("<title>Fish &amp; chips</title>").encode("utf-16"),
        rss("<title>Fish &amp; chips</title>").replace("1.0'", "1.0' encoding='utf-16'"),
        rss("<title>Fish &amp; chips</title>").replace('"1.0"', '"1.0" encoding="no-such-charset"'),
    ],
)
def test_a_malformed_feed_is_read_all_the_same(body: str | bytes) -> None:
    assert only(body).title == "Fish & chips"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&#55357;&#56832; news", "😀 news"),
        ("&#xD83D;&#XDE00; news", "😀 news"),
        ("<![CDATA[&#55357;&#56832; news]]>", "😀 news"),
        ("&#0000128512; news", "😀 news"),
        ("&#xD83D; news &#56832;", "news"),
        ("&#x110000; news", "news"),
        (f"&#{'9' * 5_000}; news", "news"),
        (f"&#{'0' * 5_000}65; news", "news"),
        ("&#; &#x; news", "&#; &#x; news"),
    ],
)
@pytest.mark.parametrize("end", ["</title>", "<b></title>"])  # well-formed or not
def test_a_reference_to_no_character_costs_no_more_than_itself(written: str, title: str, end: str) -> None:
    body = rss(f"<title>{written}{end}<link>https://example.org/1</link>")
    assert only(body).title == title


@pytest.mark.parametrize("date", ["&#x110000;", "&#99999999999999999999;"])
def test_a_date_beyond_all_numbers_is_none(date: str) -> None:
    assert only(rss(f"<title>News</title><pubDate>{date}</pubDate>")).published is None


def test_a_feed_that_breaks_off_gives_what_came_whole() -> None:
    body = rss("</item><item>".join(f"<title>T{n}</title><guid>{n}</guid>" for n in range(10)))
    assert len(read(body[: len(body) * 7 // 10]).entries) >= 6


@pytest.mark.parametrize("entity", ["file:///etc/hostname", "http://127.0.0.1:9/x"])
def test_external_entities_are_never_fetched(entity: str) -> None:
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{entity}"><!ENTITY % y SYSTEM "{entity}"> %y;]>'
    external = f'<!DOCTYPE rss SYSTEM "{entity}">'
    for written in (doctype, external):
        body = rss("<title>a&x;b</title>").replace("?>", f"?>{written}", 1)
        assert only(body).title.replace("&x;", "") == "ab"


def test_a_body_that_is_the_name_of_a_file_is_not_opened() -> None:
    assert "neither" in refused("/etc/hostname")


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_it_raise(body: bytes) -> None:
    parse_feed(body, "text/xml; charset=x", URL)


@given(st.text(st.characters(codec=None), max_size=40))
def test_whatever_a_title_holds_it_can_be_stored(title: str) -> None:
    body = json.dumps({"items": [{"id": title, "title": title, "content_text": title}]})
    entry = only(body)
    for field in (entry.guid, entry.title, entry.text):
        assert "\0" not in field.encode().decode()


# ---- what is no feed


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("just words", "neither"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "neither RSS"),
        ("{}", "not a JSON Feed"),
        ("[1]", "not a JSON Feed"),
        ('{"items": [', "broken"),
        ("<!doctype html><html><head><title>News</title></head></html>", "names no feed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "neither"),
    ],
)
def test_what_is_no_feed_is_told_so(body: str | bytes, why: str) -> None:
    assert why in refused(body)


def test_where_a_web_page_names_no_feed_the_next_step_is_told() -> None:
    found = parse_feed(b"<!doctype html><html><head></head></html>", "", "https://example.org/")
    assert isinstance(found, Unreadable)
    assert "RSS or Atom link" in found.advice
    assert "/" not in found.why + found.advice, "commands are for whoever knows who asks"


def test_a_web_page_tells_of_the_feed_it_names() -> None:
    page = '<!-- x --><HTML><head><link rel="icon" href="i"><link type="application/RSS+xml" rel="Alternate" href="/f">'
    found = parse_feed(page.encode(), "", "https://example.org/news/")
    assert found == Unreadable("this is a web page, not a feed", (Candidate("feed", "https://example.org/f"),))


# ---- limits


def test_the_newest_entries_of_a_huge_feed_are_kept_in_their_order() -> None:
    def item(n: int) -> dict[str, object]:
        return {"id": f"{n}", "date_published": (NOON + timedelta(minutes=n)).isoformat()}

    entries = read(json.dumps({"items": [item(n) for n in range(1_000)]})).entries
    assert [entry.guid for entry in entries] == [str(n) for n in range(1_000 - MOST_ENTRIES, 1_000)]


def test_no_field_is_longer_than_anybody_needs() -> None:
    word = "word " * 20_000
    entry = {"id": word, "url": f"https://x/{word}", "title": word, "content_text": word, "language": word}
    named = {"title": word, "language": word, "home_page_url": f"https://x/{word}"}
    found = read(json.dumps({"items": [entry], **named}))
    (entry_read,) = found.entries
    assert len(entry_read.title) <= LONGEST_TITLE
    assert len(entry_read.text) <= LONGEST_TEXT
    assert len(entry_read.guid) <= LONGEST_ADDRESS
    assert len(entry_read.language) == len(found.language) == 35
    assert (entry_read.url, found.link) == ("", "")
    assert len(found.title) <= LONGEST_TITLE


def test_a_long_site_address_does_not_grow_with_every_entry() -> None:
    links = "".join(f"<item><title>T</title><link>p{n}</link></item>" for n in range(200))
    body = f"<rss version='2.0'><channel><link>http://a.example/{'x' * 2_000_000}/</link>{links}</channel></rss>"
    assert {len(entry.url) for entry in read(body).entries} <= set(range(30))
