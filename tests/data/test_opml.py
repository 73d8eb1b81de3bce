"""OPML: what other readers write is understood, and what is written they understand."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.core.holdings import Holding, Route
from bot.core.model import Outlet
from bot.data.opml import MOST_FOLDERS, Outline, read_opml, write_opml
from bot.engine.probe import claimed
from bot.sources import Access, kinds

NESTED = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1">
  <head><title>Mine</title></head>
  <body>
    <outline text="News" title="News">
      <outline text="Syria">
        <outline type="rss" text="SANA" title="SANA English" xmlUrl="https://sana.example/feed" htmlUrl="https://sana.example"/>
      </outline>
      <outline text="AP" xmlURL=" https://ap.example/rss?a=1&amp;b=2 " category="/Wires/World,News"/>
    </outline>
    <outline text="A comment without an address"/>
    <outline xmlUrl="https://x.example/feed"/>
  </body>
</opml>
"""


def test_feeds_are_found_in_folders_with_their_titles() -> None:
    assert read_opml(NESTED.encode()) == (
        Outline("SANA English", "https://sana.example/feed", ("News", "Syria")),
        Outline("AP", "https://ap.example/rss?a=1&b=2", ("News", "Wires", "World")),
        Outline("", "https://x.example/feed"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_declared_encoding_counts(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><opml><outline text="Zeitöng" xmlUrl="https://z.example"/></opml>'
    )
    assert read_opml(text.encode(encoding))[0].title == "Zeitöng"


def test_titles_are_made_harmless() -> None:
    text = '<opml><outline text="a&#x202E;b &#10; c" xmlUrl="https://z.example"/></opml>'
    assert read_opml(text.encode())[0].title == "ab c"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<opml><outline", "broken: line 1"),
        (b"<opml><outline text='a & b'/></opml>", "broken: line 1"),
        (b"<rss version='2.0'/>", "begins with <rss>"),
        (b"<?xml version='1.0' encoding='moon'?><opml/>", "broken"),
        (b'<!DOCTYPE o [<!ENTITY a "x">]><opml>&a;</opml>', "entities"),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>', "entities"),
    ],
)
def test_what_is_no_opml_is_refused_in_plain_words(body: bytes, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_opml(body)


def test_hostile_nesting_breaks_nothing() -> None:
    depth = 40_000
    deep = "<opml>" + "<outline text='x'>" * depth + "<outline xmlUrl='https://z.example'/>" + "</outline>" * depth
    (found,) = read_opml(f"{deep}</opml>".encode())
    assert found.folders == ("x",)
    levels = "".join(f"<outline text='f{n}'>" for n in range(20))
    (found,) = read_opml(f"<opml>{levels}<outline xmlUrl='https://z.example'/>{'</outline>' * 20}</opml>".encode())
    assert found.folders == tuple(f"f{n}" for n in range(20 - MOST_FOLDERS, 20))


SANA = Outlet("sana", "SANA & Co", language="en", packs=("syria", "state-media"))


def test_outlets_lie_in_the_folder_of_their_first_pack() -> None:
    holdings = [
        Holding(SANA, (Route("feed", "https://sana.example/?a=1&b=2"),)),
        Holding(Outlet("x", "X"), (Route("feed", "https://x.example"),)),
        Holding(Outlet("y", "Y", packs=("syria",)), (Route("feed", "https://y.example"),)),
    ]
    root = ET.fromstring(write_opml(holdings).encode())
    folder, alone = root.findall("body/outline")
    assert (folder.get("text"), alone.get("xmlUrl")) == ("syria", "https://x.example")
    feed, other = folder
    assert other.get("text") == "Y"
    assert feed.attrib == {
        "type": "rss",
        "text": "SANA & Co",
        "title": "SANA & Co",
        "xmlUrl": "https://sana.example/?a=1&b=2",
        "category": "syria,state-media",
        "language": "en",
    }


def test_what_no_other_reader_reads_is_no_feed_to_them() -> None:
    routes = (Route("telegram", "sana_gov"), Route("youtube", "UCZFCDIHTe9HGxtIuVDpBz7g"), Route("youtube", "@sana"))
    written = ET.fromstring(write_opml([Holding(Outlet("x", "X"), routes)]).encode())
    assert [(line.get("type"), line.get("xmlUrl")) for line in written.iter("outline")] == [
        ("attribot", "telegram:sana_gov"),
        ("rss", "https://www.youtube.com/feeds/videos.xml?channel_id=UCZFCDIHTe9HGxtIuVDpBz7g"),
        ("attribot", "youtube:@sana"),
    ]


LOCATORS = {
    ("feed", "https://x.example/?a=1"): "https://x.example/?a=1",
    ("reddit", "r/syria"): "https://www.reddit.com/r/syria/.rss",
    ("reddit", "user/some-one"): "https://www.reddit.com/user/some-one/.rss",
    ("substack", "letters.substack.com"): "https://letters.substack.com/feed",
    ("mastodon", "@somebody@social.example"): "https://social.example/@somebody.rss",
    ("mastodon", "#syria@social.example"): "https://social.example/tags/syria.rss",
    ("bluesky", "name.bsky.social"): "https://bsky.app/profile/name.bsky.social/rss",
    ("bluesky", "did:plc:z72i7hdynmk6r22z27h6tvur"): "https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/rss",
    ("youtube", "UCZFCDIHTe9HGxtIuVDpBz7g"): (
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCZFCDIHTe9HGxtIuVDpBz7g"
    ),
    ("reddit", "https://www.reddit.com/.rss?feed=x&user=y"): "",
    ("feed", "javascript:alert(1)"): "",
}


@pytest.mark.parametrize(("way", "address"), LOCATORS.items())
def test_other_readers_get_an_address_that_means_the_same_here(way: tuple[str, str], address: str) -> None:
    written = write_opml([Holding(Outlet("x", "X"), (Route(*way),))])
    (outline,) = read_opml(written.encode())
    assert outline.address == (address or ":".join(way))
    known = kinds(Access())
    if address and way[0] in {kind.name for kind in known}:
        first = claimed(known, address)[0]
        assert (first.kind, first.locator) == way


@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=40).map(lambda text: "x" + text),
            st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), max_size=3, unique=True),
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read_again(named: list[tuple[str, list[str]]]) -> None:
    holdings = [
        Holding(Outlet(f"o{n}", name, packs=tuple(packs)), (Route("feed", f"https://x.example/{n}"),))
        for n, (name, packs) in enumerate(named)
    ]
    read = read_opml(write_opml(holdings).encode("utf-8", "replace"))
    assert sorted((line.address, line.folders) for line in read) == sorted(
        (holding.routes[0].locator, holding.outlet.packs) for holding in holdings
    )
