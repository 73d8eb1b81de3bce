"""Pages of what was found: a numbered list, what it is of, and the way to the next page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import accumulate

from bot.chat import Ask
from bot.core.message import Button, Message, Span
from bot.core.model import Item, Story, SubscriptionKind
from bot.newsroom import Newsroom, Topic
from bot.ports import Findings
from handlers.stories import Teller, teller
from handlers.wish import Wish
from handlers.wording import LONGEST_REPLY, count, minute, reply

__all__ = ["page"]

LONGEST_LIST = LONGEST_REPLY - 800
"""Characters of a list: the rest is for its head and the legend of the stars."""
MOST_NUMBERED = 10
"""Stories of a list that have buttons: two rows of them on a telephone."""


def page(
    newsroom: Newsroom,
    ask: Ask,
    topic: Topic | None,
    wish: Wish,
    found: Findings[Story] | Findings[Item],
    told: Sequence[str | Span] = (),
) -> Sequence[Message]:
    """The page; `told`: what is said at its end."""
    tell = teller(ask)
    entries = [_entry(tell, number, thing) for number, thing in enumerate(_things(found), wish.shown + 1)]
    shown = _fitting(entries)
    parts: list[str | Span] = [_head(topic, wish, found, shown)]
    for entry in entries[:shown]:
        parts += ["\n\n", *entry]
    numbered = {number: _story(thing) for number, thing in enumerate(_things(found)[:shown], wish.shown + 1)}
    newsroom.shown.note(ask.address, numbered)
    legend = tell.legend(thing for thing in found.things[:shown] if isinstance(thing, Story))
    parts += [f"\n\n{legend}" * bool(legend), f"\n{wish.cut}" * bool(wish.cut)]
    if found.until is not None:
        parts.append(_given_up(ask, wish, found.until))
    return reply(*parts, *told, buttons=[*_stories(wish, numbered), *_turns(wish, found, shown)])


def _things(found: Findings[Story] | Findings[Item]) -> Sequence[Story | Item]:
    return found.things


def _story(thing: Story | Item) -> int:
    """Its id; of an item that of its story, where it has one."""
    if isinstance(thing, Story):
        return thing.id or thing.items[0].id
    return thing.id if thing.story is None else thing.story


def _entry(tell: Teller, number: int, thing: Story | Item) -> list[Span]:
    return tell.entry(number, thing) if isinstance(thing, Story) else [Span(f"{number} "), *tell.item(thing)]


def _head(topic: Topic | None, wish: Wish, found: Findings[Story] | Findings[Item], shown: int) -> str:
    total = wish.shown + found.total
    things = count(total, "story", "stories") if wish.folded else count(total, "item")
    head = f"{_named(topic)} · {'' if found.whole else 'more than '}{things} {wish.period}".rstrip()
    if wish.shown:
        return f"{head}, {wish.shown + 1} to {wish.shown + shown}" if shown > 1 else f"{head}, number {wish.shown + 1}"
    if wish.sort:
        return f"{head}, those of most {wish.sort} first"
    if shown < total or not found.whole:
        head += f", the newest {shown}" if shown > 1 else ", the newest"
    return head


def _named(topic: Topic | None) -> str:
    """What the list is of: a filter may be called like a word that it is not about."""
    if topic is None:
        return "Latest"
    return f"Your filter {topic.name}" if topic.kind is SubscriptionKind.FILTER else topic.name


def _given_up(ask: Ask, wish: Wish, until: datetime) -> str:
    return (
        f"\nI looked at all that may match back to {minute(until, ask.now, ask.zone)} and gave up there. "
        f"A word more narrows it; or ask for an older time:  {wish.verb} {wish.what} until:{until:%Y-%m-%d}"
    )


def _stories(wish: Wish, numbered: Mapping[int, int]) -> list[Button]:
    """A button for each story of a short list, with its number."""
    if not wish.folded or len(numbered) > MOST_NUMBERED:
        return []
    return [Button(str(number), f"/story #{story}", spare=True) for number, story in numbered.items()]


def _turns(wish: Wish, found: Findings[Story] | Findings[Item], shown: int) -> list[Button]:
    buttons = []
    if wish.scope.after:
        buttons.append(Button("◂ Newest", wish.typed(), replaces=True))
    if shown < found.total and found.marks:
        buttons.append(Button("Older ▸", wish.typed(found.marks[shown - 1], wish.shown + shown), replaces=True))
    if wish.folded and not wish.sort and found.total > 1:
        buttons.append(Button("By origins", wish.by_origins.typed(), replaces=True, spare=True))
    return buttons


def _fitting(entries: Sequence[Sequence[Span]]) -> int:
    """How many of them fit in one message; at least one."""
    lengths = accumulate(sum(len(span.text) for span in entry) for entry in entries)
    return max(1, sum(length < LONGEST_LIST for length in lengths))
