"""The commands, one family a module, the same on every platform."""

from bot.chat import Command
from handlers.filters import filter_add, filter_edit, filter_remove, filter_test, filters
from handlers.latest import latest
from handlers.sources import source_add, source_check, source_pause, source_remove, source_resume, sources
from handlers.start import help_, start
from handlers.status import status
from handlers.subscriptions import subscribe, subscriptions, unsubscribe
from handlers.why import why

__all__ = ["COMMANDS"]

COMMANDS: tuple[Command, ...] = (
    start,
    latest,
    subscribe,
    unsubscribe,
    subscriptions,
    filters,
    filter_add,
    filter_edit,
    filter_remove,
    filter_test,
    why,
    sources,
    source_add,
    source_check,
    source_pause,
    source_resume,
    source_remove,
    status,
    help_,
)
