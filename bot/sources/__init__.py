"""Kinds of source: each knows how to ask for what an outlet publishes, and does no I/O itself."""

from typing import Final

from bot.ports.sources import SourceKind
from bot.sources.feed import Feed

__all__ = ["KINDS"]

KINDS: Final[tuple[SourceKind, ...]] = (Feed(),)
"""Asked in this order whether they claim what a person typed."""
