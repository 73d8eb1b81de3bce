"""Lists that go from one Attribot to another, and what is refused of strangers' lists."""

from __future__ import annotations

from functools import partial

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.core.holdings import Holding, Parcel, Refusal, Route
from bot.core.model import Options, Outlet, SourceState
from bot.data import catalogue
from bot.data.transfer import MOST_BYTES, read_parcel, write_yaml
from bot.engine.probe import claimed
from tests.kit.kinds import shown_kinds

KINDS = shown_kinds({})
NAMES = {kind.name for kind in KINDS}
SANA = Outlet(
    "sana-en", "SANA", "SY", "en", "Syrian government", "Syrian state media", "its statutes", ("syria", "state-media")
)


def read(text: str | bytes) -> Parcel:
    body = text.encode() if isinstance(text, str) else text
    return read_parcel(body, partial(claimed, KINDS), NAMES)


def test_all_that_the_operator_knows_of_an_outlet_is_carried_along() -> None:
    routes = (
        Route("feed", "https://sana.example/feed?key=hush", Options(cache_bust=True, user_agent="Other/1: #2")),
        Route("telegram", "sana_gov", Options(reposts=False, replies=True), SourceState.PAUSED),
        Route("x", "sana", state=SourceState.STANDBY),
        Route("feed", "https://sana.example/2", state=SourceState.ACTIVE),
    )
    holdings = (Holding(SANA, routes, labelled=True), Holding(Outlet("x", "حماة: “yes”"), (Route("x", "x"),)))
    assert read(write_yaml(holdings)) == Parcel(holdings)


def test_what_is_usual_is_not_written() -> None:
    routes = (Route("feed", "https://x.example"), Route("x", "x", state=SourceState.STANDBY))
    text = write_yaml([Holding(Outlet("x", "X"), routes)])
    assert yaml.safe_load(text) == {
        "outlets": [{"id": "x", "name": "X", "sources": [{"feed": "https://x.example"}, {"x": "x"}]}]
    }


def test_a_list_says_that_it_holds_secrets() -> None:
    secret = Holding(Outlet("x", "X"), (Route("feed", "https://x.example/?token=hush"),))
    assert "SECRET: 1 of the addresses" in write_yaml([secret])
    assert "SECRET" not in write_yaml([Holding(SANA, (Route("feed", "https://x.example/"),))])


def _route(rank: int, kind: str, locator: str) -> Route:
    return Route(kind, locator, state=SourceState.STANDBY if rank else SourceState.ACTIVE)


def test_entries_of_the_catalogue_can_be_taken_in_as_they_stand() -> None:
    holdings = [
        Holding(outlet, tuple(_route(rank, *pair) for rank, pair in enumerate(pairs)))
        for outlet, pairs in catalogue().outlets
    ]
    kinds = {kind for _, pairs in catalogue().outlets for kind, _ in pairs}
    parcel = read_parcel(write_yaml(holdings).encode(), partial(claimed, KINDS), kinds)
    assert parcel == Parcel(tuple(holdings))


def test_feeds_of_other_readers_become_outlets_with_packs() -> None:
    parcel = read(
        '\n <opml><outline text="Near East"><outline title="SANA" xmlUrl="https://sana.example/feed"/>'
        '<outline title="Channel" xmlUrl="https://t.me/sana_gov"/></outline>'
        '<outline title="Other" xmlUrl="ftp://x.example"/><outline title="Search" xmlUrl="google-news:hama"/></opml>'
    )
    assert [(each.outlet, each.routes) for each in parcel.holdings] == [
        (Outlet("", "SANA", packs=("near-east",)), (Route("feed", "https://sana.example/feed"),)),
        (Outlet("", "Channel", packs=("near-east",)), (Route("telegram", "sana_gov"),)),
        (Outlet("", "Search"), (Route("google-news", "hama"),)),
    ]
    assert parcel.refused == (Refusal("ftp://x.example", "no kind of source reads that address"),)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("just words", "valid dictionary"),
        ("{id: x}", "name Field required"),
        ("{id: X Y, name: X}", "id String should match"),
        ("{id: x, name: X, colour: red}", "colour Extra"),
        ("{id: x, name: X, affiliation: state media}", "stand together"),
        ("{id: x, name: X, sources: [{moon: x}]}", "no source is of kind moon"),
        ("{id: x, name: X, sources: [{feed: a, telegram: b}]}", "names one kind"),
        ("{id: x, name: X, sources: [{}]}", "names one kind"),
        ("{id: x, name: X, sources: [{feed: [1]}]}", "no locator of a feed"),
        ('{id: x, name: X, sources: [{feed: "a\\nb"}]}', "no locator of a feed"),
        (
            "{id: x, name: X, sources: [{feed: 'https://x.ex', state: removed}]}",
            "a source is active, standby, paused",
        ),
        ("{id: x, name: X, sources: [{feed: 'https://x.example', replies: [1]}]}", "replies"),
        ('{id: x, name: X, sources: [{feed: "https://x.example", user_agent: "a\\r\\nHost: b"}]}', "user_agent"),
    ],
)
def test_a_wrong_entry_is_refused_by_itself(entry: str, why: str) -> None:
    parcel = read(f"outlets:\n- {entry}\n- {{id: y, name: Y, sources: [{{feed: 'https://y.example'}}]}}\n")
    assert [each.outlet.id for each in parcel.holdings] == ["y"]
    (refused,) = parcel.refused
    assert why in refused.why


@pytest.mark.parametrize(
    "source",
    [
        'x: "../admin/reset?x=1#"',
        'mastodon: "@a@nas.example:1200/any/path?q#"',
        'substack: "nas.example/any?q"',
        'telegram: "../../admin"',
        'feed: "http://["',
        "feed: file:///etc/passwd",
        'site: "https://x.example"',
    ],
)
def test_a_locator_that_would_lead_elsewhere_is_refused_by_name(source: str) -> None:
    body = f"outlets:\n- {{id: x, name: X, sources: [{{{source}}}]}}\n".encode()
    kinds = {"x", "mastodon", "substack", "telegram", "feed", "site"}
    parcel = read_parcel(body, partial(claimed, KINDS), kinds)
    assert parcel == Parcel((), (Refusal("x", f"that is no locator of a {source.partition(':')[0]}"),))


@pytest.mark.parametrize(
    "source",
    ['feed: "http://nas.lan:8443/x"', 'mastodon: "@a@nas.lan:8443"', 'mastodon: "#a@nas.lan"', "substack: nas.lan"],
)
def test_only_a_file_of_the_operators_own_names_their_private_hosts(source: str) -> None:
    other = "{id: y, name: Y, sources: [{feed: 'https://y.example'}]}"
    body = f"outlets:\n- {{id: x, name: X, sources: [{{{source}}}]}}\n- {other}\n".encode()
    private = {"https://nas.lan:8443", "http://nas.lan:8443/x", "https://nas.lan"}.__contains__
    kinds = {"feed", "mastodon", "substack"}
    own = read_parcel(body, partial(claimed, KINDS), kinds)
    assert [each.outlet.id for each in own.holdings] == ["x", "y"]
    strange = read_parcel(body, partial(claimed, KINDS), kinds, private)
    assert [each.outlet.id for each in strange.holdings] == ["y"]
    assert [(each.what, "private" in each.why) for each in strange.refused] == [("x", True)]


def test_nor_do_the_lists_of_other_readers() -> None:
    body = b'<opml><outline title="X" xmlUrl="http://nas.lan:8443/x"/></opml>'
    parcel = read_parcel(body, partial(claimed, KINDS), NAMES, lambda url: "nas.lan" in url)
    assert [each.what for each in parcel.refused] == ["http://nas.lan:8443/x"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hello", "has no “outlets”"),
        ("", "has no “outlets”"),
        ("outlets: 1", "has no “outlets”"),
        ("outlets: [", "see line"),
        ("a: &x [1]\noutlets: [*x]", "aliases"),
        ("[" * 50_000, "nested too deep"),
        ("- " * 50_000, "nested too deep"),
        (b"\xff\xfe\x00", "neither OPML nor YAML"),
        ("a: !!python/object/apply:os.system [id]\noutlets: []", "neither OPML nor YAML"),
        ("a\0b", "neither OPML nor YAML"),
        ("x" * (MOST_BYTES + 1), "longer than 1 MiB"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(text: str | bytes, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read(text)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_a_stranger_sends_is_a_list_or_refused(body: bytes) -> None:
    try:
        assert isinstance(read(body), Parcel)
    except UserError as error:
        assert str(error)  # noqa: PT017 - either is right
