"""Rounds of drills: news, trouble, a kill, and so on, then the comparison."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.drill import HELD, Drill
from tests.acceptance.points import EDIT, LISTEN, RELEASE
from tests.acceptance.records import PostgresRecords, SqliteRecords
from tests.acceptance.sides import Asker, MatrixSide, PeerSide, TelegramSide
from tests.acceptance.troubles import Trouble, of_bot_api, of_postgres, of_proxy, of_sqlite, of_synapse
from tests.acceptance.verdict import Verdict
from tests.acceptance.world import FEEDS, Wire, world
from tests.servers.botapi import BotApi, Limiter
from tests.servers.faultproxy import FaultProxy
from tests.servers.postgres import Postgres
from tests.servers.synapse import Restarting

__all__ = ["CALM", "EARLY", "RANDOM", "Plan", "Report", "Scene", "matrix_round", "peer_round", "telegram_round"]

RANDOM = "random"
"""A kill at no named point but after a random time."""
EARLY = "random, at its start"
"""One while it opens its database and takes its leads."""
CALM = "random, when it is calm"
"""One when it has caught up: whatever fails, all that it is owed must have come closer to its chat now and then."""

NOW_AND_THEN = 0.4
"""Part of the scenes before which what is held becomes due, and of those in which a told story goes on."""
LAST = 3
"""Kinds of trouble with sends that may still begin when all kills are done; there are news for so many, and edits."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens between two kills, the second included."""

    kill: str
    """A crashpoint, `RANDOM`, `EARLY` or `CALM`."""
    trouble: str = ""
    """The name of what goes wrong meanwhile; with a send, when what waited to go wrong with one has done so: a delivery
    that fails again and again would wait longer and longer. What happens beside a running bot takes a `RANDOM` kill."""


Plan = Callable[[Sequence[Trouble]], Sequence[Scene]]
"""What is to happen in a round that knows these kinds of trouble."""


@dataclass
class Report:
    """What a round showed."""

    kills: Counter[str]
    verdict: Verdict
    orphans: int
    """Processes that outlived a killed bot."""
    troubles: dict[str, tuple[int, int]]
    """How often each kind was begun, and how often it happened."""
    folded: int = 0
    """Sends that the far end made one with an earlier one."""
    unanswered: list[str] = field(default_factory=list)
    """People's requests that were never answered."""
    undone: list[str] = field(default_factory=list)
    """People's requests that were never carried out."""

    @property
    def unproved(self) -> list[str]:
        """Kinds of trouble that were begun and never happened: they prove nothing."""
        return [name for name, (begun, fired) in self.troubles.items() if begun and not fired]

    @property
    def good(self) -> bool:
        """Whether everything is as it should be."""
        return self.verdict.good and not (self.orphans or self.unproved or self.unanswered or self.undone)


async def peer_round(
    folder: Path, plan: Plan, seed: int, opening: asyncio.Lock, server: Postgres | None = None
) -> Report:
    """A platform that makes one message of two sends with one key; over PostgreSQL where there is a server."""
    records = PostgresRecords(server) if server else SqliteRecords(folder / "data")
    async with world() as here, FaultProxy(f"http://{here.host}") as proxy:
        side = PeerSide(here, proxy)
        troubles = of_proxy(proxy, "/send")
        troubles += of_postgres(records) if isinstance(records, PostgresRecords) else of_sqlite(records)
        async with Drill(folder, here, side, records, opening) as drill:
            report = await _played(drill, plan, troubles, seed)
        report.folded = side.folded
        _sure(report)
        return report


async def telegram_round(folder: Path, plan: Plan, seed: int, opening: asyncio.Lock, unsure: str = "repeat") -> Report:
    """Telegram, where two sends are two messages, under one policy or the other; people talk to the bot meanwhile."""
    records = SqliteRecords(folder / "data")
    async with world() as here, BotApi(strict=False, limiter=Limiter()) as api:
        side = TelegramSide(api, unsure)
        troubles = [*of_bot_api(api), *of_sqlite(records)]
        async with Drill(folder, here, side, records, opening) as drill:
            report = await _played(drill, plan, troubles, seed, side.asker)
        await _people(report, drill, side)
        if unsure == "hold" and report.verdict.repeated_in_doubt:
            report.verdict.repeated.append(("any", report.verdict.repeated_in_doubt))
        return report


async def matrix_round(folder: Path, plan: Plan, seed: int, opening: asyncio.Lock, home: Restarting) -> Report:
    """A real homeserver, which limits the bot and is ended and started again; people talk to the bot meanwhile."""
    records = SqliteRecords(folder / "data")
    async with world() as here, FaultProxy(home.server.url) as proxy:
        side = await asyncio.to_thread(MatrixSide, home, proxy)
        troubles = [*of_proxy(proxy, "/send/m.room.message/"), *of_synapse(home, proxy), *of_sqlite(records)]
        async with Drill(folder, here, side, records, opening) as drill:
            report = await _played(drill, plan, troubles, seed, side.asker)
        await _people(report, drill, side)
        report.folded = side.folded
        _sure(report)
        return report


def _sure(report: Report) -> None:
    """Where keys are known, nothing need be unsure."""
    report.verdict.lost += [("any", report.verdict.unsure)] * bool(report.verdict.unsure)


async def _played(
    drill: Drill, plan: Plan, troubles: Sequence[Trouble], seed: int, asker: Asker | None = None
) -> Report:
    """All scenes, and the end; at last there are news enough for whatever is still to go wrong with a send."""
    chance = random.Random(seed)
    kinds = {trouble.name: trouble for trouble in troubles}
    begun, later = Counter[str](), deque[Trouble]()
    await drill.prepare()
    for scene in plan(troubles):
        if scene.kill in LISTEN:
            assert asker, f"nobody speaks here: {scene.kill}"
            await _ask(asker)
        _news(drill.wire, chance)
        beside = kinds.get(scene.trouble)
        if beside and not beside.running:
            later.append(beside)
            beside = None
        await _unfold(drill, chance)
        if later and all(begun[name] <= trouble.fired() for name, trouble in kinds.items() if not trouble.running):
            begun[later[0].name] += 1
            await later.popleft().begin(drill)
        begun[scene.trouble] += beside is not None
        await _act(drill, scene.kill, beside, chance)
    for trouble in [*later][:LAST]:
        begun[trouble.name] += 1
        await trouble.begin(drill)
    for feed in FEEDS:
        drill.wire.publish(feed)
    await _spread(drill, LAST)
    verdict = await drill.finish()
    happened = {name: (begun[name], trouble.fired()) for name, trouble in kinds.items()}
    return Report(drill.kills, verdict, drill.orphans, happened)


async def _act(drill: Drill, kill: str, beside: Trouble | None, chance: random.Random) -> None:
    if kill == EARLY:
        await drill.kill(chance.uniform(0.2, 3), up=False)
    elif kill == CALM:
        await drill.kill_when_calm()
    elif kill == RANDOM and beside:
        assert beside.running
        await drill.kill(chance.uniform(*beside.running), beside)
    elif kill == RANDOM:
        await drill.kill(chance.uniform(0, 3))
    elif kill in EDIT:
        await drill.crash(kill, _goes_on(drill))
    elif kill in RELEASE:
        await drill.crash(kill, _comes_due(drill))
    else:
        await drill.crash(kill)


async def _unfold(drill: Drill, chance: random.Random) -> None:
    """Now and then what is held is due, and another outlet carries what was told."""
    if chance.random() < NOW_AND_THEN:
        await drill.release()
    if chance.random() < NOW_AND_THEN and (told := await drill.told()):
        drill.wire.copy(chance.choice(told))


async def _goes_on(drill: Drill) -> None:
    """As soon as something was told, another outlet carries it: the message is to be edited."""
    while not await _spread(drill, 1):  # noqa: ASYNC110 - another process tells
        await asyncio.sleep(0.2)


async def _spread(drill: Drill, most: int) -> int:
    """Other outlets carry what was told last; of how many reports."""
    copied = 0
    for number in reversed(await drill.told()):
        copied += copied < most and drill.wire.copy(number)
    return copied


async def _comes_due(drill: Drill) -> None:
    """As soon as something is held, it is due; what is published then rings the bell."""
    await drill.until(HELD)
    await drill.release()
    drill.wire.publish(FEEDS[0])


async def _ask(asker: Asker) -> None:
    """Somebody wants something of the bot, as soon as the server is there to tell it."""
    while True:
        try:
            asker.ask()
        except OSError:
            await asyncio.sleep(0.5)
        else:
            return


async def _people(report: Report, drill: Drill, side: TelegramSide | MatrixSide) -> None:
    """What became of what people asked for in the first chat."""
    report.unanswered = side.asker.unanswered((await side.received())[side.chats[0]])
    report.undone = sorted(set(side.asker.asked) - await drill.filters())


def _news(wire: Wire, chance: random.Random) -> None:
    """One report, or several at once in different feeds."""
    for feed in chance.sample(FEEDS, chance.choice((1, 1, 2, 4))):
        wire.publish(feed)
