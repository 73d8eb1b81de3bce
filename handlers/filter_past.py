"""/filter history and /filter undo: what was done to a filter, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.filters.changes import changes
from bot.core.message import Message
from bot.core.model import FilterVersion
from bot.newsroom import Newsroom, Undone
from handlers.filters import taken
from handlers.wording import code, count, day, page_number, pages, reply

__all__ = ["filter_history", "filter_undo"]

_DETAILS = """Nothing that was done to a filter is lost, not even its removal:
  /filter history syria-north
  /filter undo syria-north
/filter undo gives the filter the words it had before, as a new version; typed again, it takes that back. A filter
that was removed comes back with its subscriptions."""


@command(
    "filter history",
    usage="/filter history NAME [PAGE]",
    summary="what a filter said before, who changed it, and when",
    details=_DETAILS,
)
async def filter_history(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """List all versions of a filter, the newest first."""
    name, page = page_number(ask.words)
    if not name:
        raise UserError("Of which filter? /filters lists them:  /filter history NAME")
    versions = await newsroom.filters.history(ask.chat, name)
    lines = [_line(ask, after, before) for after, before in pairwise((*versions, None)) if after]
    head = f"{versions[0].name}, {count(len(versions), 'version')}, the newest first:"
    return pages(head, lines, page, f"/filter history {versions[0].name}")


def _line(ask: Ask, version: FilterVersion, before: FilterVersion | None) -> str:
    made = f"{version.version}, {version.edited_by}, {day(version.edited_at, ask.now, ask.zone)}: "
    if not version.query:
        return f"{made}removed{_with_it(len(version.threads))}"
    told = _changed(before.query, version.query) if before and before.query else ""
    return made + version.query + (f"\n    {told}" if told else "")


def _with_it(followed: int) -> str:
    return f", with {count(followed, 'subscription')} to it" if followed else ""


def _changed(before: str, after: str) -> str:
    came, went = changes(before, after)
    told = [f"{label}: {', '.join(terms)}" for label, terms in (("new", came), ("gone", went)) if terms]
    return "; ".join(told) or "the same words, put together otherwise"


@command(
    "filter undo",
    usage="/filter undo NAME",
    summary="give a filter the words it had before, or bring back a removed one",
    details=_DETAILS,
    who=Who.ADMIN,
)
async def filter_undo(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Go back one wording, as a new version."""
    if not ask.words:
        raise UserError("Which one? /filters lists them:  /filter undo NAME")
    undone = await newsroom.filters.undo(ask.chat, ask.words, ask.by, taken=taken(ask))
    if not undone.undone.query:
        return _back(undone)
    saved, before = undone.filter, undone.before
    made = f"{before.edited_by}, {day(before.edited_at, ask.now, ask.zone)}"
    return reply(
        f"{saved.name} is now version {saved.version}: {saved.query}\n"
        f"It said so in version {before.version} ({made}); {_changed(undone.undone.query, saved.query)}.\n"
        "To take that back:  ",
        code(f"/filter undo {saved.name}"),
    )


def _back(undone: Undone) -> Sequence[Message]:
    """What is said of a filter that had been removed."""
    name, had = undone.filter.name, len(undone.undone.threads)
    told = f"{name} is back, as version {undone.filter.version}: {undone.filter.query}\n"
    if undone.followed == had > 0:
        return reply(f"{told}So {'is its subscription' if had == 1 else f'are its {had} subscriptions'}.")
    if undone.followed:
        return reply(f"{told}Of its {had} subscriptions, {undone.followed} came back too; there is no room for more.")
    return reply(f"{told}Nothing follows it. To get its alerts:  ", code(f"/subscribe {name}"))
