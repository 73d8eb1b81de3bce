"""Knows which lines are open: one for whatever can be heard of the sources, as long as this process leads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.model import Source, SourceState
from bot.engine.bells import Bell
from bot.engine.drive import Fetcher, Parser
from bot.engine.lead import Lead
from bot.engine.line import Around, Follower
from bot.engine.supervise import supervise
from bot.ports import Clock, Store
from bot.ports.streams import Line, Listen, StreamKind

__all__ = ["Streams", "Wiring"]

REFRESH: Final = 60.0
"""Seconds after which the sources are looked at again: a bell tells of most changes, but not of a first good poll."""

Wanted = dict[str, tuple[StreamKind, Line]]
"""Lines by name, each with its kind."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """The kinds of stream that are listened to, how their lines are opened, and who does what they ask."""

    kinds: Sequence[StreamKind]
    listen: Listen
    fetch: Fetcher
    parse: Parser


class Streams:
    """The stage between live streams and the wire; polling goes on beside it and brings what no stream tells."""

    def __init__(
        self,
        wiring: Wiring,
        store: Store,
        lead: Lead,
        clock: Clock,
        bell: Bell,
        *,
        woken: Callable[[], None],
        seed: str,
        refresh: float = REFRESH,
    ) -> None:
        """`bell`: rung when sources have changed; `woken`: called when the wire has something for the desk.

        `seed`: tells this process from others, see `bot.core.lines.redial`; `refresh`: seconds.
        """
        self._kinds = wiring.kinds
        self._sources = store.sources
        self._lead = lead
        self._clock = clock
        self._bell = bell
        self._refresh = refresh
        self._around = Around(
            wiring.listen, wiring.fetch, wiring.parse, store.sources, store.ledger, clock, woken=woken, seed=seed
        )

    async def run(self) -> None:
        """Listen while this process leads, until cancelled."""
        await self._lead.during(self._keep_up)

    async def _keep_up(self) -> None:
        """A task for each line that is wanted, and for no other; a line that has changed is opened anew."""
        running: dict[str, tuple[Line, asyncio.Task[None]]] = {}
        async with asyncio.TaskGroup() as tasks:
            while True:
                wanted = await self._wanted()
                for name, (line, task) in list(running.items()):
                    if name not in wanted or wanted[name][1] != line:
                        task.cancel()
                        await asyncio.wait({task})
                        del running[name]
                for name, (kind, line) in wanted.items():
                    if name not in running:
                        running[name] = line, tasks.create_task(self._follow(kind, line), name=f"stream {name}")
                await self._bell.heard(self._refresh)

    async def _follow(self, kind: StreamKind, line: Line) -> None:
        await supervise(f"stream {line.name}", Follower(kind, line, self._around).run, self._clock)

    async def _wanted(self) -> Wanted:
        """The lines for what is read now. A source is heard once it has been read: what it held before is no news.

        What chats brought is left to polling: no stranger says to whom a connection is kept open.
        """
        read = [_lasting(each) for each in await self._sources.every() if _is_heard(each)]
        return {
            line.name: (kind, line)
            for kind in self._kinds
            for line in kind.lines([source for source in read if source.kind == kind.name])
        }


def _is_heard(source: Source) -> bool:
    return source.state is SourceState.ACTIVE and source.read_at is not None and source.outlet.brought_by is None


def _lasting(source: Source) -> Source:
    """The source without what every poll changes."""
    return Source(source.id, source.outlet, source.kind, source.locator, options=source.options)
