from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from asyncio.subprocess import PIPE
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

import bot
from bot.__main__ import _log, cli
from bot.app import opened
from bot.core.model import Outlet
from bot.data.opml import read_opml
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


# ---- lists of sources


OPML = '<opml><body>{}<outline text="Odd" xmlUrl="ftp://odd.example"/></body></opml>'
FEED = '<outline text="Feed {0} &amp; co" xmlUrl="https://feed{0}.example/rss?n={0}" category="near-east"/>'
SECRET = "https://new.example/feed?token=hush"


def place(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "data"), "PACKS": ","}


def listed(tmp_path: Path, text: str) -> str:
    file = tmp_path / "list"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_list_is_taken_in_and_written_out_again(tmp_path: Path) -> None:
    feeds = "".join(FEED.format(number) for number in range(3))
    first = invoke("import", listed(tmp_path, OPML.format(feeds)), **place(tmp_path))
    assert (first.exit_code, first.stdout) == (
        0,
        "3 new, 0 known, 1 refused.\n  ftp://odd.example: no kind of source reads that address\n",
    )
    again = invoke("import", listed(tmp_path, OPML.format(feeds)), **place(tmp_path))
    assert again.stdout.startswith("0 new, 3 known, 1 refused.")
    written = invoke("export", "--opml", **place(tmp_path))
    assert written.stderr == ""
    assert {(line.title, line.address, line.folders) for line in read_opml(written.stdout.encode())} == {
        (f"Feed {n} & co", f"https://feed{n}.example/rss?n={n}", ("near-east",)) for n in range(3)
    }


def test_an_export_goes_into_a_new_file_for_nobody_else_to_read_and_says_that_it_is_secret(tmp_path: Path) -> None:
    entry = f"outlets: [{{id: x, name: X, sources: [{{feed: '{SECRET}', reposts: false}}]}}]"
    assert invoke("import", listed(tmp_path, entry), **place(tmp_path)).stdout == "1 new, 0 known, 0 refused.\n"
    file = tmp_path / "out.yaml"
    result = invoke("export", str(file), **place(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("SECRET: 1 of the addresses hold keys or passwords.")
    assert file.stat().st_mode & 0o077 == 0
    assert SECRET in file.read_text("utf-8")
    assert "reposts: false" in file.read_text("utf-8")
    again = invoke("export", str(file), **place(tmp_path))
    assert again.exit_code == 2
    assert "never overwrites" in again.stderr
    nowhere = invoke("export", str(tmp_path / "none" / "x"), **place(tmp_path))
    assert nowhere.exit_code == 2
    assert "can't be written" in nowhere.stderr


def test_what_is_no_list_is_told_in_plain_words(tmp_path: Path) -> None:
    result = invoke("import", listed(tmp_path, "hello"), **place(tmp_path))
    assert result.exit_code == 2
    assert result.stderr.startswith("attribot: That is neither OPML nor a list that  ./run export  writes")
    assert invoke("import", str(tmp_path / "none"), **place(tmp_path)).exit_code == 2


def test_the_catalogue_stays_the_catalogues_whatever_a_list_says_of_it(tmp_path: Path) -> None:
    there = place(tmp_path) | {"PACKS": "world"}
    before = invoke("export", **there)
    again = invoke("import", listed(tmp_path, before.stdout), **place(tmp_path / "other") | {"PACKS": "world"})
    assert again.stdout.startswith("0 new, ")


def test_beside_a_running_bot_a_list_is_written_but_not_taken_in(tmp_path: Path) -> None:
    entry = "outlets: [{id: x, name: X, sources: [{feed: 'https://x.example/feed'}]}]"
    assert invoke("import", listed(tmp_path, entry), **place(tmp_path)).exit_code == 0
    script = (
        "import sys; from pathlib import Path; from bot.store.file import hold\n"
        "hold(Path(sys.argv[1])); print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "data" / "attribot.db")],
        cwd=Path(bot.__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "held\n"
        written = invoke("export", **place(tmp_path))
        refused = invoke("import", listed(tmp_path, entry), **place(tmp_path))
        running.communicate("\n")
    assert (written.exit_code, refused.exit_code) == (0, 2)
    assert "https://x.example/feed" in written.stdout
    assert refused.stderr.startswith("attribot: The bot is running and has its database to itself. Stop it first")
    assert "/source import" in refused.stderr


@pytest.mark.slow
async def test_beside_a_running_bot_an_export_opens_what_is_sealed(tmp_path: Path) -> None:
    secret = "https://a.example/feed?token=cafe5ecret"
    settings = Settings(_env_file=None, data_dir=tmp_path, packs=())
    async with opened(settings) as store:  # a process does not keep itself out of the file, so another one exports
        await store.sources.add(Outlet("a", "A"), "feed", secret, datetime.now(UTC))
        command = (sys.executable, "-m", "bot", "export")
        environment = {**os.environ, "DATA_DIR": str(tmp_path), "PACKS": ""}
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, env=environment)
        written, said = await process.communicate()
    assert secret in written.decode(), said.decode()
    assert "sealed:" not in written.decode()
