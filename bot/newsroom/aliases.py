"""What chats mean by the words of their filters, beside what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.core.errors import BadQuery, NotFound, UserError
from bot.core.filters import parse
from bot.core.filters.query import Term
from bot.core.model import Alias, Chat
from bot.core.names.aliased import folded
from bot.core.text.clean import clean, clip
from bot.ports import Chats, Clock

__all__ = ["MOST_NAMES", "MOST_SPELLINGS", "Aliases"]

MOST_NAMES: Final = 50
"""Names of one chat, as many as it may have filters."""
MOST_SPELLINGS: Final = 20
"""Spellings of one name: each makes all filters with the name a little slower."""
LONGEST_NAME: Final = 32
"""Characters of a name, as of a filter's."""
LONGEST_SPELLING: Final = 80
"""Characters of a spelling: the full title of an organisation."""
_MOST_WORDS: Final = 10
_QUOTES: Final = "\"'“”„«»‘’ "


class Aliases:
    """The aliases of chats."""

    def __init__(self, chats: Chats, clock: Clock, wake: Callable[[], object]) -> None:
        self._chats = chats
        self._clock = clock
        self._wake = wake

    async def of(self, chat: Chat) -> tuple[Alias, ...]:
        """A chat's aliases, by name."""
        return await self._chats.aliases(chat.id)

    async def add(self, chat: Chat, name: str, spellings: Sequence[str], by: str) -> Alias:
        """Let a name also mean these spellings, added to what it means already; raises UserError for what won't do."""
        name, wanted = _name(name), [_spelling(spelling) for spelling in spellings]
        aliases = await self.of(chat)
        known = _find(aliases, name)
        if known is None and len(aliases) >= MOST_NAMES:
            raise UserError(
                f"This chat has aliases of {MOST_NAMES} names, which is the most I keep. "
                "/aliases lists them; /alias remove NAME makes room."
            )
        said = {folded(one) for one in (name, *(known.spellings if known else ()))}
        fresh = {folded(one): one for one in reversed(wanted) if folded(one) not in said}
        if len(fresh) + (len(known.spellings) if known else 0) > MOST_SPELLINGS:
            raise UserError(f"{name} can have {MOST_SPELLINGS} spellings at most. /aliases lists those there are.")
        if not fresh and known is None:
            raise UserError(f"{name} means {name} already; capitals and accents don't matter to me.")
        if fresh:
            label = known.name if known else name
            await self._chats.save_alias(chat.id, label, list(fresh.values())[::-1], by, self._clock.now())
            self._wake()
        return await self._get(chat, name)

    async def remove(self, chat: Chat, name: str, spelling: str = "") -> Alias:
        """Take a spelling away, or without one the whole alias; gives what went. Raises NotFound."""
        alias = await self._get(chat, name)
        gone = tuple(one for one in alias.spellings if not spelling or folded(one) == folded(spelling))
        if not gone:
            raise NotFound(
                f"{alias.name} does not mean “{clip(spelling, LONGEST_SPELLING)}” here. "
                f"It means: {', '.join(alias.spellings)}."
            )
        for one in gone if spelling else ("",):
            await self._chats.remove_alias(chat.id, alias.name, one)
        self._wake()
        return Alias(alias.name, gone, alias.edited_by, alias.edited_at)

    async def _get(self, chat: Chat, name: str) -> Alias:
        alias = _find(await self.of(chat), name)
        if alias is None:
            raise NotFound(f"There is no alias “{clip(name, LONGEST_NAME)}” here. /aliases lists those there are.")
        return alias


def _find(aliases: Sequence[Alias], name: str) -> Alias | None:
    """The alias of that name, whatever its capitals and accents."""
    wanted = folded(name)
    return next((alias for alias in aliases if folded(alias.name) == wanted), None)


def _name(typed: str) -> str:
    """The name, if a filter can have it as one bare word; else raises UserError."""
    try:
        root = parse(typed).root
    except BadQuery:
        root = None
    plain = isinstance(root, Term) and not root.prefix and root.text == typed and str(root) == typed
    if not plain or len(typed) > LONGEST_NAME:
        raise UserError(
            f"“{clip(typed, LONGEST_NAME)}” can't have aliases: it must be one word as it stands in a filter, of up to "
            f"{LONGEST_NAME} characters. For example:  /alias HTS = Hayat Tahrir al-Sham"
        )
    return typed


def _spelling(typed: str) -> str:
    """One spelling, without quotation marks around it; raises UserError."""
    spelling = " ".join(clean(typed).split()).strip(_QUOTES)
    words = folded(spelling)
    if not words or len(spelling) > LONGEST_SPELLING or len(words) > _MOST_WORDS or "*" in spelling:
        raise UserError(
            f"“{clip(spelling, LONGEST_SPELLING)}” can't be a spelling: use up to {_MOST_WORDS} words and "
            f"{LONGEST_SPELLING} characters, without a star; spellings are divided by commas."
        )
    return spelling
