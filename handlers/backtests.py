"""What a query would have brought: figures, examples, and what a change of it wins and loses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.core.filters import Bound
from bot.newsroom import Newsroom, Trial
from handlers.stories import headline, speaker_of
from handlers.wording import count

__all__ = ["WEEK", "comparison", "figures", "spellings"]

WEEK = timedelta(days=7)

MOST_SPELLINGS = 12
"""Spellings shown of all names together: two lines on a telephone."""


def figures(trial: Trial) -> str:
    """`Last 7 days: 3,102 items, 41 match, 17 alerts after folding copies (2.4 a day)` and a full stop."""
    span = "Last 7 days" if trial.whole else "Of the newest items"
    told = f"{span}: {count(trial.items, 'item')}, {_matching(len(trial.matching))}"
    if trial.matching:
        told += f", {count(trial.stories, 'alert')} after folding copies{_daily(trial)}"
    cut = (
        f" Only what came after {trial.until:%d %b %H:%M} UTC was tried: the rest was too much." if trial.until else ""
    )
    return f"{told}.{cut}"


def _matching(number: int) -> str:
    return {0: "none matches", 1: "1 matches"}.get(number, f"{number:,} match")


def _daily(trial: Trial) -> str:
    """The alerts in a day, where there is more than a day to tell by."""
    days = trial.covers / timedelta(days=1)
    if days < 1:
        return ""
    rate = trial.stories / days
    return f" ({rate:,.0f} a day)" if rate >= 10 else f" ({rate:.1f} a day)"  # noqa: PLR2004 - two digits tell enough


async def comparison(newsroom: Newsroom, old: Trial, new: Trial) -> str:
    """What a change wins and loses, an example of each."""
    before, after = {*old.matching}, {*new.matching}
    won = [item for item in new.matching if item not in before]
    lost = [item for item in old.matching if item not in after]
    lines = [
        f"{label}: {await _example(newsroom, items)}."
        for label, items in (("New with this change", won), ("Lost", lost))
    ]
    return " ".join(lines)


async def _example(newsroom: Newsroom, items: Sequence[int]) -> str:
    told = await newsroom.archive.told(items[:1])
    if not told:
        return "none"
    more = f", +{len(items) - 1:,} more" if len(items) > 1 else ""
    return f"“{headline(told[0])}” ({speaker_of(told[0])}){more}"


def spellings(bound: Bound) -> str:
    """`Matches also: Hamah, حماة.`; empty where no name is known."""
    typed = {each.term.casefold() for each in bound.spellings}
    named = (spelling for each in bound.spellings for spelling in each.spellings)
    others = [spelling for spelling in dict.fromkeys(named) if spelling.casefold() not in typed]
    if not others:
        return ""
    more = f" and {len(others) - MOST_SPELLINGS} more" if len(others) > MOST_SPELLINGS else ""
    return f"Matches also: {', '.join(others[:MOST_SPELLINGS])}{more}."
