"""/missed: what matched and was not told by an alert of its own, and what became of it instead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, assert_never

from bot.chat import Ask, command
from bot.core.errors import UserError
from bot.core.message import Button, Message
from bot.core.message import Span as Run
from bot.core.model import Delivery, DeliveryKind, DeliveryState, Story
from bot.core.text.clean import clip
from bot.newsroom import Newsroom, Span
from bot.newsroom.audit import LATELY
from bot.ports import Bookmark, Missed
from handlers.stories import teller
from handlers.wish import Wish, read
from handlers.wording import LONGEST_REPLY, code, count, minute, reply

__all__ = ["missed"]

LONGEST_LIST: Final = LONGEST_REPLY - 800
"""Characters of a list: the rest is for its head and the legend of the stars."""
LONGEST_REASON: Final = 120


@command(
    "missed",
    usage="/missed [since:06:00] [N]",
    summary="what matched and was not sent by itself",
    details=(
        "Nothing that matches is dropped. What waits for a digest or the end of quiet hours, what a digest told, what "
        "was muted and what could not be sent is kept, the newest first, of the last seven days:\n"
        "  /missed\n"
        "  /missed 10\n"
        "With a time, all that matched here since, sent or not:\n"
        "  /missed since:06:00\n"
        "  /missed since:6h\n"
        "  /missed since:2026-12-01\n"
        "What waits, comes at once with:  /digest now"
    ),
)
async def missed(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show what matched here and did not come by itself."""
    wish = read("/missed", ask.words, ask.now, ask.zone, usual=None, folded=True)
    if wish.what:
        raise UserError(
            f"I can't read “{clip(wish.what, 60)}”: /missed takes a time, such as  /missed since:06:00\n"
            f"To look that up in the news:  /latest {clip(wish.what, 60)}"
        )
    if wish.sort or not wish.folded:
        raise UserError("/missed shows stories, the newest first; it takes no by: and no sort:. For example:  /missed")
    since = wish.scope.since or ask.now - LATELY
    before = wish.scope.after.last if wish.scope.after else 0
    span = Span(since, wish.scope.until, wish.scope.limit, before)
    found = await newsroom.audit.missed(ask.chat, ask.address, span, told=wish.scope.since is not None)
    return await _shown(newsroom, ask, wish, found) if found.deliveries else await _nothing(newsroom, ask, wish)


async def _nothing(newsroom: Newsroom, ask: Ask, wish: Wish) -> Sequence[Message]:
    if wish.scope.after:
        return reply("Nothing older that I still have. The newest:  ", code(wish.typed()))
    if wish.scope.since is not None:
        return reply(
            f"Nothing matched here {wish.period or 'in that time'}. What is followed:  ", code("/subscriptions")
        )
    followed = await newsroom.subscriptions.of(ask.chat)
    if not followed:
        return reply("Nothing is followed here yet, so nothing was missed. To begin:  ", code("/subscribe Hama"))
    return reply("You missed nothing: all that matched here in the last 7 days was sent. ", code("/latest"), " has it.")


async def _shown(newsroom: Newsroom, ask: Ask, wish: Wish, found: Missed) -> Sequence[Message]:
    tell = teller(ask)
    stories = [(each, _story(each)) for each in found.deliveries]
    entries = [
        [*tell.entry(number, story), Run(f"\n    {_fate(ask, each)}")]
        for number, (each, story) in enumerate(stories, wish.shown + 1)
    ]
    lengths = accumulate(sum(len(run.text) for run in entry) for entry in entries)
    shown = max(1, sum(length < LONGEST_LIST for length in lengths))
    numbered = {number: story.id for number, (_, story) in enumerate(stories[:shown], wish.shown + 1)}
    newsroom.shown.note(ask.address, numbered)
    parts: list[str | Run] = [await _head(newsroom, ask, wish, found, shown)]
    for entry in entries[:shown]:
        parts += ["\n\n", *entry]
    legend = tell.legend(story for _, story in stories[:shown])
    return reply(*parts, f"\n\n{legend}" * bool(legend), buttons=[*_stories(numbered), *_turns(wish, found, shown)])


def _story(delivery: Delivery) -> Story:
    """The story that a delivery tells of."""
    assert delivery.item
    items = sorted((delivery.item, *delivery.also), key=lambda item: (item.published, item.id))
    number = delivery.item.id if delivery.item.story is None else delivery.item.story
    newest = delivery.newest.item if delivery.newest else delivery.item
    changes = delivery.newest is not None or delivery.kind is DeliveryKind.UPDATE
    return Story(number, tuple(items), delivery.told, newest if changes and newest != items[0] else None)


def _fate(ask: Ask, delivery: Delivery) -> str:
    """What became of it."""
    why = clip(" ".join(delivery.error.split()), LONGEST_REASON)
    match delivery.state:
        case DeliveryState.HELD:
            until = f" until {minute(delivery.held_until, ask.now, ask.zone)}" if delivery.held_until else ""
            told = f"waits{until}{f', for {why}' * bool(why)}"
        case DeliveryState.DIGESTED:
            told = _digested(delivery.digest)
        case DeliveryState.MUTED:
            told = f"not told: {why or 'it was muted'}"
        case DeliveryState.DEAD:
            told = f"not sent: {why or 'no reason is kept'}"
        case DeliveryState.UNSURE:
            told = f"sent or not, nobody knows: {why or 'no answer came'}"
        case DeliveryState.PENDING | DeliveryState.SENDING:
            told = "on its way"
        case DeliveryState.SENT:
            told = f"sent {minute(delivery.sent_at, ask.now, ask.zone)}" if delivery.sent_at else "sent"
        case _:
            assert_never(delivery.state)
    return told


def _digested(digest: DeliveryState | None) -> str:
    match digest:
        case DeliveryState.PENDING | DeliveryState.SENDING:
            return "comes in a digest that is on its way"
        case DeliveryState.DEAD:
            return "not told: the digest that has it could not be sent"
        case DeliveryState.UNSURE:
            return "told by a digest that may not have come"
        case _:
            return "told by a digest"


async def _head(newsroom: Newsroom, ask: Ask, wish: Wish, found: Missed, shown: int) -> str:
    total = wish.shown + found.total
    told = count(total, "story", "stories")
    matched = wish.scope.since is not None
    head = f"{told} matched here {wish.period}" if matched else f"{told} that did not come by {_self(total)}"
    if wish.shown:
        return f"{head}, {wish.shown + 1} to {wish.shown + shown}" if shown > 1 else f"{head}, number {wish.shown + 1}"
    if shown < total:
        head += f", the newest {shown}" if shown > 1 else ", the newest"
    held = await newsroom.audit.held(ask.chat)
    if held.until is None:
        return head
    until = minute(held.until, ask.now, ask.zone)
    first, brings = ("the first until", "brings all") if held.number > 1 else ("until", "brings it")
    return f"{head}. {count(held.number, 'alert')} kept back here, {first} {until}; /digest now {brings}"


def _self(number: int) -> str:
    return "itself" if number == 1 else "themselves"


def _stories(numbered: dict[int, int]) -> list[Button]:
    return [Button(str(number), f"/story #{story}", spare=True) for number, story in numbered.items()]


def _turns(wish: Wish, found: Missed, shown: int) -> list[Button]:
    newest = [Button("◂ Newest", wish.typed(), replaces=True)] if wish.scope.after else []
    if shown >= found.total:
        return newest
    last = found.deliveries[shown - 1].id
    older = wish.typed(Bookmark(last, last), wish.shown + shown)
    return [*newest, Button("Older ▸", older, replaces=True)]
