"""Whose word leads to the operator's private hosts."""

from __future__ import annotations

import pytest

from bot.core.model import Outlet, Source
from bot.core.trust import is_operators, located


def source(locator: str, brought_by: int | None = None) -> Source:
    return Source(1, Outlet("x", "X", brought_by=brought_by), "feed", locator)


@pytest.mark.parametrize(
    ("locator", "address"),
    [
        ("http://nas.lan:1200/a@b", "http://nas.lan:1200/a@b"),
        ("@user@nas.lan:8443", "https://nas.lan:8443"),
        ("#tag@nas.lan", "https://nas.lan"),
        ("nas.lan", "https://nas.lan"),
        ("@a@nas.lan:1200/any?q#", "https://nas.lan:1200/any?q#"),
    ],
)
def test_every_form_of_locator_stands_for_an_address(locator: str, address: str) -> None:
    assert located(locator) == address


@pytest.mark.parametrize(
    "locator", ["http://nas.lan:1200/feed", "https://NAS.lan/other", "@user@nas.lan:8443", "nas.lan"]
)
def test_the_host_that_the_operator_typed_is_theirs_and_a_chats_is_not(locator: str) -> None:
    assert is_operators("http://nas.lan:1200/hub", [source("https://x.example/"), source(locator)])
    assert not is_operators("http://nas.lan:1200/hub", [source(locator, brought_by=7)])
    assert not is_operators("http://other.lan:1200/hub", [source(locator)])


@pytest.mark.parametrize("url", ["", "nonsense", "http://[", "http://"])
def test_what_has_no_host_is_nobodys(url: str) -> None:
    assert not is_operators(url, [source("http://["), source(""), source("http://")])
