"""How a story went on since an alert told of it: the line of a message that is written anew, and whom an update has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.core.alerts.voices import voice
from bot.core.alerts.writing import named, speaker, tidy
from bot.core.facts import DENIAL
from bot.core.message import Span, Style
from bot.core.model import Delivery, DeliveryKind, Filed, Item, Relation, Telling, Updates
from bot.core.origins import Origins

__all__ = ["carrying", "change", "newest", "since"]

_WORDS: Final = 160
"""Characters of the title of what has changed."""
_CHANGE: Final = 120
"""Characters of what it changes."""
_DENIED: Final = "Denied: "


def newest(own: Filed, also: Iterable[Filed]) -> Filed | None:
    """The last change of a story after the item that an alert tells of: another report, or other words of its own."""
    later = (each for each in also if each.item.id > own.item.id)
    rewritten = [own] if own.item.revision else []
    changes = (each for each in (*rewritten, *later) if each.relation is Relation.UPDATE)
    return max(changes, key=lambda each: each.item.id, default=None)


def since(
    delivery: Delivery, known: Origins, when: Callable[[datetime], str], linked: Callable[[str], str]
) -> list[Span]:
    """That the story went on; `when`: how times are written, `linked`: of an address, the link.

    Where changes come as replies, a reader of the first message alone is told the newest in a few words:
    `Since then: 40 killed in Hama (14:40 UTC)`. Where all is written into the message, he is told what changed, by
    whom: `Update: 12 killed before, 40 now · SOHR · 14:40 UTC`.
    """
    change = delivery.newest
    if change is None or delivery.updates is Updates.NONE:
        return []
    item = change.item
    title, link = tidy(item.title, _WORDS) or "(untitled)", linked(item.url)
    if delivery.updates is Updates.EDIT:
        denies = _flag(item, known) == _DENIED
        said = title if denies or not change.reason else tidy(change.reason, _WORDS)
        by = f" · {speaker(voice(item), named)} · {when(item.published)}"
        return [Span(_flag(item, known), Style.BOLD), Span(said, url=link), Span(by)]
    if not delivery.edits or (delivery.item and item.id == delivery.item.id):  # its own words are the newest
        return []
    return [Span("Since then: "), Span(title, url=link), Span(f" ({when(item.published)})")]


def change(delivery: Delivery, item: Item, known: Origins) -> tuple[str, str]:
    """What the item of an update does to its story, and what that changes: `Update: `, `12 killed before, 40 now`.

    The second is empty where the first says it all, and both are where an alert tells of a story.
    """
    if delivery.kind is not DeliveryKind.UPDATE:
        return "", ""
    does, changed = _flag(item, known), tidy(delivery.note, _CHANGE)
    return does, "" if (does, changed) == (_DENIED, DENIAL) else changed


def _flag(item: Item, known: Origins) -> str:
    denials = {telling.item for origin in known.denying for telling in origin.tellings}
    return _DENIED if item.id in denials else "Update: "


def carrying(item: Item, told: Sequence[Telling]) -> Sequence[Telling]:
    """Those that tell what an item tells, in its words: others of the story vouch for what was told before."""
    original = next((each.copy_of for each in told if each.item == item.id), None) or item.id
    return [each for each in told if original in {each.item, each.copy_of}]
