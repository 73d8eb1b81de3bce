"""Rounds of drills: news, a kill, news, a kill, and so on, then the comparison."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.drill import LISTEN, Drill, Verdict
from tests.acceptance.sides import PeerSide, TelegramSide
from tests.acceptance.world import FEEDS, world
from tests.servers.botapi import BotApi, Limiter

RANDOM = "random"
"""A kill at no named point but after a random time."""


@dataclass
class Report:
    """What a round showed."""

    kills: Counter[str]
    verdict: Verdict
    orphans: int
    """Processes that outlived a killed bot."""
    folded: int = 0
    """Sends that the far end made one with an earlier one."""
    unanswered: int = 0
    """People's requests that were never answered."""
    undone: int = 0
    """People's requests that were never carried out."""


async def peer_round(folder: Path, kills: Sequence[str], seed: int, opening: asyncio.Lock) -> Report:
    """A platform that makes one message of two sends with one key."""
    async with world() as here:
        side = PeerSide(here)
        async with Drill(folder, here.wire, here.host, side, opening) as drill:
            await drill.prepare()
            chance = random.Random(seed)
            for kill in kills:
                _news(drill, chance)
                await _kill(drill, kill, chance)
            verdict = await drill.finish()
        return Report(drill.kills, verdict, drill.orphans, folded=side.folded)


async def telegram_round(folder: Path, kills: Sequence[str], seed: int, opening: asyncio.Lock) -> Report:
    """Telegram, where two sends are two messages; people talk to the bot meanwhile."""
    async with world() as here, BotApi(strict=False, limiter=Limiter()) as api:
        side = TelegramSide(api)
        async with Drill(folder, here.wire, here.host, side, opening) as drill:
            await drill.prepare()
            chance = random.Random(seed)
            for kill in kills:
                if kill in LISTEN:
                    side.ask()
                _news(drill, chance)
                await _kill(drill, kill, chance)
            verdict = await drill.finish()
        undone = len(set(side.asked) - drill.filters())
        return Report(drill.kills, verdict, drill.orphans, unanswered=len(side.unanswered()), undone=undone)


def _news(drill: Drill, chance: random.Random) -> None:
    """One report, or several at once in different feeds."""
    for feed in chance.sample(FEEDS, chance.choice((1, 1, 2, 4))):
        drill.wire.publish(feed)


async def _kill(drill: Drill, kill: str, chance: random.Random) -> None:
    if kill == RANDOM:
        await drill.kill(after=chance.uniform(0.3, 4))
    else:
        await drill.crash(kill)
