"""The published schema of the Bot API: which parameters a method takes, and what its results look like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PUBLISHED = ROOT.parent / "shared" / "data" / "telegram-api-spec" / "api-10.1-paulsonoflars.json"
PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
    "InputFile": str,
}


class Schema:
    """Checks against the published schema; each check yields what is wrong, in words."""

    def __init__(self, published: dict[str, Any]) -> None:
        self._methods = {name.lower(): method for name, method in published["methods"].items()}
        self._types = published["types"]

    def knows(self, method: str) -> bool:
        return method.lower() in self._methods

    def request(self, method: str, given: dict[str, Any]) -> Iterator[str]:
        """Wrong about these parameters: unknown, missing or of another type."""
        fields = self._methods[method.lower()].get("fields", [])
        yield from self._fields(method, fields, given)

    def result(self, method: str, result: Any) -> Iterator[str]:
        """Wrong about this result."""
        yield from self._any_of(method, self._methods[method.lower()]["returns"], result)

    def _fields(self, where: str, fields: list[dict[str, Any]], given: dict[str, Any]) -> Iterator[str]:
        known = {field["name"]: field for field in fields}
        yield from (f"{where}: unknown {name}" for name in given if name not in known)
        for name, field in known.items():
            if name in given:
                yield from self._any_of(f"{where}.{name}", field["types"], given[name])
            elif field["required"] and "InputFile" not in field["types"]:  # an upload is no parameter
                yield f"{where}: {name} is missing"

    def _any_of(self, where: str, kinds: list[str], value: Any) -> Iterator[str]:
        complaints = [list(self._one(where, kind, value)) for kind in kinds]
        if all(complaints):
            yield from min(complaints, key=len)

    def _one(self, where: str, kind: str, value: Any) -> Iterator[str]:
        if kind in PLAIN:
            wrong = not isinstance(value, PLAIN[kind]) or (isinstance(value, bool) != (kind in {"Boolean", "True"}))
            yield from [f"{where}: {value!r} is not {kind}"] * wrong
        elif kind.startswith("Array of "):
            yield from self._array(where, kind.removeprefix("Array of "), value)
        elif "subtypes" in self._types[kind]:
            yield from self._any_of(where, self._types[kind]["subtypes"], value)
        elif not isinstance(value, dict):
            yield f"{where}: {value!r} is not {kind}"
        else:
            yield from self._fields(f"{where}:{kind}", self._types[kind].get("fields", []), value)

    def _array(self, where: str, kind: str, value: Any) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: {value!r} is not an array"
            return
        for index, one in enumerate(value):
            yield from self._any_of(f"{where}[{index}]", [kind], one)


@cache
def published() -> Schema | None:
    """The schema beside the project, where there is one."""
    return Schema(json.loads(PUBLISHED.read_text())) if PUBLISHED.is_file() else None
