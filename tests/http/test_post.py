"""How a form gets to a stranger: as carefully as documents are fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from urllib.parse import urlsplit

import pytest

from bot.http import Client
from bot.ports import Page, Post, Unreachable
from tests.servers.faultproxy import DropAfter, FaultProxy, Refuse
from tests.servers.hub import Hub

CANARY = "canary5ecret"

named = partial(Post, private=True)
"""What goes to a hub that the operator has named."""
FORM = {
    "hub.mode": "subscribe",
    "hub.topic": "https://north.example/feed?a=1&b=حماة",
    "hub.callback": "http://127.0.0.1:9/",
    "hub.lease_seconds": "60",
    "hub.secret": CANARY,
}


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with Hub() as running:
        running.behave(verify=False)
        yield running


@pytest.fixture
async def client(hub: Hub) -> AsyncIterator[Client]:
    async with Client(user_agent="Attribot/0", private_hosts=frozenset({hub.place}), gap=0, total=1) as running:
        yield running


async def test_a_form_arrives_as_it_was_sent(client: Client, hub: Hub) -> None:
    answer = await client.post(named(hub.url, FORM))
    assert isinstance(answer, Page)
    assert answer.status == 202
    assert hub.requests == [FORM]


@pytest.mark.parametrize("status", [307, 308])
async def test_a_redirect_that_keeps_the_method_is_followed_with_the_form(hub: Hub, status: int) -> None:
    async with Hub() as old:
        old.behave(status=status, headers={"Location": hub.url})
        async with Client(user_agent="Attribot/0", private_hosts=frozenset({hub.place, old.place}), gap=0) as both:
            answer = await both.post(named(old.url, FORM))
    assert isinstance(answer, Page)
    assert (answer.status, answer.url) == (202, hub.url)
    assert hub.requests == [FORM]


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_no_other_redirect_is_followed(client: Client, hub: Hub, status: int) -> None:
    hub.behave(status=status, headers={"Location": f"{hub.url}elsewhere"})
    answer = await client.post(named(hub.url, FORM))
    assert isinstance(answer, Page)
    assert answer.status == status
    assert len(hub.requests) == 1


async def test_a_stranger_redirects_nobody_into_a_private_place(hub: Hub) -> None:
    async with Hub() as stranger:
        stranger.behave(status=308, headers={"Location": hub.url})
        async with Client(user_agent="Attribot/0", private_hosts=frozenset({stranger.place}), gap=0) as client:
            answer = await client.post(named(stranger.url, FORM))
    assert isinstance(answer, Unreachable)
    assert hub.requests == []


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://127.0.0.1:22/", "ftp://hub.example/", "http://u:p@hub.example/"]
)
async def test_a_hub_is_nowhere_but_in_public(client: Client, url: str) -> None:
    answer = await client.post(named(url, FORM))
    assert isinstance(answer, Unreachable)
    assert CANARY not in answer.why


async def test_a_hub_in_a_private_place_is_not_reached_unless_it_was_named(hub: Hub) -> None:
    async with Client(user_agent="Attribot/0", gap=0) as client:
        assert isinstance(await client.post(named(hub.url, FORM)), Unreachable)
    assert hub.requests == []


@pytest.mark.slow
async def test_a_slow_hub_is_given_up(client: Client, hub: Hub) -> None:
    hub.behave(delay=2.0)
    answer = await client.post(named(hub.url, FORM))
    assert isinstance(answer, Unreachable)
    assert "did not answer in full" in answer.why


async def test_a_hub_that_hangs_up_gets_no_secret_into_the_words_about_it(hub: Hub) -> None:
    async with FaultProxy(hub.url) as proxy:
        proxy.arm(DropAfter())
        place = urlsplit(proxy.url).netloc
        async with Client(user_agent="Attribot/0", private_hosts=frozenset({place}), gap=0) as client:
            answer = await client.post(named(f"{proxy.url}/", FORM))
    assert isinstance(answer, Unreachable)
    assert CANARY not in answer.why
    assert CANARY not in repr(named(hub.url, FORM))


async def test_a_hub_that_asks_for_a_pause_is_left_alone(hub: Hub) -> None:
    async with FaultProxy(hub.url) as proxy:
        proxy.arm(Refuse(status=429, headers={"Retry-After": "60"}))
        place = urlsplit(proxy.url).netloc
        async with Client(user_agent="Attribot/0", private_hosts=frozenset({place}), gap=0) as client:
            first = await client.post(named(f"{proxy.url}/", FORM))
            second = await client.post(named(f"{proxy.url}/", FORM))
    assert isinstance(first, Page)
    assert first.status == 429
    assert isinstance(second, Unreachable)
    assert second.wait is not None
    assert hub.requests == []


async def test_a_hub_that_a_document_names_is_no_private_host(client: Client, hub: Hub) -> None:
    assert isinstance(await client.post(Post(hub.url, FORM)), Unreachable)
    assert hub.requests == []
