"""Matrix: rooms on any homeserver, encrypted ones too."""

from bot.platforms.matrix.platform import Matrix

__all__ = ["Matrix"]
