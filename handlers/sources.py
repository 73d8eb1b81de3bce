"""/sources: what is read, and how well that goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat import Ask, command
from bot.core.alerts.render import ago
from bot.core.causes import offline, shared
from bot.core.health import trouble
from bot.core.message import Message
from bot.core.model import Source, SourceState
from bot.core.relay import live
from bot.core.text.clean import clip
from bot.core.text.fold import fold
from bot.newsroom import Newsroom
from handlers.ways import kind_name, place
from handlers.wording import code, count, page_number, pages, reply

__all__ = ["sources"]

LONGEST_WHY = 120
"""Characters of a reason in a list."""
TWICE = 2
TROUBLE = "in trouble"
OFFLINE = "I can't look up any name: is this machine online?"
_GROUPS = (TROUBLE, "not read yet", "paused", "fine", "standing by")
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
    chosen = [source for source in every if fold(words) in fold(_searched(source, ask.now))]
    if not chosen:
        return reply(
            f"None of my {count(len(every), 'source')} has “{clip(words, 60)}” in its name. All of them:  ",
            code("/sources"),
        )
    ways: defaultdict[str, list[Source]] = defaultdict(list)
    for source in every:
        ways[source.outlet.id].append(source)
    lines: list[str] = []
    for group in _GROUPS:
        members = [source for source in chosen if _group(source, ask.now) == group]
        alike = shared(members) if group == TROUBLE else {}
        lines += _alike(newsroom, alike, ask, ways)
        told = {source.id for those in alike.values() for source in those}
        rest = [_line(newsroom, source, ask, ways[source.outlet.id]) for source in members if source.id not in told]
        lines += [f"\n{group.capitalize()}:", *rest] if rest else []
    head = f"{OFFLINE}\n" * offline(every) + _head(chosen, ask.now)
    return pages(head, lines, page, f"/sources {words}".rstrip())


def _alike(
    newsroom: Newsroom, alike: Mapping[str, Sequence[Source]], ask: Ask, ways: Mapping[str, Sequence[Source]]
) -> list[str]:
    """Those that share a cause, which is said once."""
    lines = []
    for why, those in alike.items():
        lines.append(f"\n{TROUBLE.capitalize()}, {count(len(those), 'source')} alike: {clip(why, LONGEST_WHY)}")
        lines += [_line(newsroom, source, ask, ways[source.outlet.id], told=True) for source in those]
    return lines


def _head(chosen: Sequence[Source], now: datetime) -> str:
    outlets = len({source.outlet.id for source in chosen})
    states = [_group(source, now) for source in chosen]
    counted = ", ".join(f"{states.count(group)} {group}" for group in reversed(_GROUPS) if group in states)
    return f"{count(outlets, 'outlet')}, {count(len(chosen), 'source')} · {counted}"


def _searched(source: Source, now: datetime) -> str:
    outlet = source.outlet
    kind = kind_name(source.kind)
    return " ".join((outlet.name, outlet.id, outlet.affiliation, *outlet.packs, kind, _group(source, now)))


def _group(source: Source, now: datetime) -> str:
    match source.state:
        case SourceState.PAUSED | SourceState.REMOVED | SourceState.UNLISTED:
            return "paused"
        case SourceState.STANDBY:
            return "standing by"
        case SourceState.ACTIVE | SourceState.DEAD:
            if source.error or trouble(source, now):
                return TROUBLE
            return "fine" if source.read_at else "not read yet"


def _line(newsroom: Newsroom, source: Source, ask: Ask, ways: Sequence[Source], *, told: bool = False) -> str:
    """One source. `told`: what is wrong with it was said before."""
    outlet = source.outlet
    kind = "" if source.kind == "feed" else f"{kind_name(source.kind)} "
    hidden = not ask.operator and newsroom.scouts.is_private(source.locator)
    where = clip(kind + ("my server" if hidden else place(ask, source.locator)), LONGEST_WHY)
    parts = [f"{source.id} {outlet.name}{'*' * bool(outlet.affiliation)}", where]
    if outlet.brought_by is not None:
        parts.append("brought by a chat")
    if source.read_at:
        last = "last read" if source.failures else "read"
        parts.append(f"{last} {ago(source.read_at, ask.now)}")
    why = "" if told else _why(source, ask.now)
    parts += filter(None, (why, _relay(source, ways, ask.now)))
    label = f"\n    * {outlet.affiliation}: {outlet.basis}" if outlet.affiliation else ""
    return " · ".join(parts) + label


def _why(source: Source, now: datetime) -> str:
    """What is wrong with it, and since when; empty when nothing is."""
    found = trouble(source, now)
    if found:
        return f"{clip(found.why, LONGEST_WHY)} (since {ago(found.since, now)})"
    times = "" if source.failures < TWICE else f" ({source.failures} times in a row)"
    return clip(source.error, LONGEST_WHY) + times if source.error else ""


def _relay(source: Source, ways: Sequence[Source], now: datetime) -> str:
    """Which way stands in for one that does not work, or that this one stands in."""
    now_live = live(ways, now)
    if now_live is None or now_live.rank == min(way.rank for way in ways):
        return ""
    if now_live.id == source.id:
        return "live, standing in"
    return f"{now_live.id} stands in" if source.rank < now_live.rank else ""
