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
from hashlib import sha256
from http import HTTPStatus
from typing import Final

from bot.core.hubs import asked_at, is_askable
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
    "unreadable",
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
MOST_OTHERS: Final = 2
"""Polls in a row that name the same other hub or topic, after which that takes over: one copy may be forged."""
MOST_SILENT: Final = 3
"""Polls in a row, over a day at least, that name no hub, after which the subscription ends: caches serve old copies."""
MOST_UNREAD: Final = 3
"""Pushes in a row that could not be read, after which the subscription ends: each may hold a parser for long."""
STALE: Final = timedelta(hours=1)
"""How old the time of the last push may become before it is written anew."""
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
    unread: int = 0
    """Pushes in a row that could not be read."""
    other: str = ""
    """What the last polls named instead: a mark of that hub and topic, which may hold a secret; empty for none."""
    others: int = 0
    """Polls in a row that did."""
    others_since: datetime | None = None
    """When the first of them did."""
    failures: int = 0
    """Requests in a row that came to nothing."""
    error: str = ""
    """What the last of them came to, in plain words."""


# ---- what is wanted


def noticed(known: Push | None, source: Source, hub: Hub | None, *, new: int, nonce: str, now: datetime) -> Push | None:
    """What a document that was read makes of its source's subscription. `new`: what nobody had told before.

    Another hub or topic is another subscription. None is given up for what a single copy of the document says.
    """
    hub = hub if hub and is_askable(hub) else None
    if known is None:
        return Push(source, hub, nonce, due_at=now) if hub else None
    after = _compared(known, hub, now)
    if hub and after.others >= MOST_OTHERS:
        asked = known.asked_at
        return Push(source, hub, nonce, due_at=max(now, asked + A_DAY) if asked else now, asked_at=asked)
    if after.others >= MOST_SILENT and after.others_since and now - after.others_since >= A_DAY:
        return None
    if new and known.pushed_at:
        return replace(after, missed=min(known.missed + 1, MOST_MISSED))
    return after


def _compared(known: Push, hub: Hub | None, now: datetime) -> Push:
    """The subscription, with the count of polls that named the same other hub, or none."""
    if hub == known.hub:
        return replace(known, other="", others=0, others_since=None)
    other = sha256(f"{hub.url} {hub.topic}".encode()).hexdigest() if hub else ""
    if not known.others or other != known.other:
        return replace(known, other=other, others=1, others_since=now)
    return replace(known, others=min(known.others + 1, MOST_SILENT))


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
    """Where to send the request, and its fields."""
    return asked_at(push.hub), {
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
    return _ended(push, f"the hub refused: {said}" if said else "the hub refused", now)


def _ended(push: Push, why: str, now: datetime) -> Push:
    ended = replace(push, lease_until=None, asked_at=None, pushed_at=None, missed=0, unread=0)
    return failed(ended, why, now, refused=True)


# ---- trust


def heard(push: Push, now: datetime) -> Push | None:
    """The subscription after something genuine came; None while that changes nothing worth writing down."""
    fresh = push.pushed_at is not None and now - push.pushed_at < STALE
    return None if fresh and not push.missed and not push.unread else replace(push, pushed_at=now, missed=0, unread=0)


def unreadable(push: Push, now: datetime) -> Push:
    """The subscription after something genuine came that could not be read; ended after a few in a row."""
    if push.unread + 1 < MOST_UNREAD:
        return replace(push, unread=push.unread + 1)
    return _ended(push, f"what the hub pushed could not be read, {MOST_UNREAD} times in a row", now)


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
