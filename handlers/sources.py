"""/sources and /source: what is read, how well that goes, and the operator's hand on it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Ask, Who, command
from bot.core.alerts.render import ago
from bot.core.errors import UserError
from bot.core.message import Message, Span
from bot.core.model import Source, SourceState
from bot.core.outcome import Read
from bot.core.text.clean import clip
from bot.core.text.fold import fold
from bot.core.text.urls import redact, shown_host
from bot.newsroom import Newsroom
from handlers.stories import web
from handlers.wording import code, count, page_number, pages, reply

__all__ = ["source_add", "source_check", "source_pause", "source_remove", "source_resume", "sources"]

LATEST = 3
"""Items shown of a source that is tried out."""
LONGEST_WHY = 120
"""Characters of a reason in a list."""
_GROUPS = ("in trouble", "not read yet", "paused", "fine", "standing by")
"""In this order: what needs a look comes first."""
_DETAILS = (
    "For example:\n"
    "  /source add https://example.org/feed.xml\n"
    "  /source add https://example.org/feed.xml Example Times\n"
    "  /source check 12\n"
    "The numbers are those of /sources. A source is tried out before it is added; what it holds then is kept for "
    "/latest but brings no alerts. Without a name of yours, the outlet is called what the feed calls itself."
)


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
    every = await newsroom.wires.every()
    if not every:
        return reply("I read nothing yet. Whoever runs me adds sources with  ", code("/source add URL"))
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
    where = redact(source.locator) if ask.operator else shown_host(source.locator)
    parts = [f"{source.id} {outlet.name}{'*' * bool(outlet.affiliation)}", clip(where, LONGEST_WHY)]
    if source.read_at:
        last = "last read" if source.failures else "read"
        parts.append(f"{last} {ago(source.read_at, ask.now)}")
    if source.failures:
        times = "" if source.failures == 1 else f" ({source.failures} times in a row)"
        parts.append(clip(source.error, LONGEST_WHY) + times)
    label = f"\n    * {outlet.affiliation}: {outlet.basis}" if outlet.affiliation else ""
    return " · ".join(parts) + label


@command(
    "source add",
    usage="/source add URL [NAME]",
    summary="read a new source",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_add(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Try a source out and keep it."""
    url, _, name = ask.words.partition(" ")
    if not url:
        raise UserError("Which one? Give me the address of its feed:  /source add https://example.org/feed.xml")
    source, read = await newsroom.wires.add(url, name)
    return reply(
        f"Added as source {source.id}, outlet {source.outlet.name}. ",
        *_sight(read),
        "\nWhat is new from now on brings alerts. If that was a mistake:  ",
        code(f"/source remove {source.id}"),
    )


@command(
    "source check",
    usage="/source check N|URL",
    summary="try a source out, keeping nothing",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_check(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Read a source once and show what it holds."""
    if not ask.words:
        raise UserError("Which one? A number of /sources, or an address:  /source check 1")
    locator = (await newsroom.wires.get(ask.words)).locator if ask.words.isdecimal() else ask.words
    _, read = await newsroom.wires.try_out(locator)
    return reply("It can be read. ", *_sight(read))


def _sight(read: Read) -> list[str | Span]:
    """What a document calls itself, and its newest items."""
    title = f"It calls itself “{clip(read.title, 100)}”. " if read.title else ""
    if not read.entries:
        return [f"{title}It holds no items now."]
    newest = sorted(read.entries, key=lambda entry: entry.published.timestamp() if entry.published else 0, reverse=True)
    parts: list[str | Span] = [f"{title}{count(len(read.entries), 'item')}, the latest:"]
    for entry in newest[:LATEST]:
        title = clip(" ".join(entry.title.split()), 200) or "(without a title)"
        parts += ["\n  ", Span(title, url=web(entry.url))]
    return parts


async def _change(newsroom: Newsroom, ask: Ask, verb: str, state: SourceState) -> Source:
    if not ask.words.isdecimal():
        raise UserError(f"Which one? Give me its number in /sources:  /source {verb} 1")
    return await newsroom.wires.change(ask.words, state)


@command(
    "source pause",
    usage="/source pause N",
    summary="stop reading a source for now",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_pause(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Stop reading a source until it is resumed."""
    source = await _change(newsroom, ask, "pause", SourceState.PAUSED)
    return reply(f"Paused: {source.outlet.name}. To read it again:  ", code(f"/source resume {source.id}"))


@command(
    "source resume",
    usage="/source resume N",
    summary="read a paused source again, at once",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_resume(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Read a source again, at once."""
    source = await _change(newsroom, ask, "resume", SourceState.ACTIVE)
    return reply(f"{source.outlet.name} is read again, starting now. In a minute, see how it went:  ", code("/sources"))


@command(
    "source remove",
    usage="/source remove N",
    summary="stop reading a source for good",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_remove(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Stop reading a source; what it brought stays."""
    source = await _change(newsroom, ask, "remove", SourceState.REMOVED)
    locator = source.locator if ask.private else redact(source.locator)
    return reply(
        f"Removed: {source.outlet.name}. What it brought stays in /latest. To have it back:  ",
        code(f"/source add {locator} {source.outlet.name}"),
    )
