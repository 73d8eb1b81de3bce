from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.demo.day import Day, load
from bot.demo.host import Replay, hosted
from bot.sources.parsing import parse_feed

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def day() -> Day:
    return load()


def test_the_day_has_many_voices_in_four_scripts_or_languages(day: Day) -> None:
    assert len(day.publications) >= 120
    assert len({publication.outlet for publication in day.publications}) >= 8
    assert {"en", "ar", "ru", "tr"} == {outlet.language for outlet in day.outlets}


def test_every_item_is_of_a_known_outlet(day: Day) -> None:
    assert {publication.outlet for publication in day.publications} <= {outlet.id for outlet in day.outlets}


def test_a_wire_copy_has_the_words_of_its_original(day: Day) -> None:
    title = "Defence ministry says it repelled an attack near Taybat al-Imam"
    copies = [publication for publication in day.publications if publication.title == title]
    assert len({copy.outlet for copy in copies}) == 3
    assert len({copy.text for copy in copies}) == 1


def test_the_rumour_is_told_by_three_outlets_before_it_is_denied(day: Day) -> None:
    told = [publication for publication in day.publications if "coup" in publication.title.casefold()]
    denied = next(n for n, publication in enumerate(told) if "denies" in publication.title)
    assert len({publication.outlet for publication in told[:denied]}) >= 3


def test_the_whole_day_passes_in_the_length_of_the_replay(day: Day) -> None:
    times = [day.published(publication, NOON, MINUTE) for publication in day.publications]
    assert times == sorted(times)
    assert times[0] < NOON
    assert times[-1] == NOON + MINUTE


async def test_the_day_opens_once_every_feed_has_been_read(day: Day) -> None:
    replay = Replay(day, timedelta(seconds=0.2))
    async with hosted(replay) as host, aiohttp.ClientSession() as session:
        for outlet in day.outlets:
            assert not replay.opened.is_set()
            async with session.get(f"http://{host}/{outlet.id}/feed.xml") as answer:
                first = await answer.read()
        assert replay.opened.is_set()
        await asyncio.wait_for(replay.after(1), 5)
        async with session.get(f"http://{host}/{outlet.id}/feed.xml", headers={"If-None-Match": "old"}) as answer:
            last, etag = await answer.read(), answer.headers["ETag"]
        async with session.get(f"http://{host}/{outlet.id}/feed.xml", headers={"If-None-Match": etag}) as answer:
            assert answer.status == 304
    before, after = (parse_feed(body, "application/rss+xml", "") for body in (first, last))
    titles = [publication.title for publication in day.publications if publication.outlet == outlet.id]
    assert [entry.title for entry in after.entries] == titles[::-1]  # type: ignore[union-attr]  # it is readable
    assert 0 < len(before.entries) < len(after.entries)  # type: ignore[union-attr]  # as above
