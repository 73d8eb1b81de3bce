"""How a database is opened, brought up to date, and refused."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from bot.core.errors import Fatal
from bot.core.model import Options, Record
from bot.store import open_store
from bot.store.ledger import holds
from bot.store.rooms import SqlStore
from bot.store.tables import METADATA
from bot.store.upgrade import MIGRATIONS, newest
from tests.kit.stores import postgres_url, sqlite_store, sqlite_url
from tests.servers.postgres import Postgres
from tests.store.sample import MINUTE, NOW

NEXT = '''
"""A step of the next release."""

from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("ALTER TABLE memories ADD COLUMN more TEXT")
'''


def older(file: Path, revision: str) -> None:
    """A database in the shape of an earlier release."""
    engine = create_engine(f"sqlite:///{file}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a release to come."""
    folder = tmp_path / "later"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    (folder / "versions" / "9999_pre_more.py").write_text(NEXT.format(head=head))
    return folder


async def test_the_migrations_make_the_tables_that_statements_expect(store: SqlStore) -> None:
    async with store._database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_new_database_is_made_where_there_is_none(tmp_path: Path) -> None:
    store = await open_store(sqlite_url(tmp_path / "deep" / "down" / "attribot.db"))
    await store.ledger.remember("a", "b")
    await store.close()
    assert files(tmp_path / "deep" / "down") == ["attribot.db", "attribot.db.lock"]


async def test_what_was_kept_is_there_after_opening_again(tmp_path: Path) -> None:
    async with sqlite_store(tmp_path) as store:
        await store.ledger.remember("a", "b")
    async with sqlite_store(tmp_path) as store:
        assert await store.ledger.recall("a") == "b"
    assert files(tmp_path) == ["attribot.db", "attribot.db.lock"]


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
async def test_a_database_without_a_file_is_gone_when_it_is_closed(url: str) -> None:
    store = await open_store(url)
    await store.ledger.remember("a", "b")
    assert await store.ledger.recall("a") == "b"
    await store.close()
    store = await open_store(url)
    assert await store.ledger.recall("a") == ""
    await store.close()


async def test_a_file_is_copied_before_its_shape_changes(tmp_path: Path, later: Path) -> None:
    async with sqlite_store(tmp_path) as store:
        await store.ledger.remember("a", "b")
    store = await open_store(sqlite_url(tmp_path / "attribot.db"), clock_now=lambda: NOW, migrations=later)
    assert await store.ledger.recall("a") == "b"
    await store.close()
    copy = tmp_path / f"attribot.{newest(MIGRATIONS)}.20261202T140210Z.db"
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT value FROM memories WHERE name = 'a'").fetchall() == [("b",)]
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest(MIGRATIONS),)]
    before = files(tmp_path)
    await (await open_store(sqlite_url(tmp_path / "attribot.db"), migrations=later)).close()
    assert files(tmp_path) == before


async def test_a_copy_holds_what_stood_in_the_write_ahead_log(tmp_path: Path, later: Path) -> None:
    async with sqlite_store(tmp_path) as store:
        await store.ledger.remember("a", "b")
        crashed = shutil.copytree(tmp_path, tmp_path / "crashed")
    assert (crashed / "attribot.db-wal").stat().st_size
    await (await open_store(sqlite_url(crashed / "attribot.db"), clock_now=lambda: NOW, migrations=later)).close()
    with closing(sqlite3.connect(crashed / f"attribot.{newest(MIGRATIONS)}.20261202T140210Z.db")) as kept:
        assert kept.execute("SELECT value FROM memories WHERE name = 'a'").fetchall() == [("b",)]


@pytest.mark.parametrize("revision", ["0001"])
async def test_an_older_database_keeps_what_it_holds(tmp_path: Path, revision: str) -> None:
    file = tmp_path / "attribot.db"
    older(file, revision)
    with closing(sqlite3.connect(file)) as before, before:
        before.execute("INSERT INTO outlets (id, name, packs) VALUES ('sana', 'SANA', '[]')")
        before.execute(
            "INSERT INTO sources (outlet_id, kind, locator, state, listed, memory, due_at)"
            " VALUES ('sana', 'feed', 'https://sana.example', 'active', 1, '{}', 0)"
        )
        before.execute(
            "INSERT INTO items (outlet_id, source_id, title, published, seen, quiet) VALUES ('sana', 1, 'A', 0, 0, 0)"
        )
    store = await open_store(sqlite_url(file))
    (source,) = await store.sources.every()
    assert (source.outlet.id, source.options, source.record) == ("sana", Options(), Record())
    (item,) = await store.search.items(datetime.min.replace(tzinfo=UTC), 10)
    assert (item.title, item.reposts, item.edited) == ("A", "", False)
    await store.close()


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, later: Path) -> None:
    url = sqlite_url(tmp_path / "attribot.db")
    await (await open_store(url, migrations=later)).close()
    with pytest.raises(Fatal, match=r"newer Attribot \(revision 9999\)"):
        await open_store(url)
    await (await open_store(url, migrations=later)).close()


@pytest.mark.slow
async def test_a_postgresql_database_of_a_newer_version_is_left_alone(postgres: Postgres, later: Path) -> None:
    async with postgres_url(postgres) as url:
        await (await open_store(url, migrations=later)).close()
        with pytest.raises(Fatal, match=r"newer Attribot \(revision 9999\)"):
            await open_store(url)


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear reader, " * 100)
    with pytest.raises(Fatal, match="not a database"):
        await open_store(sqlite_url(file))
    assert file.read_text() == "Dear reader, " * 100


async def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE songs (name)")
    with pytest.raises(Fatal, match="not one of Attribot's"):
        await open_store(sqlite_url(file))


async def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.db").mkdir()
    for place in (tmp_path / "file" / "attribot.db", tmp_path / "folder.db"):
        with pytest.raises(Fatal, match=str(place)):
            await open_store(sqlite_url(place))


@pytest.mark.parametrize("url", ["nonsense", "mysql://a/b", "postgresql://user:secret@host/name"])
async def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(Fatal, match="DATABASE_URL") as refused:
        await open_store(url)
    assert "secret" not in str(refused.value)


async def test_a_server_out_of_reach_is_named_without_its_password() -> None:
    with pytest.raises(Fatal, match="can't reach the database postgresql") as refused:
        await open_store("postgresql+asyncpg://user:secret@127.0.0.1:1/name")
    assert "secret" not in str(refused.value)


@pytest.mark.slow
async def test_who_falls_silent_in_a_transaction_keeps_nobody_waiting_for_long(postgres: Postgres) -> None:
    async with postgres_url(postgres) as url:
        silent, other = await open_store(url, silence=0.3), await open_store(url)
        assert await silent.ledger.lead("desk", "silent", NOW, MINUTE) == 1

        async def fall_silent() -> None:
            async with silent.ledger._database.write() as connection:
                assert await holds(connection, "desk", 1)  # whose lease is locked for as long as this lasts
                async with asyncio.timeout(10):
                    assert await other.ledger.lead("desk", "other", NOW + 2 * MINUTE, MINUTE) == 2
                await holds(connection, "desk", 1)

        with pytest.raises(DBAPIError):
            await fall_silent()
        assert await silent.ledger.lead("desk", "silent", NOW, MINUTE) is None
        await silent.close()
        await other.close()


@pytest.mark.slow
async def test_a_database_that_is_not_there_is_named(postgres: Postgres) -> None:
    with pytest.raises(Fatal, match="nowhere"):
        await open_store(postgres.url("nowhere"))


@pytest.mark.slow
async def test_a_second_process_is_kept_from_the_file(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "attribot.db")
    program = f"import asyncio; from bot.store import open_store; asyncio.run(open_store({url!r}))"
    async with sqlite_store(tmp_path):
        second = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: ASYNC221 - nothing else is to run meanwhile
    assert second.returncode
    assert "Another Attribot is using" in second.stderr


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def differences(connection: Connection) -> list[object]:
    """Between the tables there are and those in code; full text is not in `METADATA`."""

    def ours(thing: object, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
        table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", "")
        return not (table or "").startswith("item_words")

    options = {"include_object": ours, "compare_type": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), METADATA))
