"""/source import and /source export: whole lists of sources, in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.message import Message, Span, Style, message
from bot.core.text.clean import clip
from bot.core.text.urls import redact
from bot.newsroom import Export, Newsroom
from handlers.wording import LONGEST_REPLY, code, count, reply

__all__ = ["source_export", "source_import"]

MOST_REFUSED = 5
"""Lines shown that could not be taken in."""
MOST_MESSAGES = 4
"""Messages of an export: what one still scrolls through; beyond that it belongs in a file."""
_DETAILS = (
    "A list is OPML, which readers of feeds write, or what  ./run export  writes. For example:\n"
    "  /source import https://example.org/feeds.opml\n"
    "Nothing is tried out: new sources are read one after another from then on, and /sources tells how that goes. "
    "What I read already stays as it is. Folders become packs: "
    "/subscribe and /latest take their names, near-east for “Near East”.\n"
    "/source export shows what you added or changed, without addresses that hold secrets; all of it, for a file:  "
    "./run export"
)


@command(
    "source import",
    usage="/source import URL",
    summary="read all sources of a list: OPML or YAML",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_import(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Take in a list."""
    if not ask.words or " " in ask.words:
        raise UserError("From where? Give me the list's address:  /source import https://example.org/feeds.opml")
    done = await newsroom.transfers.fetch_in(ask.words)
    lines = [f"{done.taken.new} new, {done.taken.known} known, {len(done.refused)} refused."]
    lines += [
        f"  {clip(redact(refusal.what), 80)}: {clip(refusal.why, 100)}" for refusal in done.refused[:MOST_REFUSED]
    ]
    if len(done.refused) > MOST_REFUSED:
        lines.append(f"  … and {len(done.refused) - MOST_REFUSED} more")
    if not done.taken.new:
        return reply("\n".join(lines))
    lines.append(f"The new ones are read within {max(done.minutes, 1)} min. How that goes:  ")
    folders = [pack.name for pack in await newsroom.shelf.folders() if pack.name in done.packs]
    follow = ("\nA folder is a pack now:  ", code(f"/subscribe {folders[0]}")) if folders else ()
    return reply("\n".join(lines), code("/sources"), *follow)


@command(
    "source export",
    usage="/source export",
    summary="the sources you added or changed, as text",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_export(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show the operator's own sources as a list that can be taken in again."""
    if not ask.private:
        raise UserError("That is for nobody else to read. Ask me in a private chat:  /source export")
    export = await newsroom.transfers.own()
    if not export.text:
        return reply(f"You have added or changed nothing that I may show.{_left_out(export)}")
    blocks = list(_blocks(export.text))
    if len(blocks) > MOST_MESSAGES:
        return reply(
            f"{count(export.sources, 'source')}: too long for a chat. Where I run, this makes a file of them:  ",
            code("./run export sources.yaml"),
        )
    head = message(f"{count(export.sources, 'source')} that you added or changed.{_left_out(export)}")
    return (head, *(message(Span(block, Style.BLOCK)) for block in blocks))


def _left_out(export: Export) -> str:
    """What is missing, and how it is had."""
    parts = []
    if export.others:
        parts.append(f"{count(export.others, 'source')} of the catalogue")
    if export.secret:
        parts.append(f"{count(export.secret, 'source')} with secrets in the address")
    return f"\nLeft out: {' and '.join(parts)}. For all of them:  ./run export" if parts else ""


def _blocks(text: str) -> Iterator[str]:
    """The text in pieces that fit in a message, cut between lines."""
    block = ""
    for line in text.splitlines(keepends=True):
        if block and len(block) + len(line) > LONGEST_REPLY:
            yield block.rstrip("\n")
            block = ""
        block += line[:LONGEST_REPLY]
    yield block.rstrip("\n")
