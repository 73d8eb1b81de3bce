"""A bot that Telegram posts to, killed as a process between handling and answering: nothing is lost or done twice."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.drill import QUICK
from tests.acceptance.test_push import bot, free_port
from tests.acceptance.victim import KILLED
from tests.engine.waiting import until
from tests.servers.botapi import TOKEN, BotApi, Chat

pytestmark = pytest.mark.slow

ASKED = "/filter add wanted homs"


def environment(folder: Path, api: BotApi, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": api.url,
        "TELEGRAM_WEBHOOK": "true",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "WEB_LISTEN": f"127.0.0.1:{port}",
        **QUICK,
    }


def answers(chat: Chat) -> list[str]:
    return [text for text in chat.bot_texts if "wanted" in text]


@pytest.mark.parametrize(
    ("point", "done", "told"),
    [
        ("listen.before_respond", False, False),
        ("listen.after_respond", True, False),
        ("listen.before_answer", True, True),
    ],
)
async def test_a_command_is_done_once_and_answered_wherever_the_bot_dies(
    tmp_path: Path, point: str, *, done: bool, told: bool
) -> None:
    folder, marker, log, port = tmp_path / "data", tmp_path / "marker", tmp_path / "log", free_port()
    async with BotApi() as api:
        ann = api.user("Ann")
        chat = ann.opens_chat()
        settings = environment(folder, api, port)
        async with bot({**settings, "CRASH_AT": point, "MARKER": str(marker)}, log) as process:
            await until(lambda: bool(api.updates.webhook.url))
            ann.says(chat, ASKED)
            assert await process.wait() == KILLED, log.read_text()
        assert marker.read_text() == point
        assert filters(folder) == (["wanted"] if done else [])
        assert len(answers(chat)) == told
        async with bot(settings, log) as process:
            await until(lambda: not api.updates.pending)
            await until(lambda: bool(answers(chat)))
        assert process.returncode == 0, log.read_text()
        assert filters(folder) == ["wanted"]
        assert len(answers(chat)) == 1
        assert {status for _, status in api.updates.pusher.tries} <= {200, "Connection refused"}
        assert api.violations == []
    text = log.read_text()
    for secret in (TOKEN, api.calls_of("setWebhook")[0].args["secret_token"]):
        assert secret not in text


def filters(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "attribot.db")) as database:
        return [name for (name,) in database.execute("SELECT name FROM filters")]


async def test_back_at_the_long_poll_the_bot_hears_what_was_said_meanwhile(tmp_path: Path) -> None:
    folder, log, port = tmp_path / "data", tmp_path / "log", free_port()
    async with BotApi() as api:
        ann = api.user("Ann")
        chat = ann.opens_chat()
        settings = environment(folder, api, port)
        async with bot(settings, log):
            ann.says(chat, ASKED)
            await until(lambda: bool(answers(chat)) and not api.updates.pending)
        ann.says(chat, "/filter add second hama")
        async with bot({**settings, "TELEGRAM_WEBHOOK": "false"}, log) as process:
            await until(lambda: not api.updates.pending)
        assert process.returncode == 0, log.read_text()
        assert api.updates.webhook.url == ""
        assert sorted(filters(folder)) == ["second", "wanted"]
        assert len(answers(chat)) == 1
