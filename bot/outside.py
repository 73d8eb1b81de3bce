"""What stands between the bot and what strangers publish, built from its settings: the way out, parsers, kinds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import __version__
from bot.engine.parsers import ParserPool
from bot.engine.streams import Wiring
from bot.http import Client, Streams
from bot.ports import SourceKind
from bot.settings import Settings
from bot.sources import Access, kinds, streams

__all__ = ["Outside", "outside", "source_kinds"]


@dataclass(frozen=True, slots=True)
class Outside:
    """What fetches and parses for all kinds."""

    client: Client
    parsers: ParserPool
    wiring: Wiring | None
    """The streams that are listened to; None without any."""


@asynccontextmanager
async def outside(settings: Settings) -> AsyncIterator[Outside]:
    """All of it, closed in the end."""
    about = f"; {settings.contact}" if settings.contact else ""
    user_agent = f"Attribot/{__version__} (news alerts for chats{about})"
    private = frozenset(settings.private_hosts)
    client = Client(
        user_agent=user_agent, private_hosts=private, total=settings.fetch_seconds, gap=settings.host_gap_seconds
    )
    async with client, Streams(user_agent=user_agent, private_hosts=private) as ears:
        parsers = ParserPool()
        chosen = [kind for kind in streams(settings.tokens) if kind.name in settings.streams]
        wiring = Wiring(chosen, ears.listen, client.fetch, parsers.parse) if chosen else None
        try:
            yield Outside(client, parsers, wiring)
        finally:
            await parsers.close()


def source_kinds(settings: Settings) -> tuple[SourceKind, ...]:
    """The kinds of source, with the ways of access that the settings name."""
    return kinds(
        Access(
            x_api=settings.x_api.rstrip("/"),
            nitter=settings.nitter.rstrip("/"),
            x_bearer=settings.x_bearer.get_secret_value(),
            rsshub=settings.rsshub.rstrip("/"),
        )
    )
