"""What a homeserver answers instead of what was asked, and what it means for a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from bot.core.outcome import Gone, Later, Outcome, Refused, Unsure

__all__ = ["SOON", "Trouble", "ends_session", "hopeless", "outcome"]

SOON = timedelta(seconds=5)
"""Wait after a failure that says nothing of how long it will last."""
LONG = timedelta(hours=1)
"""Wait while people have to mend something at the homeserver."""

_ENDED = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"})
_SHUT_OUT = frozenset({"M_USER_SUSPENDED", "M_USER_LOCKED", "M_USER_LIMIT_EXCEEDED", "M_CONSENT_NOT_GIVEN"})
_FULL = frozenset({"M_RESOURCE_LIMIT_EXCEEDED"})
_CLOSED = frozenset({"M_FORBIDDEN", "M_GUEST_ACCESS_FORBIDDEN", "M_NOT_FOUND"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error answer, or none at all."""

    words: str
    """What happened, without secrets."""
    status: int = 0
    """Of HTTP; 0 when nobody answered."""
    errcode: str = ""
    """What counts: HTTP statuses differ between servers."""
    wait: timedelta | None = None
    """How long the server asks to wait."""
    unanswered: bool = False
    """The request was written, and nobody answered."""
    soft_logout: bool = False
    """The session ended, but the device and its keys are still known: logging in again brings it back."""

    def __str__(self) -> str:
        return f"{self.errcode}: {self.words}" if self.errcode else self.words


def ends_session(trouble: Trouble) -> bool:
    """Whether the access token is no longer good."""
    return trouble.errcode in _ENDED


def hopeless(trouble: Trouble) -> bool:
    """Whether a login or a sync will be refused again however often it is tried."""
    return _refused(trouble) and not _limited(trouble) and trouble.errcode not in _SHUT_OUT | _FULL


def outcome(trouble: Trouble) -> Outcome:
    """What becomes of a message whose sending met this; a repeat is safe, since its transaction id is the same.

    But what may have arrived is in doubt: it keeps the words of that send, whatever those of the repeat.
    """
    why = str(trouble)
    if _limited(trouble):
        return Later(trouble.wait or SOON, why, paused=True, everyone=True)
    if trouble.errcode in _ENDED:
        return Later(SOON, why, paused=True, everyone=True)  # listening will log in again, or end the process
    if trouble.errcode in _SHUT_OUT | _FULL:
        return Later(trouble.wait or LONG, why, paused=True, everyone=True)
    if trouble.errcode in _CLOSED:
        return Gone(why)
    # Without an error code it was not the homeserver that answered, but something before it that is out of order.
    if trouble.errcode and _refused(trouble):
        return Refused(why)
    return Unsure(why) if _is_in_doubt(trouble) else Later(trouble.wait or SOON, why)


def _is_in_doubt(trouble: Trouble) -> bool:
    """Whether the homeserver may have done what was asked, and only its answer was lost or spoilt."""
    spoilt = trouble.status != 0 and not _refused(trouble) and trouble.wait is None
    return trouble.unanswered or spoilt


def _limited(trouble: Trouble) -> bool:
    return trouble.errcode == "M_LIMIT_EXCEEDED" or trouble.status == HTTPStatus.TOO_MANY_REQUESTS


def _refused(trouble: Trouble) -> bool:
    """Whether the request was understood and denied (4xx), which will not change by asking again."""
    return HTTPStatus.BAD_REQUEST <= trouble.status < HTTPStatus.INTERNAL_SERVER_ERROR
