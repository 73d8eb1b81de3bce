"""All that a chat can ask of the bot, in nouns: the handlers' only door; words and layout are theirs."""

from bot.newsroom.archive import Archive, Coverage, Trial, Witness
from bot.newsroom.filters import Filters
from bot.newsroom.newsroom import Newsroom
from bot.newsroom.reception import Reception
from bot.newsroom.subscriptions import Subscriptions, Topic
from bot.newsroom.wires import Wires

__all__ = [
    "Archive",
    "Coverage",
    "Filters",
    "Newsroom",
    "Reception",
    "Subscriptions",
    "Topic",
    "Trial",
    "Wires",
    "Witness",
]
