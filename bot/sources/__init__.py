"""Kinds of source: each knows how to ask for what an outlet publishes, and does no I/O itself."""

from bot.sources.kinds import Access, kinds

__all__ = ["Access", "kinds"]
