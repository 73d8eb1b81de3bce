"""What an alert says: who reports it, in what words, who carries the same words, and why this chat is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.core.alerts.digest import digest
from bot.core.alerts.hours import zone_of
from bot.core.alerts.others import citing, others
from bot.core.alerts.previews import previewed
from bot.core.alerts.since import carrying, change, since
from bot.core.alerts.standing import MARKS, caller, standing
from bot.core.alerts.voices import voice, voices
from bot.core.alerts.writing import (
    LABEL,
    NAME,
    ago,
    isolate,
    link,
    misleads,
    moment,
    more,
    named,
    speaker,
    tidy,
    zone_name,
)
from bot.core.message import Button, Message, Span, Style, message
from bot.core.model import Delivery, DeliveryKind, Hit, Item, Match, SubscriptionKind, Telling
from bot.core.origins import Origins, origins
from bot.core.shelter import sheltered
from bot.core.stories.telling import telling
from bot.core.text.clean import clean, clip
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["ago", "attribution", "isolate", "render", "speaker", "zone_name"]

# Characters. Together well below 2048, so that a message of nothing but two-unit characters stays below the 4096
# UTF-16 units that Telegram takes (Bot API, sendMessage).
_TITLE: Final = 240
_QUOTE: Final = 240
_TERM: Final = 32
_NOTE: Final = 1900
_ORIGIN: Final = 32
_LONGEST: Final = 2000
_MOST_HITS: Final = 5

_SENTENCE_END: Final = re.compile(r"[.!?…。！？؟۔]+[\"'”’»)\]]*(?=\s|$)|[。！？]|\n")
_LEAST_QUOTE: Final = 60
"""Characters below which a sentence is quoted together with the next: `Damascus.` says nothing."""
_READ: Final = 2000
"""Characters of a text that are looked at for a quote."""
_AFTER_TITLE: Final = " \n.:;,!?…|·-–—"
"""What stands between a title and the text that follows it."""

_REPEAT: Final = Span("(possible repeat)", Style.ITALIC)
_BUTTONS: Final = (
    Button("Story", "/story", spare=True),
    Button("Why", "/why", spare=True),
    Button("Mute 6 h", "/mute 6h", spare=True),
)
"""Pressed under an alert, they mean it, as typed in reply to it."""

_Lines = Sequence[Sequence[Span]]


def render(delivery: Delivery, now: datetime, zone: ZoneInfo) -> Message:
    """The message for a delivery, as true at `now`; never raises, whatever the item holds.

    `zone`: of the times shown to chats that have named none of their own.
    """
    return sheltered(_said(delivery, now, zone_of(delivery.chat.hours, zone)))


def _said(delivery: Delivery, now: datetime, zone: ZoneInfo) -> Message:
    match delivery.kind:
        case DeliveryKind.ALERT | DeliveryKind.UPDATE:
            return _alert(delivery, now, zone)
        case DeliveryKind.DIGEST:
            return _doubted(delivery, digest(delivery, now, zone))
        case DeliveryKind.NOTICE:
            return _doubted(delivery, message(clip(clean(delivery.note), _NOTE) or "(an empty notice)"))
        case _:
            assert_never(delivery.kind)


def _doubted(delivery: Delivery, said: Message) -> Message:
    """With a word above it where it may have come before."""
    return replace(said, spans=(_REPEAT, Span("\n"), *said.spans)) if delivery.doubts else said


def _alert(delivery: Delivery, now: datetime, zone: ZoneInfo) -> Message:
    item = delivery.item
    if item is None:
        return message("The report this alert was about is no longer kept.")
    told = delivery.told or (telling(item),)
    known = origins(told)
    update = delivery.kind is DeliveryKind.UPDATE
    bearing = origins(carrying(item, told) or (telling(item),)) if update else known
    of_item = next((each for each in told if each.item == item.id), None)
    items = (item, *delivery.also)
    evidence = " · ".join(filter(None, (_standing(items, known, now, zone, update=update), _reason(delivery.matches))))
    does, changed = change(delivery, item, known)
    above = [
        [_REPEAT] if delivery.doubts else [],
        [Span(f"{MARKS[bearing.status]} {does}"), _title(item)],
        [Span(_capital(changed), Style.ITALIC)] if changed else [],
        list(attribution(item, now, zone, of_item)),
        _warning(item),
        _quote(item),
        since(delivery, known, lambda then: moment(then, now, zone), link) if not update else [],
    ]
    said = _fitting(above, others(items, known, update=update), [Span(_capital(evidence))])
    return replace(said, preview="" if _warning(item) else link(previewed(item)), buttons=_BUTTONS)


def _fitting(above: _Lines, middle: _Lines, below: Sequence[Span]) -> Message:
    """The lines, with as many of those in the middle as there is room for."""
    room = _LONGEST - sum(map(_length, (*above, below)))
    used = accumulate(map(_length, middle))
    fitting = [line for line, length in zip(middle, used, strict=True) if length <= room]
    spans: list[Span] = []
    for line in filter(None, (*above, *fitting, below)):
        spans += [Span("\n"), *line] if spans else line
    return Message(tuple(spans))


def _length(line: Sequence[Span]) -> int:
    """With the end of the line."""
    return sum(len(span.text) for span in line) + 1


def _title(item: Item) -> Span:
    return Span(tidy(item.title, _TITLE) or "(untitled)", Style.BOLD, link(item.url))


def _standing(items: Sequence[Item], known: Origins, now: datetime, zone: ZoneInfo, *, update: bool) -> str:
    """How the story stands; of an update that is said to be so, for what changes may have fewer to vouch for it."""
    called = caller(items, lambda name: tidy(name, _ORIGIN))
    said = standing(known, called, lambda then: moment(then, now, zone), len(voices(items)))
    return f"the story so far: {said}" if update else said


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


def attribution(item: Item, now: datetime, zone: ZoneInfo, telling: Telling | None = None) -> tuple[Span, ...]:
    """Who says so, and when: `Reuters, via Google News · A. Writer · citing SANA · 14:02 UTC (3 min ago)`.

    Of a post also whom it answers or quotes, and whether it was edited or deleted. `telling`: how it tells its story.
    """
    spoken = voice(item)
    author = tidy(item.author, NAME)
    names = {fold(tidy(name, NAME)) for name in (item.outlet.name, spoken.publisher)}
    byline = "" if fold(author) in names else author
    when = f"{moment(item.published, now, zone)} ({ago(item.published, now)}){_fate(item)}"
    cited = citing(telling, item) if telling else ()
    return (Span(" · ".join(filter(None, (speaker(spoken, named), byline, *_context(item), *cited, when)))),)


def _fate(item: Item) -> str:
    """What its publisher did to it later."""
    if item.withdrawn:
        return ", deleted since by its publisher"
    return ", edited since" if item.edited or item.revision else ""


def _context(item: Item) -> tuple[str, ...]:
    """Whom a post answers and quotes."""
    answers, quotes = tidy(item.replies_to, NAME), tidy(item.quotes, NAME)
    return (f"answering {answers}" if answers else "", f"quoting {quotes}" if quotes else "")


# ---- what


def _warning(item: Item) -> list[Span]:
    """Where the link leads, when its host is written to look like another."""
    host = misleads(item.url)
    return [Span(f"The link leads to {tidy(host, LABEL)}")] if host else []


def _quote(item: Item) -> list[Span]:
    """Its first sentences, unless the title says the same."""
    text = clean(item.text[:_READ])
    title = [word.text for word in tokens(item.title)]
    words = tokens(text)
    if title and [word.text for word in words[: len(title)]] == title:  # many feeds repeat the title first
        text = text[words[len(title) - 1].end :].lstrip(_AFTER_TITLE)
    quote = tidy(_sentences(text), _QUOTE)
    return [] if {word.text for word in tokens(quote)} <= set(title) else [Span(quote, Style.QUOTE)]


def _sentences(text: str) -> str:
    """The first sentence, and the next ones as long as that is short."""
    ends = (end.end() for end in _SENTENCE_END.finditer(text))
    return text[: next((end for end in ends if end >= _LEAST_QUOTE), len(text))]


# ---- why


def _reason(matches: Iterable[Match]) -> str:
    """What the chat asked for that this is."""
    reasons = list(dict.fromkeys(reason for match in matches for reason in _reasons(match)))
    shown = ", ".join(reasons[:_MOST_HITS])
    return f"Matched: {shown}{more(len(reasons) - _MOST_HITS)}" if shown else ""


def _reasons(match: Match) -> list[str]:
    hits = list(map(_hit, match.hits))
    match match.kind:
        case SubscriptionKind.QUERY:
            return hits
        case SubscriptionKind.FILTER:
            name = tidy(match.text, _TERM)
            return [f"{name}: {hits[0]}", *hits[1:]] if hits else [name]
        case SubscriptionKind.PACK:
            return [f"pack {tidy(match.text, _TERM)}"]
        case SubscriptionKind.OUTLET:
            return ["followed here"]
        case _:
            assert_never(match.kind)


def _hit(hit: Hit) -> str:
    """`Hama (title)`; `elections (title, for elect*)` where the words found are not those of the term."""
    term, found = tidy(hit.term.replace('"', ""), _TERM), tidy(hit.found, _TERM)
    return f"{found} ({hit.field})" if fold(found) == fold(term) else f"{found} ({hit.field}, for {term})"
