from __future__ import annotations

import asyncio
import fcntl
import logging
import resource
import socket
from collections.abc import AsyncIterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict

from bot.http import Client
from bot.http.client import MOST_BYTES, onward
from bot.ports import Fetch, Page, Unreachable
from tests.servers.faultproxy import DropAfter, FaultProxy, Refuse, Reset, Truncate
from tests.servers.feedhost import CODINGS, FeedHost, Published

LOOPBACK = "127.83.61.9"  # a loopback address of our own: its port 8080 is free
CANARY = "canary5ecret"

named = partial(Fetch, private=True)
"""What the operator has asked for."""


@pytest.fixture
async def host() -> AsyncIterator[FeedHost]:
    async with FeedHost() as running:
        yield running


@pytest.fixture
async def inner() -> AsyncIterator[FeedHost]:
    """A server on a private address and a port of the web: what must never be reached.

    There is one such place for all test processes, so they take turns.
    """
    with (Path(gettempdir()) / "attribot-tests-loopback.lock").open("w") as turn:
        await asyncio.to_thread(fcntl.flock, turn, fcntl.LOCK_EX)
        async with FeedHost(LOOPBACK, 8080) as running:
            running.publish("secret", "hidden")
            yield running


@pytest.fixture
async def client(host: FeedHost) -> AsyncIterator[Client]:
    async with Client(user_agent="Attribot/0", private_hosts=frozenset({host.place}), gap=0, total=1) as running:
        yield running


async def get(client: Client, url: str) -> Page:
    answer = await client.fetch(named(url))
    assert isinstance(answer, Page), answer
    return answer


async def failure(client: Client, url: str) -> str:
    answer = await client.fetch(named(url))
    assert isinstance(answer, Unreachable), answer
    return answer.why


# ---- what works


async def test_a_document_is_fetched_with_its_headers(client: Client, host: FeedHost) -> None:
    page = await get(client, host.publish("a", Published(b"<rss/>", headers={"X-Test": "1"})))
    assert (page.status, page.body, page.headers["x-test"]) == (200, b"<rss/>", "1")
    assert page.url == host.url("a")
    assert page.headers["etag"]


async def test_all_links_of_an_answer_are_told_but_only_the_first_of_other_headers(
    client: Client, host: FeedHost
) -> None:
    headers = CIMultiDict([("Link", "<a>; rel=hub"), ("X-Test", "1"), ("Link", "<b>; rel=self"), ("X-Test", "2")])
    page = await get(client, host.publish("a", Published(b"<rss/>", headers=headers)))
    assert (page.headers["link"], page.headers["x-test"]) == ("<a>; rel=hub, <b>; rel=self", "1")


@pytest.mark.parametrize("coding", CODINGS)
async def test_a_compressed_document_is_unpacked(client: Client, host: FeedHost, coding: str) -> None:
    page = await get(client, host.publish("a", Published(b"<rss/>" * 1_000, coding=coding)))
    assert page.body == b"<rss/>" * 1_000
    assert coding in host.requests[-1].headers["Accept-Encoding"]


async def test_a_request_is_honest_and_carries_nothing_but_what_is_asked(client: Client, host: FeedHost) -> None:
    host.publish("a", Published(b"x", headers={"Set-Cookie": "id=1"}))
    await client.fetch(named(host.url("a"), accept="text/xml"))
    await client.fetch(named(host.url("a"), accept="text/xml"))
    sent = host.requests[-1].headers
    assert set(sent) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert (sent["User-Agent"], sent["Accept"]) == ("Attribot/0", "text/xml")


async def test_validators_are_sent_back_as_they_came(client: Client, host: FeedHost) -> None:
    page = await get(client, host.publish("a", "<rss/>"))
    again = await client.fetch(named(host.url("a"), page.headers["etag"], "Mon, 02 Nov 2026 10:00:00 GMT"))
    assert isinstance(again, Page)
    assert (again.status, again.body) == (304, b"")
    assert host.requests[-1].headers["If-Modified-Since"] == "Mon, 02 Nov 2026 10:00:00 GMT"


async def test_the_body_of_an_error_is_not_read(client: Client, host: FeedHost) -> None:
    page = await get(client, host.publish("a", Published(b"x" * 9_000_000, status=500)))
    assert (page.status, page.body) == (500, b"")


# ---- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_to_where_it_ends(client: Client, host: FeedHost, status: int) -> None:
    host.publish("new", "found")
    host.redirect("old", "/new", status)
    page = await get(client, host.url("old"))
    assert (page.body, page.url) == (b"found", host.url("new"))


async def test_a_chain_of_five_redirects_is_followed_and_a_longer_one_not(client: Client, host: FeedHost) -> None:
    host.publish("0", "found")
    for number in range(6):
        host.redirect(str(number + 1), f"/{number}")
    assert (await get(client, host.url("5"))).body == b"found"
    assert "more than 5 times" in await failure(client, host.url("6"))


async def test_a_redirect_to_itself_ends(client: Client, host: FeedHost) -> None:
    assert "more than 5 times" in await failure(client, host.redirect("loop", "/loop"))
    assert len(host.requests) == 6


async def test_a_redirect_that_says_no_place_is_given_as_it_is(client: Client, host: FeedHost) -> None:
    assert (await get(client, host.publish("a", Published(b"", status=302)))).status == 302


def test_a_redirect_never_leads_from_an_encrypted_address_to_an_open_one() -> None:
    def answer(location: str) -> Page:
        return Page(302, "https://example.org/feed", {"location": location}, b"")

    assert isinstance(onward(answer("http://example.org/feed")), Unreachable)
    assert isinstance(onward(answer("ftp://example.org/feed")), Unreachable)
    assert isinstance(onward(answer("http://[")), Unreachable)
    assert onward(answer("/other")) == "https://example.org/other"
    assert onward(answer("//cdn.example.org/x")) == "https://cdn.example.org/x"


# ---- addresses it must not visit


@pytest.mark.parametrize(
    "url",
    [
        f"http://{LOOPBACK}:8080/secret",
        f"http://[::ffff:{LOOPBACK}]:8080/secret",
        "http://2135112969:8080/secret",  # the same address as one number
        "http://0x7f.0x53.0x3d.0x9:8080/secret",
        "http://0177.0123.075.011:8080/secret",
        "http://①②⑦.83.61.9:8080/secret",
        "http://127.83.15625:8080/secret",
        "http://localhost:8080/secret",
        "http://[::1]:8080/secret",
        "http://0.0.0.0:8080/secret",
        "http://[::]:8080/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.0.0.192/opc/v1/",
        "http://[64:ff9b::7f53:3d09]:8080/secret",
        f"http://me:{CANARY}@{LOOPBACK}:8080/secret",
        f"http://example.org\\@{LOOPBACK}:8080/secret",
    ],
)
async def test_a_private_address_is_never_reached_however_it_is_written(
    client: Client, inner: FeedHost, url: str
) -> None:
    why = await failure(client, url)
    assert CANARY not in why
    assert inner.requests == []


async def test_a_redirect_to_a_private_address_is_not_followed(client: Client, host: FeedHost, inner: FeedHost) -> None:
    why = await failure(client, host.redirect("trap", inner.url("secret")))
    assert "private address" in why
    assert len(host.requests) == 1
    assert inner.requests == []


async def test_what_only_the_operator_may_allow_is_told_with_the_name_it_needs(
    client: Client, host: FeedHost, inner: FeedHost
) -> None:
    barred = {
        inner.url("secret"): f"{LOOPBACK}:8080",
        "http://example.org:8081/feed": "example.org:8081",
        "http://user@example.org:8081/feed": "",
        host.redirect("trap", inner.url("secret")): "",
        host.redirect("port", "http://example.org:8081/feed"): "",
    }
    for url, place in barred.items():
        answer = await client.fetch(named(url))
        assert isinstance(answer, Unreachable)
        assert answer.barred == place, url


async def test_a_redirect_to_another_port_is_not_followed(client: Client, host: FeedHost) -> None:
    async with FeedHost() as other:
        assert "port" in await failure(client, host.redirect("trap", other.url("x")))
        assert other.requests == []


class Unknown(AbstractResolver):
    """Knows nobody."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(host)

    async def close(self) -> None: ...


class Rebinding(AbstractResolver):
    """Names a public address first, the private one ever after, or both at once."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=6, flags=0)
            for address in addresses
        ]

    async def close(self) -> None: ...


@pytest.mark.parametrize("addresses", [[LOOPBACK], [LOOPBACK, "10.0.0.1"]])
async def test_a_name_that_comes_to_mean_a_private_address_is_not_visited(
    inner: FeedHost, addresses: list[str]
) -> None:
    async with Client(user_agent="x", gap=0, total=1, resolver=Rebinding(addresses)) as client:
        assert "private address" in await failure(client, "http://rebind.example:8080/secret")
    assert inner.requests == []


async def test_a_private_host_that_the_operator_named_is_visited(inner: FeedHost) -> None:
    trusted = frozenset({"rsshub.example:8080"})
    async with Client(user_agent="x", gap=0, private_hosts=trusted, resolver=Rebinding([LOOPBACK])) as client:
        assert (await get(client, "http://rsshub.example:8080/secret")).body == b"hidden"


class Redirected(Client):
    """Answers by itself, from anywhere, and notes by which way it would have gone there."""

    def __init__(self, **redirects: str) -> None:
        super().__init__(user_agent="x", gap=0, private_hosts=frozenset({"inner:1200", "inner:8080"}))
        self.redirects = redirects
        self.trusted: list[bool] = []

    async def _visit(
        self, url: str, headers: Mapping[str, str], seconds: float, session: ClientSession
    ) -> tuple[Page | Unreachable, float]:
        self.trusted.append(session is self._trusted)
        host = urlsplit(url).hostname or ""
        moved = {"location": self.redirects[host]} if host in self.redirects else {}
        return Page(302 if moved else 200, url, moved, b""), 0.0


async def test_a_stranger_leads_to_no_private_host_that_the_operator_named() -> None:
    async with Redirected(stranger="http://inner:1200/x") as client:
        assert "port 1200" in await failure(client, "http://stranger/feed")
        assert client.trusted == [False]
    async with Redirected(stranger="http://inner:8080/x") as client:
        await get(client, "http://stranger/feed")
        assert client.trusted == [False, False]


async def test_a_private_host_may_lead_to_another_but_not_by_way_of_a_stranger() -> None:
    async with Redirected(inner="http://inner:1200/y") as client:
        assert "more than 5 times" in await failure(client, "http://inner:8080/x")
        assert client.trusted == [True] * 6
    async with Redirected(inner="http://stranger/", stranger="http://inner:8080/") as client:
        await failure(client, "http://inner:1200/x")
        assert client.trusted == [True, False, False, False, False, False]


async def test_what_no_operator_named_leads_to_no_private_host(host: FeedHost) -> None:
    url = host.publish("a", "hidden")
    async with Client(user_agent="x", gap=0, private_hosts=frozenset({host.place})) as client:
        answer = await client.fetch(Fetch(url))
        assert isinstance(answer, Unreachable)
        assert "is not one of the web's" in answer.why
        assert (await get(client, url)).body == b"hidden"
    assert len(host.requests) == 1


async def test_not_even_on_a_port_of_the_web(inner: FeedHost) -> None:
    async with Client(user_agent="x", gap=0, private_hosts=frozenset({inner.place})) as client:
        answer = await client.fetch(Fetch(inner.url("secret")))
    assert isinstance(answer, Unreachable)
    assert "only the operator may send me" in answer.why
    assert inner.requests == []


# ---- answers that would do harm


@pytest.mark.parametrize("coding", [*CODINGS, ""])
async def test_a_bomb_is_never_unpacked_whole(client: Client, host: FeedHost, coding: str) -> None:
    url = host.publish("bomb", Published(bytes(48 * 1024 * 1024), coding=coding, etag=False))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with Client(user_agent="x", gap=0, private_hosts=frozenset({host.place})) as patient:
        assert "longer than 5 MiB" in await failure(patient, url)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024 or not coding


async def test_a_document_of_just_the_longest_size_is_taken(host: FeedHost) -> None:
    url = host.publish("long", bytes(MOST_BYTES))
    async with Client(user_agent="x", gap=0, private_hosts=frozenset({host.place})) as patient:
        assert len((await get(patient, url)).body) == MOST_BYTES


async def test_an_endless_trickle_ends_with_the_time_allowed(host: FeedHost) -> None:
    url = host.publish("slow", Published(b"x" * 1_000, trickle=0.02))
    async with Client(user_agent="x", gap=0, total=0.2, private_hosts=frozenset({host.place})) as hasty:
        assert "within the time allowed" in await failure(hasty, url)


async def test_redirects_share_the_time_allowed(host: FeedHost) -> None:
    host.publish("loop", Published(b"", status=302, headers={"Location": "/loop"}, delay=0.15, etag=False))
    async with Client(user_agent="x", gap=0, total=0.4, private_hosts=frozenset({host.place})) as hasty:
        assert "within the time allowed" in await failure(hasty, host.url("loop"))


async def test_an_answer_that_is_not_what_it_says_is_refused(client: Client, host: FeedHost) -> None:
    url = host.publish("a", Published(b"not gzip", headers={"Content-Encoding": "gzip"}))
    assert "garbled" in await failure(client, url)


@pytest.mark.parametrize("document", [Published(b"x" * 99, truncate=True), Published(b"x", drop=True)])
async def test_an_answer_that_breaks_off_is_a_failure(client: Client, host: FeedHost, document: Published) -> None:
    assert "broke off" in await failure(client, host.publish("a", document))


async def test_a_host_that_does_not_listen_or_speaks_no_http_is_told_so() -> None:
    async def mumble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(mumble, "127.0.0.1", 0)
    place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with Client(user_agent="x", gap=0, total=1, private_hosts=frozenset({place, "127.0.0.1:9"})) as client:
        assert "not HTTP" in await failure(client, f"http://{place}/")
        assert "encryption does not work" in await failure(client, f"https://{place}/")
        assert "accepts no connection" in await failure(client, "http://127.0.0.1:9/")
    server.close()
    await server.wait_closed()


async def test_after_429_the_host_is_left_alone(client: Client, host: FeedHost) -> None:
    host.publish("busy", Published(b"", status=429, headers={"Retry-After": "600"}))
    host.publish("other", "x")
    assert (await get(client, host.url("busy"))).status == 429
    assert "10 min" in await failure(client, host.url("other"))
    assert len(host.requests) == 1


async def test_no_error_and_no_log_line_holds_a_secret(
    client: Client, host: FeedHost, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    host.publish("a", Published(b"x", drop=True))
    for url in (f"{host.url('a')}?token={CANARY}", f"http://127.0.0.1:9/?key={CANARY}", f"http://x.invalid\\{CANARY}"):
        assert CANARY not in await failure(client, url)
    assert CANARY not in "".join(record.getMessage() for record in caplog.records if record.name != "asyncio")


async def test_no_error_tells_the_name_of_a_private_host() -> None:
    own, listed = {"rsshub.lan:1200": "the RSSHub server"}, frozenset({"RSSHUB.lan:1200", "nas.lan:8080"})
    async with Client(user_agent="x", gap=0, private_hosts=listed, own_hosts=own, resolver=Unknown()) as client:
        assert await failure(client, "http://rsshub.lan:1200/x") == (
            "the RSSHub server is not known: the name is misspelt, or gone"
        )
        assert (await failure(client, "http://nas.lan:8080/x")).startswith("my server is not known")
        assert (await failure(client, "http://stranger.example/x")).startswith("stranger.example is not known")


async def test_nor_does_a_pause_that_it_asked_for(host: FeedHost) -> None:
    host.publish("busy", Published(b"", status=429, headers={"Retry-After": "600"}))
    own = {host.place: "the RSSHub server"}
    async with Client(user_agent="x", gap=0, private_hosts=frozenset({host.place}), own_hosts=own) as client:
        await get(client, host.url("busy"))
        assert (await failure(client, host.url("busy"))).startswith("the RSSHub server is left alone for now")


# ---- the fault proxy others use


async def test_the_fault_proxy_breaks_what_it_is_told_to_and_counts_it(host: FeedHost) -> None:
    host.publish("a", "x" * 100)
    async with FaultProxy(f"http://{host.place}") as proxy:
        place = proxy.url.removeprefix("http://")
        async with Client(user_agent="x", gap=0, total=2, private_hosts=frozenset({place})) as client:
            url = f"{proxy.url}/a"
            for fault, times in ((Reset(), 2), (DropAfter(), 2), (Truncate(10), 1)):
                proxy.arm(fault, times=times)  # aiohttp repeats a GET once, when the connection broke before any answer
                assert await failure(client, url)
            proxy.arm(Refuse(502), path="/a")
            assert (await get(client, url)).status == 502
            assert (await get(client, url)).body == b"x" * 100
        assert dict(proxy.fired) == {Reset: 2, DropAfter: 2, Truncate: 1, Refuse: 1}
        assert len(proxy.forwarded) == 4


# ---- what a request says


async def test_a_redirect_is_lasting_only_when_every_step_of_it_is(client: Client, host: FeedHost) -> None:
    host.publish("end", "<rss/>")
    host.redirect("second", host.url("end"), 301)
    host.redirect("first", host.url("second"), 308)
    host.redirect("passing", host.url("second"), 302)
    assert (await get(client, host.url("first"))).moved == host.url("end")
    assert (await get(client, host.url("passing"))).moved == ""
    assert (await get(client, host.url("end"))).moved == ""


async def test_no_redirect_takes_a_secret_to_another_host(host: FeedHost) -> None:
    async with FeedHost() as other:
        places = frozenset({host.place, other.place})
        other.publish("end", "ok")
        host.redirect("here", host.publish("end", "ok"))
        host.redirect("there", other.url("end"))
        async with Client(user_agent="x", gap=0, private_hosts=places) as client:
            for name in ("here", "there"):
                answer = await client.fetch(named(host.url(name), authorization=f"Bearer {CANARY}"))
                assert isinstance(answer, Page)
                assert answer.body == b"ok"
        assert [seen.headers.get("Authorization") for seen in host.requests] == [f"Bearer {CANARY}"] * 3
        assert [seen.headers.get("Authorization") for seen in other.requests] == [None]
    assert CANARY not in repr(named("https://x.example", authorization=CANARY))


async def test_a_stuck_cache_is_got_past_by_an_address_that_none_had_before(client: Client, host: FeedHost) -> None:
    url = host.publish("a", "<rss/>")
    for asked in (url, url, f"{url}?n=1#top"):
        answer = await client.fetch(named(asked, cache_bust=True))
        assert isinstance(answer, Page)
        assert "_cb" not in answer.url
    paths = [seen.path for seen in host.requests]
    assert len(set(paths)) == 3
    assert all("_cb=" in path for path in paths)
    assert paths[2].startswith("/a?n=1&_cb=")


async def test_a_source_may_be_asked_under_another_name(client: Client, host: FeedHost) -> None:
    url = host.publish("a", "<rss/>")
    for name in ("Mozilla/5.0", ""):
        await client.fetch(named(url, user_agent=name))
    assert [seen.headers["User-Agent"] for seen in host.requests] == ["Mozilla/5.0", "Attribot/0"]


async def test_who_is_put_off_is_told_for_how_long(client: Client, host: FeedHost) -> None:
    await get(client, host.publish("busy", Published(b"", status=503, headers={"Retry-After": "600"})))
    answer = await client.fetch(named(host.url("other")))
    assert isinstance(answer, Unreachable)
    assert answer.wait is not None
    assert 590 < answer.wait.total_seconds() <= 600


async def test_who_would_wait_long_for_a_host_is_put_off_and_not_blamed(host: FeedHost) -> None:
    url = host.publish("a", "x")
    async with Client(user_agent="x", gap=65, private_hosts=frozenset({host.place})) as client:
        await get(client, url)
        answer = await client.fetch(named(url))
    assert isinstance(answer, Unreachable)
    assert "one request in 65 seconds, and others wait. Try again in 2 min" in answer.why
    assert answer.wait is not None
    assert 60 < answer.wait.total_seconds() < 67


async def test_a_date_to_come_back_at_is_understood(client: Client, host: FeedHost) -> None:
    dated = {"Retry-After": "Mon, 02 Nov 2026 12:10:00 GMT", "Date": "Mon, 02 Nov 2026 12:00:00 GMT"}
    await get(client, host.publish("busy", Published(b"", status=429, headers=dated)))
    assert "10 min" in await failure(client, host.url("busy"))
