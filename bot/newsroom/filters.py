"""The queries that chats have given names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.core.errors import NotFound, UserError
from bot.core.filters import Query
from bot.core.model import Chat, FilterVersion, NamedFilter
from bot.core.text.clean import clip
from bot.newsroom.shelf import Shelf
from bot.newsroom.subscriptions import MOST_SUBSCRIPTIONS, find_filter, read
from bot.ports import Chats, Clock

__all__ = ["MOST_FILTERS", "Filters", "Undone"]

MOST_FILTERS = 50
"""Filters of one chat: they all fit in one reply."""
LONGEST_NAME = 32
"""Characters of a filter's name: what still reads as one word in a list on a telephone."""

_NAME = re.compile(rf"[\w-]{{1,{LONGEST_NAME}}}")


@dataclass(frozen=True, slots=True)
class Undone:
    """A filter that says again what it said before."""

    filter: NamedFilter
    before: FilterVersion
    """Where the wording comes from."""
    undone: FilterVersion
    """What was taken back; a removal has no query."""
    followed: int
    """How many subscriptions came back with it."""


class Filters:
    """The named filters of chats."""

    def __init__(self, chats: Chats, clock: Clock, shelf: Shelf, wake: Callable[[], object]) -> None:
        self._chats = chats
        self._clock = clock
        self._shelf = shelf
        self._wake = wake

    async def of(self, chat: Chat) -> tuple[NamedFilter, ...]:
        """A chat's filters, by name."""
        return await self._chats.filters(chat.id)

    async def get(self, chat: Chat, name: str) -> NamedFilter:
        """The filter of that name; raises NotFound."""
        named = find_filter(await self.of(chat), name)
        if named is None:
            raise NotFound(
                f"There is no filter “{clip(name, LONGEST_NAME)}” here, or no longer. /filters lists those there are."
            )
        return named

    def read(self, text: str) -> Query:
        """The query that was typed; raises BadQuery."""
        return read(text)

    async def query(self, chat: Chat, text: str) -> Query:
        """The query of the filter of that name, or else the one that was typed; raises BadQuery."""
        named = find_filter(await self.of(chat), text)
        return read(named.query if named else text)

    async def add(self, chat: Chat, name: str, text: str, by: str, *, taken: Collection[str] = ()) -> NamedFilter:
        """Give a query a name that is not among `taken`; raises BadQuery, and UserError for a name that won't do.

        What is there already is given as it is: a command may come twice.
        """
        await self._check(name, taken)
        filters = await self.of(chat)
        known = find_filter(filters, name)
        if known and known.query == str(read(text)):
            return known
        if known:
            raise UserError(
                f"There is a filter “{known.name}” already: {known.query}\n"
                f"To change it, type:  /filter edit {known.name} {text}"
            )
        self._check_room(filters)
        return await self._save(chat, name, text, by)

    async def edit(self, chat: Chat, name: str, text: str, by: str) -> NamedFilter:
        """Give a filter another query: its version goes up, unless it says that already; NotFound, BadQuery."""
        return await self._save(chat, (await self.get(chat, name)).name, text, by)

    async def remove(self, chat: Chat, name: str, by: str) -> tuple[NamedFilter, int]:
        """Take a filter away; also says how many subscriptions went with it."""
        named = await self.get(chat, name)
        gone = await self._chats.remove_filter(chat.id, named.name, by, self._clock.now())
        self._wake()
        return named, gone

    async def history(self, chat: Chat, name: str) -> tuple[FilterVersion, ...]:
        """All that was done to a filter, the newest first, also to one that is gone; raises NotFound."""
        named = find_filter(await self.of(chat), name)
        versions = await self._chats.history(chat.id, named.name if named else name)
        if not versions:
            raise NotFound(
                f"There never was a filter “{clip(name, LONGEST_NAME)}” here. /filters lists those there are."
            )
        return versions

    async def undo(self, chat: Chat, name: str, by: str, *, taken: Collection[str] = ()) -> Undone:
        """Give a filter the wording it had before its last version, as a new one; raises NotFound and UserError.

        One that was removed comes back, with the subscriptions it had then, as far as the chat has room for them.
        """
        last, *older = await self.history(chat, name)
        before = next((one for one in older if one.query and one.query != last.query), None)
        if before is None:
            raise UserError(
                f"{last.name} never said anything else than: {last.query}\n"
                f"To change it, type:  /filter edit {last.name} hama OR aleppo"
            )
        threads: Sequence[str] = ()
        if not last.query:
            await self._check(last.name, taken)
            self._check_room(await self.of(chat))
            room = MOST_SUBSCRIPTIONS - len(await self._chats.subscriptions(chat.id))
            threads = last.threads[: max(room, 0)]
        saved = await self._save(chat, last.name, before.query, by, threads)
        return Undone(saved, before, last, len(threads))

    async def _save(self, chat: Chat, name: str, text: str, by: str, threads: Sequence[str] = ()) -> NamedFilter:
        now = self._clock.now()
        saved = await self._chats.save_filter(chat.id, name, str(read(text)), by, now, follow=threads)
        self._wake()
        return saved

    def _check_room(self, filters: Collection[NamedFilter]) -> None:
        if len(filters) >= MOST_FILTERS:
            raise UserError(
                f"This chat has {MOST_FILTERS} filters, which is the most I keep. "
                "/filters lists them; /filter remove NAME makes room."
            )

    async def _check(self, name: str, taken: Collection[str]) -> None:
        if not _NAME.fullmatch(name) or not any(character.isalpha() for character in name):
            raise UserError(
                f"“{clip(name, LONGEST_NAME)}” can't be a filter's name: use up to {LONGEST_NAME} letters, digits, "
                "- and _, at least one of them a letter. For example:  /filter add syria-north hama OR aleppo"
            )
        if await self._shelf.named(name):
            raise UserError(f"“{name}” is a pack's name. Pick another, such as my-{name}.")
        if name.casefold() in taken:
            raise UserError(f"“{name}” means something to me already. Pick another, such as my-{name}.")
