"""/why: which words brought an alert here, whose filter that was, and how long it took."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Ask, command
from bot.core.alerts.render import isolate, zone_name
from bot.core.errors import UserError
from bot.core.message import Message
from bot.core.model import Delivery, Hit, Match, Relation, SubscriptionKind
from bot.core.text.clean import clip
from bot.newsroom import Newsroom, Witness
from handlers.stories import headline, speaker_of
from handlers.wording import day, reply, second

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


@command(
    "why",
    usage="/why [N]",
    summary="why an alert came: reply to it with /why",
    details=(
        "Reply to an alert with /why; /why alone means the last alert in this chat. "
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
    witness = await newsroom.archive.witness(ask.chat, ask.address, number[1] if number else ask.replies_to)
    item = witness.delivery.item
    assert item
    lines = [f"“{headline(item)}”, {speaker_of(item)}"]
    lines += [_reason(ask, witness, match) for match in witness.delivery.matches]
    return reply("\n".join([*lines, _placed(witness.delivery), _course(ask, witness.delivery)]))


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


def _course(ask: Ask, delivery: Delivery) -> str:
    """When it was published, fetched and sent."""
    item = delivery.item
    assert item
    times = [f"fetched {second(item.seen, ask.now, ask.zone)}"]
    if item.published != item.seen:
        times.insert(0, f"published {second(item.published, ask.now, ask.zone)}")
    if delivery.sent_at:
        times.append(f"sent {second(delivery.sent_at, ask.now, ask.zone)}")
    line = f"{', '.join(times)} {zone_name(item.seen.astimezone(ask.zone))}"
    return line[0].upper() + line[1:] + "."
