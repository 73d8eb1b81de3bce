"""Knows how a sent message keeps up with its story: claimed, rendered anew, edited where its words are others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core.alerts.refreshing import UNKNOWN, fingerprint, key, postponed, refreshed, unchanged
from bot.core.alerts.render import render
from bot.core.decisions import Refreshed
from bot.core.message import Message
from bot.core.outcome import Later, Moved, Outcome, Refused
from bot.core.pacing import Asking
from bot.engine.account import Account, is_group
from bot.engine.deliver import Terms
from bot.engine.lead import Lead
from bot.engine.sending import send
from bot.engine.worker import HELD_UP, pause_until
from bot.ports import Clock, Platform, Reach, Stale, Store

__all__ = ["Held", "Refresh"]

ONE_BY_ONE = timedelta(seconds=1)
"""Wait of a message whose chat has another one being edited."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A message claimed to be written anew."""

    stale: Stale
    fence: int
    edit_before: datetime
    """An edit begun later might end after the claim, and undo the next one's."""


class Refresh:
    """The stage between stories that go on and the messages that told of them, of one platform account.

    It needs no care for doubts: an edit that is made twice is made once. So a claim that lapses is simply due again.
    """

    def __init__(
        self,
        store: Store,
        platform: Platform,
        lead: Lead,
        clock: Clock,
        terms: Terms,
        *,
        account: Account,
        reach: Reach,
    ) -> None:
        """`lead`: the sender's."""
        self.name = f"refresh {platform.name}"
        self._outbox = store.outbox
        self._chats = store.chats
        self._platform = platform
        self._lead = lead
        self._clock = clock
        self._terms = terms
        self._account = account
        self._reach = reach
        self._busy: set[int] = set()

    async def claim(self, limit: int) -> Sequence[Held]:
        """Messages whose stories have changed; nothing while another process leads, or the platform wants quiet.

        Nor while what is new takes all the room there is: to claim and put off would only keep the database busy.
        """
        fence = await self._lead.hold()
        if fence is None or await self._account.is_paused(fence):
            return ()
        now = self._clock.now()
        room = self._account.pace.room(Asking.EDIT, limit, now)
        lease = 2 * self._terms.deadline
        stale = await self._outbox.claim_stale(self._platform.name, fence, now, room, lease) if room else ()
        if stale:
            self._reach("refresh.after_claim")
        return tuple(Held(each, fence, now + self._terms.deadline) for each in stale)

    async def work(self, job: Held) -> None:
        """Write one anew and write down what came of it; in one chat, one at a time."""
        chat = job.stale.delivery.chat.id
        if chat in self._busy:
            await self._settle(job, postponed(job.stale.delivery, self._clock.now() + ONE_BY_ONE))
            return
        self._busy.add(chat)
        try:
            await self._refresh(job)
        finally:
            self._busy.discard(chat)

    async def rest(self) -> float:
        """Until the next message may be written anew, or the lease must be renewed; looked at not too often."""
        now = self._clock.now()
        if self._account.pace.opens_at(Asking.EDIT, now) > now:
            return min(HELD_UP, self._lead.renew_within)
        due = await self._outbox.next_stale(self._platform.name)
        if due and self._account.paused_until:
            due = max(due, self._account.paused_until)
        return min(pause_until(due, now), self._lead.renew_within)

    async def _refresh(self, job: Held) -> None:
        """Rendered as true when it was sent: what has not changed is said in the same words.

        Of what is no longer kept nothing can be said, nor of what can't be put into words. Then the message stays as it
        is.
        """
        delivery = job.stale.delivery
        if delivery.item is None:
            await self._settle(job, Refreshed(shown=delivery.shown))
            return
        try:
            message = render(delivery, delivery.sent_at or self._clock.now(), self._terms.zone)
        except Exception:
            log.exception("message can't be rendered", delivery=delivery.id)
            await self._settle(job, Refreshed(shown=delivery.shown))
            return
        shown = fingerprint(message)
        if shown == delivery.shown:
            await self._settle(job, unchanged(delivery))
            return
        now = self._clock.now()
        if wait := self._account.pace.edit(delivery.chat.address.chat, now, group=is_group(delivery.chat)):
            await self._settle(job, postponed(delivery, now + wait))
            return
        outcome = await self._attempt(job, message, shown)
        under = self._lead.name, job.fence
        if isinstance(outcome, Later) and outcome.everyone:
            await self._account.begin_pause(outcome, under)
        kept = await self._settle(job, refreshed(delivery, outcome, shown, self._clock.now(), self._terms.restraint))
        if isinstance(outcome, Moved) and kept:
            log.info("chat moved", chat=delivery.chat.id)
            await self._chats.move(delivery.chat.address, outcome.chat, under=under)

    async def _attempt(self, job: Held, message: Message, shown: str) -> Outcome:
        """What came of the edit; a claim too old to begin is put off."""
        delivery, seconds = job.stale.delivery, self._terms.deadline.total_seconds()
        self._reach("refresh.before_send")
        if self._clock.now() > job.edit_before:
            return Later(timedelta(0), "the bot slept before it was edited")
        unique = key(delivery, job.stale.changes, shown)
        outcome = await send(self._platform, delivery, message, key=unique, seconds=seconds, broken=Refused)
        self._reach("refresh.after_send")
        return outcome

    async def _settle(self, job: Held, settlement: Refreshed) -> bool:
        """Write what becomes of it, and say so; False when another process has taken over meanwhile."""
        kept = await self._outbox.refresh(job.stale, settlement, job.fence, self._clock.now())
        self._reach("refresh.after_settle")
        delivery = job.stale.delivery
        edited = settlement.shown not in {delivery.shown, UNKNOWN}
        log.info("refresh", delivery=delivery.id, chat=delivery.chat.id, edited=edited, again=settlement.again)
        if not kept:
            log.info("edit came too late, or its chat has moved", delivery=delivery.id)
            self._lead.lost()
        return kept
