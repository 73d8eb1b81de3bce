"""What a digest says: the stories of a while in one message, those with the most origins first."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts.writing import moment, tidy
from bot.core.message import Message, Span, Style
from bot.core.model import Delivery
from bot.core.origins import origins

__all__ = ["digest"]

_MOST: Final = 10
"""Stories that are named."""
_TITLE: Final = 120


def digest(delivery: Delivery, now: datetime, zone: ZoneInfo) -> Message:
    """The stories that its parts tell of."""
    told = [part for part in delivery.parts if part.item is not None]
    told.sort(key=lambda part: -origins(part.told).number)
    spans = [Span(f"{len(told)} stories", Style.BOLD)]
    for part in told[:_MOST]:
        assert part.item
        line = f"{tidy(part.item.title, _TITLE)} · {moment(part.item.published, now, zone)}"
        spans.append(Span(f"\n{line}"))
    return Message(tuple(spans))
