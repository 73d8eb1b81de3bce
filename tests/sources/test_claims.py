"""Which kind reads what a person names: all are asked, the more special ones first."""

from __future__ import annotations

import pytest

from bot.sources import Access, kinds

ACCESS = Access(nitter="http://nitter.lan:8080", x_bearer="s3cret")


def claimed(text: str) -> list[str]:
    return [kind.name for kind in kinds(ACCESS) if kind.claims(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://t.me/s/hama_news", "telegram"),
        ("https://www.youtube.com/@hama", "youtube"),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UCaaaaaaaaaaaaaaaaaaaaaa", "youtube"),
        ("https://x.com/hama_news", "x"),
        ("http://nitter.lan:8080/hama_news/rss", "x"),
        ("https://fxtwitter.com/hama_news/feed.xml", "x"),
        ("https://example.org/feed.xml", "feed"),
    ],
)
def test_an_address_is_first_that_of_the_network_it_leads_to(text: str, kind: str) -> None:
    assert claimed(text)[0] == kind


def test_a_name_may_be_one_of_several_networks() -> None:
    assert {"telegram", "youtube", "x"} <= set(claimed("@hama_news"))


def test_the_token_does_not_show_in_what_is_written_of_the_access() -> None:
    assert "s3cret" not in repr(ACCESS)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("substack", f"https://{host}/p/CxyzABC") for host in ("instagram.com", "www.instagram.com", "flickr.com")),
        *(
            ("mastodon", f"https://{host}/@hama")
            for host in (
                *("vk.com", "m.vk.com", "ok.ru", "dev.to", "note.com", "medium.com", "www.tiktok.com"),
                *("www.threads.net", "www.threads.com"),
            )
        ),
    ],
)
def test_addresses_that_look_alike_are_those_of_other_sites(kind: str, text: str) -> None:
    assert kind not in claimed(text)


def test_a_post_on_a_domain_of_its_own_may_be_of_substack() -> None:
    assert "substack" in claimed("https://notinstagram.com/p/talks-resume")
