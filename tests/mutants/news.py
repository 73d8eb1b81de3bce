"""Bugs between the sources and the outbox: polls, and the desk."""

from __future__ import annotations

from tests.mutants.kinds import of

__all__ = ["NEWS"]

DESK_TESTS = "tests/store/test_desk.py"
SOURCES_TESTS = "tests/store/test_sources.py"
ALERT_TESTS = "tests/engine/test_desk.py"

_DESK = [
    *of(
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
    *of(
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
    *of(
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
    *of(
        "bot/store/sources.py",
        SOURCES_TESTS,
        (
            "a claimed source is due at once",
            "await connection.execute(taken.values(lease=sources.c.lease + 1, due_at=now + lease))",
            "await connection.execute(taken.values(lease=sources.c.lease + 1))",
        ),
    ),
    *of(
        "bot/sources/conditional.py",
        "tests/sources/test_feed.py",
        (
            "an ETag is kept before its document is read",
            "return Elsewhere(read.candidates, read.why) if read.candidates else Failed(read.why, advice=read.advice)",
            "return Unchanged(validators(answer.headers))",
        ),
    ),
    *of(
        "bot/engine/poll.py",
        "tests/engine/test_poll.py",
        ("the desk is not told of news", "self._woken()", "pass"),
    ),
]

NEWS = [*_DESK, *_POLL]
