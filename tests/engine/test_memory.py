"""A desk that starts anew decides on all that follows as one that never stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.core.model import Entry, Filed, Outlet
from bot.core.outcome import Read
from bot.core.stories import Placement, Window
from bot.data.concepts import concepts
from bot.engine.desk import Group
from bot.engine.lead import Lead
from bot.ports import Store, ignore
from tests.core.memory import lexicon
from tests.engine.fakes import LEASE, HandClock
from tests.kit.stores import sqlite_store
from tests.kit.tempo import every

memory = partial(Window, concepts(), lexicon())
OUTLETS = [Outlet(name, name.title(), owner=owner) for name, owner in (("alpha", ""), ("beta", "House"), ("gamma", ""))]
TITLES = [
    "Explosion kills 12 people in the city of Hama",
    "Twelve killed by blast in Hama, ministry says",
    "Death toll of the explosion in Hama rises to 40",
    "Explosion kills 12 people in the city of Homs",
    "Ministry denies that an explosion killed anybody in Hama",
    "Bakers of Damascus go on strike for a second day",
]
TEXTS = [
    "",
    "The blast tore through a market in the old town of Hama shortly after noon on Monday, police said there.",
    "Bread has been short for weeks in the capital, where people queue from dawn, say the bakers and the city.",
]


@dataclass(frozen=True)
class Step:
    """Something is published, or edited where the outlet has published under this number before."""

    minutes: int
    outlet: int
    number: int
    title: int
    text: int

    @property
    def entry(self) -> Entry:
        """As its feed has it."""
        url = f"https://{OUTLETS[self.outlet].id}.example/{self.number}"
        return Entry(guid=url, url=url, title=TITLES[self.title], text=TEXTS[self.text], language="en")


STEPS = st.builds(
    Step,
    st.one_of(st.integers(-600, 600), st.integers(-600, 60 * 60)),
    st.integers(0, len(OUTLETS) - 1),
    st.integers(0, 3),
    st.integers(0, len(TITLES) - 1),
    st.integers(0, len(TEXTS) - 1),
)


@dataclass
class Newsroom:
    """A store, a desk that reads it, and the outlets that fill it."""

    store: Store
    clock: HandClock = field(default_factory=HandClock)

    def desk(self) -> Group:
        lead = Lead("desk", "me", self.store.ledger, self.clock, LEASE)
        parts = self.store.desk, self.store.chats, lead, self.clock
        return Group(*parts, names=lexicon(), memory=memory, woken=lambda: None, reach=ignore)

    async def open(self) -> None:
        for outlet in OUTLETS:
            await self.store.sources.add(outlet, "feed", f"https://{outlet.id}.example/feed.xml", self.clock.now())
            await self._read(outlet.id, ())

    async def publish(self, step: Step) -> None:
        self.clock.pass_by(60 * step.minutes)
        await self._read(OUTLETS[step.outlet].id, (step.entry,))

    async def placements(self) -> dict[int, Filed]:
        return {filed.item.id: filed for filed in await self.store.desk.window(timedelta(days=1000))}

    async def _read(self, outlet: str, entries: tuple[Entry, ...]) -> None:
        source = next(source for source in await self.store.sources.every() if source.outlet.id == outlet)
        await self.store.sources.settle(source, Read(entries), every(timedelta(days=1)), self.clock.now())


async def lived(steps: Sequence[Step]) -> None:
    """Run one desk through all; before each step another starts, and is asked as well."""
    with TemporaryDirectory() as folder:
        async with sqlite_store(Path(folder), lexicon()) as store:
            room = Newsroom(store)
            await room.open()
            stage = room.desk()
            for step in steps:
                fresh = await room.desk()._rebuild()
                await room.publish(step)
                for batch in await stage.claim(1):
                    expected = []
                    for item in batch:
                        placement = fresh.decide(item)
                        fresh.add(item, placement.story or item.id, fresh.telling(item, placement))
                        expected.append((item.id, placement))
                    await stage.work(batch)
                    filed = await room.placements()
                    assert [(number, _placed(filed[number], placement)) for number, placement in expected] == expected


def _placed(filed: Filed, expected: Placement) -> Placement:
    """What was filed; a new story has no number before."""
    story = None if expected.story is None and filed.item.story == filed.item.id else filed.item.story
    return Placement(story, filed.relation, filed.reason, filed.telling.copy_of)


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))  # a failure takes minutes to shrink
@given(st.lists(STEPS, min_size=4, max_size=10))
def test_a_desk_that_starts_anew_decides_as_one_that_never_stopped(steps: list[Step]) -> None:
    asyncio.run(lived(steps))
