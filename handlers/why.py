"""/why: which words brought an alert here, whose filter that was, and how long it took."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from bot.chat import Ask, command
from bot.core.alerts.digest import Told, told_of
from bot.core.alerts.render import isolate, zone_name
from bot.core.errors import UserError
from bot.core.message import Button, Message
from bot.core.model import Delivery, DeliveryKind, Hit, Match, Relation, SubscriptionKind
from bot.core.text.clean import clip
from bot.newsroom import Newsroom, Witness
from handlers.stories import headline, speaker_of
from handlers.wording import code, count, day, minute, reply, second, span

__all__ = ["why"]

_NUMBER = re.compile(r"#?(\d{1,12})", re.ASCII)
_PLACED = {
    Relation.NEW: "Told as a new story",
    Relation.COPY: "Told as a copy",
    Relation.REPEAT: "Told as another report of a story",
    Relation.UPDATE: "Told as an update of a story",
}
MOST_HITS = 5
"""Places named of a match."""
MOST_PARTS, MOST_NUMBERED = 12, 10
"""Alerts of a digest that are listed, and that have buttons: what fits in a message, and two rows on a telephone."""
LONGEST_REASON = 120
LEAST_LAG = timedelta(seconds=0.1)
"""What is shorter is no lag that anybody notices."""


@command(
    "why",
    usage="/why [N]",
    summary="why an alert came: reply to it with /why",
    details=(
        "Reply to an alert or a digest with /why; /why alone means the last one in this chat. "
        "At the console, alerts have numbers:  /why 12"
    ),
)
async def why(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Explain an alert."""
    number = _NUMBER.fullmatch(ask.words)
    if ask.words and number is None:
        raise UserError(
            f"“{clip(ask.words, 60)}” is no number. Reply to an alert with /why, or type /why alone for the last one."
        )
    meant = number[1] if number else ask.replies_to
    witness = await newsroom.archive.witness(ask.chat, ask.address, meant, digests=True)
    if witness.delivery.kind is DeliveryKind.DIGEST:
        return _digest(newsroom, ask, witness.delivery)
    item = witness.delivery.item
    assert item
    lines = [f"“{headline(item)}”, {speaker_of(item)}"]
    lines += [_reason(ask, witness, match) for match in witness.delivery.matches]
    lines += [_placed(witness.delivery), *_held(ask, witness.delivery), _course(ask, witness.delivery)]
    return reply("\n".join(lines))


def _placed(delivery: Delivery) -> str:
    """What the desk made of the item: `Told as a new story: no other outlet published these words.`."""
    return f"{_PLACED[delivery.relation]}: {isolate(delivery.reason.rstrip('.')) or 'the reason is not kept'}."


def _reason(ask: Ask, witness: Witness, match: Match) -> str:
    match match.kind:
        case SubscriptionKind.PACK:
            return f"It is from an outlet of the pack {match.text}, which you follow here."
        case SubscriptionKind.OUTLET:
            outlets = (item.outlet, *item.carriers) if (item := witness.delivery.item) else ()
            name = next((outlet.name for outlet in outlets if outlet.id == match.text), match.text)
            return f"You follow all that {isolate(name)} publishes here."
        case SubscriptionKind.QUERY:
            return f"Matched {match.text}, which you follow here: {_hits(match.hits)}."
        case SubscriptionKind.FILTER:
            now = witness.filter(match.text)
            edited = f"edited by {match.edited_by or 'an admin'}"
            if now is None:
                edited += "; it is gone since"
            elif now.version == match.version:
                edited += f" on {day(now.edited_at, ask.now, ask.zone)}".replace("on today", "today")
            else:
                edited += f"; now it is version {now.version}"
            return f"Matched your filter “{match.text}” (version {match.version}, {edited}): {_hits(match.hits)}."


def _hits(hits: Sequence[Hit]) -> str:
    """`“Hamah” in the title, which is hama`; the term only where it is written otherwise."""
    told = []
    for hit in hits[:MOST_HITS]:
        same = hit.found.casefold() == hit.term.strip('"').casefold()
        told.append(f"“{isolate(hit.found)}” in the {hit.field}" + ("" if same else f", which is {hit.term}"))
    return "; ".join(told) or "it has none of the words you leave out"


def _held(ask: Ask, delivery: Delivery) -> list[str]:
    """What it waited for."""
    if delivery.held_until is None:
        return []
    return [f"It was kept back until {minute(delivery.held_until, ask.now, ask.zone)}{_for(delivery)}."]


def _for(delivery: Delivery) -> str:
    return f", for {isolate(clip(delivery.error, LONGEST_REASON))}" if delivery.error else ""


def _course(ask: Ask, delivery: Delivery) -> str:
    """When it was published, fetched, grouped and sent, and how long each step took."""
    item = delivery.item
    assert item
    steps = [("fetched", item.seen), ("grouped", delivery.created_at)]
    if item.published != item.seen:
        steps.insert(0, ("published", item.published))
    if delivery.sent_at:
        steps.append(("sent", delivery.sent_at))
    lags = [timedelta(0), *(later - earlier for (_, earlier), (_, later) in pairwise(steps))]
    told = [f"{step} {second(at, ask.now, ask.zone)}{_lag(lag)}" for (step, at), lag in zip(steps, lags, strict=True)]
    line = f"{', '.join(told)} {zone_name(item.seen.astimezone(ask.zone))}"
    return line[0].upper() + line[1:] + "."


def _lag(lag: timedelta) -> str:
    return f" (+{span(lag)})" if lag >= LEAST_LAG else ""


def _digest(newsroom: Newsroom, ask: Ask, delivery: Delivery) -> Sequence[Message]:
    """Why it was a digest, and what it tells of in its order, with the numbers that /story takes."""
    told = told_of(delivery)
    if not told:
        return reply("That is a digest; what it told of is no longer kept. What is:  ", code("/latest"))
    why = delivery.note or next(
        (each.part.error for each in told if each.part.error), "several alerts were due at once"
    )
    total = max(delivery.stories, len(told))
    head = f"That is a digest of {count(total, 'story', 'stories')}, and no alert of each. Why: {isolate(why)}."
    if delivery.sent_at:
        head += f" It was sent {second(delivery.sent_at, ask.now, ask.zone)}."
    numbered = {number: each.story for number, each in enumerate(told, 1)}
    newsroom.shown.note(ask.address, numbered)
    lines = [_part(number, each) for number, each in enumerate(told[:MOST_PARTS], 1)]
    left = [f"and {total - len(lines):,} more: /missed has them all"] if total > len(lines) else []
    buttons = [
        Button(str(number), f"/story #{story}", spare=True) for number, story in [*numbered.items()][:MOST_NUMBERED]
    ]
    change = ["", "To have alerts in digests, or not:  /digest"]
    return reply("\n".join([head, "", *lines, *left, *change]), buttons=buttons)


def _part(number: int, each: Told) -> str:
    """`2 “Shelling near Hama”, SOHR · matched Hama`."""
    for_what = ", ".join(dict.fromkeys(isolate(clip(match.text, 60)) for match in each.part.matches[:MOST_HITS]))
    return f"{number} “{headline(each.item)}”, {speaker_of(each.item)}" + (f" · matched {for_what}" if for_what else "")
