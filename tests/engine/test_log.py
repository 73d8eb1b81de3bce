from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from bot.log import Scrubber, set_up

pytestmark = pytest.mark.usefixtures("logging_as_it_was")

TOKEN = "123456789:AAHcanaryCANARYcanaryCANARYcanary12"  # the shape of a token, not one
PASSWORD = 'pa$$ "quoted" \\ wörd'


def _fail() -> None:
    cause = ValueError(f"cause {PASSWORD}")
    raise OSError(f"GET https://bob:hunter2@example.org/?access_token=syt_abc_defghijkl {TOKEN}") from cause


@pytest.mark.parametrize("as_json", [False, True])
def test_no_canary_gets_into_a_line(*, as_json: bool) -> None:
    lines = io.StringIO()
    set_up("debug", as_json=as_json, secrets=[PASSWORD, TOKEN, ""], to=lines)
    log = structlog.stdlib.get_logger("canary")
    log.info("words with %s", PASSWORD, url=f"https://api.telegram.org/bot{TOKEN}/getMe", nested={"a": [PASSWORD]})
    log.warning("bytes", body=TOKEN.encode(), error=ValueError(PASSWORD))
    logging.getLogger("library").error("%s and %r", PASSWORD, {"token": TOKEN})
    try:
        _fail()
    except OSError:
        log.exception("failed")
    text = lines.getvalue()
    assert "failed" in text
    assert "Traceback" in text
    for secret in (TOKEN, "canaryCANARY", "hunter2", "syt_", "quoted", "wörd"):
        assert secret not in text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage", "POST https://api.telegram.org/bot***/sendMessage"),
        ("http://127.0.0.1:1234/bot42:short/getMe", "http://127.0.0.1:1234/bot***/getMe"),
        ("postgresql+asyncpg://bot:secret@db/attribot", "postgresql+asyncpg://***@db/attribot"),
        ("Authorization: Bearer syt_Ym90_abcdefghij_123", "Authorization: ***"),
        ("https://x.org/feed?token=abc&user=bob", "https://x.org/feed?token=***&user=bob"),
        ('{"password": "abc", "device": "X"}', '{"password": "***", "device": "X"}'),
        ("12:30:45 polled 3 of 4", "12:30:45 polled 3 of 4"),
        ("a token is missing", "a token is missing"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, left: str) -> None:
    assert Scrubber().scrub(text) == left


def test_a_secret_too_short_to_be_one_does_not_eat_words() -> None:
    assert Scrubber(["a", ""]).scrub("all is well") == "all is well"


def test_lines_are_key_value_by_default_and_nothing_forges_one() -> None:
    lines = io.StringIO()
    set_up("info", as_json=False, to=lines)
    structlog.stdlib.get_logger("x").info("polled\nforged", outlet="sana", title='a "b"\nc', n=3)
    (line,) = lines.getvalue().splitlines()
    assert r"polled\nforged" in line
    assert r'outlet=sana title="a \"b\"\nc" n=3' in line


def test_lines_are_json_when_asked_for() -> None:
    lines = io.StringIO()
    set_up("info", as_json=True, to=lines)
    structlog.stdlib.get_logger("x").info("polled", outlet="حماة", n=3)
    line = json.loads(lines.getvalue())
    assert line["event"] == "polled"
    assert line["outlet"] == "حماة"
    assert line["n"] == 3
    assert line["level"] == "info"


def test_libraries_keep_quiet_below_a_warning() -> None:
    lines = io.StringIO()
    set_up("debug", as_json=False, to=lines)
    for library in ("aiohttp.access", "httpx", "nio.client", "telegram.ext", "apscheduler.scheduler"):
        logging.getLogger(library).info("chatter")
    logging.getLogger("bot").debug("ours")
    assert "chatter" not in lines.getvalue()
    assert "ours" in lines.getvalue()
