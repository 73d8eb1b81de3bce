"""What a digest says: the stories of a while in one message, those with the most origins first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts.budget import LATE, OFFLINE, TOO_MUCH
from bot.core.alerts.hours import QUIET, last_release
from bot.core.alerts.rhythms import read_rhythm
from bot.core.alerts.since import change
from bot.core.alerts.standing import MARKS, caller, standing
from bot.core.alerts.voices import voice, voices
from bot.core.alerts.writing import link, misleads, moment, named, speaker, tidy
from bot.core.errors import UserError
from bot.core.message import Button, Message, Span, Style
from bot.core.model import Delivery, Item
from bot.core.origins import Origins, origins
from bot.core.stories.telling import telling

__all__ = ["Told", "digest", "heading", "told_of"]

_DIGEST: Final = " digest"
_MOST: Final = 15
"""Stories that are named: what fits on a screen or two."""
_UNITS: Final = 3_500
"""UTF-16 units of a digest: Telegram takes 4096 (Bot API, sendMessage). It has two entities a story, and takes 100."""
_LAST_LINE: Final = 60
"""Units that are kept for the last line."""
_TITLE: Final = 160
_ORIGIN: Final = 32
_BUTTONS: Final = 8
"""Stories that have a button: a row of them."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What a digest tells of one story: the newest of its parts that are of it."""

    part: Delivery
    item: Item
    known: Origins

    @property
    def story(self) -> int:
        """The number of the story."""
        return self.item.id if self.item.story is None else self.item.story


def heading(reasons: Iterable[str]) -> str:
    """What a digest notes of these reasons for which its parts were held: that of most of them."""
    return next((reason for reason, _ in Counter(reasons).most_common(1)), "")


def digest(delivery: Delivery, now: datetime, zone: ZoneInfo) -> Message:
    """The stories that its parts tell of."""
    told = told_of(delivery)
    total = max(delivery.stories, len(told))
    head = Span(_head(delivery, total, now, zone), Style.BOLD)
    entries = [_entry(number, each, now, zone) for number, each in enumerate(told[:_MOST], 1)]
    shown = _fitting(entries, _UNITS - _LAST_LINE - _units([head]))
    left = total - len(shown)
    last = [Span(f"\n+{left} more: "), Span(f"/missed since:{_typed(delivery, now, zone)}", Style.CODE)] if left else []
    buttons = (Button(str(number), f"/story #{each.story}", spare=True) for number, each in enumerate(told, 1))
    spans = (head, *(span for entry in shown for span in entry), *last)
    return Message(spans, buttons=tuple(buttons)[: min(len(shown), _BUTTONS)])


def told_of(delivery: Delivery) -> list[Told]:
    """The stories of a digest's parts whose items are still kept, in its order; an update and its alert are one."""
    newest: dict[int, Told] = {}
    for part in delivery.parts:
        if part.item is not None:
            each = Told(part, part.item, origins(part.told or (telling(part.item),)))
            newest[each.story] = each
    return sorted(newest.values(), key=lambda each: (-each.known.number, -each.item.published.timestamp()))


def _entry(number: int, story: Told, now: datetime, zone: ZoneInfo) -> list[Span]:
    """A line of what, and one of who says so, when, and how it stands."""
    item, known = story.item, story.known
    items = (item, *story.part.also)
    called = caller(items, lambda name: tidy(name, _ORIGIN))
    stands = standing(known, called, lambda then: moment(then, now, zone), len(voices(items)))
    does, changed = change(story.part, item, known)
    line = filter(None, (speaker(voice(item), named), moment(item.published, now, zone), changed, stands))
    return [
        Span(f"\n{number} {MARKS[known.status]} {does}"),
        Span(tidy(item.title, _TITLE) or "(untitled)", Style.BOLD, "" if misleads(item.url) else link(item.url)),
        Span(f"\n    {' · '.join(line)}"),
    ]


def _fitting(entries: Sequence[list[Span]], room: int) -> list[list[Span]]:
    """The first of them, as far as there is room."""
    shown: list[list[Span]] = []
    for entry in entries:
        room -= _units(entry)
        if room < 0:
            break
        shown.append(entry)
    return shown


def _units(spans: Iterable[Span]) -> int:
    """Length in UTF-16, as platforms count it."""
    return sum(len(span.text.encode("utf-16-le", "surrogatepass")) // 2 for span in spans)


def _head(delivery: Delivery, total: int, now: datetime, zone: ZoneInfo) -> str:
    """Why it comes, and how many stories there are: `Daily digest · 14 stories since yesterday 08:00`."""
    note, count = delivery.note, f"{total:,} {'story' if total == 1 else 'stories'}"
    rhythm, digest, _ = note.partition(_DIGEST)
    if digest:
        return f"{rhythm.capitalize()} digest · {count} since {_when(_since(delivery, zone), now, zone)}"
    if note.startswith(QUIET):
        return f"While it was quiet ({note.removeprefix(QUIET)}): {count}"
    if note.startswith(OFFLINE):
        return f"I was {note}. {count.capitalize()} matched meanwhile; the most corroborated:"
    if note == TOO_MUCH:
        return f"Too much at once: {total:,} more {'story' if total == 1 else 'stories'}"
    return f"{count}, sent late" if note == LATE else count


def _since(delivery: Delivery, zone: ZoneInfo) -> datetime:
    """When the digest before it was due, or its first part was owed where that came before."""
    due = delivery.held_until or delivery.created_at
    try:
        before = last_release(read_rhythm(delivery.note), due, zone)  # who reads rhythms passes over “digest”
    except UserError:  # a note of another version
        before = None
    return min(_times(delivery, before or due))


def _times(delivery: Delivery, *others: datetime) -> Iterator[datetime]:
    yield from others
    yield from (part.created_at for part in delivery.parts)


def _when(then: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`08:00`, `yesterday 08:00`, or the date."""
    day, today = then.astimezone(zone).date(), now.astimezone(zone).date()
    if day == today - _DAY:
        return f"yesterday {then.astimezone(zone):%H:%M}"
    return moment(then, now, zone)


def _typed(delivery: Delivery, now: datetime, zone: ZoneInfo) -> str:
    """The time of its first part as it is typed: `08:00`, or with the date unless that is today's."""
    then = min(_times(delivery, delivery.created_at)).astimezone(zone)
    return f"{then:%H:%M}" if then.date() == now.astimezone(zone).date() else f"{then:%Y-%m-%dT%H:%M}"
