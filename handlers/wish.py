"""What is asked of the past: words, a span of time, how many, and which page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import UserError
from bot.core.text.clean import clip
from bot.newsroom import Scope
from bot.ports import Bookmark
from handlers.wording import lasting, minute

__all__ = ["LONGEST_SPAN", "MOST", "USUAL", "Wish", "read", "shielded"]

USUAL, MOST = 5, 20
"""Entries in one reply: what fits on a screen, and what fits in a message."""
LONGEST_SPAN = timedelta(days=90)
"""Longer than items are kept, whatever the settings say."""

_AGO = re.compile(r"(\d{1,4})(m|min|h|d|w)", re.IGNORECASE)
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t(\d{1,2}):(\d{2}))?", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_PAGE = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,6})", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
"""What may be meant as how many a page: longer ones are years, and other things to look for."""
_LONGEST_PLAIN = 2
"""Digits of such a number in words without a command: `boeing 737` is what is looked for."""
_SHOWN = 60
"""Characters that are repeated of what was typed."""
_OPTIONS = ("since", "until", "before", "by", "sort")
_ORDERS = {"newest": "", "new": "", "time": "", "origins": "origins", "sources": "sources", "outlets": "sources"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be looked up."""

    verb: str
    """The command, with its slash."""
    what: str
    options: tuple[str, ...]
    """Times and order as they were typed, for the next page."""
    scope: Scope
    period: str
    """The span in words: `in 24 h`; empty for all that is kept."""
    folded: bool
    """Whether copies are folded into stories."""
    shown: int = 0
    """How many stood on the pages before."""
    sort: str = ""
    """By what stories are put in order: `origins` or `sources`; empty for time."""
    cut: str = ""
    """What is said of a span that went too far."""

    @property
    def by_origins(self) -> Wish:
        """The same by origins."""
        others = [option for option in self.options if not option.startswith("sort:")]
        return replace(self, options=(*others, "sort:origins"), scope=replace(self.scope, after=None), shown=0)

    def typed(self, after: Bookmark | None = None, shown: int = 0) -> str:
        """The command that asks for the same; `after`: for what follows on `shown`."""
        page = f"before:{after.last}-{after.newest}-{shown}" if after else ""
        number = str(self.scope.limit) if self.scope.limit != USUAL else shielded(self.what)
        return " ".join(filter(None, (self.verb, self.what, *self.options, page, number)))


def shielded(what: str) -> str:
    """What must stand behind words of which the last would be taken for how many a page."""
    return str(USUAL) if _NUMBER.fullmatch(what.rpartition(" ")[2]) else ""


def read(
    verb: str, words: str, now: datetime, zone: ZoneInfo, *, usual: timedelta | None, folded: bool, plain: bool = False
) -> Wish:
    """Take the options out of what was typed; raises UserError for one that can't be read.

    `usual`: the span without a `since:`; `folded`: whether copies are folded unless `by:` says otherwise;
    `plain`: whether the words were written without a command.
    """
    rest, given = words.split(), {}
    for word in tuple(rest):
        name, colon, value = word.partition(":")
        if colon and name.casefold() in _OPTIONS:
            given[name.casefold()] = value
            rest.remove(word)
    counted = rest and _NUMBER.fullmatch(rest[-1]) and not (plain and len(rest[-1]) > _LONGEST_PLAIN)
    limit = _limit(verb, " ".join(rest[:-1]), rest.pop()) if counted else USUAL
    after, shown = _page(given.get("before", ""))
    scope, period, cut = _span(given, now, zone, usual)
    options = tuple(f"{name}:{given[name]}" for name in ("since", "until", "by", "sort") if name in given)
    scope = replace(scope, limit=limit, after=after)
    stories = _folded(given.get("by"), folded=folded)
    sort = _order(given.get("sort", "newest"), folded=stories)
    return Wish(verb, " ".join(rest), options, scope, period, stories, shown, sort, cut)


def _limit(verb: str, what: str, number: str) -> int:
    """How many a page; raises UserError for more or less than there can be."""
    if 1 <= int(number) <= MOST:
        return int(number)
    typed = f"{verb} {clip(what, _SHOWN)}".rstrip()
    asked = f"{number} a page? It can be from 1 to {MOST}:  {typed} {MOST if int(number) else 1}"
    quoted = f'\nFor the number itself, put it in quotes:  {typed} "{number}"'
    raise UserError(asked if verb == "/missed" else asked + quoted)


def _page(value: str) -> tuple[Bookmark | None, int]:
    if not value:
        return None, 0
    page = _PAGE.fullmatch(value)
    if page is None:
        raise UserError(f"I can't read before:{clip(value, 60)}: it stands in the command that a page before it shows.")
    return Bookmark(int(page[1]), int(page[2])), int(page[3])


def _folded(by: str | None, *, folded: bool) -> bool:
    if by is None:
        return folded
    if by.casefold() not in {"story", "item"}:
        raise UserError(f"I can't read by:{clip(by, 60)}: write by:story or by:item.")
    return by.casefold() == "story"


def _order(sort: str, *, folded: bool) -> str:
    order = _ORDERS.get(sort.casefold())
    if order is None:
        raise UserError(f"I can't read sort:{clip(sort, 60)}: write sort:origins, sort:sources or sort:newest.")
    if order and not folded:
        raise UserError(f"sort:{order} is for stories: write by:story beside it.")
    return order


def _span(given: dict[str, str], now: datetime, zone: ZoneInfo, usual: timedelta | None) -> tuple[Scope, str, str]:
    """The span, in words too, and what is said when it went too far."""
    since = _time("since", given["since"], now, zone) if "since" in given else None
    until = _time("until", given["until"], now, zone) if "until" in given else None
    cut = ""
    if since is None and until is None and usual is not None:
        since = now - usual
    if since is not None and since < now - LONGEST_SPAN:
        since, cut = now - LONGEST_SPAN, f"{lasting(LONGEST_SPAN)} are as far as I look back."
    if since and until and since >= until:
        raise UserError(f"There is no time between since:{given['since']} and until:{given['until']}.")
    return Scope(since, until), _words(since, until, given, now, zone), cut


def _time(name: str, value: str, now: datetime, zone: ZoneInfo) -> datetime:
    """`6h` ago, or a day: `since:` its beginning, `until:` its end."""
    ago = _AGO.fullmatch(value)
    if ago:
        return now - max(int(ago[1]), int(name == "since")) * _UNITS[ago[2].casefold()]
    there = _hour(value, now, zone) or _moment(value, zone, past=name == "until")
    if there is None:
        raise UserError(
            f"I can't read {clip(f'{name}:{value}', 60)}: write {name}:30m, {name}:6h or {name}:2d, an hour of "
            f"the clock, {name}:06:00, or a date, {name}:2026-12-01, without a space."
        )
    return there


def _hour(value: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """`06:00`, as the clock showed it last; None for what is no such time."""
    clock = _CLOCK.fullmatch(value)
    if clock is None:
        return None
    try:
        today = now.astimezone(zone).replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    except ValueError:
        return None
    return today if today <= now else today - timedelta(days=1)


def _moment(value: str, zone: ZoneInfo, *, past: bool) -> datetime | None:
    """`2026-12-01`, `past` which a day later is, or `2026-12-01T14:00`; None for what is no such time."""
    date = _DATE.fullmatch(value)
    if date is None:
        return None
    year, month, day, hour, minutes = (int(part or 0) for part in date.groups())
    try:
        there = datetime(year, month, day, hour, minutes, tzinfo=zone)
        return there + timedelta(days=1) if past and date[4] is None else there
    except (ValueError, OverflowError):
        return None


def _words(since: datetime | None, until: datetime | None, given: dict[str, str], now: datetime, zone: ZoneInfo) -> str:
    """The span in words."""
    if until is None:
        if since is None:
            return ""
        dated = "since" in given and not _AGO.fullmatch(given["since"])
        return f"since {minute(since, now, zone)}" if dated else f"in {lasting(now - since)}"
    end = f"until {minute(until, now, zone)}"
    return end if since is None else f"from {minute(since, now, zone)} {end}"
