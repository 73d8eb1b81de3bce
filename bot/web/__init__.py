"""The way in: what strangers may ask of the bot over HTTP, and no more."""

from bot.web.callbacks import PATH
from bot.web.letterbox import HookBox
from bot.web.server import Web

__all__ = ["PATH", "HookBox", "Web"]
