"""How stories are told in replies: one in brief, or several in a numbered list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.alerts.render import ago, attribution, isolate, speaker, zone_name
from bot.core.alerts.voices import voice, voices
from bot.core.message import Span, Style
from bot.core.model import Item, Outlet, Story
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.wording import minute

__all__ = ["Teller", "headline", "speaker_of", "teller", "web"]

MARK = "🔴"
"""Stands before what a single report says, like the words `one report` after it."""

LONGEST_TITLE = 200
"""Characters of a title in a list: posts of channels have no title but their first lines."""
MOST_OUTLETS = 6
"""Outlets named in one line of a list."""


def teller(newsroom: Newsroom, now: datetime) -> Teller:
    """Tells stories as of now, in the newsroom's time zone."""
    return Teller(now, newsroom.zone)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells stories."""

    now: datetime
    zone: ZoneInfo

    def brief(self, story: Story) -> list[Span]:
        """Its first item, with who says so."""
        return self.item(story.items[0])

    def item(self, item: Item) -> list[Span]:
        """Title and attribution, a line each."""
        return [_linked(item), Span("\n"), *attribution(item, self.now, self.zone)]

    def entry(self, number: int, story: Story) -> list[Span]:
        """One story of a numbered list: the title, then when and by whom."""
        told = voices(story.items)
        named = ", ".join(speaker(voice, _starred) for voice in told[:MOST_OUTLETS])
        more = f" and {len(told) - MOST_OUTLETS} more" if len(told) > MOST_OUTLETS else ""
        reports = f"one report in {len(told)} outlets" if len(told) > 1 else "one report"
        title = _linked(story.items[0])
        return [Span(f"{number} {MARK} "), title, Span(f"\n    {reports} · {self._times(story)} · {named}{more}")]

    def legend(self, stories: Iterable[Story]) -> str:
        """What the stars stand for; empty when there are none."""
        outlets = [voice.outlet for story in stories for voice in voices(story.items)[:MOST_OUTLETS]]
        labels = {outlet.name: outlet.affiliation for outlet in outlets if outlet.affiliation}
        return "* " + "; ".join(f"{name}: {label}" for name, label in labels.items()) if labels else ""

    def _times(self, story: Story) -> str:
        newest = max(item.published for item in story.items)
        first, last = (minute(then, self.now, self.zone) for then in (story.items[0].published, newest))
        shown = first if first == last else f"{first}, last {last}"
        return f"{shown} {zone_name(newest.astimezone(self.zone))} ({ago(newest, self.now)})"


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
