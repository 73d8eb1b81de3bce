"""The one key of an installation."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.errors import Fatal
from bot.keyring import FILE, Keyring


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = Keyring.open(tmp_path).derive("x")
    key = (tmp_path / FILE).read_bytes()
    assert Keyring.open(tmp_path).derive("x") == first
    assert (tmp_path / FILE).read_bytes() == key
    assert (len(key), mode(tmp_path / FILE)) == (32, 0o600)
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    keys = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        keys.add(Keyring.open(tmp_path / name).derive("x"))
    assert len(keys) == 2


def test_each_purpose_has_its_key(tmp_path: Path) -> None:
    keyring = Keyring.open(tmp_path)
    keys = {keyring.derive(purpose) for purpose in ("path", "secret", "")}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 3
    assert (tmp_path / FILE).read_bytes() not in keys


def test_of_many_that_make_it_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: Keyring.open(tmp_path).derive("x"), range(64)))
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_key_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    Keyring.open(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    Keyring.open(tmp_path)
    assert mode(tmp_path / FILE) == 0o600


@pytest.mark.parametrize("size", [0, 31, 33])
def test_what_is_no_key_is_not_used_nor_written_over(tmp_path: Path, size: int) -> None:
    (tmp_path / FILE).write_bytes(b"x" * size)
    with pytest.raises(Fatal, match=f"has {size} bytes, not 32. Restore it from a backup"):
        Keyring.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"x" * size


def test_a_folder_that_cant_be_written_stops_the_bot_with_a_word(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match="key can't be used: No such file or directory"):
        Keyring.open(tmp_path / "missing")
    (tmp_path / FILE).mkdir()
    with pytest.raises(Fatal, match="key can't be used: Is a directory"):
        Keyring.open(tmp_path)
