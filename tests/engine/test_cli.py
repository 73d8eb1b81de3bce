from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

import bot
from bot.__main__ import _log, cli
from bot.engine.health import SIGN, STALE
from bot.settings import Settings, example
from tests.kit.stores import sqlite_store

pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` of this machine is read."""
    monkeypatch.chdir(tmp_path)


def invoke(*arguments: str, **variables: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=variables)


def test_version_says_the_version() -> None:
    assert invoke("version").stdout == f"{bot.__version__}\n"


def test_no_secret_setting_gets_into_the_log_nor_a_part_of_one() -> None:
    tokens = "example.social=canaryONE,other.example=canaryTWO"
    scrubber = _log(Settings(mastodon_tokens=SecretStr(tokens), telegram_token=SecretStr("canaryTHREE")), quiet=False)
    assert "canary" not in scrubber.scrub("canaryONE and canaryTWO and canaryTHREE")


def test_env_prints_every_setting() -> None:
    assert invoke("env").stdout == example()


@pytest.mark.parametrize("command", ["run", "console", "health", "migrate", "backup"])
def test_a_wrong_setting_is_named_in_plain_words_and_its_value_is_not(command: str) -> None:
    arguments = ["copy.db"] if command == "backup" else []
    result = invoke(command, *arguments, POLL_SECONDS="-7777")
    assert result.exit_code == 2
    assert result.stderr == "attribot: POLL_SECONDS can't be used: input should be greater than 0. See .env.example.\n"


def test_what_is_fatal_is_said_without_a_traceback(tmp_path: Path) -> None:
    result = invoke("run", DATA_DIR=str(tmp_path), TELEGRAM_TOKEN="nonsense", LOG_LEVEL="error")
    assert result.exit_code == 2
    assert result.stderr.startswith("attribot: TELEGRAM_TOKEN does not look like a bot's token")
    assert "Traceback" not in result.stderr


def test_health_tells_a_bot_that_never_started(tmp_path: Path) -> None:
    result = invoke("health", DATA_DIR=str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "It has not started yet.\n")


@pytest.mark.parametrize(("ago", "code"), [(timedelta(seconds=5), 0), (STALE + timedelta(seconds=5), 1)])
def test_health_tells_a_bot_that_lives_from_one_that_hangs(tmp_path: Path, ago: timedelta, code: int) -> None:
    sign = tmp_path / SIGN
    sign.touch()
    then = (datetime.now(UTC) - ago).timestamp()
    os.utime(sign, (then, then))
    result = invoke("health", DATA_DIR=str(tmp_path))
    assert result.exit_code == code
    assert "The last sign of life was" in result.stdout


def test_a_backup_is_a_copy_of_the_database(tmp_path: Path) -> None:
    asyncio.run(_with_a_memory(tmp_path))
    result = invoke("backup", str(tmp_path / "copy.db"), DATA_DIR=str(tmp_path))
    assert result.exit_code == 0, result.stderr
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT value FROM memories WHERE name = 'canary'").fetchall() == [("sings",)]
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    asyncio.run(_with_a_memory(tmp_path))
    (tmp_path / "copy.db").write_text("precious")
    result = invoke("backup", str(tmp_path / "copy.db"), DATA_DIR=str(tmp_path))
    assert (result.exit_code, (tmp_path / "copy.db").read_text()) == (2, "precious")


@pytest.mark.parametrize(
    ("variables", "words"),
    [({}, "There is no database"), ({"DATABASE_URL": "postgresql+asyncpg://u:p@h/d"}, "pg_dump")],
)
def test_a_backup_of_nothing_says_why(tmp_path: Path, variables: dict[str, str], words: str) -> None:
    result = invoke("backup", str(tmp_path / "copy.db"), DATA_DIR=str(tmp_path / "none"), **variables)
    assert result.exit_code == 2
    assert words in result.stderr


def test_migrate_makes_a_database(tmp_path: Path) -> None:
    result = invoke("migrate", DATA_DIR=str(tmp_path / "data"), LOG_LEVEL="error")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "data" / "attribot.db").exists()


@pytest.mark.slow
def test_without_a_token_it_chats_in_the_terminal_and_says_so(tmp_path: Path) -> None:
    root = Path(bot.__file__).parent.parent
    ended = subprocess.run(
        [sys.executable, "-m", "bot"],
        input="/help\n",
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "DATA_DIR": str(tmp_path / "data"), "PACKS": "world"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "/latest" in ended.stdout
    assert "No platform is set: chatting in this terminal" in ended.stdout
    assert ended.stderr == "", "the log would scroll across what is typed"
    assert "Traceback" not in ended.stderr


async def _with_a_memory(folder: Path) -> None:
    async with sqlite_store(folder) as store:
        await store.ledger.remember("canary", "sings")
