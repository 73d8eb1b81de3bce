"""The parameters of a call: however they were sent, nested values may be JSON in a string."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.servers.botapi.errors import bad_request


class Args:
    """Parameters by name, read as what a method needs; `files`: uploads by field name."""

    def __init__(self, given: dict[str, Any], files: dict[str, bytes]) -> None:
        self.given = given
        self.files = files

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def text(self, name: str) -> str:
        return str(self.given.get(name, ""))

    def number(self, name: str, otherwise: int = 0) -> int:
        try:
            return int(self.given.get(name, otherwise))
        except ValueError:
            raise bad_request(f"invalid parameter {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.given.get(name, "")).lower() in {"true", "1", "yes"}

    def value(self, name: str, otherwise: Any = None) -> Any:
        """A nested value, decoded when it came as a string."""
        given = self.given.get(name, otherwise)
        if not isinstance(given, str):
            return given
        try:
            return json.loads(given)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> bytes | str:
        """What to send: the bytes of a part of this name or one `attach://` names, or a file id or URL."""
        if name in self.files:
            return self.files[name]
        given = self.text(name)
        if given.startswith("attach://"):
            return self.files[given.removeprefix("attach://")]
        return given

    def decoded(self) -> dict[str, Any]:
        """All with JSON where a string holds some: what the schema is held against."""
        return {name: _decoded(name, value) for name, value in self.given.items()}

    @classmethod
    async def of(cls, request: web.Request) -> Args:
        """From the query, a form, multipart or a JSON body."""
        given: dict[str, Any] = dict(request.query)
        files: dict[str, bytes] = {}
        if request.content_type == "application/json":
            given |= await request.json()
        elif request.can_read_body:
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    files[name] = value.file.read()
                else:
                    given[name] = value
        return cls(given, files)


TEXTS = {"text", "caption", "title", "url", "secret_token", "name", "callback_query_id", "file_id", "language_code"}


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
