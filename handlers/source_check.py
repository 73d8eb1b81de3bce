"""/source check: how a source does, tried now, or what an address would bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat import Ask, Who, command
from bot.core.alerts.render import ago
from bot.core.cadence import usual_gap
from bot.core.errors import UserError
from bot.core.health import trouble
from bot.core.message import Message, Span
from bot.core.model import Source, SourceState
from bot.core.outcome import Failed, Read
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.ways import choice, failure, kind_name, newest, place, sight
from handlers.wording import code, lasting, reply

__all__ = ["source_check"]

LONGEST_WHY = 200
"""Characters of a reason."""


@command(
    "source check",
    usage="/source check N|X",
    summary="try a source out now, and say how it does",
    details=(
        "For example:\n"
        "  /source check 12\n"
        "  /source check t.me/example\n"
        "N is a number of /sources. Nothing is kept, and the source's next poll is when it would have been."
    ),
    who=Who.OPERATOR,
)
async def source_check(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Read a source once and show what it holds."""
    if not ask.words:
        raise UserError("Which one? A number of /sources, or an address:  /source check 1")
    if ask.words.isdecimal():
        return await _of_source(newsroom, ask, await newsroom.wires.get(ask.words))
    text, _ = newsroom.scouts.split(ask.words)
    known = await newsroom.wires.known(text)
    if len(known) == 1:
        return await _of_source(newsroom, ask, known[0])
    return await _of_text(newsroom, ask, text)


async def _of_text(newsroom: Newsroom, ask: Ask, text: str) -> Sequence[Message]:
    """What is there that is not read yet."""
    seen = await newsroom.scouts.sight(ask.chat, text, operator=True)
    if not seen.finds:
        failed = () if newsroom.scouts.is_plain(text) else seen.failed
        return reply(*failure(newsroom, ask, text, failed, "/source add"))
    if len(seen.finds) > 1:
        return reply("That can be read in several ways. To add one of them:", *choice(ask, seen.finds, "/source add"))
    (find,) = seen.finds
    return reply(
        f"It can be read: {kind_name(find.kind)}, {newest(find.read, ask.now)}\n",
        *sight(ask, find.read),
        "\nTo add it:  ",
        code(f"/source add {find.typed}"),
    )


async def _of_source(newsroom: Newsroom, ask: Ask, source: Source) -> Sequence[Message]:
    """How one does that is read."""
    outcome = await newsroom.wires.look(source)
    parts: list[str | Span] = [f"{source.outlet.name}\n{kind_name(source.kind)} {place(ask, source.locator)}\n"]
    match outcome:
        case Read() as read:
            parts += [f"It can be read now: {newest(read, ask.now)}\n", *sight(ask, read)]
        case Failed(why=why, advice=advice):
            parts.append(f"It can't be read now: {clip(why, LONGEST_WHY)}.")
            parts += [f"\n{advice}."] if advice else []
        case _:
            parts.append("It answers, but sends no news.")
    told = (tell(source, ask.now) for tell in (_condition, _cadence, _history, _next))
    return reply(*parts, "".join(f"\n{line}" for line in told if line), *_onward(source))


def _condition(source: Source, now: datetime) -> str:
    """What has been wrong with it, by its polls; empty when all is well."""
    found = trouble(source, now)
    if found:
        return f"Since {ago(found.since, now)}: {clip(found.why, LONGEST_WHY)}."
    if not source.failures:
        return ""
    times = "" if source.failures == 1 else f", {source.failures} times in a row"
    return f"Its last poll failed{times}: {clip(source.error, LONGEST_WHY)}."


def _cadence(source: Source, now: datetime) -> str:
    """How often it publishes, and so how often it is polled."""
    usual = usual_gap(source.record)
    newest = source.record.newest_at
    if usual is None or newest is None:
        return ""
    return f"It publishes every {_rounded(max(usual, timedelta(minutes=1)))} or so, last {ago(newest, now)}."


def _history(source: Source, now: datetime) -> str:
    return f"Last read {ago(source.read_at, now)}." if source.read_at else "Never read so far."


def _next(source: Source, now: datetime) -> str:
    """When it is polled next, or why it is not."""
    match source.state:
        case SourceState.ACTIVE:
            wait = max(source.due_at - now, timedelta(0)) if source.due_at else timedelta(0)
            return "Next poll: within a moment." if wait < timedelta(minutes=1) else f"Next poll: in {_rounded(wait)}."
        case SourceState.STANDBY:
            return "It stands by, and is polled when the ways before it fail."
        case SourceState.PAUSED:
            return f"It is paused. To read it again:  /source resume {source.id}"
        case _:
            return f"It is not polled any more. To try it again:  /source resume {source.id}"


def _onward(source: Source) -> list[str | Span]:
    """What to type next for one that is read; of any other, `_next` has said it."""
    if source.state not in {SourceState.ACTIVE, SourceState.STANDBY}:
        return []
    pause, change = code(f"/source pause {source.id}"), code(f"/source set {source.id}")
    return ["\nTo leave it alone:  ", pause, "\nWhat is taken of it:  ", change]


def _rounded(wait: timedelta) -> str:
    """In whole minutes, or in whole hours once that is more than two."""
    unit = timedelta(hours=1) if wait >= timedelta(hours=2) else timedelta(minutes=1)
    return lasting(round(wait / unit) * unit)
