"""Telegram, through the Bot API."""

from bot.platforms.telegram.listen import Waits
from bot.platforms.telegram.platform import Telegram

__all__ = ["Telegram", "Waits"]
