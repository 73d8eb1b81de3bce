"""Kinds of source and of stream: each knows how to ask for what an outlet publishes, and does no I/O itself."""

from bot.sources.kinds import Access, kinds
from bot.sources.streams import streams

__all__ = ["Access", "kinds", "streams"]
