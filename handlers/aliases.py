"""/alias and /aliases: what a chat means by a word of its filters."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.message import Message
from bot.core.model import Alias
from bot.newsroom import Newsroom
from handlers.wording import COMMA, code, count, day, page_number, pages, reply

__all__ = ["alias", "alias_remove", "aliases"]

_DETAILS = """A word of a filter then also matches its other spellings, in all filters and queries of this chat:
  /alias Fourth = 4th Division, الفرقة الرابعة
  /alias remove Fourth 4th Division
  /alias remove Fourth
Spellings may have several words and be in any script; capitals and accents don't matter. A spelling that I know as a
name brings along all the ways in which that name is written. A word in quotes has no aliases."""


@command("aliases", usage="/aliases [PAGE]", summary="what else the words of this chat's filters mean")
async def aliases(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """List the chat's aliases, with who edited them last."""
    known = await newsroom.aliases.of(ask.chat)
    if not known:
        return reply("This chat has no aliases yet. To make one:  ", code("/alias Fourth = 4th Division"))
    lines = [_line(ask, one) for one in known]
    head = f"{count(len(known), 'alias', 'aliases')} in this chat:"
    return pages(head, lines, page_number(ask.words)[1], "/aliases")


def _line(ask: Ask, one: Alias) -> str:
    edited = f"\n    {one.edited_by}, {day(one.edited_at, ask.now, ask.zone)}" if one.edited_at else ""
    return f"{one.name} = {', '.join(one.spellings)}{edited}"


@command(
    "alias",
    usage="/alias NAME = SPELLING, SPELLING",
    summary="let a word of this chat's filters also mean other spellings",
    details=_DETAILS,
    who=Who.ADMIN,
)
async def alias(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Add spellings to a name."""
    name, _, listed = (part.strip() for part in ask.words.partition("="))
    spellings = [spelling for spelling in COMMA.split(listed) if spelling.strip()]
    if not name or not spellings:
        raise UserError("I need a word and what else it means:  /alias Fourth = 4th Division, الفرقة الرابعة")
    saved = await newsroom.aliases.add(ask.chat, name, spellings, ask.by)
    return reply(
        f"{saved.name} here also means: {', '.join(saved.spellings)}.\nTo take one away:  ",
        code(f"/alias remove {saved.name} {saved.spellings[-1]}"),
    )


@command(
    "alias remove",
    usage="/alias remove NAME [SPELLING]",
    summary="let a word mean a spelling no longer, or none of them",
    details=_DETAILS,
    who=Who.ADMIN,
)
async def alias_remove(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Take a spelling away, or all of a name."""
    name, _, spelling = ask.words.partition(" ")
    if not name:
        raise UserError("Of which word? /aliases lists them:  /alias remove NAME")
    gone = await newsroom.aliases.remove(ask.chat, name, spelling)
    listed = ", ".join(gone.spellings)
    return reply(
        f"{gone.name} here no longer means: {listed}.\nTo take that back:  ",
        code(f"/alias {gone.name} = {listed}"),
    )
