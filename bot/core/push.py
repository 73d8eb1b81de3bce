"""The life of a subscription at a hub (WebSub, W3C Recommendation of January 2018), and how far it is to be trusted.

    wanted ──▶ asked ──▶ live ──▶ renewing ──▶ live …      refused: the hub said no
       ▲         │                    │                    lapsed: the lease ran out unrenewed
       └─────────┘ not verified       └──▶ live, or lapsed

A hub takes a request first and verifies later, by asking back at the callback. Must not know how anything is sent,
nor what time it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from bot.core.model import Source, SourceState
from bot.core.outcome import Failed, Hub, ReadOutcome
from bot.core.schedule import BACK_OFF, JITTER, LONGEST_BACK_OFF, Tempo, share
from bot.core.text.clean import clean, clip

__all__ = [
    "Push",
    "PushState",
    "answered",
    "asking",
    "begun",
    "denied",
    "eased",
    "failed",
    "form",
    "heard",
    "noticed",
    "put_off",
    "trusted",
    "verified",
    "wants",
]

LEASE: Final = timedelta(days=10)
"""What is asked for: the longest that the largest hub, Google's, grants. A hub may grant less, and none grants ever."""
SHORTEST_LEASE: Final = timedelta(minutes=10)
LONGEST_LEASE: Final = timedelta(days=30)
"""What a hub says beyond is not believed: we would ask all the time, or never find out that it has forgotten us."""
RENEWED: Final = 0.8
"""Part of a lease after which it is renewed: the rest is for trying again."""
PATIENCE: Final = timedelta(minutes=10)
"""How long a hub may take to verify a request, and to repeat that when our answer was lost: most take seconds."""
MOST_MISSED: Final = 2
"""Polls in a row that found what nobody had pushed, after which a hub is trusted no more: one may just be faster."""
A_DAY: Final = timedelta(days=1)
"""Another hub or topic is asked no sooner after the last: some documents name themselves differently each time."""
STALE: Final = timedelta(hours=1)
"""How old the time of the last push may become before it is written anew."""
LONGEST_NAME: Final = 2_048
"""Characters of a hub's address or a topic; a longer one is none."""
LONGEST_REASON: Final = 200
_LATER: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
"""Answers to a request that say nothing against it; so do those from 500 on."""


class PushState(StrEnum):
    """How far a subscription has come."""

    WANTED = "wanted"
    ASKED = "asked"
    LIVE = "live"
    RENEWING = "renewing"
    REFUSED = "refused"
    LAPSED = "lapsed"


_ASKING: Final = frozenset({PushState.ASKED, PushState.RENEWING})
_GRANTED: Final = frozenset({PushState.LIVE, PushState.RENEWING})


@dataclass(frozen=True, slots=True)
class Push:
    """A source's subscription at the hub that its document names."""

    source: Source
    hub: Hub
    nonce: str
    """What its path and secret are made of, with the key of this installation."""
    due_at: datetime
    """When to ask; of one that was asked for, when the hub is not waited for any longer."""
    state: PushState = PushState.WANTED
    asked_at: datetime | None = None
    lease_until: datetime | None = None
    pushed_at: datetime | None = None
    """When something genuine came last; None until then."""
    missed: int = 0
    """Polls since that found what had not been pushed."""
    failures: int = 0
    """Requests in a row that came to nothing."""
    error: str = ""
    """What the last of them came to, in plain words."""


# ---- what is wanted


def noticed(known: Push | None, source: Source, hub: Hub | None, *, new: int, nonce: str, now: datetime) -> Push | None:
    """What a poll makes of a source's subscription. `hub`: whom the document names; `new`: what nobody had told before.

    Another hub or topic is another subscription. A document that names none ends nothing: caches serve old copies, and
    a hub that has nothing to say any more is found out by what it misses.
    """
    if hub and hub != (known and known.hub) and _is_address(hub.url) and _is_address(hub.topic):
        asked = known.asked_at if known else None
        return Push(source, hub, nonce, due_at=max(now, asked + A_DAY) if asked else now, asked_at=asked)
    if known and new and known.pushed_at:
        return replace(known, missed=min(known.missed + 1, MOST_MISSED))
    return known


def _is_address(name: str) -> bool:
    """Whether it is a web address, and of a length that is one."""
    try:
        parts = urlsplit(name)
        sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return sound and parts.scheme in {"https", "http"} and bool(parts.hostname) and len(name) <= LONGEST_NAME


# ---- asking


def begun(push: Push, now: datetime) -> Push:
    """A subscription that is due, as it is from now on: asked for, or put off when the hub never verified the last."""
    if push.state in _ASKING:
        return failed(push, "the hub took the request and never verified it", now)
    state = PushState.RENEWING if push.state is PushState.LIVE and _leased(push, now) else PushState.ASKED
    return replace(push, state=state, asked_at=now, due_at=now + PATIENCE)


def asking(push: Push) -> bool:
    """Whether a request is under way, or its verification."""
    return push.state in _ASKING


def form(push: Push, callback: str, secret: str) -> tuple[str, Mapping[str, str]]:
    """Where to send the request, and its fields.

    Many feeds still name a hub by `http://` that has long had `https://`, where the secret belongs.
    """
    parts = urlsplit(push.hub.url)
    plain = parts.scheme == "http" and parts.port in {None, 80}
    url = parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")).geturl() if plain else push.hub.url
    return url, {
        "hub.mode": "subscribe",
        "hub.topic": push.hub.topic,
        "hub.callback": callback,
        "hub.lease_seconds": f"{LEASE.total_seconds():.0f}",
        "hub.secret": secret,
        "hub.verify": "async",  # hubs of PubSubHubbub 0.3 insist on it, later ones ignore it
    }


def answered(push: Push, status: int, now: datetime) -> Push | None:
    """What the hub's answer changes; None when it took the request: it will verify it."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    later = status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return failed(push, f"the hub answered {status}", now, refused=not later)


def failed(push: Push, why: str, now: datetime, *, refused: bool = False) -> Push:
    """A request came to nothing; a subscription that is granted goes on as long as it is."""
    failures = push.failures + 1
    pause = LONGEST_BACK_OFF if refused else min(BACK_OFF * (1 << min(failures - 1, 16)), LONGEST_BACK_OFF)
    jittered = pause * (1 + JITTER * (2 * share(f"{push.source.locator} {failures}") - 1))
    state = _unasked(push, now, PushState.REFUSED if refused else PushState.WANTED)
    return replace(push, state=state, due_at=now + jittered, failures=failures, error=why)


def put_off(push: Push, wait: timedelta, now: datetime) -> Push:
    """Nothing was asked, because the hub's host wants to be left alone for so long: that is no failure."""
    return replace(push, state=_unasked(push, now, PushState.WANTED), due_at=now + wait)


def _unasked(push: Push, now: datetime, otherwise: PushState) -> PushState:
    """What it is without the request."""
    if push.lease_until is None:
        return otherwise
    return PushState.LIVE if _leased(push, now) else PushState.LAPSED


def _leased(push: Push, now: datetime) -> bool:
    return push.lease_until is not None and now < push.lease_until


# ---- what a hub asks back


def wants(push: Push | None, nonce: str) -> bool:
    """Whether what comes by this nonce is still wanted."""
    return push is not None and push.nonce == nonce and push.source.state is SourceState.ACTIVE


def verified(push: Push, mode: str, topic: str, lease: int | None, now: datetime) -> Push | None:
    """The subscription as the hub grants it; None when nobody asked for that lately. `lease`: in seconds.

    A hub that lost our answer asks again, and one whose own answer was lost verifies what we gave up: both are right.
    """
    pending = push.asked_at is not None and now <= push.asked_at + PATIENCE
    if mode != "subscribe" or topic != push.hub.topic or not pending:
        return None
    granted = LEASE if lease is None else timedelta(seconds=min(lease, LONGEST_LEASE.total_seconds()))
    granted = max(granted, SHORTEST_LEASE)
    goes_on = push.state in _GRANTED
    return replace(
        push,
        state=PushState.LIVE,
        due_at=now + RENEWED * granted,
        lease_until=now + granted,
        pushed_at=push.pushed_at if goes_on else None,
        missed=push.missed if goes_on else 0,
        failures=0,
        error="",
    )


def denied(push: Push, topic: str, reason: str, now: datetime) -> Push | None:
    """The subscription after the hub ended it, or never began it; None when that is about another topic."""
    if topic != push.hub.topic:
        return None
    said = clip(" ".join(clean(reason).split()), LONGEST_REASON)
    ended = replace(push, lease_until=None, asked_at=None, pushed_at=None, missed=0)
    return failed(ended, f"the hub refused: {said}" if said else "the hub refused", now, refused=True)


# ---- trust


def heard(push: Push, now: datetime) -> Push | None:
    """The subscription after something genuine came; None while that changes nothing worth writing down."""
    fresh = push.pushed_at is not None and now - push.pushed_at < STALE
    return None if fresh and not push.missed else replace(push, pushed_at=now, missed=0)


def trusted(push: Push | None, now: datetime) -> bool:
    """Whether news of the source will be pushed: it has been, and polls have found nothing else since."""
    granted = push is not None and push.state in _GRANTED and _leased(push, now)
    return granted and push is not None and push.pushed_at is not None and push.missed < MOST_MISSED


def eased(tempo: Tempo, push: Push | None, outcome: ReadOutcome, now: datetime) -> Tempo:
    """How often to poll a source: one that is pushed as seldom as the operator allows, for a safety net.

    One that fails has to show soon whether it works again.
    """
    if isinstance(outcome, Failed) or not trusted(push, now):
        return tempo
    return replace(tempo, floor=max(tempo.floor, tempo.ceiling))
