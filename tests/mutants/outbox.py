"""Bugs in what is written down: the outbox, its queue, the leases, the chats."""

from __future__ import annotations

from tests.mutants.kinds import of

__all__ = ["OUTBOX"]

OUTBOX_TESTS = "tests/store/test_outbox.py"
LEDGER_TESTS = "tests/store/test_ledger.py"
CHATS_TESTS = "tests/store/test_chats.py"

_OUTBOX = of(
    "bot/store/outbox.py",
    OUTBOX_TESTS,
    (
        "a claim needs no fence",
        "if not await holds(connection, _lease_of(platform), fence):\n                return ()\n            ids",
        "if False:\n                return ()\n            ids",
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
        "taken.values(lease_until=now + lease, refresh_at=None)",
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

_QUEUE = of(
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
        '.where(chats.c.id.not_in(select(_flight.c.chat_id).where(_flight.c.state == "")))',
    ),
    (
        "a chat's pause is not looked at",
        "_ready_at: Final = case((chats.c.free_at > deliveries.c.due_at, chats.c.free_at), else_=deliveries.c.due_at)",
        "_ready_at: Final = case((chats.c.free_at < deliveries.c.due_at, chats.c.free_at), else_=deliveries.c.due_at)",
    ),
    (
        "what is not due yet is claimed",
        "return heads(platform).where(_ready_at <= now).limit(limit)",
        "return heads(platform).limit(limit)",
    ),
    (
        "the longest due does not go first",
        ".order_by(deliveries.c.lane, _ready_at, deliveries.c.id)",
        ".order_by(deliveries.c.lane, deliveries.c.id)",
    ),
    (
        "whoever waits in a crowd is passed over",
        "self.line = deque(row.chat_id for row in islice(rows, limit, None))",
        "self.line = deque(row.chat_id for row in islice(rows, limit + 1, None))",
    ),
)

_LEDGER = of(
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

_CHATS = of(
    "bot/store/chats.py",
    CHATS_TESTS,
    ("a lost chat's queue is not cancelled", "await cancel(connection, chat, why)", "pass"),
    ("a chat that moves is forgotten", "await merge(connection, old, new)", "pass"),
)

OUTBOX = [*_OUTBOX, *_QUEUE, *_LEDGER, *_CHATS]
