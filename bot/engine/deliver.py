"""Knows how a message that is owed gets to its chat: claimed, rendered late, sent once, and settled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core.alerts.budget import Budget
from bot.core.alerts.delivery import lapse, settle
from bot.core.alerts.refreshing import UNKNOWN, USUAL, Restraint, fingerprint, worded
from bot.core.alerts.render import render
from bot.core.model import Chat, Delivery, DeliveryState
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from bot.core.pacing import Asking, Slot
from bot.engine.account import Account, is_group
from bot.engine.lead import Lead
from bot.engine.sending import send
from bot.engine.worker import HELD_UP, pause_until
from bot.ports import Clock, Platform, Reach, Store

__all__ = ["Deliver", "Held", "Terms"]

LOOKED_AFTER = timedelta(seconds=5)
"""Between two looks for sends that were cut off, whose leases last much longer."""
SHORTEST_REST = 0.01
"""Seconds: where room comes in drops, it is used in sips, as each claim is a transaction."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """How messages are sent."""

    deadline: timedelta
    """The total time of one send. A claim holds twice as long: the outcome must still find it valid."""
    unsure: str
    """What to do after a send without an answer; a value of the setting of that name."""
    zone: ZoneInfo
    """Of the times shown where a chat has named none."""
    budget: Budget | None = None
    """How much a chat is told one by one; None: all there is."""
    restraint: Restraint = USUAL
    """How rarely sent messages are written anew."""


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery claimed for sending."""

    delivery: Delivery
    fence: int
    send_before: datetime
    """A send begun later might end after the claim: somebody else may have begun it too."""
    slot: Slot | None
    """Its room in the account's pace; none where somebody was answered in that chat while it was claimed."""


class Deliver:
    """The stage between the outbox and the chats of one platform account."""

    def __init__(
        self,
        store: Store,
        platform: Platform,
        lead: Lead,
        clock: Clock,
        terms: Terms,
        *,
        account: Account,
        lost: Callable[[Chat, str], Awaitable[None]],
        reach: Reach,
    ) -> None:
        """`lost`: told of each chat that can't be written to any more, and why."""
        self.name = f"deliver {platform.name}"
        self._outbox = store.outbox
        self._chats = store.chats
        self._platform = platform
        self._lead = lead
        self._clock = clock
        self._terms = terms
        self._lost = lost
        self._reach = reach
        self._account = account
        self._looked: datetime | None = None
        self._more = False
        """Whether the last claim got all it asked for, so that there may be more."""
        self._sips = False
        """Whether that was less than could have been worked on."""
        self._in_hand: set[int] = set()

    async def claim(self, limit: int) -> Sequence[Held]:
        """The heads of chats' queues; nothing while another process leads, or the platform wants or needs quiet."""
        fence = await self._lead.hold()
        if fence is None:
            return ()
        await self._recover(fence)
        if await self._account.is_paused(fence):
            return ()
        now = self._clock.now()
        free = self._account.pace.room(Asking.ALERT, limit, now)
        asked = self._platform.name, fence, now, free, 2 * self._terms.deadline, self._terms.budget
        heads = await self._outbox.claim(*asked) if free else ()
        if heads:
            self._reach("deliver.after_claim")
        self._more, self._sips = len(heads) == free, free < limit
        self._in_hand.update(delivery.id for delivery in heads)
        return tuple(Held(head, fence, now + self._terms.deadline, self._slot(head)) for head in heads)

    async def work(self, job: Held) -> None:
        """Send one and write down what came of it."""
        try:
            await self._deliver(job)
        finally:
            self._in_hand.discard(job.delivery.id)

    async def _deliver(self, job: Held) -> None:
        delivery, under = job.delivery, (self._lead.name, job.fence)
        outcome, shown = await self._paced(job)
        if isinstance(outcome, Later) and outcome.everyone:
            await self._account.begin_pause(outcome, under)
        state = await self._settle(job, outcome, shown)
        match outcome:
            case Moved(chat=to) if state:
                log.info("chat moved", chat=delivery.chat.id)
                await self._chats.move(delivery.chat.address, to, under=under)
            case Gone(why=why) if state is DeliveryState.DEAD:
                log.warning("chat lost", chat=delivery.chat.id, why=why)
                await self._chats.suspend(delivery.chat.address, why, self._clock.now(), under=under)
                await self._lost(delivery.chat, why)
            case Sent() | Later() | Unsure() | Gone() | Moved() | Refused():
                pass

    async def rest(self) -> float:
        """Until there is room, the next delivery is due or the lease must be renewed."""
        now = self._clock.now()
        if (quiet := self._quiet_until(now)) > now:
            rest = max((quiet - now).total_seconds(), SHORTEST_REST)
        elif self._more:
            rest = SHORTEST_REST if self._sips else HELD_UP  # until one of those under way ends, which rings
        else:
            rest = pause_until(await self._outbox.next_due(self._platform.name), now)
        return min(rest, self._lead.renew_within)

    def _quiet_until(self, now: datetime) -> datetime:
        """When the account may be used for an alert."""
        return max(self._account.paused_until or now, self._account.pace.opens_at(Asking.ALERT, now))

    async def _recover(self, fence: int) -> None:
        """Decide on sends that were cut off. What this process has in hand is not, however long it slept over it."""
        now = self._clock.now()
        if self._looked and timedelta(0) <= now - self._looked < LOOKED_AFTER:
            return
        self._looked = now
        lapsed = await self._outbox.lapsed(self._platform.name, now)
        for delivery in (delivery for delivery in lapsed if delivery.id not in self._in_hand):
            free_at, idempotent = self._account.free_at(delivery.chat, self._clock.now()), self._platform.idempotent
            settlement = lapse(delivery, now=now, free_at=free_at, idempotent=idempotent, unsure=self._terms.unsure)
            settlement = replace(settlement, shown=UNKNOWN)
            log.warning("send was cut off", delivery=delivery.id, state=settlement.state.value)
            await self._outbox.settle(delivery, settlement, fence, now)

    def _slot(self, head: Delivery) -> Slot | None:
        """Room for it; none where its chat, or the account, was used while it was claimed."""
        now = self._clock.now()
        if self._account.free_at(head.chat, now) > now or not self._account.pace.room(Asking.ALERT, 1, now):
            return None
        return self._account.pace.take(head.chat.address.chat, now, group=is_group(head.chat))

    async def _paced(self, job: Held) -> tuple[Outcome, str]:
        """What came of it, and the fingerprint of the words; its slot is used or given back."""
        if job.slot is None:
            now = self._clock.now()
            wait = self._account.free_at(job.delivery.chat, now) - now
            return Later(wait, "somebody was answered there meanwhile", paused=True), ""
        try:
            return await self._attempt(job, job.slot)
        finally:
            self._account.pace.end(job.slot, self._clock.now())

    async def _attempt(self, job: Held, slot: Slot) -> tuple[Outcome, str]:
        """What came of sending it. What can't be put into words is refused, and a claim too old to begin is put off."""
        now = self._clock.now()
        try:
            message = render(job.delivery, now, self._terms.zone)
        except Exception as error:
            log.exception("alert can't be rendered", delivery=job.delivery.id)
            return Refused(f"it can't be put into words: {type(error).__name__}"), ""
        self._reach("deliver.before_send")
        if self._clock.now() > job.send_before:
            return Later(timedelta(0), "the bot slept before it was sent", paused=True), ""
        self._account.pace.begin(slot, self._clock.now())
        seconds = self._terms.deadline.total_seconds()
        outcome = await send(
            self._platform, job.delivery, message, key=job.delivery.key, seconds=seconds, broken=Unsure
        )
        self._reach("deliver.after_send")
        return outcome, fingerprint(message)

    async def _settle(self, job: Held, outcome: Outcome, shown: str) -> DeliveryState | None:
        """Write what becomes of it, and say so; None when another process has taken over meanwhile."""
        delivery, now, idempotent = job.delivery, self._clock.now(), self._platform.idempotent
        settlement = settle(
            delivery,
            outcome,
            now=now,
            free_at=self._account.free_at(delivery.chat, now),
            idempotent=idempotent,
            unsure=self._terms.unsure,
            seed=delivery.key,
        )
        settlement = replace(settlement, shown=worded(delivery, outcome, shown, idempotent=idempotent))
        if settlement.state is DeliveryState.SENT:
            settlement = replace(settlement, edit_from=self._terms.restraint.ends(now, now))
        kept = await self._outbox.settle(delivery, settlement, job.fence, now)
        self._reach("deliver.after_settle")
        log.info("delivery", id=delivery.id, chat=delivery.chat.id, state=settlement.state.value, why=settlement.error)
        if kept:
            return settlement.state
        log.warning("outcome came too late", delivery=delivery.id)
        self._lead.lost()
        return None
