"""The terminal as a place to chat: one person, one chat, alerts above the line being typed."""

from bot.platforms.console.console import Console

__all__ = ["Console"]
