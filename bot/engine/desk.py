"""Knows how items become stories and alerts: read in order by one desk, decided in the core, filed together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Mapping, Sequence
from zoneinfo import ZoneInfo

import structlog

from bot.core.alerts.decide import muted, updates, wanted
from bot.core.alerts.following import Following
from bot.core.alerts.hours import UNIVERSAL
from bot.core.decisions import Filing
from bot.core.model import Evidence, Item, Relation, Subscription, Telling
from bot.core.names import Names
from bot.core.names.aliased import Aliased
from bot.core.stories import Placement, Window
from bot.core.stories.telling import unheard
from bot.engine.lead import Lead
from bot.engine.steps import unhurried
from bot.ports import Chats, Clock, Desk, Reach

__all__ = ["Group"]

BATCH = 50
"""Items filed in one transaction: a feed's worth, and milliseconds of work."""
AT_ONCE = 20
"""Chats whose wishes are read in one go: most have a few filters, of a fifth of a millisecond each."""
NEVER = -1
"""The revision of who knows nothing yet of what chats follow."""
MOST_ASKED = 50
"""Items of a story that are asked whether they have the words of filters that wait: more than most stories have."""

log = structlog.stdlib.get_logger(__name__)

Batch = tuple[Item, ...]


class Group:
    """The stage between the wire and the outbox; its jobs are batches, one at a time, so that the order holds."""

    name = "desk"

    def __init__(
        self,
        desk: Desk,
        chats: Chats,
        lead: Lead,
        clock: Clock,
        *,
        names: Names,
        memory: Callable[[], Window],
        woken: Callable[[], None],
        reach: Reach,
        zone: ZoneInfo = UNIVERSAL,
    ) -> None:
        """`memory`: makes a window that remembers nothing yet; `woken`: called when the outbox has something new.

        `zone`: of chats that have named none of their own.
        """
        self._desk = desk
        self._chats = chats
        self._lead = lead
        self._clock = clock
        self._woken = woken
        self._reach = reach
        self._zone = zone
        self._window: Window | None = None
        self._memory = memory
        self._names = names
        self._following = Following(names)
        self._revision = NEVER
        self._fence = 0

    async def claim(self, limit: int) -> Sequence[Batch]:  # noqa: ARG002 - the port's: this stage has one job at most
        """The items that nobody has filed, the oldest first; nothing while another process leads."""
        fence = await self._lead.hold()
        if fence is None:
            return ()
        if fence != self._fence:
            self._window = await self._rebuild()  # at once: the first item should not have to wait for it
            self._fence = fence
        batch = await self._desk.unfiled(BATCH)
        return (batch,) if batch else ()

    async def work(self, job: Batch) -> None:
        """Decide on each item with the window as it is, then file all in one transaction.

        The window is ahead of the database until that is done: when it can't be, the window is built anew.
        """
        window = await self._rebuild() if self._window is None else self._window
        self._window = None
        await self._catch_up()
        filings = []
        placed: dict[int, list[Item]] = {}
        for item in job:
            filing = await self._decide(item, window, placed)
            placed.setdefault(filing.story or item.id, []).append(item)
            filings.append(filing)
            await asyncio.sleep(0)
            await unhurried(window.forget())
        self._reach("desk.before_file")
        owed = await self._desk.file(filings, self._fence, self._clock.now(), zone=self._zone)
        self._reach("desk.after_file")
        if owed is None:
            self._lead.lost()
            return
        self._window = window
        log.info("filed", items=len(filings), alerts=owed)
        if owed or any(filing.story is not None for filing in filings):
            self._woken()

    async def rest(self) -> float:
        """Until the lease must be renewed; a bell tells of new items."""
        return self._lead.renew_within

    async def _catch_up(self) -> None:
        """Take over what has changed in what chats follow; done again from where it was when it is broken off."""
        changes = await self._chats.changed(self._revision)
        following = Following(self._names) if changes.whole else self._following
        of_chat: dict[int, list[Subscription]] = {chat: [] for chat in changes.chats}
        for one in changes.subscriptions:
            of_chat[one.chat.id].append(one)
        for place, (chat, theirs) in enumerate(of_chat.items()):
            named = changes.aliases.get(chat)
            names = Aliased(self._names, named) if named else None
            await unhurried(following.put(chat, theirs, names, changes.mutes.get(chat, ())))
            if place % AT_ONCE == 0:
                await asyncio.sleep(0)
        self._following, self._revision = following, changes.revision

    async def _decide(self, item: Item, window: Window, placed: Mapping[int, Sequence[Item]]) -> Filing:
        """What the core says of an item. One it chokes on is filed unannounced, or it would stop all after it.

        `placed`: the items of the batch that were decided on before, by their stories.
        """
        try:
            placement, told, evidence, before = await unhurried(_placed(item, window))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged there
            return _undecided(item, error)
        story, changed, now = placement.story, evidence != before, self._clock.now()
        earlier = await self._earlier(item, story, placed.get(story, ())) if story is not None and changed else ()
        try:
            known = self._following, evidence, now, earlier
            mutes = await unhurried(muted(item, story, *known))
            alerts = await unhurried(wanted(item, placement, *known, mutes=mutes, usual=self._zone))
            window.add(item, item.id if story is None else story, told)
        except Exception as error:  # noqa: BLE001 - as above
            return _undecided(item, error)
        decided = story, placement.relation, placement.reason, alerts, told, updates(item, placement)
        return Filing(item.id, item.revision, *decided, evidence.origins, mutes)

    async def _earlier(self, item: Item, story: int, placed: Sequence[Item]) -> Sequence[Item]:
        """The items of a story that came before this one, if any filter waits; `placed`: those not filed yet."""
        if item.quiet or not self._following.waits:
            return ()
        told = {each.id: each for each in (*await self._desk.story(story, MOST_ASKED), *placed)}
        told.pop(item.id, None)
        return [*told.values()]

    async def _rebuild(self) -> Window:
        """A window that holds what one would that was never lost."""
        window = self._memory()
        for filed in await self._desk.window(window.span):
            if filed.item.story is not None:
                try:
                    window.add(filed.item, filed.item.story, filed.telling)
                except Exception:
                    log.exception("item can't be remembered", item=filed.item.id)
                await asyncio.sleep(0)  # thousands of items take seconds
        return window


def _undecided(item: Item, error: Exception) -> Filing:
    """Its words are read no more: whoever looks at its story would choke on them too."""
    log.error("item can't be decided on", item=item.id, exc_info=error)
    why = f"not decided on: {type(error).__name__}"
    return Filing(item.id, item.revision, item.story, Relation.NEW, why, (), unheard(item))


def _placed(item: Item, window: Window) -> Generator[None, None, tuple[Placement, Telling, Evidence, Evidence | None]]:
    """Where an item belongs, how it tells that story, and what is known of it now and was before; step by step."""
    placement = window.decide(item)
    yield
    told = window.telling(item, placement)
    yield
    evidence = window.evidence(told, placement)
    yield
    return placement, told, evidence, window.known(placement.story)
