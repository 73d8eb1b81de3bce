"""All that a chat can ask of the bot, in nouns: the handlers' only door; words and layout are theirs."""

from bot.newsroom.aliases import Aliases
from bot.newsroom.archive import Archive, Scope, Trial, Witness
from bot.newsroom.audit import Audit, Span
from bot.newsroom.filters import Filters, Undone
from bot.newsroom.mutes import Mutes
from bot.newsroom.newsroom import Newsroom
from bot.newsroom.reception import Reception
from bot.newsroom.scouts import Find, Scouts, Sighting
from bot.newsroom.shelf import Bundle, Shelf
from bot.newsroom.shown import Shown
from bot.newsroom.subscriptions import Subscriptions, Topic
from bot.newsroom.transfers import Carried, Export, Transfers
from bot.newsroom.tuning import Tuning
from bot.newsroom.wires import Wires

__all__ = [
    "Aliases",
    "Archive",
    "Audit",
    "Bundle",
    "Carried",
    "Export",
    "Filters",
    "Find",
    "Mutes",
    "Newsroom",
    "Reception",
    "Scope",
    "Scouts",
    "Shelf",
    "Shown",
    "Sighting",
    "Span",
    "Subscriptions",
    "Topic",
    "Transfers",
    "Trial",
    "Tuning",
    "Undone",
    "Wires",
    "Witness",
]
