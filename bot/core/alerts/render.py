"""What an alert says: who reports it, in what words, who carries the same words, and why this chat is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.core.alerts.voices import Voice, voice, voices
from bot.core.message import Message, Span, Style, message
from bot.core.model import Delivery, DeliveryKind, Hit, Item, Match, Outlet, SubscriptionKind
from bot.core.text.clean import clean, clip
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens
from bot.core.text.urls import shown_host

__all__ = ["ago", "attribution", "isolate", "render", "speaker", "zone_name"]

# Characters. Together well below 2048, so that a message of nothing but two-unit characters stays below the 4096
# UTF-16 units that Telegram takes (Bot API, sendMessage).
_TITLE: Final = 240
_NAME: Final = 48
_LABEL: Final = 64
_QUOTE: Final = 240
_TERM: Final = 32
_NOTE: Final = 1900
_LONGEST_URL: Final = 2048  # what every browser takes; a longer address is no link

_MOST_OUTLETS: Final = 4
_MOST_HITS: Final = 5

_SENTENCE_END: Final = re.compile(r"[.!?…。！？؟۔]+[\"'”’»)\]]*(?=\s|$)|[。！？]|\n")
_LEAST_QUOTE: Final = 60
"""Characters below which a sentence is quoted together with the next: `Damascus.` says nothing."""
_READ: Final = 2000
"""Characters of a text that are looked at for a quote."""
_AFTER_TITLE: Final = " \n.:;,!?…|·-–—"
"""What stands between a title and the text that follows it."""
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LEFTWARD: Final = frozenset({"R", "AL", "AN"})
_WEB: Final = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_MASKED: Final = re.compile(r"[^/]*//[^/?#]*[@\\]")
"""An address that shows one host and leads to another: `https://apnews.com@example.org`."""


def render(delivery: Delivery, now: datetime, zone: ZoneInfo) -> Message:
    """The message for a delivery, as true at `now`; never raises, whatever the item holds."""
    match delivery.kind:
        case DeliveryKind.ALERT | DeliveryKind.UPDATE:
            return _alert(delivery, now, zone)
        case DeliveryKind.NOTICE:
            return message(clip(clean(delivery.note), _NOTE) or "(an empty notice)")
        case _:
            assert_never(delivery.kind)


def _alert(delivery: Delivery, now: datetime, zone: ZoneInfo) -> Message:
    item = delivery.item
    if item is None:
        return message("The report this alert was about is no longer kept.")
    others = _others(item, delivery.also)
    lines = [
        [Span("(possible repeat)", Style.ITALIC)] if delivery.doubts else [],
        [Span("🔴 "), Span(_tidy(item.title, _TITLE) or "(untitled)", Style.BOLD, _link(item.url))],
        list(attribution(item, now, zone)),
        _warning(item),
        _quote(item),
        _also(others),
        [Span(" · ".join(filter(None, (_evidence(others), _reason(delivery.matches)))))],
    ]
    spans: list[Span] = []
    for line in filter(None, lines):
        spans += [Span("\n"), *line] if spans else line
    return Message(tuple(spans))


def attribution(item: Item, now: datetime, zone: ZoneInfo) -> tuple[Span, ...]:
    """Who says so, and when: `Reuters, via Google News · A. Writer · 14:02 UTC (3 min ago)`.

    Of a post also whom it answers or quotes, and whether it was edited.
    """
    spoken = voice(item)
    author = _tidy(item.author, _NAME)
    names = {fold(_tidy(name, _NAME)) for name in (item.outlet.name, spoken.publisher)}
    byline = "" if fold(author) in names else author
    when = f"{_moment(item.published, now, zone)} ({ago(item.published, now)})" + ", edited since" * item.edited
    return (Span(" · ".join(filter(None, (speaker(spoken, _named), byline, *_context(item), when)))),)


def _context(item: Item) -> tuple[str, ...]:
    """Whom a post answers and quotes."""
    answers, quotes = _tidy(item.replies_to, _NAME), _tidy(item.quotes, _NAME)
    return (f"answering {answers}" if answers else "", f"quoting {quotes}" if quotes else "")


def speaker(voice: Voice, named: Callable[[Outlet], str]) -> str:
    """Who says so: `Reuters, via Google News`, `SANA reposting Lina`; `named` says how outlets are written."""
    outlet, publisher = named(voice.outlet), _tidy(voice.publisher, _NAME)
    if voice.reposted:
        return f"{outlet} reposting {publisher}"
    return f"{publisher}, via {outlet}" if publisher else outlet


def _named(outlet: Outlet) -> str:
    """The outlet with what is documented of its ties."""
    label = _tidy(outlet.affiliation, _LABEL)
    return (_tidy(outlet.name, _NAME) or _tidy(outlet.id, _NAME)) + (f" ({label})" if label else "")


# ---- when


def ago(then: datetime, now: datetime) -> str:
    """How long it has been, in the largest unit that says enough."""
    minutes = (now - then) // timedelta(minutes=1)
    if minutes < 1:
        return "just now"
    if minutes < _HOUR:
        return f"{minutes} min ago"
    return f"{minutes // _HOUR} h ago" if minutes < 2 * _DAY else f"{minutes // _DAY} days ago"


def _moment(then: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time in the reader's zone, with as much of the date as differs from today's."""
    try:
        then, now = then.astimezone(zone), now.astimezone(zone)
    except OverflowError:  # the years 1 and 9999 have no local time everywhere
        return f"{then:%Y}"
    date = f"{then.day} {_MONTHS[then.month - 1]} "
    if then.year != now.year:
        date += f"{then.year} "
    return f"{'' if then.date() == now.date() else date}{then:%H:%M} {zone_name(then)}"


def zone_name(local: datetime) -> str:
    """What a local time's zone is called: `EET`, or `UTC+03` where it has no name but its distance."""
    name = local.tzname() or ""
    return f"UTC{name}" if name.startswith(("+", "-")) else name


# ---- what


def _link(url: str) -> str:
    """The address when it is one of the web, else none: never `javascript:` or `tg:`."""
    return url if len(url) <= _LONGEST_URL and _WEB.fullmatch(url) and url.isprintable() else ""


def _warning(item: Item) -> list[Span]:
    """Where the link leads, when its host is written to look like another."""
    host = shown_host(item.url)
    deceives = _MASKED.match(item.url) or any(part.startswith("xn--") for part in host.split("."))
    return [Span(f"The link leads to {_tidy(host, _LABEL)}")] if host and deceives else []


def _quote(item: Item) -> list[Span]:
    """Its first sentences, unless the title says the same."""
    text = clean(item.text[:_READ])
    title = [word.text for word in tokens(item.title)]
    words = tokens(text)
    if title and [word.text for word in words[: len(title)]] == title:  # many feeds repeat the title first
        text = text[words[len(title) - 1].end :].lstrip(_AFTER_TITLE)
    quote = _tidy(_sentences(text), _QUOTE)
    return [] if {word.text for word in tokens(quote)} <= set(title) else [Span(quote, Style.QUOTE)]


def _sentences(text: str) -> str:
    """The first sentence, and the next ones as long as that is short."""
    ends = (end.end() for end in _SENTENCE_END.finditer(text))
    return text[: next((end for end in ends if end >= _LEAST_QUOTE), len(text))]


# ---- who else


def _others(item: Item, also: Iterable[Item]) -> tuple[Voice, ...]:
    """The others who have it, each once."""
    return voices((item, *also))[1:]


def _also(others: tuple[Voice, ...]) -> list[Span]:
    """Who carries the same words: that makes no second origin."""
    if not others:
        return []
    names = ", ".join(speaker(other, _named) for other in others[:_MOST_OUTLETS])
    return [Span(f"Also, in the same words: {names}{_more(len(others) - _MOST_OUTLETS)}")]


def _evidence(others: tuple[Voice, ...]) -> str:
    """The mark in words, for those who see no colours: copies are still one report."""
    return f"One report in {len(others) + 1} outlets" if others else "One report"


# ---- why


def _reason(matches: Iterable[Match]) -> str:
    """What the chat asked for that this is."""
    reasons = list(dict.fromkeys(reason for match in matches for reason in _reasons(match)))
    shown = ", ".join(reasons[:_MOST_HITS])
    return f"Matched: {shown}{_more(len(reasons) - _MOST_HITS)}" if shown else ""


def _reasons(match: Match) -> list[str]:
    hits = list(map(_hit, match.hits))
    match match.kind:
        case SubscriptionKind.QUERY:
            return hits
        case SubscriptionKind.FILTER:
            name = _tidy(match.text, _TERM)
            return [f"{name}: {hits[0]}", *hits[1:]] if hits else [name]
        case SubscriptionKind.PACK:
            return [f"pack {_tidy(match.text, _TERM)}"]
        case SubscriptionKind.OUTLET:
            return ["followed here"]
        case _:
            assert_never(match.kind)


def _hit(hit: Hit) -> str:
    """`Hama (title)`; `elections (title, for elect*)` where the words found are not those of the term."""
    term, found = _tidy(hit.term.replace('"', ""), _TERM), _tidy(hit.found, _TERM)
    return f"{found} ({hit.field})" if fold(found) == fold(term) else f"{found} ({hit.field}, for {term})"


def _more(count: int) -> str:
    return f" +{count} more" if count > 0 else ""


# ---- how


def _tidy(text: str, limit: int) -> str:
    """One line of at most so many characters, that keeps its direction to itself."""
    return isolate(clip(" ".join(clean(text).split()), limit))


def isolate(text: str) -> str:
    """The text, shut in with directional isolates (FSI, PDI) when a letter of it is written from right to left."""
    leftward = any(unicodedata.bidirectional(char) in _LEFTWARD for char in text)
    return f"\u2068{text}\u2069" if leftward else text
