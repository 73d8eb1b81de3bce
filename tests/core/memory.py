"""The desk's memory with all that it reads by, and items as the store would hand them out: with their places."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from bot.core.model import Item, Outlet, Relation
from bot.core.stories import Placement, Window
from bot.data import names
from bot.data.concepts import concepts
from tests.core.nouns import an_item

lexicon = cache(names.lexicon)
"""Read once for all tests."""


def a_window(**named: Any) -> Window:
    """One that remembers nothing yet."""
    return Window(concepts(), lexicon(), **named)


def told(number: int, title: str, outlet: str = "", **named: Any) -> Item:
    """An item of an outlet of its own, unless one is named."""
    name = outlet or f"o{number}"
    item = an_item(number, title=title, outlet=Outlet(name, name), **{"language": "en"} | named)
    found = lexicon().mentions(item.title, item.text, item.outlet.country)
    ids = (place for part in found for mention in part for place in (mention.place, *mention.within))
    return replace(item, places=tuple(dict.fromkeys(ids)))


def filed(window: Window, item: Item, story: int, copy_of: int | None = None) -> None:
    """Remember it as part of a story, whatever would be decided."""
    window.add(item, story, window.telling(item, Placement(story, Relation.COPY, "", copy_of)))
