"""The errors of Attribot; a class's docstring is its default message."""

from __future__ import annotations


class BotError(Exception):
    """Something went wrong inside Attribot."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class UserError(BotError):
    """That did not work. Type /help to see what I understand."""

    # The text of a UserError is the reply a person reads: what happened, why, and what to type next.


class BadQuery(UserError):
    """I can't read that filter. Type /help filter to see how filters are written."""

    def __init__(self, message: str = "", *, position: int = 0, suggestion: str = "", text: str = "") -> None:
        """`position`: index of the offending character in `text`, what was typed; `suggestion`: what would work."""
        super().__init__(message)
        self.text = text
        self.position = position
        self.suggestion = suggestion


class NotAllowed(UserError):
    """Only an admin of this chat can do that. Ask one of them, or write to me in a private chat."""


class NotFound(UserError):
    """I found nothing of that name."""


class Fatal(BotError):
    """Attribot can't go on: a setting has to be mended first."""

    # Stops the whole process loudly: a refused token, a database of a newer version, a second instance.


class InUse(Fatal):
    """Another Attribot is using this database. Stop it first."""
