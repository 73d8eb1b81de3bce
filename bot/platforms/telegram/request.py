"""How requests reach the Bot API: over aiohttp, knowing which failed ones were written, never naming the token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import aiohttp
import structlog
from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

__all__ = ["Answered", "Hearing", "NoAnswer", "NotWritten", "Transport", "bot_over", "posted"]

_log = structlog.get_logger(__name__)

_BODY_BYTES = 16 * 1024 * 1024  # 100 updates of the largest kind stay far below
_KEEP_SECONDS = 15.0  # idle connections are closed by us, before the server closes them under a request
_OK = 200
_MULTIPLE_CHOICES = 300
_JSON = {"Content-Type": "application/json"}


class NotWritten(NetworkError):
    """Nothing of the request was written: DNS, refused, connect time-out, TLS. Free to try again."""


class NoAnswer(NetworkError):
    """The request was written and no usable answer came: it may have been carried out."""


class Answered(TelegramError):
    """The server answered that it did not do it."""

    def __init__(self, code: int, description: str, *, retry_after: int = 0, migrated_to: int = 0) -> None:
        """`code`: HTTP status; `description`: empty when the body was not the API's JSON; `retry_after`: seconds."""
        super().__init__(f"{code} {description or 'without a description'}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrated_to = migrated_to


class _Progress(SimpleNamespace):
    """How far one request has come."""

    written = False


class Transport(BaseRequest):
    """One pool of connections to the Bot API, and the only place that knows the token.

    `root`: what comes before the method in a URL, the token included: `Bot` is given neither, as it logs
    its address and shows its token in its `repr`; the URLs it makes begin with the slash before the method.
    `connect`: longest time until a connection stands, TLS included; `answer`: longest time for the whole
    exchange after that, when the caller names none. Both in seconds.
    """

    def __init__(self, root: str, *, connect: float, answer: float, connections: int = 64) -> None:
        self._root = root
        self._connect = connect
        self._answer = answer
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """The longest time for an answer, in seconds."""
        return self._answer

    async def initialize(self) -> None:
        """Nothing to do: the pool opens with the first request."""

    async def shutdown(self) -> None:
        """Close the connections; a later request opens them again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - one time limit covers writing and reading
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the pool's own holds
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - waiting for the pool is connecting
    ) -> tuple[int, bytes]:
        """One exchange. Raises `NotWritten`, `NoAnswer` or, for any status but 2xx, `Answered`."""
        answer = float(read_timeout) if isinstance(read_timeout, int | float) else self._answer
        return await self._asked(url, method, answer, {"data": _form(request_data)})

    async def call(self, method: str, parameters: Mapping[str, object]) -> dict[str, Any]:
        """What a method that gives an object gives, in half the time that the library's own objects take.

        Parameters that are None are left out. Raises as `do_request` does, and `NoAnswer` for any other result.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        body = json.dumps(given, ensure_ascii=False).encode("utf-8", "replace")
        content = {"data": body, "headers": _JSON}
        _, payload = await self._asked(f"/{method}", "POST", self._answer, content)
        result = self.parse_json_payload(payload)["result"]
        if not isinstance(result, dict):
            raise NoAnswer("the answer was not one of the Bot API's")
        return result

    async def _asked(self, url: str, method: str, answer: float, content: Mapping[str, Any]) -> tuple[int, bytes]:
        """The answer of one exchange, if it is a good one."""
        progress = _Progress()
        try:
            status, headers, body = await self._exchange(url, method, answer, progress, content)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = _failure(error, written=progress.written)
        else:
            if not _OK <= status < _MULTIPLE_CHOICES:
                raise _answered(status, headers, body)
            return status, body
        # Raised out here so that the original, whose words hold the token, does not ride along as its context.
        raise failure

    async def _exchange(
        self, url: str, method: str, answer: float, progress: _Progress, content: Mapping[str, Any]
    ) -> tuple[int, Mapping[str, str], bytes]:
        limit = aiohttp.ClientTimeout(total=self._connect + answer, connect=self._connect)
        async with self._open().request(
            method, self._root + url, timeout=limit, allow_redirects=False, trace_request_ctx=progress, **content
        ) as response:
            body = bytearray()
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > _BODY_BYTES:
                    raise aiohttp.ClientPayloadError("longer than any answer of the Bot API")
            return response.status, response.headers, bytes(body)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            trace = aiohttp.TraceConfig()
            trace.on_request_headers_sent.append(_mark_written)
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEEP_SECONDS)
            self._session = aiohttp.ClientSession(
                connector=connector, trace_configs=[trace], headers={"User-Agent": "Attribot"}
            )
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The API's envelope; `NoAnswer` when a 2xx body is not one: the request may have been carried out."""
        answer = _json(payload)
        if "result" not in answer:
            raise NoAnswer("the answer was not one of the Bot API's")
        return answer


class Hearing(Transport):
    """The pool of the long poll, where an update that the library can't read arrives empty.

    One of a newer API may be such: it would fail the whole answer, which would be asked for again without end.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As `Transport` does, every update checked."""
        answer = Transport.parse_json_payload(payload)
        if not isinstance(answer["result"], list):
            raise NoAnswer("the answer was no list of updates")
        return answer | {"result": [_readable(update) for update in answer["result"]]}


def posted(body: bytes) -> Update | None:
    """The update that a webhook's body holds, empty when the library can't read it; None when it is none."""
    told = _json(body)
    if not isinstance(told.get("update_id"), int):
        _log.error("telegram_update_unreadable", why="what was posted is no update")
        return None
    return Update.de_json(_readable(told), None)


def _readable(update: Any) -> dict[str, Any]:
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int):
        raise NoAnswer("the answer was no list of updates")
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001 - the library promises none in particular
        # Neither the update nor the error's words, which may quote it: what people write is not for logs.
        _log.error("telegram_update_unreadable", update=number, why=type(error).__name__)
        return {"update_id": number}
    return dict(update)


def bot_over(speaking: Transport, hearing: Transport) -> Bot:
    """The methods of the Bot API over these transports, `hearing` for getUpdates alone."""
    return Bot("known-to-the-transport", base_url=lambda _: "", request=speaking, get_updates_request=hearing)


async def _mark_written(
    session: aiohttp.ClientSession,  # noqa: ARG001 - the signature is aiohttp's
    context: SimpleNamespace,
    params: aiohttp.TraceRequestHeadersSentParams,  # noqa: ARG001 - as above
) -> None:
    """Called by aiohttp with a connection in hand, just before the first byte goes out."""
    context.trace_request_ctx.written = True


def _failure(error: Exception, *, written: bool) -> NotWritten | NoAnswer:
    """The failure in words without the URL, which holds the token."""
    kind = type(error).__name__
    if written:
        return NoAnswer(f"no answer to the request ({kind})")
    return NotWritten(f"no connection to the Bot API ({kind})")


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None:
        return None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, content_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _json(body: bytes) -> dict[str, Any]:
    """The body as a JSON object; empty when it is anything else."""
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _answered(status: int, headers: Mapping[str, str], body: bytes) -> Answered:
    """Only what has the API's own form counts as its words: something before it may answer in JSON too."""
    answer = _json(body)
    told = answer if answer.get("ok") is False else {}
    description, parameters = told.get("description"), told.get("parameters")
    if not isinstance(parameters, dict):
        parameters = {}
    return Answered(
        status,
        description if isinstance(description, str) else "",
        retry_after=_number(parameters.get("retry_after", headers.get("Retry-After"))),
        migrated_to=_number(parameters.get("migrate_to_chat_id")),
    )


def _number(value: object) -> int:
    """A whole number as JSON or a header gives it; 0 when it is none (a header may hold a date)."""
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else 0
