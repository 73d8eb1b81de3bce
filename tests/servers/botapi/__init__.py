"""A faithful fake of Telegram's Bot API server, with people to talk to the bot and faults to trip it up."""

from tests.servers.botapi.errors import ApiError
from tests.servers.botapi.faults import Delay, Drop, Fault, Raw, Refuse, flood
from tests.servers.botapi.limits import Limiter, Rate
from tests.servers.botapi.people import Chat, User
from tests.servers.botapi.server import TOKEN, BotApi, Call

__all__ = [
    "TOKEN",
    "ApiError",
    "BotApi",
    "Call",
    "Chat",
    "Delay",
    "Drop",
    "Fault",
    "Limiter",
    "Rate",
    "Raw",
    "Refuse",
    "User",
    "flood",
]
