"""/sources: what is read, and how well that goes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Ask, command
from bot.core.alerts.render import ago
from bot.core.message import Message
from bot.core.model import Source, SourceState
from bot.core.text.clean import clip
from bot.core.text.fold import fold
from bot.newsroom import Newsroom
from handlers.ways import kind_name, place
from handlers.wording import code, count, page_number, pages, reply

__all__ = ["sources"]

LONGEST_WHY = 120
"""Characters of a reason in a list."""
_GROUPS = ("in trouble", "not read yet", "paused", "fine", "standing by")
"""In this order: what needs a look comes first."""


@command(
    "sources",
    usage="/sources [WORD] [PAGE]",
    summary="what I read, and how well that goes",
    details=(
        "For example:  /sources\n/sources sana\n/sources trouble\n"
        "A star marks an outlet with documented ties to a state or party: which, and who says so, stands below it. "
        "One that stands by is read when the outlet's first source fails."
    ),
)
async def sources(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """List the sources, those in trouble first."""
    words, page = page_number(ask.words)
    whole = ask.operator and ask.private  # what other chats brought is not for a group to read
    every = await (newsroom.wires.every() if whole else newsroom.wires.seen_by(ask.chat))
    if not every:
        return reply("I read nothing yet. Whoever runs me adds sources with  ", code("/source add X"))
    chosen = [source for source in every if fold(words) in fold(_searched(source))]
    if not chosen:
        return reply(
            f"None of my {count(len(every), 'source')} has “{clip(words, 60)}” in its name. All of them:  ",
            code("/sources"),
        )
    lines: list[str] = []
    for group in _GROUPS:
        members = [source for source in chosen if _group(source) == group]
        if members:
            lines += [f"\n{group.capitalize()}:", *(_line(source, ask) for source in members)]
    return pages(_head(chosen), lines, page, f"/sources {words}".rstrip())


def _head(chosen: Sequence[Source]) -> str:
    outlets = len({source.outlet.id for source in chosen})
    states = [_group(source) for source in chosen]
    counted = ", ".join(f"{states.count(group)} {group}" for group in reversed(_GROUPS) if group in states)
    return f"{count(outlets, 'outlet')}, {count(len(chosen), 'source')} · {counted}"


def _searched(source: Source) -> str:
    outlet = source.outlet
    return " ".join((outlet.name, outlet.id, outlet.affiliation, *outlet.packs, source.kind, _group(source)))


def _group(source: Source) -> str:
    match source.state:
        case SourceState.PAUSED | SourceState.REMOVED | SourceState.UNLISTED | SourceState.DEAD:
            return "paused"
        case SourceState.STANDBY:
            return "standing by"
        case SourceState.ACTIVE:
            if source.failures:
                return "in trouble"
            return "fine" if source.read_at else "not read yet"


def _line(source: Source, ask: Ask) -> str:
    outlet = source.outlet
    kind = "" if source.kind == "feed" else f"{kind_name(source.kind)} "
    where = clip(kind + place(ask, source.locator), LONGEST_WHY)
    parts = [f"{source.id} {outlet.name}{'*' * bool(outlet.affiliation)}", where]
    if outlet.brought_by is not None:
        parts.append("brought by a chat")
    if source.read_at:
        last = "last read" if source.failures else "read"
        parts.append(f"{last} {ago(source.read_at, ask.now)}")
    if source.failures:
        times = "" if source.failures == 1 else f" ({source.failures} times in a row)"
        parts.append(clip(source.error, LONGEST_WHY) + times)
    label = f"\n    * {outlet.affiliation}: {outlet.basis}" if outlet.affiliation else ""
    return " · ".join(parts) + label
