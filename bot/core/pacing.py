"""How fast one account may write: a log of what was begun, so that no window ever holds more than it may."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

__all__ = ["MINUTE", "Asking", "Limits", "Pace", "Slot", "Written", "limits"]

SECOND: Final = timedelta(seconds=1)
MINUTE: Final = timedelta(minutes=1)


class Asking(Enum):
    """What is asked of the platform; what concerns people most has the most room."""

    REPLY = auto()  # to a person, who waits for it
    ALERT = auto()
    EDIT = auto()  # of a message that was sent


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows one account.

    Each number is that of requests of all kinds in a window, from which on no further one of this kind is begun: what
    one kind leaves free is for those with a larger number. A kind without a number never waits for that window.
    """

    gap: timedelta = timedelta(0)
    """Least time between two requests to one chat."""
    group: Mapping[Asking, int] = field(default_factory=dict)
    """To one group or channel, in a minute."""
    most: Mapping[Asking, int] = field(default_factory=dict)
    """Over all chats, in a second."""
    breath: timedelta = timedelta(0)
    """Time in which no more than a fifth of those is begun: as many more may reach the platform within a second than
    were begun in one, where ways there differ by less than this."""


_TELEGRAM: Final = Limits(
    gap=timedelta(seconds=1.05),
    group={Asking.REPLY: 20, Asking.ALERT: 18, Asking.EDIT: 15},
    most={Asking.ALERT: 25, Asking.EDIT: 20},
    breath=timedelta(seconds=0.15),
)
"""Bot FAQ, "My bot is hitting limits": one message a second to a chat, 20 a minute to a group, about 30 a second over
all. Channels are limited like groups. Alerts keep a margin, for the FAQ says "about", and whoever asks something in a
group is to be answered. Edits in a group are limited to about 20 a minute (grammY, "Flood limits"); nobody says that
they are counted apart from messages, so they are not, and are begun only where messages leave room."""

_LIMITS: Final = {"telegram": _TELEGRAM, "matrix": Limits(gap=timedelta(seconds=0.2))}
"""Matrix: servers set their own limits (Synapse: bursts of ten, then one in five seconds) and answer 429, so the gap
only keeps bursts short. The terminal needs none."""

IN_A_BREATH: Final = 5
"""The part of a second's requests that is begun in a breath, as a divisor."""
PAID: Final = 1000
"""Telegram: messages a second with `allow_paid_broadcast` (Bot API, sendMessage). Edits can't be paid for."""


def limits(platform: str, *, paid: bool = False) -> Limits:
    """Those of a platform; `paid`: whether it is paid for taking more."""
    known = _LIMITS.get(platform, Limits())
    if paid and platform == "telegram":
        return replace(known, most={**known.most, Asking.ALERT: PAID})
    return known


@dataclass(frozen=True, slots=True)
class Written:
    """A request of the past: to which chat, and when it had ended at the latest."""

    chat: str
    at: datetime
    group: bool
    """Whether the chat is a group or a channel."""


@dataclass(slots=True, eq=False)
class Slot:
    """Room that was taken for one request. It counts from then on, for its chat until a while after its end."""

    chat: str
    group: bool
    begun: bool = False


class Pace:
    """The windows of one account, shared by all that writes with it.

    In its chat, a request counts until it has ended, and in the windows after that: when it reached the platform nobody
    knows, but then it had. So no window of a chat is exceeded there, however long anything was on its way. Over all, it
    counts from its begin: to count until the end would cost a fifth of the room, with a fifth of a second on the way.
    A slot in which nothing was begun yet counts as begun now.

    All times are of one clock and read from it just before. Where that was set back, the time between counts as
    nothing, so that nothing is forgotten and nobody waits for the past.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._begun: deque[datetime] = deque(maxlen=max(limits.most.values(), default=0))
        self._open = 0
        """Slots that are taken, and nothing begun in them."""
        self._flying: Counter[str] = Counter()
        self._ended: dict[str, deque[datetime]] = {}
        """The latest ends in each chat, the chats in order of their latest."""
        self._kept = max(limits.group.values(), default=1)
        self._ahead = timedelta(0)
        """By how much the time of the logs is ahead of the clock."""
        self._latest: datetime | None = None

    def room(self, asking: Asking, wanted: int, now: datetime) -> int:
        """How many of the wanted requests may be begun now, over all."""
        time = self._time(now)
        for most, span in self._windows(asking):
            lately = len(self._begun) - bisect_right(self._begun, time - span)
            wanted = min(wanted, most - self._open - lately)
        return max(0, wanted)

    def opens_at(self, asking: Asking, now: datetime) -> datetime:
        """When there is room for one over all, at the earliest: what is open may be begun first."""
        time = self._time(now)
        opens = (_opens(self._begun, self._open, most, span, time) for most, span in self._windows(asking))
        return max(opens, default=time) - self._ahead

    def _windows(self, asking: Asking) -> Iterator[tuple[int, timedelta]]:
        """Those of this kind over all: how many in what time."""
        if most := self._limits.most.get(asking):
            yield most, SECOND
            if self._limits.breath:
                yield most // IN_A_BREATH, self._limits.breath

    def free_at(self, chat: str, asking: Asking, now: datetime, *, group: bool) -> datetime:
        """When this may be asked in this chat, at the earliest: what is in flight there may end now, or later."""
        time, flying, ended = self._time(now), self._flying[chat], self._ended.get(chat, ())
        free = _opens(ended, flying, 1, self._limits.gap, time)
        most = self._limits.group.get(asking) if group else None
        if most is not None:
            free = max(free, _opens(ended, flying, most, MINUTE, time))
        return free - self._ahead

    def take(self, chat: str, now: datetime, *, group: bool) -> Slot:
        """Room for a request that is begun soon."""
        self._forget(self._time(now))
        self._open += 1
        self._flying[chat] += 1
        return Slot(chat, group)

    def begin(self, slot: Slot, now: datetime) -> None:
        """The request leaves now."""
        slot.begun = True
        self._open -= 1
        self._begun.append(self._time(now))

    def end(self, slot: Slot, now: datetime) -> None:
        """It was answered, or nobody waits for that any more; one that was not begun leaves no trace."""
        self._flying[slot.chat] -= 1
        if not self._flying[slot.chat]:
            del self._flying[slot.chat]
        if slot.begun:
            self._note(slot.chat, self._time(now), group=slot.group)
        else:
            self._open -= 1

    def edit(self, chat: str, now: datetime, *, group: bool) -> timedelta:
        """How long an edit has to wait there; nothing, and it counts as made now."""
        opens = max(self.opens_at(Asking.EDIT, now), self.free_at(chat, Asking.EDIT, now, group=group))
        if opens > now:
            return opens - now
        slot = self.take(chat, now, group=group)
        self.begin(slot, now)
        self.end(slot, now)
        return timedelta(0)

    def recall(self, written: Iterable[Written], now: datetime) -> None:
        """Count what was written before, by another process perhaps. What is known already counts twice for a while."""
        time = self._time(now)
        past = sorted((min(each.at + self._ahead, time), each.chat, each.group) for each in written)
        self._begun.extend(_drain(self._begun, (at for at, _, _ in past)))
        for at, chat, group in past:
            ends = self._ended.setdefault(chat, deque(maxlen=self._kept if group else 1))
            ends.extend(_drain(ends, (at,)))
        self._ended = dict(sorted(self._ended.items(), key=lambda known: known[1][-1]))

    @property
    def known(self) -> int:
        """Chats that are remembered."""
        return len(self._ended.keys() | self._flying.keys())

    def _note(self, chat: str, at: datetime, *, group: bool) -> None:
        ends = self._ended.pop(chat, None) or deque(maxlen=self._kept if group else 1)
        ends.append(at)
        self._ended[chat] = ends

    def _forget(self, time: datetime) -> None:
        """Chats whose windows are all over; the first in order is the one that ended first."""
        over = time - max(self._limits.gap, MINUTE if self._limits.group else timedelta(0))
        while self._ended and next(iter(self._ended.values()))[-1] <= over:
            del self._ended[next(iter(self._ended))]

    def _time(self, now: datetime) -> datetime:
        """The time of the logs, which is never set back."""
        if self._latest is not None and now + self._ahead < self._latest:
            self._ahead = self._latest - now
        self._latest = now + self._ahead
        return self._latest


def _drain(log: deque[datetime], more: Iterable[datetime]) -> list[datetime]:
    """What was in the log, and more, in order; the log is empty then."""
    merged = sorted((*log, *more))
    log.clear()
    return merged


def _opens(log: Sequence[datetime], flying: int, most: int, span: timedelta, now: datetime) -> datetime:
    """When one more fits into windows of this span that hold so many, if all that flies ended now.

    `log`: the latest of those that count from a time, in order; at least `most` of them, where there were so many.
    """
    left = most - flying
    if left <= 0:
        return now + span
    return max(now, log[-left] + span) if len(log) >= left else now
