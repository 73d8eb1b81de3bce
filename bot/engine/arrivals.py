"""Knows what becomes of what hubs say at a callback: verified, and read in the order in which it came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog

from bot.core.outcome import Failed
from bot.core.push import Push, PushState, denied, heard, unreadable, verified, wants
from bot.core.seal import Seal, is_genuine
from bot.engine.reader import Reader
from bot.engine.worker import GRACE
from bot.ports import Asked, Clock, Posted, Pushes, Reach, Receipt, Sources

__all__ = ["Arrivals"]

ANSWER_WITHIN: Final = 2.0
"""Seconds that a hub waits for what it pushed to be stored; then it is told that it has been taken. Some give up after
five, and one that gives up often enough ends the subscription."""
MOST_HELD: Final = 16 * 1024 * 1024
_WEIGHT: Final = 1_024
"""Bytes that may wait to be read, and what each push takes beside its body: more is sent away, to be repeated."""
_LOOKS: Final = 3
"""How often a subscription is looked at that changes under our hands: by the request that is just being answered."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Arrival:
    push: Push
    posted: Posted
    receipt: asyncio.Future[Receipt]

    @property
    def weight(self) -> int:
        return len(self.posted.body) + _WEIGHT


class Arrivals:
    """The `Callbacks`. What is pushed is stored before the hub is told so, or else the hub is told that it is not yet.

    A process that dies in between loses nothing: the hub repeats what was not answered, and a poll finds the rest.
    """

    def __init__(
        self,
        sources: Sources,
        pushes: Pushes,
        reader: Reader,
        seal: Seal,
        clock: Clock,
        *,
        woken: Callable[[], None],
        reach: Reach,
        grace: float = GRACE,
    ) -> None:
        """`woken`: called when the wire has something for the desk."""
        self._sources = sources
        self._pushes = pushes
        self._reader = reader
        self._seal = seal
        self._clock = clock
        self._woken = woken
        self._reach = reach
        self._grace = grace
        self._queue: asyncio.Queue[_Arrival] = asyncio.Queue()
        self._held = 0
        self._open = False

    # ---- the port

    def knows(self, token: str) -> bool:
        """Whether the token is one of ours."""
        return self._seal.opened(token) is not None

    async def verify(self, token: str, asked: Asked) -> bool:
        """Take note of what a hub grants or denies; whether it is what we asked for."""
        source, nonce = self._opened(token)
        for _ in range(_LOOKS):
            push = await self._pushes.find(source)
            after = self._noted(push, asked) if push and wants(push, nonce) else None
            if push is None or after is None:
                log.info("hub asks for what nobody wants", source=source, mode=asked.mode)
                return False
            if await self._pushes.settle(push, after):
                log.info("hub answers", source=source, state=after.state.value, why=after.error)
                return True
        return False

    async def receive(self, token: str, posted: Posted) -> Receipt:
        """Take what a hub pushes; back when it is stored, or after `ANSWER_WITHIN`."""
        source, nonce = self._opened(token)
        if not is_genuine(posted.signature, posted.body, self._seal.secret(source, nonce)):
            log.warning("push is not genuine", source=source)
            return Receipt.IGNORED
        push = await self._pushes.find(source)
        if push is None or not _is_awaited(push, nonce):
            return await self._ended(push, nonce)
        arrival = _Arrival(push, posted, asyncio.get_running_loop().create_future())
        if not self._open or self._held + arrival.weight > MOST_HELD:
            return Receipt.BUSY
        self._held += arrival.weight
        self._queue.put_nowait(arrival)
        await asyncio.wait({arrival.receipt}, timeout=ANSWER_WITHIN)
        return arrival.receipt.result() if arrival.receipt.done() else Receipt.TAKEN

    # ---- the task

    async def run(self) -> None:
        """Read what comes until cancelled, then what has come already, within the grace of all work."""
        self._open = True
        reading = asyncio.create_task(self._read(), name="arrivals")
        try:
            await asyncio.wait({reading})
        finally:
            self._open = False
            with suppress(TimeoutError):
                async with asyncio.timeout(self._grace):
                    await self._queue.join()
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            while not self._queue.empty():
                self._done(self._queue.get_nowait(), Receipt.BUSY)

    async def _read(self) -> None:
        while True:
            arrival = await self._queue.get()
            receipt = Receipt.BUSY
            try:
                receipt = await self._take(arrival)
            except Exception:
                log.exception("push failed", source=arrival.push.source.id)
            finally:
                self._done(arrival, receipt)

    def _done(self, arrival: _Arrival, receipt: Receipt) -> None:
        self._held -= arrival.weight
        self._queue.task_done()
        arrival.receipt.set_result(receipt)

    async def _take(self, arrival: _Arrival) -> Receipt:
        """Read and store one."""
        source, nonce = arrival.push.source, arrival.push.nonce
        push = await self._pushes.find(source.id)  # what came before it may have ended the subscription
        if push is None or not _is_awaited(push, nonce):
            return await self._ended(push, nonce)
        read = await self._reader.read_pushed(source, arrival.posted, push.hub.topic)
        now = self._clock.now()
        if isinstance(read, Failed):
            log.warning("push can't be read", outlet=source.outlet.id, source=source.id, why=read.why)
            await self._pushes.settle(push, unreadable(push, now))
            return Receipt.IGNORED
        self._reach("push.before_store")
        recorded = await self._sources.push(source.id, read, now)
        self._reach("push.after_store")
        if recorded is None:
            return await self._ended(push, nonce)
        after = heard(push, now)
        if after is not None:
            await self._pushes.settle(push, after)
        if recorded.new or recorded.revised:
            log.info("pushed", outlet=source.outlet.id, new=recorded.new, revised=recorded.revised)
            self._woken()
        return Receipt.STORED

    # ---- both

    def _opened(self, token: str) -> tuple[int, str]:
        opened = self._seal.opened(token)
        assert opened is not None, "the caller has asked whether we know it"
        return opened

    def _noted(self, push: Push, asked: Asked) -> Push | None:
        now = self._clock.now()
        if asked.mode == "denied":
            return denied(push, asked.topic, asked.reason, now)
        lease = int(asked.lease[:9]) if asked.lease.isascii() and asked.lease.isdecimal() else None
        return verified(push, asked.mode, asked.topic, lease, now)

    async def _ended(self, push: Push | None, nonce: str) -> Receipt:
        """The hub may forget it; when its source is read again, its document is asked anew who pushes it.

        One that is refused is kept, so that the hub is not asked again too soon.
        """
        if push is not None and push.nonce == nonce and push.state is not PushState.REFUSED:
            await self._pushes.end(push)
        log.info("push is not wanted any more", source=push.source.id if push else None)
        return Receipt.ENDED


def _is_awaited(push: Push, nonce: str) -> bool:
    """Whether the hub is to push by this nonce: one that refused, or pushed what can't be read, is not."""
    return wants(push, nonce) and push.state is not PushState.REFUSED
