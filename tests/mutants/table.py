"""The seeded bugs: one line each, in what must lose nothing, repeat nothing and keep pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MUTANTS", "Mutant"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug that somebody might make."""

    name: str
    file: str
    line: str
    """Stands in the file once, from its first word to its last."""
    bug: str
    """What stands there instead."""
    tests: str
    """What pytest is given to find it."""


OUTBOX_TESTS = "tests/store/test_outbox.py"
HOLDING_TESTS = "tests/store/test_holding.py"
FOLDING_TESTS = "tests/store/test_folding.py"
REFRESHING_TESTS = "tests/store/test_refreshing.py"
DELIVERY_TESTS = "tests/core/test_alerts_delivery.py"
DELIVER_TESTS = "tests/engine/test_deliver.py"
LEDGER_TESTS = "tests/store/test_ledger.py"
DESK_TESTS = "tests/store/test_desk.py"
CHATS_TESTS = "tests/store/test_chats.py"
SOURCES_TESTS = "tests/store/test_sources.py"
ALERT_TESTS = "tests/engine/test_desk.py"
LISTENING_TESTS = "tests/platforms/telegram/test_listening.py"
SENDING_TESTS = "tests/platforms/telegram/test_sending.py"


def _of(file: str, tests: str, *bugs: tuple[str, str, str]) -> list[Mutant]:
    return [Mutant(name, file, line, bug, tests) for name, line, bug in bugs]


_OUTBOX = _of(
    "bot/store/outbox.py",
    OUTBOX_TESTS,
    (
        "a claim needs no fence",
        "if not await holds(connection, _lease_of(platform), fence):\n                return ()\n            ids",
        "ids",
    ),
    (
        "a settlement needs no fence",
        "if not await holds(connection, _lease_of(delivery.chat.address.platform), fence):",
        "if False:",
    ),
    (
        "a lease is not compared",
        "held = (deliveries.c.id == delivery.id, deliveries.c.lease == delivery.lease, deliveries.c.state == SENDING)",
        "held = (deliveries.c.id == delivery.id, deliveries.c.state == SENDING)",
    ),
    (
        "a claim counts no lease",
        "taken.values(lease=deliveries.c.lease + 1, lease_until=now + lease, refresh_at=None)",
        "taken.values(lease=deliveries.c.lease, lease_until=now + lease, refresh_at=None)",
    ),
    (
        "what is settled may be settled again",
        "held = (deliveries.c.id == delivery.id, deliveries.c.lease == delivery.lease, deliveries.c.state == SENDING)",
        "held = (deliveries.c.id == delivery.id, deliveries.c.lease == delivery.lease)",
    ),
    (
        "a doubt is not counted",
        '"doubts": deliveries.c.doubts + int(settlement.doubt),',
        '"doubts": deliveries.c.doubts,',
    ),
    (
        "a pause counts as an attempt",
        '"attempts": deliveries.c.attempts + int(settlement.counts),',
        '"attempts": deliveries.c.attempts + 1,',
    ),
    ("a chat's pause is not written", "if settlement.chat_free_at is not None:", "if False:"),
    (
        "a shorter pause ends a longer one",
        "busy = update(chats).where(chats.c.id == chat.id, chats.c.free_at < settlement.chat_free_at)",
        "busy = update(chats).where(chats.c.id == chat.id)",
    ),
    ("what is in flight when its chat is lost goes on", "if chat.suspended:", "if False:"),
    (
        "a claim lapses at once",
        "over = DELIVERIES.where(deliveries.c.state == SENDING, deliveries.c.lease_until <= now)",
        "over = DELIVERIES.where(deliveries.c.state == SENDING)",
    ),
    (
        "a lost chat is owed words that are stale when it is back",
        'live = select(chats.c.id).where(chats.c.id == chat, chats.c.suspended == "").with_for_update(read=True)',
        "live = select(chats.c.id).where(chats.c.id == chat).with_for_update(read=True)",
    ),
    ("the platform's reference is forgotten", '"message": settlement.message,', '"message": "",'),
)

_QUEUE = _of(
    "bot/store/queue.py",
    OUTBOX_TESTS,
    (
        "the newest goes first",
        "_first = _first.order_by(_queue.c.lane, _queue.c.id).limit(1)",
        "_first = _first.order_by(_queue.c.lane, _queue.c.id.desc()).limit(1)",
    ),
    (
        "what is urgent waits its turn",
        "_first = _first.order_by(_queue.c.lane, _queue.c.id).limit(1)",
        "_first = _first.order_by(_queue.c.id).limit(1)",
    ),
    (
        "two of a chat are in flight",
        ".where(chats.c.id.not_in(select(_flight.c.chat_id).where(_flight.c.state == SENDING)))",
        "",
    ),
    (
        "a chat's pause is not looked at",
        "_ready_at: Final = case((chats.c.free_at > deliveries.c.due_at, chats.c.free_at), else_=deliveries.c.due_at)",
        "_ready_at: Final = case((chats.c.free_at < deliveries.c.due_at, chats.c.free_at), else_=deliveries.c.due_at)",
    ),
    (
        "what is not due yet is claimed",
        "return heads(platform).where(_ready_at <= now).limit(limit).with_for_update(skip_locked=True, of=deliveries)",
        "return heads(platform).limit(limit).with_for_update(skip_locked=True, of=deliveries)",
    ),
)

_HOLDING = _of(
    "bot/store/holding.py",
    HOLDING_TESTS,
    (
        "a digest goes without what it tells of",
        "await _settle(connection, rows, state=DeliveryState.DIGESTED, digest_id=number)",
        "await _settle(connection, rows, state=DeliveryState.DIGESTED)",
    ),
    (
        "what is held for later is released too",
        "return rows.where(deliveries.c.state == HELD, deliveries.c.held_until <= now).order_by(deliveries.c.id)",
        "return rows.where(deliveries.c.state == HELD).order_by(deliveries.c.id)",
    ),
)

_FOLDING = _of(
    "bot/store/folding.py",
    FOLDING_TESTS,
    ("what may have arrived is told again", "begun = deliveries.c.attempts + deliveries.c.doubts", "begun = 0"),
    ("what is folded is sent, too", "gone.update(found.ids)", "pass"),
)

_REFRESHING = _of(
    "bot/store/refreshing.py",
    REFRESHING_TESTS,
    (
        "a change between claim and settlement is lost",
        "again = max(now, refreshed.edit_from)",
        "again = None",
    ),
    ("a lapsed edit is settled", "deliveries.c.refresh_at == stale.until, _EDITABLE)", "_EDITABLE)"),
)

_LEDGER = _of(
    "bot/store/ledger.py",
    f"{LEDGER_TESTS} {OUTBOX_TESTS}",
    ("any fence will do", "return bool(await connection.scalar(newest) == fence)", "return True"),
    (
        "a lease is taken from who holds it",
        "where=or_(leases.c.holder == holder, leases.c.until <= now),",
        "where=or_(leases.c.holder == holder, leases.c.holder != holder),",
    ),
    (
        "a new holder gets the old one's fence",
        "fence = case((leases.c.holder == holder, leases.c.fence), else_=leases.c.fence + 1)",
        "fence = case((leases.c.holder == holder, leases.c.fence), else_=leases.c.fence)",
    ),
    (
        "fences begin again after a lease is given up",
        'await connection.execute(mine.values(holder="", until=_LONG_AGO))',
        'await connection.execute(mine.values(holder="", until=_LONG_AGO, fence=0))',
    ),
)

_CHATS = _of(
    "bot/store/chats.py",
    CHATS_TESTS,
    ("a lost chat's queue is not cancelled", "await cancel(connection, chat, why)", "pass"),
    ("a chat that moves is forgotten", "await merge(connection, old, new)", "pass"),
)

_DELIVERY = _of(
    "bot/core/alerts/delivery.py",
    DELIVERY_TESTS,
    ("retry_after is forgotten", "until = now + max(after, SHORTEST_PAUSE)", "until = now + SHORTEST_PAUSE"),
    (
        "a pause is a failed attempt",
        "return Settlement(DeliveryState.PENDING, until, error=later.why, counts=False, chat_free_at=until)",
        "return Settlement(DeliveryState.PENDING, until, error=later.why, chat_free_at=until)",
    ),
    (
        "a pause leaves the chat free",
        "return Settlement(DeliveryState.PENDING, until, error=later.why, counts=False, chat_free_at=until)",
        "return Settlement(DeliveryState.PENDING, until, error=later.why, counts=False)",
    ),
    ("a doubt is not recorded", "doubt=not idempotent,", "doubt=False,"),
    (
        "a cut-off send counts as sent",
        "return replace(unanswered, due_at=now)",
        "return replace(unanswered, state=DeliveryState.SENT)",
    ),
    (
        "a bot that died often keeps a delivery waiting",
        "return replace(unanswered, due_at=now)",
        "return unanswered",
    ),
    (
        "what is in doubt is repeated again and again",
        'repeat = idempotent or (unsure == "repeat" and delivery.doubts < DOUBTS_ALLOWED)',
        'repeat = idempotent or unsure == "repeat"',
    ),
    (
        "what is to be held is repeated",
        'repeat = idempotent or (unsure == "repeat" and delivery.doubts < DOUBTS_ALLOWED)',
        "repeat = idempotent or delivery.doubts < DOUBTS_ALLOWED",
    ),
    (
        "a failure is tried again at once",
        "return Settlement(DeliveryState.PENDING, now + max(after, _back_off(delivery, seed)), error=later.why)",
        "return Settlement(DeliveryState.PENDING, now + after, error=later.why)",
    ),
    (
        "a chat gets the next one at once",
        "return Settlement(DeliveryState.SENT, now, message=message, chat_free_at=free_at)",
        "return Settlement(DeliveryState.SENT, now, message=message)",
    ),
    (
        "one odd answer is believed",
        "if isinstance(refusal, Refused) or refusal.sure or proven:",
        "if isinstance(refusal, Refused) or refusal.sure or not proven:",
    ),
)

_DELIVER = _of(
    "bot/engine/deliver.py",
    DELIVER_TESTS,
    (
        "what this process sends is taken for cut off",
        "for delivery in (delivery for delivery in lapsed if delivery.id not in self._in_hand):",
        "for delivery in lapsed:",
    ),
    (
        "a repeat has a new key",
        "return await self._platform.send(to, message, key=delivery.key, replies=delivery.answers)",
        'return await self._platform.send(to, message, key=f"{delivery.lease}", replies=delivery.answers)',
    ),
    ("a send is begun however late", "if self._clock.now() > job.send_before:", "if False:"),
    ("what was cut off stays so", "await self._recover(fence)", "pass"),
    ("a deposed sender does not ask again", "self._lead.lost()", "pass"),
    (
        "no answer in time means not sent",
        'return Unsure(f"no answer within {self._terms.deadline.total_seconds():g} seconds")',
        'return Later(timedelta(0), f"no answer within {self._terms.deadline.total_seconds():g} seconds")',
    ),
    (
        "an error while sending means not sent",
        'return Unsure(f"an error of Attribot\'s own while sending: {type(error).__name__}")',
        'return Later(timedelta(0), f"an error of Attribot\'s own while sending: {type(error).__name__}")',
    ),
    (
        "a lost chat is not suspended",
        "await self._chats.suspend(delivery.chat.address, why, self._clock.now(), under=under)",
        "pass",
    ),
)

_ACCOUNT = _of(
    "bot/engine/account.py",
    DELIVER_TESTS,
    (
        "a pause does not outlive the process",
        "await self._ledger.remember(self._name, self.paused_until.isoformat(), under=under)",
        "pass",
    ),
    (
        "a shorter pause of all ends a longer one",
        "self.paused_until = max(until, self.paused_until or until)",
        "self.paused_until = until",
    ),
)

_DESK = [
    *_of(
        "bot/store/desk.py",
        DESK_TESTS,
        ("a filing needs no fence", "if not await holds(connection, LEASE, fence):", "if False:"),
        (
            "a story is told twice",
            "put = upsert(deliveries).on_conflict_do_nothing().returning(deliveries.c.id)",
            "put = upsert(deliveries).returning(deliveries.c.id)",
        ),
        (
            "words that are no more are decided on",
            "if item is None or item.revision != filing.revision or item.filed == item.revision:",
            "if item is None:",
        ),
        (
            "a story is filed and its alerts are not",
            "owed.append(_owed(filing, story, free, now))",
            "pass",
        ),
    ),
    *_of(
        "bot/engine/desk.py",
        ALERT_TESTS,
        ("a filing that failed is remembered", "self._window = None\n        await", "await"),
        (
            "a desk that leads again does not look what was filed meanwhile",
            "self._window = await self._rebuild()  # at once",
            "self._window = self._window or await self._rebuild()  # at once",
        ),
        ("a deposed desk does not ask again", "self._lead.lost()", "pass"),
    ),
]

_POLL = [
    *_of(
        "bot/store/settling.py",
        SOURCES_TESTS,
        (
            "a poll that came too late is taken",
            "claim = (sources.c.id == poll.source.id) & (sources.c.lease == poll.source.lease)",
            "claim = sources.c.id == poll.source.id",
        ),
        (
            "a claim can be settled again and again",
            '"lease": sources.c.lease + 1,',
            '"lease": sources.c.lease,',
        ),
    ),
    *_of(
        "bot/store/sources.py",
        SOURCES_TESTS,
        (
            "a claimed source is due at once",
            "await connection.execute(taken.values(lease=sources.c.lease + 1, due_at=now + lease))",
            "await connection.execute(taken.values(lease=sources.c.lease + 1))",
        ),
    ),
    *_of(
        "bot/sources/conditional.py",
        "tests/sources/test_feed.py",
        (
            "an ETag is kept before its document is read",
            "return Elsewhere(read.candidates, read.why) if read.candidates else Failed(read.why, advice=read.advice)",
            "return Unchanged(validators(answer.headers))",
        ),
    ),
    *_of(
        "bot/engine/poll.py",
        "tests/engine/test_poll.py",
        ("the desk is not told of news", "self._woken()", "pass"),
    ),
]

_PLATFORMS = [
    *_of(
        "bot/platforms/telegram/outcomes.py",
        SENDING_TESTS,
        (
            "Telegram's retry_after is forgotten",
            "return Later(timedelta(seconds=answer.retry_after) or _UNNAMED_PAUSE, said, paused=True)",
            "return Later(_SOON, said, paused=True)",
        ),
        ("a send without an answer was not sent", "return Unsure(str(error))", "return Later(_SOON, str(error))"),
        (
            "what a gateway waited for was not sent",
            "return Unsure(said) if waited else Later(_SOON, said)",
            "return Later(_SOON, said)",
        ),
    ),
    *_of(
        "bot/platforms/telegram/request.py",
        SENDING_TESTS,
        ("a request that was written was not", "context.trace_request_ctx.written = True", "pass"),
    ),
    *_of(
        "bot/platforms/telegram/converse.py",
        LISTENING_TESTS,
        (
            "an update is confirmed before it is answered",
            "replies = await self._responded(respond, heard)",
            "replies = (await confirm(), await self._responded(respond, heard))[1]",
        ),
    ),
    *_of(
        "bot/platforms/telegram/listen.py",
        LISTENING_TESTS,
        (
            "what is still in hand is confirmed",
            "offset = min(waiting) if waiting else max(self._handled, default=self._offset - 1) + 1",
            "offset = max(self._handled, default=self._offset - 1) + 1",
        ),
        (
            "an offset does not outlive the process",
            "await self._ledger.remember(self._name, str(offset))",
            "pass",
        ),
    ),
    *_of(
        "bot/platforms/matrix/trouble.py",
        "tests/platforms/matrix/test_trouble.py",
        (
            "a homeserver's pause is a failed attempt",
            "return Later(trouble.wait or SOON, why, paused=True, everyone=True)\n    if trouble.errcode in _ENDED:",
            "return Later(trouble.wait or SOON, why)\n    if trouble.errcode in _ENDED:",
        ),
        (
            "a homeserver's retry_after is forgotten",
            "return Later(trouble.wait or SOON, why, paused=True, everyone=True)\n    if trouble.errcode in _ENDED:",
            "return Later(SOON, why, paused=True, everyone=True)\n    if trouble.errcode in _ENDED:",
        ),
    ),
]

MUTANTS: Sequence[Mutant] = [
    *(*_OUTBOX, *_QUEUE, *_HOLDING, *_FOLDING, *_REFRESHING, *_LEDGER, *_CHATS),
    *(*_DELIVERY, *_ACCOUNT, *_DELIVER, *_DESK, *_POLL, *_PLATFORMS),
]
