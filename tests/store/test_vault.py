"""Addresses with secrets in them, as they stand in the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.core.outcome import Read
from bot.store import open_store
from bot.store.vault import SEALED, Vault
from tests.kit.stores import sqlite_url
from tests.kit.tempo import AT_ONCE
from tests.store.sample import LEASE, NOW, entry, outlet

KEY, OTHER = bytes(range(32)), bytes(32)
SECRET = "https://www.reddit.com/r/x/new/.rss?feed=cafe5ecret&user=lina"
PLAIN = "https://example.org/feed.xml"


def kept(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return [row[0] for row in database.execute("SELECT locator FROM sources ORDER BY id")]


def contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def test_an_address_with_a_secret_in_it_is_sealed_and_others_are_not(tmp_path: Path) -> None:
    file = tmp_path / "attribot.db"
    store = await open_store(sqlite_url(file), key=KEY)
    for locator in (SECRET, PLAIN):
        assert (await store.sources.add(outlet("a"), "feed", locator, NOW)).locator == locator
    assert [source.locator for source in await store.sources.every()] == [SECRET, PLAIN]
    assert [source.locator for source in await store.sources.claim(NOW, 1, LEASE)] == [SECRET]
    await store.close()
    sealed, plain = kept(file)
    assert (plain, sealed.startswith(SEALED)) == (PLAIN, True)
    assert not any(b"cafe5ecret" in part for part in contents(tmp_path))


async def test_a_sealed_address_is_there_but_once(tmp_path: Path) -> None:
    store = await open_store(sqlite_url(tmp_path / "attribot.db"), key=KEY)
    await store.sources.add(outlet("a"), "feed", SECRET, NOW)
    with pytest.raises(UserError, match="already"):
        await store.sources.add(outlet("a"), "feed", SECRET, NOW)
    await store.close()


async def test_what_is_adopted_is_sealed_too(tmp_path: Path) -> None:
    file = tmp_path / "attribot.db"
    store = await open_store(sqlite_url(file), key=KEY)
    await store.sources.add(outlet("a"), "feed", PLAIN, NOW)
    (held,) = await store.sources.claim(NOW, 1, LEASE)
    await store.sources.settle(held, Read((entry(1),), lasting=SECRET), AT_ONCE, NOW)
    assert [source.locator for source in await store.sources.every()] == [SECRET]
    await store.close()
    assert kept(file)[0].startswith(SEALED)


async def test_without_its_key_a_sealed_address_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "attribot.db"
    store = await open_store(sqlite_url(file), key=KEY)
    await store.sources.add(outlet("a"), "feed", SECRET, NOW)
    await store.close()
    for key in (OTHER, None):
        store = await open_store(sqlite_url(file), key=key)
        assert [source.locator for source in await store.sources.every()] == kept(file)
        await store.close()


@given(st.text().map(lambda text: f"https://example.org/?token={text}x"))
def test_what_is_shut_can_be_opened(text: str) -> None:
    vault = Vault(KEY)
    assert vault.open(vault.shut(text)) == text
    assert vault.shut(text) == vault.shut(text)


@pytest.mark.parametrize("kept", [SEALED, f"{SEALED}!!", f"{SEALED}AAAA", f"{SEALED}{'A' * 64}", "sealed"])
def test_what_can_not_be_opened_stays_as_it_is(kept: str) -> None:
    assert Vault(KEY).open(kept) == kept


async def test_what_stood_in_clear_is_sealed_when_there_is_a_key(tmp_path: Path) -> None:
    file = tmp_path / "attribot.db"
    store = await open_store(sqlite_url(file))
    await store.sources.add(outlet("a"), "feed", SECRET, NOW)
    await store.close()
    assert kept(file) == [SECRET]
    store = await open_store(sqlite_url(file), key=KEY)
    with pytest.raises(UserError, match="already") as refused:
        await store.sources.add(outlet("a"), "feed", SECRET, NOW)
    assert "cafe5ecret" not in str(refused.value)
    await store.close()
    assert kept(file)[0].startswith(SEALED)
