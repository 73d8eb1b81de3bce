from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.http.guard import is_public, objection, public_socket


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a00:1450:4001::200e"])
def test_an_address_of_the_public_internet_may_be_visited(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # metadata of most clouds
        "192.0.0.192",  # metadata of Oracle's cloud
        "100.64.0.1",  # carrier-grade NAT
        "100.100.100.200",  # metadata of Alibaba's cloud
        "192.88.99.1",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2606:4700::5efe:7f00:1",
        "2606:4700::200:5efe:a9fe:a9fe",
        "3fff::1",
        "fe80::1%eth0",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",  # metadata of Amazon's cloud
        "fec0::1",
        "ff02::1",
        "not an address",
        "",
    ],
)
def test_any_other_address_is_barred(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=6, network="::ffff:0:0/96"))
def test_private_and_mapped_addresses_are_barred_throughout(address: object) -> None:
    assert not is_public(str(address))


def test_a_socket_to_a_private_address_is_never_made() -> None:
    with pytest.raises(PermissionError):
        public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
    with public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))) as made:
        assert made.family == socket.AF_INET


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("gopher://example.org:80/", "not a web address"),
        ("http:///nowhere", "not a web address"),
        ("http://[::1", "not a web address"),
        ("http://example.org:99999/", "not a web address"),
        ("http://example.org\\@10.0.0.1/", "backslash"),
        ("http://example.org/a b", "space"),
        ("http://example.org/\r\nHost: x", "control character"),
        ("http://me:secret@example.org/", "user name or password"),
        ("http://me@example.org/", "user name or password"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:6379/", "port 6379"),
        ("https://example.org:25/", "port 25"),
    ],
)
def test_an_address_that_may_not_be_fetched_is_told_so_without_its_secrets(url: str, why: str) -> None:
    found = objection(url, frozenset())
    assert why in found
    assert "secret" not in found


@pytest.mark.parametrize(
    "url", ["http://example.org/", "https://example.org:443/x?y", "http://example.org:8080", "https://[2a00::1]:8443/"]
)
def test_a_web_address_may_be_tried(url: str) -> None:
    assert objection(url, frozenset()) == ""


def test_a_private_host_that_the_operator_named_may_use_any_port() -> None:
    named = frozenset({"rsshub:1200"})
    assert objection("http://RSSHub:1200/telegram/channel/x", named) == ""
    assert "port 1201" in objection("http://rsshub:1201/", named)
