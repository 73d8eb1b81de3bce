"""How stories are told in replies: one in brief, or several in a numbered list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from bot.chat import Ask
from bot.core.alerts.others import citing
from bot.core.alerts.render import ago, attribution, isolate, speaker, zone_name
from bot.core.alerts.standing import MARKS, caller, standing
from bot.core.alerts.voices import voice, voices
from bot.core.message import Span, Style
from bot.core.model import Item, Outlet, Stance, Story, Telling
from bot.core.origins import Branch, Origins, Taken, origins, tree
from bot.core.text.clean import clip
from handlers.wording import LONGEST_REPLY, minute

__all__ = ["Teller", "headline", "speaker_of", "teller", "web"]

LONGEST_TITLE = 200
"""Characters of a title in a list: posts of channels have no title but their first lines."""
LONGEST_ORIGIN = 40
"""Characters of an origin's name: some are cited with all their titles."""
LONGEST_TREE = LONGEST_REPLY - 800
"""Characters of a story's lines: the rest is for its title, what last changed it, and the legend of the stars."""
MOST_OUTLETS = 6
"""Outlets named in one line of a list."""


def teller(ask: Ask) -> Teller:
    """Tells stories as of now, by the chat's clock."""
    return Teller(ask.now, ask.zone)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells stories."""

    now: datetime
    zone: ZoneInfo

    def brief(self, story: Story) -> list[Span]:
        """Its first item, with who says so and whom that cites."""
        return self.item(story.items[0], story.told[0])

    def item(self, item: Item, telling: Telling | None = None) -> list[Span]:
        """Title and attribution, a line each; `telling`: how it tells its story."""
        return [_linked(item), Span("\n"), *attribution(item, self.now, self.zone, telling)]

    def entry(self, number: int, story: Story) -> list[Span]:
        """One story of a numbered list: the title, then when and by whom."""
        told = voices(story.items)
        known = origins(story.told)
        named = ", ".join(speaker(voice, _starred) for voice in told[:MOST_OUTLETS])
        more = f" and {len(told) - MOST_OUTLETS} more" if len(told) > MOST_OUTLETS else ""
        line = f"\n    {self._standing(story, known)} · {self._times(story)} · {named}{more}"
        title = [Span(f"{number} {MARKS[known.status]} "), _linked(story.items[0])]
        return [*title, *self._changed(story, "\n    "), Span(line)]

    def whole(self, story: Story) -> list[Span]:
        """All of it: what is to be said of it, who told it first, and each report under the one it was taken from."""
        known = origins(story.told)
        said = {item.id: item for item in story.items}
        first = said[known.first.item]
        standing = self._standing(story, known)
        lines = [
            f"{standing[:1].upper()}{standing[1:]}",
            f"First: {speaker(voice(first), _starred)}, {self._minute(first.published)}",
            "",
            *(self._branch(line, said, known) for line in tree(story.told)),
            *(f"Denied: {self._report(each, said, known)}" for origin in known.denying for each in origin.tellings),
        ]
        text = "\n".join([*_fitting(lines), "", self.legend([story], len(lines))]).rstrip()
        title = [Span(f"{MARKS[known.status]} "), _linked(story.items[0])]
        return [*title, *self._changed(story, "\n"), Span(f"\n{text}")]

    def _changed(self, story: Story, begin: str) -> list[Span]:
        """What last changed it since it broke: `Since then: 40 killed in Hama (14:40 UTC)`."""
        if (item := story.changed) is None:
            return []
        return [
            Span(f"{begin}Since then: "),
            Span(headline(item), url=web(item.url)),
            Span(f" ({self._minute(item.published)})"),
        ]

    def _branch(self, line: Branch, said: Mapping[int, Item], known: Origins) -> str:
        *above, last = line.goes_on or (False,)
        rails = "".join(" │ " if goes_on else "   " for goes_on in above)
        fork = (" ├ " if last else " └ ") if line.goes_on else ""
        same = " · same words" if line.taken is Taken.COPY else ""
        return f"{rails}{fork}{self._report(line.telling, said, known)}{same}"

    def _report(self, telling: Telling, said: Mapping[int, Item], known: Origins) -> str:
        """`SANA* · 22:40, 85 min later · citing the presidency`."""
        item = said[telling.item]
        lag = known.lag(telling)
        later = f", {_span(lag)} later" if lag >= timedelta(minutes=1) else ""
        cited = () if telling.copy_of is not None else citing(telling, item)
        hedged = "with a hedge" * (telling.stance is Stance.HEDGES)
        parts = (
            speaker(voice(item), _starred),
            f"{minute(item.published, self.now, self.zone)}{later}",
            *cited,
            hedged,
        )
        return " · ".join(filter(None, parts))

    def _standing(self, story: Story, known: Origins) -> str:
        called = caller(story.items, lambda name: isolate(clip(name, LONGEST_ORIGIN)))
        return standing(known, called, self._minute, len(voices(story.items)))

    def _minute(self, then: datetime) -> str:
        return f"{minute(then, self.now, self.zone)} {zone_name(then.astimezone(self.zone))}"

    def legend(self, stories: Iterable[Story], most: int = MOST_OUTLETS) -> str:
        """What the stars stand for, of so many outlets a story; empty when there are none."""
        outlets = [voice.outlet for story in stories for voice in voices(story.items)[:most]]
        labels = {outlet.name: outlet.affiliation for outlet in outlets if outlet.affiliation}
        return "* " + "; ".join(f"{name}: {label}" for name, label in labels.items()) if labels else ""

    def _times(self, story: Story) -> str:
        newest = max(item.published for item in story.items)
        first, last = (minute(then, self.now, self.zone) for then in (story.items[0].published, newest))
        shown = first if first == last else f"{first}, last {last}"
        return f"{shown} {zone_name(newest.astimezone(self.zone))} ({ago(newest, self.now)})"


def _fitting(lines: Sequence[str]) -> list[str]:
    """As many of the lines as a message takes, and how many more there are."""
    used = accumulate(len(line) + 1 for line in lines)
    shown = [line for line, length in zip(lines, used, strict=True) if length <= LONGEST_TREE]
    left = len(lines) - len(shown)
    return [*shown, *([f"and {left} more"] if left else [])]


def _span(lag: timedelta) -> str:
    """`25 min`, `2 h`, `1 h 25 min`."""
    hours, minutes = divmod(lag // timedelta(minutes=1), 60)
    return " ".join(filter(None, (f"{hours} h" * bool(hours), f"{minutes} min" * bool(minutes))))


def headline(item: Item) -> str:
    """Its title in one line."""
    return isolate(clip(" ".join(item.title.split()), LONGEST_TITLE)) or "(without a title)"


def _linked(item: Item) -> Span:
    return Span(headline(item), Style.BOLD, web(item.url))


def web(url: str) -> str:
    """The address, when it is one of the web: a link must not do anything else."""
    return url if url.startswith(("https://", "http://")) else ""


def speaker_of(item: Item) -> str:
    """Who says so, without more."""
    return speaker(voice(item), lambda outlet: isolate(outlet.name))


def _starred(outlet: Outlet) -> str:
    return isolate(outlet.name) + "*" * bool(outlet.affiliation)
