"""Knows how log lines look, and that no secret gets into one."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import Final, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

__all__ = ["Scrubber", "set_up"]

HIDDEN: Final = "***"
SHORTEST: Final = 4
"""Characters of a value that is hidden wherever it stands: a shorter one would eat words."""

_SHAPES: Final = (
    # A Bot API token: the bot's number, a colon, 35 characters (core.telegram.org/bots/api, "Authorizing your bot").
    (re.compile(r"\b\d{6,}(:|%3A)[\w-]{30,}", re.IGNORECASE), HIDDEN),
    (re.compile(r"(/bot)\d+(:|%3A)[^/\s'\"]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    # Synapse's access tokens, login tokens and macaroons.
    (re.compile(r"\b(?:(?:syt|syl|syr|mct|mat)_|MDAx)[\w-]{10,}"), HIDDEN),
    (re.compile(r"(://)[^/\s@'\"]+@"), rf"\1{HIDDEN}@"),
    (
        re.compile(
            r"((?:password|passwd|passphrase|secret|token|access_token|api_?key|authorization)['\"]?\s*[=:]\s*['\"]?)"
            r"(?:(?:Bearer|Basic)\s+)?[^\s'\"&,;)}]+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
)
"""What secrets look like, and what is left of them."""

_QUIET: Final = {
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "nio": logging.ERROR,
    "peewee": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "telegram": logging.ERROR,
}
"""Libraries that log what we log better, or every request; ours says what became of it."""


class Scrubber:
    """Hides secrets in text: those it is told of, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets`: values to hide wherever they stand, as they are or as something else would write them."""
        known = sorted({form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)}, key=len)
        self._known = re.compile("|".join(map(re.escape, reversed(known)))) if known else None

    def scrub(self, text: str) -> str:
        """The text without secrets."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        for shape, left in _SHAPES:
            text = shape.sub(left, text)
        return text

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """The structlog processor: every field becomes a number or a scrubbed text."""
        for name, value in event.items():
            if not isinstance(value, bool | int | float | None):
                event[name] = self.scrub(value if isinstance(value, str) else str(value))
        return event


def _forms(secret: str) -> tuple[str, ...]:
    """The value, and how Python, JSON and a URL write it."""
    return secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], quote(secret, safe="")


def set_up(level: str, *, as_json: bool, secrets: Iterable[str] = (), to: TextIO | None = None) -> Scrubber:
    """Send all log lines, libraries' too, to `to` or standard error; returns what scrubs them, for other texts."""
    scrubber = Scrubber(secrets)
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *common,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                scrubber,
                _renderer(as_json=as_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for library, least in _QUIET.items():
        logging.getLogger(library).setLevel(max(least, root.level))
    return scrubber


def _renderer(*, as_json: bool) -> Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _line


def _line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """`time level event key=value …`, a traceback below; no value can begin a line of its own."""
    head = [event.pop("timestamp"), event.pop("level"), _escaped(str(event.pop("event")))]
    trace = event.pop("exception", "")
    fields = [f"{name}={_written(value)}" for name, value in event.items()]
    return " ".join((*head, *fields)) + (f"\n{trace}" if trace else "")


def _written(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if re.search(r'[\s"=]|^$', text) else text


def _escaped(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")
