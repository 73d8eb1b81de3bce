"""Bugs in what comes later: messages written anew, what is held and folded, and how fast an account writes."""

from __future__ import annotations

from tests.mutants.kinds import of

__all__ = ["LATER"]

REFRESHING_TESTS = "tests/store/test_refreshing.py"
REFRESH_TESTS = "tests/engine/test_refresh.py"
HOLDING_TESTS = "tests/store/test_holding.py"
FOLDING_TESTS = "tests/store/test_folding.py"
PACE_TESTS = "tests/core/test_pacing.py"

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
            "return case((deliveries.c.refresh_at.is_not(None), literal(edit_from, Instant)), else_=None)",
            "return case((deliveries.c.refresh_at.is_not(None), literal(None, Instant)), else_=None)",
        ),
        (
            "a change before a message is sent is not noted",
            "told = told.where(or_(_EDITABLE, deliveries.c.state.in_(_COMING)))",
            "told = told.where(_EDITABLE)",
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
            'return {"refresh_at": None, "edit_from": None}',
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
            "return postponed(delivery, restraint.ends(sent_at, now))",
            "return Refreshed(edit_from=restraint.ends(sent_at, now), shown=shown)",
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

_LOCKED = (
    ".with_for_update(key_share=True)\n            suspended = await connection.scalar(of_chat)\n"
    "            rows = (await connection.execute(_due(due, now).with_for_update(of=deliveries))).all()"
)
_RELEASE = [
    *of(
        "bot/store/holding.py",
        f"{HOLDING_TESTS}::test_two_that_release_at_once_release_once",
        (
            "two may release at once",
            _LOCKED,
            _LOCKED.replace(".with_for_update(key_share=True)", "").replace(".with_for_update(of=deliveries)", ""),
        ),
    ),
    *of(
        "bot/store/holding.py",
        f"{HOLDING_TESTS}::test_what_goes_at_once_while_it_is_released_is_in_no_digest",
        (
            "what is released may be hastened meanwhile",
            "rows = (await connection.execute(_due(due, now).with_for_update(of=deliveries))).all()",
            "rows = (await connection.execute(_due(due, now))).all()",
        ),
    ),
    *of(
        "bot/store/holding.py",
        HOLDING_TESTS,
        (
            "what a digest tells of stays held",
            "await _settle(connection, rows, state=DeliveryState.DIGESTED.value, digest_id=number)",
            "pass",
        ),
        (
            "nobody knows which digest tells of it",
            "await _settle(connection, rows, state=DeliveryState.DIGESTED.value, digest_id=number)",
            "await _settle(connection, rows, state=DeliveryState.DIGESTED.value)",
        ),
        (
            "what was muted meanwhile is sent",
            'why = {row.id: muted.get(row.id, "") or stories.get(str(row.story), "") for row in rows}',
            'why = {row.id: "" for row in rows}',
        ),
        (
            "a story that was muted meanwhile is sent",
            'why = {row.id: muted.get(row.id, "") or stories.get(str(row.story), "") for row in rows}',
            'why = {row.id: muted.get(row.id, "") for row in rows}',
        ),
        (
            "what is muted is forgotten",
            "await _settle(connection, [row], state=DeliveryState.MUTED.value, error=why[row.id])",
            "pass",
        ),
        (
            "while all is muted what was held goes out",
            "if ends := [mute.until for mute in known if mute.kind is MuteKind.ALL]:",
            "if ends := list[datetime]():",
        ),
        (
            "what is due later is released",
            "return rows.where(deliveries.c.state == HELD, deliveries.c.held_until <= now).order_by(deliveries.c.id)",
            "return rows.where(deliveries.c.state == HELD).order_by(deliveries.c.id)",
        ),
        (
            "what was released is released again",
            "return rows.where(deliveries.c.state == HELD, deliveries.c.held_until <= now).order_by(deliveries.c.id)",
            "return rows.where(deliveries.c.held_until <= now).order_by(deliveries.c.id)",
        ),
        ("a lost chat gets its digest", "if suspended:", "if False:"),
    ),
    *of(
        "bot/engine/release.py",
        "tests/engine/test_release.py",
        (
            "a query that was muted meanwhile is not asked",
            "muted = await self._muted(await self._holding.doubts(due, self._clock.now()))",
            "muted: dict[int, str] = {}",
        ),
        ("a sender is not told of a digest", "self._woken()", "pass"),
    ),
]

_FOLDING = [
    *of(
        "bot/store/folding.py",
        FOLDING_TESTS,
        (
            "what is urgent is folded",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS), deliveries.c.attempts == 0",
            "return deliveries.c.kind.in_(_NEWS), deliveries.c.attempts == 0",
        ),
        (
            "what may have arrived is folded",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS), deliveries.c.attempts == 0",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS)",
        ),
        (
            "a word from the bot itself is folded",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS), deliveries.c.attempts == 0",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.attempts == 0",
        ),
        (
            "what is folded is sent too",
            "return [head for head in heads if head not in gone]",
            "return heads",
        ),
        (
            "what is folded does not wait",
            'held = {"state": DeliveryState.HELD.value, "held_until": found.until, "error": found.why}',
            'held = {"state": DeliveryState.HELD.value, "held_until": None, "error": found.why}',
        ),
        (
            "urgent ones use up the budget",
            "sent.c.sent_at > now - budget.within, sent.c.lane == Lane.USUAL, sent.c.kind.in_(_MESSAGES)",
            "sent.c.sent_at > now - budget.within, sent.c.kind.in_(_MESSAGES)",
        ),
    ),
    *of(
        "bot/core/alerts/budget.py",
        "tests/core/test_alerts_budget.py",
        (
            "there is always room for one more",
            "return lately[-budget.most] + budget.within if len(lately) >= budget.most else None",
            "return lately[-budget.most] + budget.within if len(lately) > budget.most else None",
        ),
        (
            "news of an outage is told in the night",
            "return quiet_until(hours.quiet, until, zone) or until",
            "return until",
        ),
    ),
]

_PACE = [
    *of(
        "bot/core/pacing.py",
        PACE_TESTS,
        (
            "what was sent before is not recalled",
            "self._begun.extend(_drain(self._begun, (at for at, _, _ in past)))",
            "pass",
        ),
        (
            "the end of a send is not counted",
            "self._note(slot.chat, self._time(now), group=slot.group)",
            "pass",
        ),
        ("what flies counts for nothing in its chat", "self._flying[chat] += 1", "pass"),
        (
            "edits count for nothing",
            "self.begin(slot, now)\n        self.end(slot, now)\n        return timedelta(0)",
            "self.end(slot, now)\n        return timedelta(0)",
        ),
        (
            "a group's minute is not looked at",
            "free = max(free, _opens(ended, flying, most, MINUTE, time))",
            "pass",
        ),
        ("one more is begun than there is room for", "return max(0, wanted)", "return max(0, wanted + 1)"),
        (
            "slots that are open count for nothing",
            "wanted = min(wanted, most - self._open - lately)",
            "wanted = min(wanted, most - lately)",
        ),
        ("a clock that is set back forgets", "self._ahead = self._latest - now", "pass"),
    ),
    *of(
        "bot/store/outbox.py",
        "tests/store/test_outbox.py tests/engine/test_deliver.py",
        (
            "what was in flight at a crash is not recalled",
            "lately = or_(deliveries.c.sent_at > since, deliveries.c.state == SENDING)",
            "lately = deliveries.c.sent_at > since",
        ),
    ),
    *of(
        "bot/platforms/telegram/pace.py",
        "tests/platforms/telegram/test_pace.py",
        ("a reply counts for nothing", "self._pace.begin(slot, self._now())", "pass"),
    ),
]

LATER = [*_REFRESHING, *_REFRESH, *_RELEASE, *_FOLDING, *_PACE]
