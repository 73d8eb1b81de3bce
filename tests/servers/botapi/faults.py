"""Scripted faults: which call goes wrong, and how; each tells how often it has fired."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.servers.botapi.errors import ApiError, too_many


@dataclass(frozen=True)
class Refuse:
    """Answer with this error instead of carrying it out."""

    code: int
    description: str
    parameters: dict[str, int] = field(default_factory=dict)

    @property
    def error(self) -> ApiError:
        return ApiError(self.code, self.description, **self.parameters)


@dataclass(frozen=True)
class Delay:
    """Carry it out, after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Drop:
    """Cut the connection without an answer; `stored`: whether it was carried out first (the ambiguous case)."""

    stored: bool


@dataclass(frozen=True)
class Raw:
    """Answer with this body, as gateways do, instead of carrying it out."""

    status: int = 502
    body: bytes = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
    stored: bool = False
    """Carry it out first: the answer is lost on its way."""


Trouble = Refuse | Delay | Drop | Raw


def flood(seconds: int) -> Refuse:
    """429, as the limiter gives it."""
    error = too_many(seconds)
    return Refuse(error.code, error.description, error.parameters)


@dataclass
class Fault:
    """What goes wrong with the calls `nth` to `nth + times - 1` that are of this method (and to this chat)."""

    method: str
    trouble: Trouble
    chat: int | None = None
    nth: int = 1
    times: int = 1
    seen: int = 0
    fired: int = 0

    def hits(self, method: str, chat: int | None) -> bool:
        """Whether this call is one of them; counts it."""
        if method.lower() != self.method.lower() or (self.chat is not None and chat != self.chat):
            return False
        self.seen += 1
        if not self.nth <= self.seen < self.nth + self.times:
            return False
        self.fired += 1
        return True


class Faults:
    """All that is to go wrong."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def add(self, method: str, trouble: Trouble, *, chat: int | None = None, nth: int = 1, times: int = 1) -> Fault:
        fault = Fault(method, trouble, chat, nth, times)
        self.planned.append(fault)
        return fault

    def of(self, method: str, chat: int | None) -> Trouble | None:
        """What goes wrong with this call; every fault counts it."""
        hits = [fault for fault in self.planned if fault.hits(method, chat)]
        return hits[0].trouble if hits else None

    @property
    def unfired(self) -> list[Fault]:
        """Those that never happened: a test with one of these proves nothing."""
        return [fault for fault in self.planned if not fault.fired]
