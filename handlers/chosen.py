"""Which of the things that a chat follows are meant, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Ask
from bot.core.errors import NotFound
from bot.core.model import Subscription, SubscriptionKind
from bot.core.text.clean import clip
from bot.newsroom import Newsroom

__all__ = ["ALL", "called", "chosen"]

ALL = "all"
"""Means all that is followed where it is typed."""
LONGEST_ECHO = 200
"""Characters of what was typed that a reply repeats."""


async def chosen(newsroom: Newsroom, ask: Ask, words: str) -> tuple[Subscription, ...]:
    """The subscriptions that words mean, or a number of /subscriptions; raises NotFound where there are none.

    Words mean what is followed in this thread; a number may mean what is followed in another.
    """
    known = await newsroom.subscriptions.of(ask.chat)
    here = tuple(subscription for subscription in known if subscription.thread == ask.thread)
    found = here if words.casefold() == ALL else await _meant(newsroom, words, known, here)
    if not found:
        what = "anything" if words.casefold() == ALL else clip(words, LONGEST_ECHO)
        raise NotFound(f"You don't follow {what} here, or no longer. /subscriptions shows what you do follow.")
    return found


async def _meant(
    newsroom: Newsroom, words: str, known: Sequence[Subscription], here: Sequence[Subscription]
) -> tuple[Subscription, ...]:
    wanted = words.casefold()
    if numbered := tuple(one for one in known if str(one.id) == wanted):
        return numbered
    if said := tuple(one for one in here if one.kind is not SubscriptionKind.OUTLET and wanted in _written(one)):
        return said
    names = await newsroom.wires.names()
    return tuple(one for one in here if _is_called(one, wanted, names)) or await _at(newsroom, words, here)


def _written(one: Subscription) -> set[str]:
    """How it may be typed: words that are also the name of something else, in brackets."""
    text = one.text.casefold()
    return {text, f"({text})"} if one.kind is SubscriptionKind.QUERY else {text}


def _is_called(one: Subscription, wanted: str, names: Mapping[str, str]) -> bool:
    """Whether this is what an outlet that is followed is called."""
    name = wanted.removeprefix("outlet:").strip()
    return one.kind is SubscriptionKind.OUTLET and name in {one.text, names.get(one.text, one.text).casefold()}


async def _at(newsroom: Newsroom, words: str, here: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """The outlet of this address, if it is followed in this thread."""
    if not newsroom.wires.is_address(words):
        return ()
    meant = {source.outlet.id for source in await newsroom.wires.known(words)}
    return tuple(one for one in here if one.kind is SubscriptionKind.OUTLET and one.text in meant)


def called(one: Subscription, names: Mapping[str, str]) -> str:
    """What a person calls it; `names`: of outlets, by id."""
    return names.get(one.text, one.text) if one.kind is SubscriptionKind.OUTLET else one.text
