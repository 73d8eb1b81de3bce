"""Knows how hubs are asked to push: each subscription when it is due, by one process, until the hub verifies it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

import structlog

from bot.core.push import Push, answered, failed, form, put_off
from bot.core.seal import Seal
from bot.core.trust import is_operators
from bot.engine.lead import Lead
from bot.engine.worker import pause_until
from bot.ports import Callbacks, Clock, Ledger, Post, Poster, Pushes, Unreachable

__all__ = ["ASKED_AT_ONCE", "Pushing", "Subscribe"]

ASKED_AT_ONCE = 4
"""Hubs asked at once: there are few, and each is asked for one subscription after the other."""
_HOME = "push home"

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pushing:
    """What it takes to be pushed."""

    url: str
    """Where hubs reach `serve`; a token comes after it."""
    seal: Seal
    post: Poster
    serve: Callable[[Callbacks], Awaitable[None]]
    """Lets them in until cancelled."""


class Subscribe:
    """The stage between the sources and their hubs."""

    name = "push"

    def __init__(self, pushes: Pushes, ledger: Ledger, pushing: Pushing, lead: Lead, clock: Clock) -> None:
        self._pushes = pushes
        self._ledger = ledger
        self._pushing = pushing
        self._lead = lead
        self._clock = clock
        self._fence = 0

    async def claim(self, limit: int) -> Sequence[Push]:
        """Subscriptions that are due; nothing while another process leads."""
        fence = await self._lead.hold()
        if fence is None:
            return ()
        if fence != self._fence:
            await self._move_in()
            self._fence = fence
        return await self._pushes.claim(self._clock.now(), limit)

    async def work(self, push: Push) -> None:
        """Ask the hub. That it took the request changes nothing: the claim has said so already."""
        seal, source = self._pushing.seal, push.source.id
        callback = self._pushing.url + seal.token(source, push.nonce)
        url, fields = form(push, callback, seal.secret(source, push.nonce))
        answer = await self._pushing.post(Post(url, fields, private=is_operators(url, [push.source])))
        now = self._clock.now()
        if not isinstance(answer, Unreachable):
            after = answered(push, answer.status, now)
        elif answer.wait is None:
            after = failed(push, answer.why, now)
        else:
            after = put_off(push, answer.wait, now)
        hub = urlsplit(url).hostname
        if after is None:
            log.debug("hub asked", source=source, hub=hub)
        elif await self._pushes.settle(push, after):
            log.info("hub does not push", source=source, hub=hub, why=after.error or "it wants to be left alone")

    async def rest(self) -> float:
        """Until the next one is due or the lease must be renewed."""
        return min(pause_until(await self._pushes.next_due(), self._clock.now()), self._lead.renew_within)

    async def _move_in(self) -> None:
        """Where the callbacks have another address than before, or another key, all are asked for again."""
        here = sha256(f"{self._pushing.url} {self._pushing.seal.token(0, '')}".encode()).hexdigest()
        if here != await self._ledger.recall(_HOME):
            await self._pushes.renew(self._clock.now())
            await self._ledger.remember(_HOME, here)
