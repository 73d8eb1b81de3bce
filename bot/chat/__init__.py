"""From what a person wrote to what the bot replies: commands, permissions, and errors made readable."""

from bot.chat.command import Ask, Command, Handler, Who, command
from bot.chat.router import Router

__all__ = ["Ask", "Command", "Handler", "Router", "Who", "command"]
