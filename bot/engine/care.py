"""Knows who is told of sources that are in trouble: the operators, once for each trouble of each source."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.core.health import trouble
from bot.core.model import Address, ChatKind
from bot.ports import Chats, Clock, Sources

__all__ = ["EVERY", "caring"]

EVERY = 60.0
"""Seconds between two looks at all sources: what is looked for takes a day to come."""

log = structlog.stdlib.get_logger(__name__)


def caring(
    sources: Sources, chats: Chats, clock: Clock, operators: Sequence[Address], woken: Callable[[], None]
) -> Callable[[], Awaitable[None]]:
    """The chore of looking after the sources; `woken`: called when the outbox has something new."""

    async def look() -> None:
        now = clock.now()
        for source in await sources.every():
            found = trouble(source, now)
            ailment = found.ailment.value if found else ""
            if ailment == source.record.told:
                continue
            note = f"Source {source.id}, {source.outlet.name}: {found.why}." if found else ""
            log.info("source", id=source.id, outlet=source.outlet.id, trouble=ailment or "over")
            told = [(await chats.meet(address, ChatKind.PRIVATE, "", now)).id for address in operators if note]
            await sources.tell(source.id, ailment, note, told, now)
            woken()

    return look
