"""The commands, one family a module, the same on every platform."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.chat import Command
from handlers.aliases import alias, alias_remove, aliases
from handlers.clocks import quiet, timezone
from handlers.digests import digest
from handlers.filter_past import filter_history, filter_undo
from handlers.filter_trials import filter_explain, filter_test
from handlers.filters import filter_add, filter_edit, filter_remove, filters
from handlers.followed import subscriptions, unsubscribe
from handlers.latest import latest, search
from handlers.missed import missed
from handlers.mutes import mute, mutes, unmute
from handlers.outbox import outbox, outbox_drop, outbox_retry
from handlers.settings import settings
from handlers.source_add import source_add
from handlers.source_care import source_label, source_pause, source_remove, source_resume, source_set
from handlers.source_check import source_check
from handlers.source_transfer import source_export, source_import
from handlers.sources import sources
from handlers.stars import star, unstar
from handlers.start import help_, start
from handlers.status import status
from handlers.story import story
from handlers.subscriptions import subscribe
from handlers.updates import origins, updates
from handlers.why import why

__all__ = ["CHAPTERS", "COMMANDS"]

CHAPTERS: Final[Mapping[str, tuple[Command, ...]]] = {
    "Begin": (start, help_, settings),
    "Read": (latest, search, story, why, missed),
    "Follow": (subscribe, unsubscribe, subscriptions),
    "When and how it comes": (digest, quiet, timezone, updates, origins, star, unstar, mute, unmute, mutes),
    "Filters": (
        filters,
        filter_add,
        filter_edit,
        filter_remove,
        filter_test,
        filter_explain,
        filter_history,
        filter_undo,
        aliases,
        alias,
        alias_remove,
    ),
    "Sources": (
        sources,
        source_add,
        source_check,
        source_pause,
        source_resume,
        source_remove,
        source_set,
        source_label,
        source_import,
        source_export,
    ),
    "The bot itself": (status, outbox, outbox_retry, outbox_drop),
}
"""What there is to type, by what it is for."""

COMMANDS: Final = tuple(replace(one, chapter=chapter) for chapter, ones in CHAPTERS.items() for one in ones)
