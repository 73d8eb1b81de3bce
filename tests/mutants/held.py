"""Bugs in what makes things wait: digests, folding, and how fast an account writes."""

from __future__ import annotations

from functools import reduce

from tests.mutants.kinds import of

__all__ = ["HELD"]

HOLDING_TESTS = "tests/store/test_holding.py"
FOLDING_TESTS = "tests/store/test_folding.py"
PACE_TESTS = "tests/core/test_pacing.py"

_LOCKED = (
    "async with self._database.write(Lock.DESK) as connection:\n"
    "            of_chat = select(chats.c.suspended, chats.c.hours).where(chats.c.id == due.chat)\n"
    "            chat = (await connection.execute(of_chat.with_for_update(key_share=True))).one_or_none()\n"
    "            if chat is None:  # it has become another, and so has what was due there\n"
    "                return False\n"
    "            due_now = _due(due, now).with_for_update(of=deliveries)"
)
_LOCKS = ("Lock.DESK", ".with_for_update(key_share=True)", ".with_for_update(of=deliveries)")
_UNLOCKED = reduce(lambda text, lock: text.replace(lock, ""), _LOCKS, _LOCKED)
_RELEASE = [
    *of(
        "bot/store/holding.py",
        f"{HOLDING_TESTS}::test_two_that_release_at_once_release_once",
        (
            "two may release at once",
            _LOCKED,
            _UNLOCKED,
        ),
    ),
    *of(
        "bot/store/holding.py",
        f"{HOLDING_TESTS}::test_what_goes_at_once_while_it_is_released_is_in_no_digest",
        (
            "what is released may be hastened meanwhile",
            "due_now = _due(due, now).with_for_update(of=deliveries)",
            "due_now = _due(due, now)",
        ),
    ),
    *of(
        "bot/store/holding.py",
        HOLDING_TESTS,
        (
            "what a digest tells of stays held",
            "await _settle(connection, rows, state=DeliveryState.DIGESTED, digest_id=number)",
            "pass",
        ),
        (
            "nobody knows which digest tells of it",
            "await _settle(connection, rows, state=DeliveryState.DIGESTED, digest_id=number)",
            "await _settle(connection, rows, state=DeliveryState.DIGESTED)",
        ),
        (
            "one that is alone overtakes a digest that waits",
            "if len(rows) == 1 and not await connection.scalar(_waiting(due)):",
            "if len(rows) == 1:",
        ),
        (
            "what was muted meanwhile is sent",
            'apart[muted.get(row.id, "") or stories.get(str(row.story), "")].append(row)',
            'apart[""].append(row)',
        ),
        (
            "a story that was muted meanwhile is sent",
            'apart[muted.get(row.id, "") or stories.get(str(row.story), "")].append(row)',
            'apart[muted.get(row.id, "")].append(row)',
        ),
        (
            "what is muted is forgotten",
            "await _settle(connection, left_out, state=DeliveryState.MUTED, error=why)",
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
        ("a lost chat gets its digest", "if chat.suspended:", "if False:"),
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
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS), begun == 0",
            "return deliveries.c.kind.in_(_NEWS), begun == 0",
        ),
        (
            "what may have arrived is folded",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS), begun == 0",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS)",
        ),
        (
            "a word from the bot itself is folded",
            "return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS), begun == 0",
            "return deliveries.c.lane == Lane.USUAL, begun == 0",
        ),
        (
            "what is folded is sent too",
            "return [head for head in heads if head not in gone]",
            "return heads",
        ),
        (
            "what is in doubt is folded",
            "begun = deliveries.c.attempts + deliveries.c.doubts",
            "begun = deliveries.c.attempts",
        ),
        (
            "what is folded does not wait",
            'held = {"state": DeliveryState.HELD.value, "held_until": found.until, "error": found.why}',
            'held = {"state": DeliveryState.HELD.value, "held_until": None, "error": found.why}',
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
    ),
    *of(
        "bot/core/alerts/hours.py",
        "tests/core/test_alerts_budget.py",
        (
            "news of an outage is told in the night",
            "return quiet_until(hours.quiet, at, zone) or at",
            "return at",
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

HELD = [*_RELEASE, *_FOLDING, *_PACE]
