"""Bugs in what is done about a send: decisions, the stage, its account."""

from __future__ import annotations

from tests.mutants.kinds import of

__all__ = ["SENDING"]

DELIVERY_TESTS = "tests/core/test_alerts_delivery.py"
DELIVER_TESTS = "tests/engine/test_deliver.py"

_DELIVERY = of(
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

_DELIVER = of(
    "bot/engine/deliver.py",
    DELIVER_TESTS,
    (
        "what this process sends is taken for cut off",
        "for delivery in (delivery for delivery in lapsed if delivery.id not in self._in_hand):",
        "for delivery in lapsed:",
    ),
    (
        "a repeat has a new key",
        "self._platform, job.delivery, message, key=job.delivery.key, seconds=seconds, broken=Unsure",
        'self._platform, job.delivery, message, key=f"{job.fence}", seconds=seconds, broken=Unsure',
    ),
    (
        "an error while sending means refused",
        "self._platform, job.delivery, message, key=job.delivery.key, seconds=seconds, broken=Unsure",
        "self._platform, job.delivery, message, key=job.delivery.key, seconds=seconds, broken=Refused",
    ),
    ("a send is begun however late", "if self._clock.now() > job.send_before:", "if False:"),
    ("what was cut off stays so", "await self._recover(fence)", "pass"),
    ("a deposed sender does not ask again", "self._lead.lost()", "pass"),
    (
        "a lost chat is not suspended",
        "await self._chats.suspend(delivery.chat.address, why, self._clock.now(), under=under)",
        "pass",
    ),
    (
        "who was succeeded closes a chat",
        "await self._chats.suspend(delivery.chat.address, why, self._clock.now(), under=under)",
        "await self._chats.suspend(delivery.chat.address, why, self._clock.now())",
    ),
    (
        "who was succeeded moves a chat",
        "await self._chats.move(delivery.chat.address, to, under=under)",
        "await self._chats.move(delivery.chat.address, to)",
    ),
    (
        "a chat that was answered meanwhile is written to at once",
        "if self._account.free_at(head.chat, now) > now or not self._account.pace.room(Asking.ALERT, 1, now):",
        "if not self._account.pace.room(Asking.ALERT, 1, now):",
    ),
    ("a slot is never given back", "self._account.pace.end(job.slot, self._clock.now())", "pass"),
)

_SEND = of(
    "bot/engine/sending.py",
    f"{DELIVER_TESTS} tests/engine/test_refresh.py",
    (
        "no answer in time means refused",
        'return Unsure(f"no answer within {seconds:g} seconds")',
        'return Refused(f"no answer within {seconds:g} seconds")',
    ),
    ("an edit is a new message", "edits=delivery.edits", 'edits=""'),
    ("an update answers nothing", 'replies = "" if delivery.edits else delivery.answers', 'replies = ""'),
)

_ACCOUNT = of(
    "bot/engine/account.py",
    DELIVER_TESTS,
    (
        "a pause does not outlive the process",
        "await self._ledger.remember(self._name, self.paused_until.isoformat(), under=under)",
        "pass",
    ),
    (
        "who was succeeded pauses the account",
        "await self._ledger.remember(self._name, self.paused_until.isoformat(), under=under)",
        "await self._ledger.remember(self._name, self.paused_until.isoformat())",
    ),
    (
        "a shorter pause of all ends a longer one",
        "self.paused_until = max(until, self.paused_until or until)",
        "self.paused_until = until",
    ),
    (
        "the pace of an earlier leader is forgotten",
        "self.pace.recall(await self._outbox.written(self._platform, now - MINUTE, now), self._clock.now())",
        "pass",
    ),
    (
        "the pause of an earlier leader is forgotten",
        "self.paused_until = datetime.fromisoformat(kept) if kept else None",
        "pass",
    ),
)

SENDING = [*_DELIVERY, *_DELIVER, *_SEND, *_ACCOUNT]
