"""Names of places and people across spellings and scripts."""

from bot.core.names.model import Form, Mention, Name, Names, Unnamed

__all__ = ["Form", "Mention", "Name", "Names", "Unnamed"]
