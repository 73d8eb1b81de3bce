"""Bugs in what is done about messages whose stories go on."""

from __future__ import annotations

from tests.mutants.kinds import of

__all__ = ["EDITS"]

REFRESHING_TESTS = "tests/store/test_refreshing.py"
REFRESH_TESTS = "tests/engine/test_refresh.py"

_REFRESHING = [
    *of(
        "bot/store/outbox.py",
        REFRESHING_TESTS,
        (
            "a claim of an edit needs no fence",
            "if not await holds(connection, _lease_of(platform), fence):\n                return ()\n            taken",
            "if False:\n                return ()\n            taken",
        ),
        (
            "an edit is settled without a fence",
            "if not await holds(connection, _lease_of(stale.delivery.chat.address.platform), fence):",
            "if False:",
        ),
        (
            "what was known when it was first sent is edited in",
            "taken.values(lease=deliveries.c.lease + 1, lease_until=now + lease, refresh_at=None)",
            "taken.values(lease=deliveries.c.lease + 1, lease_until=now + lease)",
        ),
    ),
    *of(
        "bot/store/refreshing.py",
        REFRESHING_TESTS,
        (
            "a change while a message is edited is lost",
            "if again is None and refreshed.edit_from is not None and changes is not None and changes > stale.changes:",
            "if False:",
        ),
        (
            "a change while a message is first sent is lost",
            "stale = and_(_EVOLVES, literal(surely)) | deliveries.c.refresh_at.is_not(None)",
            "stale = and_(_EVOLVES, literal(surely))",
        ),
        (
            "a change before a message is sent is not noted",
            "KEEPS_UP: Final = or_(_EDITABLE, deliveries.c.state.in_(_COMING))",
            "KEEPS_UP: Final = _EDITABLE",
        ),
        (
            "an edit whose claim is over is settled",
            "settled = update(deliveries).where(mine, deliveries.c.refresh_at == stale.until, _EDITABLE)",
            "settled = update(deliveries).where(mine, _EDITABLE)",
        ),
        (
            "an edit goes before what is new",
            "due = stale_of(platform).where(deliveries.c.refresh_at <= now, chats.c.free_at <= now, ~busy)",
            "due = stale_of(platform).where(deliveries.c.refresh_at <= now, chats.c.free_at <= now)",
        ),
        (
            "an edit breaks its chat's pause",
            "due = stale_of(platform).where(deliveries.c.refresh_at <= now, chats.c.free_at <= now, ~busy)",
            "due = stale_of(platform).where(deliveries.c.refresh_at <= now, ~busy)",
        ),
        (
            "a claimed edit is claimed again",
            "await connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(refresh_at=until))",
            "pass",
        ),
        ("a pause that an edit met is not written", "if refreshed.chat_free_at is not None:", "if False:"),
        (
            "a message is edited before it may be",
            "early = and_(deliveries.c.edit_from.is_not(None), deliveries.c.edit_from > now)",
            "early = and_(deliveries.c.edit_from.is_not(None), deliveries.c.edit_from <= now)",
        ),
        (
            "who wants no edits gets them",
            "deliveries.c.kind == DeliveryKind.ALERT.value, deliveries.c.updates != Updates.NONE.value",
            "deliveries.c.kind == DeliveryKind.ALERT.value",
        ),
        (
            "messages of a chat that has moved are edited",
            'return {"message": "", "refresh_at": None, "edit_from": None}',
            "return {}",
        ),
    ),
    *of(
        "bot/store/refreshing.py",
        f"{REFRESHING_TESTS}::test_a_settlement_waits_for_whoever_is_writing_a_change_of_its_story",
        (
            "a change may be written while an edit is settled",
            "changes = await connection.scalar(counted.with_for_update(read=True, of=stories))",
            "changes = await connection.scalar(counted)",
        ),
    ),
]

_REFRESH = [
    *of(
        "bot/store/refreshing.py",
        REFRESH_TESTS,
        (
            "a message whose words nobody knows keeps them",
            "stale = and_(_EVOLVES, literal(surely)) | deliveries.c.refresh_at.is_not(None)",
            "stale = deliveries.c.refresh_at.is_not(None)",
        ),
    ),
    *of(
        "bot/engine/deliver.py",
        REFRESH_TESTS,
        (
            "a send that was cut off is thought to have said nothing",
            "settlement = replace(settlement, shown=UNKNOWN)",
            "pass",
        ),
    ),
    *of(
        "bot/engine/refresh.py",
        REFRESH_TESTS,
        ("what is shown is not compared", "if shown == delivery.shown:", "if False:"),
        ("two messages of a chat are edited at once", "if chat in self._busy:", "if False:"),
        ("an edit is begun however late", "if self._clock.now() > job.edit_before:", "if False:"),
        (
            "an edit waits for no room",
            "if wait := self._account.pace.edit(delivery.chat.address.chat, now, group=is_group(delivery.chat)):",
            "if wait := timedelta(0):",
        ),
        (
            "an edit has the key of the alert",
            "unique = key(delivery, job.stale.changes, shown)",
            "unique = delivery.key",
        ),
        (
            "a pause of all that an edit met is forgotten",
            "if isinstance(outcome, Later) and outcome.everyone:",
            "if False:",
        ),
        (
            "edits go on in a pause of all",
            "if fence is None or await self._account.is_paused(fence):",
            "if fence is None:",
        ),
        (
            "a chat that moved is not found by an edit",
            "if isinstance(outcome, Moved) and kept:",
            "if False:",
        ),
        ("a deposed editor does not ask again", "self._lead.lost()", "pass"),
    ),
    *of(
        "bot/core/alerts/refreshing.py",
        "tests/core/test_alerts_refreshing.py",
        (
            "an edit in doubt is taken for made",
            "return Refreshed(restraint.ends(sent_at, now), delivery.edit_from, UNKNOWN)",
            "return Refreshed(edit_from=restraint.ends(sent_at, now), shown=shown)",
        ),
        (
            "an edit in doubt is taken for not made",
            "return Refreshed(restraint.ends(sent_at, now), delivery.edit_from, UNKNOWN)",
            "return postponed(delivery, restraint.ends(sent_at, now))",
        ),
        (
            "one message of two sends is thought to have the words of the second",
            'return shown if before in {"", shown} else UNKNOWN',
            "return shown",
        ),
        (
            "a pause that an edit met leaves the chat free",
            "return Refreshed(until, delivery.edit_from, delivery.shown, chat_free_at=until)",
            "return Refreshed(until, delivery.edit_from, delivery.shown)",
        ),
        (
            "words that come back have the key that they had",
            'return f"{delivery.key}-{changes}-{shown}"',
            'return f"{delivery.key}-{shown}"',
        ),
        (
            "old messages are edited as often as new ones",
            "return last + max(self.least, (last - sent_at) / self.part)",
            "return last + self.least",
        ),
    ),
]

EDITS = [*_REFRESHING, *_REFRESH]
