"""One walk through what is kept, the newest first: what the full text finds, verified by the query where it must be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.filters import Document
from bot.core.filters.candidates import ANYTHING, Candidate
from bot.core.filters.needs import Needs, needs
from bot.core.model import Evidence, Outlet, Relation, Telling
from bot.core.stories.telling import evidence
from bot.ports import Bookmark, Question
from bot.store.breath import Breath
from bot.store.evidence import Key, tellings
from bot.store.fulltext import FullText, narrowed
from bot.store.items import carriers_of
from bot.store.newest import Found, Newest
from bot.store.rows import item_of
from bot.store.scope import Asked, Bounds, Scope, bounds
from bot.store.tables import items

__all__ = ["ROW", "Sifting"]

ROW: Final = 100
"""What it costs to look at a row, in characters matched: 20 microseconds (measured)."""

_CHEAP: Final = 12_000
"""Work done to count what is not on the page, in characters matched: about 3 ms."""
_FIRST, _MOST_AT_ONCE = 50, 1_000
"""Candidates read at once: few at first, because most questions are answered by the newest."""
_WORTH_ASKING: Final = 25
"""Fewer candidates are not worth a question to the database."""
_PORTION: Final = 50
"""Rows made in one go: 2 ms with all that items have (measured)."""
_MOST_PASSED: Final = 10_000
"""Candidates passed over at once while none is of the time and the outlets asked for: 20 ms of the database's."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Ids that are gone through in one way."""

    candidate: Candidate
    low: int
    high: int


class Sifting:
    """A walk over one connection; `found` is gone through once."""

    def __init__(
        self, connection: AsyncConnection, texts: FullText, question: Question, now: datetime | None, most: int
    ) -> None:
        """`now`: for the age of items; None for that which each had when it came. `most`: candidates to look at."""
        self._connection = connection
        self._texts = texts
        self._question = question
        self._now = now
        self._most = most
        self._needs = needs(question.query) if question.query else Needs()
        self._candidate, self._told = _told(question)
        self._breath = Breath()
        self._scope: Scope | None = None
        self._cost = 0
        """Characters matched so far, and rows looked at, in characters."""
        self._passed = 0
        """Ids gone through so far: PostgreSQL looks at what each says, unless a word is rare, and as long as it takes
        to match a character (measured)."""
        self._read = 0
        """Candidates read so far, in scope or not."""
        self._wanted: int | None = None
        self.missing: int | None = None
        """How many more are wanted, None for all there are; whoever gets them keeps count. When none is missing, what
        follows is only to be counted, in any order and as far as that is quick."""
        self.whole = True
        """Whether all was gone through, and nothing left out of the count."""
        self.newest = 0
        """Id of the newest item when the walk began."""
        self.given_up: datetime | None = None
        """When the last one looked at was published, if there may be more."""

    async def found(self, after: Bookmark | None, wanted: int | None = None) -> AsyncGenerator[Found, None]:
        """What is sought, by falling (published, id), after the page that ends with this bookmark."""
        self._wanted = self.missing = wanted
        within = await bounds(self._connection, self._texts, self._question, after)
        if within is None:
            return
        self._scope = Scope(self._texts, self._question, within)
        self.newest = within.high
        self._told = self._told and within.indexed <= within.low  # what is not indexed yet must be matched
        matched = 0
        async for each in self._in_order(self._scope, within):
            if self.missing == 0 and self._cost >= _CHEAP:
                self.whole = False
                return
            matched += 1
            self._cost += ROW
            if self._told or await self._matches(each):
                yield each
            if matched == self._most:
                self.given_up, self.whole = each.published, False
                return

    async def stands_above(self, story: int) -> bool:
        """Whether a story has an item that is sought and stands on a page before that which is being found."""
        assert self._scope is not None
        for each in await self._filled(await self._rows(self._scope.above(story))):
            if await self._matches(each):
                return True
        return False

    async def _matches(self, found: Found) -> bool:
        """Whether an item with its words is what is sought."""
        if self._question.query is None:
            return True
        item = item_of(found.row._mapping, found.carriers)  # noqa: SLF001 - SQLAlchemy's public attribute
        size = len(item.title) + len(item.text)
        self._cost += size
        holds = self._question.query.holds(Document(item, found.evidence, self._now or item.seen))
        await self._breath.after(size + ROW)
        return holds

    async def _in_order(self, scope: Scope, within: Bounds) -> AsyncIterator[Found]:
        order = Newest()
        for stretch in self._stretches(within):
            high, limit = stretch.high, _FIRST
            while high >= stretch.low:
                if not (asked := self._afforded(limit)):
                    self.whole = False
                    return
                part, lowest, looked = await self._page(scope, stretch, high, asked)
                for each in part:
                    order.add(each)
                if looked < asked:
                    break
                for each in order.settled():
                    yield each
                for each in order.rest() if self.missing == 0 else ():
                    yield each
                high, limit = lowest - 1, min(limit * 2, _MOST_AT_ONCE if part else _MOST_PASSED)
        for each in order.rest():
            yield each

    def _afforded(self, limit: int) -> int:
        """How many candidates to read next, at most `limit`; none when they would only be counted, and that is dear.

        Where some were found, twice as many as should bring what is missing.
        """
        if self.missing == 0:
            left = (_CHEAP - self._cost - self._passed) // ROW
            return min(limit, left) if left >= _WORTH_ASKING else 0
        if self.missing is None or self.missing == self._wanted:
            return limit
        assert self._wanted is not None
        likely = 2 * self.missing * self._read // (self._wanted - self.missing)
        return min(limit, max(likely, _WORTH_ASKING))

    def _stretches(self, within: Bounds) -> Sequence[_Stretch]:
        """What is indexed is asked of the full text, what is older looked at item by item."""
        middle = min(max(within.indexed, within.low), within.high + 1)
        return _Stretch(self._candidate, middle, within.high), _Stretch(ANYTHING, within.low, middle - 1)

    async def _page(self, scope: Scope, stretch: _Stretch, high: int, limit: int) -> tuple[Sequence[Found], int, int]:
        """The next candidates in scope, the lowest id looked at, and how many were looked at."""
        rows = await self._rows(scope.page(stretch.candidate, stretch.low, high, limit, brief=self._told))
        if not rows:
            return (), stretch.low, 0
        self._passed += high - rows[0].lowest
        self._read += rows[0].looked
        part = await self._filled([row for row in rows if row.item is not None])
        return part, rows[0].lowest, rows[0].looked

    async def _filled(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Sequence[Found]:
        """Candidates with what else must be known to match them."""
        carried: Mapping[int, Sequence[Outlet]] = {}
        known: Mapping[Key, Evidence] = {}
        if self._needs.carriers:
            carried = await carriers_of(self._connection, [row[0] for row in rows])
        if self._needs.story:
            told = await tellings(self._connection, map(_key, rows), stances=self._needs.stances)
            known = await self._known(told)
        return [_found(row, carried, known) for row in rows]

    async def _known(self, told: Mapping[Key, Sequence[Telling]]) -> Mapping[Key, Evidence]:
        """What is known of stories that are told so."""
        known: dict[Key, Evidence] = {}
        for key, by in told.items():
            known[key] = evidence(by, update=False)
            await self._breath.after(len(by) * ROW)
        return known

    async def _rows(self, asked: Asked) -> Sequence[Row[*tuple[Any, ...]]]:
        """All rows; they are made of what the driver gives in portions, between which others have their turn."""
        rows: list[Row[*tuple[Any, ...]]] = []
        for portion in (await self._connection.execute(*asked)).partitions(_PORTION):
            rows.extend(portion)
            await asyncio.sleep(0)
        return rows


def _found(row: Row[*tuple[Any, ...]], carried: Mapping[int, Sequence[Outlet]], known: Mapping[Key, Evidence]) -> Found:
    item, published, seen, story = row[:4]
    told = known.get(_key(row))
    if told is not None:
        told = replace(told, update=row._mapping[items.c.relation] == Relation.UPDATE)  # noqa: SLF001 - as above
    return Found(item, published, seen, story, row, carried.get(item, ()), told or _ALONE)


def _key(row: Row[*tuple[Any, ...]]) -> Key:
    """The story of a row of `bot.store.scope`, or its item."""
    item, _, _, story = row[:4]
    return story is not None, story or item


_ALONE: Final = Evidence()


def _told(question: Question) -> tuple[Candidate, bool]:
    """What is asked of the full text, and whether its word is enough."""
    if question.query is None:
        return ANYTHING, True
    candidate, whole = narrowed(question.query.candidates)
    return candidate, whole and question.query.root.decided
