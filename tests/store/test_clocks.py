"""Digests and quiet hours over the days on which clocks are changed: the real stages, on a clock of the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.core.message import Message
from bot.core.model import Address, Cadence, Chat, ChatKind, Hours, Loudness, Rhythm, SubscriptionKind
from bot.core.outcome import Outcome
from bot.engine.release import Release
from bot.ports import ignore
from bot.store.changes import touch
from bot.store.manners import hours_json, loudness_json
from bot.store.rooms import SqlStore
from bot.store.tables import chats, subscriptions
from tests.core.gazette import Gazette
from tests.engine.fakes import HandClock, Mouth, deliverer, desk, publish, run_once

NIGHT = time(23), time(7)
DAILY = Loudness(Rhythm(Cadence.DAILY))
DAY = timedelta(days=1)
CHANGES = [
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Asia/Beirut", date(2026, 10, 25)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
    ("Asia/Damascus", date(2026, 3, 27)),
    ("Asia/Damascus", date(2026, 10, 30)),
]
HOURS = 3 * 24 - 2
"""From noon on, two days before the change, to ten o'clock on the day after it, or an hour beside that."""
EVERY = 3
"""Hours between two stories."""


@dataclass(frozen=True)
class Heard:
    at: datetime
    """By the chats' clock."""
    chat: str
    text: str


class Diary(Mouth):
    """Takes down when it was told what."""

    def __init__(self, clock: HandClock, zone: ZoneInfo) -> None:
        super().__init__()
        self.heard: list[Heard] = []
        self._clock = clock
        self._zone = zone

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        self.heard.append(Heard(self._clock.now().astimezone(self._zone), to.chat, message.plain))
        return await super().send(to, message, key=key, edits=edits, replies=replies)

    def of(self, chat: str) -> list[Heard]:
        return [each for each in self.heard if each.chat == chat]


class Days:
    """The stages over one store, run until all is done whenever the clock has gone on."""

    def __init__(self, store: SqlStore, zone: ZoneInfo, begin: date) -> None:
        self.clock = HandClock()
        self.clock.time = datetime.combine(begin, time(12), zone).astimezone(UTC)
        self.diary = Diary(self.clock, zone)
        self.store = store
        self._desk = desk(store, self.clock)
        self._release = Release(store.holding, self.clock, Gazette(), woken=lambda: None, reach=ignore)
        self._deliver = deliverer(store, self.diary, self.clock)
        self._titles = titles()

    async def pass_by(self, hours: int) -> None:
        """Hour by hour, with news in every third."""
        begin = self.clock.now()
        for hour in range(hours):
            if hour % EVERY == 0:
                await publish(self.store, self.clock, next(self._titles))
                for batch in await self._desk.claim(1):
                    await self._desk.work(batch)
            await self.work()
            self.clock.time = begin + (hour + 1) * timedelta(hours=1)
        await self.work()

    async def work(self) -> None:
        for job in await self._release.claim(1):
            await self._release.work(job)
        while due := await self.store.outbox.next_due("telegram"):
            self.clock.time = max(due, self.clock.time)
            await run_once(self._deliver)


def titles() -> Iterator[str]:
    """Stories that nobody takes for one another: of words that there are not."""
    letters = str.maketrans("0123456789", "ghijklmnop")
    for number in count():
        word = sha256(str(number).encode()).hexdigest().translate(letters)
        yield f"Hama {word[:8]} {word[8:16]} {word[16:24]}"


async def follower(
    store: SqlStore, clock: HandClock, name: str, hours: Hours, loudness: Loudness, own: Loudness
) -> Chat:
    chat = await store.chats.meet(Address("telegram", name), ChatKind.PRIVATE, name, clock.now())
    kind = SubscriptionKind.QUERY
    one = await store.chats.subscribe(chat.id, "", kind, "hama", "a test", clock.now())
    assert one is not None
    async with store._database.write() as connection:
        await touch(connection, chat.id)
        values = {"hours": hours_json(hours), "loudness": loudness_json(loudness)}
        await connection.execute(update(chats).where(chats.c.id == chat.id).values(values))
        starred = update(subscriptions).where(subscriptions.c.id == one.id)
        await connection.execute(starred.values(loudness=loudness_json(own)))
    return chat


@pytest.mark.slow
@pytest.mark.parametrize(("name", "change"), CHANGES)
async def test_a_change_of_clocks_brings_no_digest_more_and_none_less(store: SqlStore, name: str, change: date) -> None:
    zone = ZoneInfo(name)
    days = Days(store, zone, change - 2 * DAY)
    await follower(store, days.clock, "daily", Hours(name), DAILY, Loudness())
    await follower(store, days.clock, "quiet", Hours(name, NIGHT), Loudness(), Loudness())
    await follower(store, days.clock, "starred", Hours(name, NIGHT), DAILY, Loudness(starred=True))
    await days.pass_by(HOURS)
    dates = [change + number * DAY for number in (-1, 0, 1)]
    stories = -(-HOURS // EVERY)

    digests = days.diary.of("daily")
    assert [(each.at.date(), each.at.hour) for each in digests] == [(day, 8) for day in dates]
    assert all(each.text.startswith("Daily digest · ") for each in digests)
    untold = sum(each.at >= digests[-1].at for each in days.diary.of("starred"))
    assert sum(_counted(digests)) == stories - untold

    mornings = [each for each in days.diary.of("quiet") if each.text.startswith("While it was quiet (23:00–07:00): ")]
    assert [(each.at.date(), each.at.hour) for each in mornings] == [(day, 7) for day in dates]
    at_once = [each for each in days.diary.of("quiet") if each not in mornings]
    assert [each for each in at_once if not NIGHT[1] <= each.at.time() < NIGHT[0]] == []
    assert len(at_once) + sum(_counted(mornings)) == stories

    starred = days.diary.of("starred")
    assert len(starred) == stories
    assert any(each.at.hour < NIGHT[1].hour for each in starred)


def _counted(digests: list[Heard]) -> list[int]:
    """How many stories each tells of."""
    return [int(found[1]) for each in digests if (found := re.search(r"(\d+) stor(?:y|ies)\b", each.text))]
