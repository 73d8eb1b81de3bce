"""The one door, and the fence around the tests."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    everything = os.environ | environment
    return subprocess.run([ROOT / "run", *words], env=everything, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_help_lists_the_verbs(word: str) -> None:
    told = run(word)
    assert told.returncode == 0
    own = ("demo", "test", "check", "bench", "lock")
    assert all(f"./run {verb}" in told.stdout for verb in (*own, "export", "import", "backup", "migrate"))


@pytest.mark.slow
def test_without_a_python_it_says_what_is_needed(tmp_path: Path) -> None:
    told = run("version", ATTRIBOT_VENV=str(tmp_path / "none"), PYTHON="false")
    assert told.returncode == 1
    assert "Python 3.11 or newer" in told.stderr
    assert not (tmp_path / "none").exists()


def test_a_test_that_leaves_this_machine_is_caught(ways_out: list[str]) -> None:
    with pytest.raises(PermissionError), socket.create_connection(("192.0.2.1", 9), timeout=1):
        pass
    assert ways_out == ["('192.0.2.1', 9)"]
    ways_out.clear()


def test_a_test_may_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
