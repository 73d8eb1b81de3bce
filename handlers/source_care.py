"""The operator's hand on sources: pause, resume, remove, what is wanted of one, and the label of its outlet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.message import Message, Span
from bot.core.model import Options, Source, SourceState
from bot.core.options import NAMES, reveals
from bot.core.text.clean import clean
from bot.core.text.urls import redact
from bot.newsroom import Newsroom
from handlers.ways import kind_name
from handlers.wording import code, reply

__all__ = ["source_label", "source_pause", "source_remove", "source_resume", "source_set"]

LONGEST_LABEL = 60
"""Characters of a label: it stands in brackets in every alert."""
LONGEST_BASIS = 300
"""Characters of its basis: a sentence, or a document's name and date."""
_EXAMPLE = '/source label {number} "{label}" ; its statutes, article 3'
_PACK = "pack:"
_DETAILS = (
    "For example:\n  /source pause 12\nThe numbers are those of /sources.\n"
    "A pack that was added in a chat is taken out again:  /source remove pack:syria"
)


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
    return reply(
        f"Paused: {source.outlet.name}. To read it again:  ",
        code(f"/source resume {source.id}"),
        *await _stand_in(newsroom, source, "pause"),
    )


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
    return reply(
        f"{source.outlet.name} is read again, starting now. In a minute, see how it went:  ",
        code(f"/source check {source.id}"),
    )


@command(
    "source remove",
    usage="/source remove N",
    summary="stop reading a source for good, or a pack: pack:NAME",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def source_remove(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Stop reading a source; what it brought stays."""
    if ask.words.casefold().startswith(_PACK):
        pack = await newsroom.shelf.drop_pack(ask.words[len(_PACK) :].strip())
        return reply(
            f"Taken out: {pack.title}. What other packs have of it is still read. To have it back:  ",
            code(f"/source add pack:{pack.name}"),
        )
    source = await _change(newsroom, ask, "remove", SourceState.REMOVED)
    typed = newsroom.wires.typed(source)
    if not ask.private:
        typed = redact(typed)
    return reply(
        f"Removed: {source.outlet.name}. What it brought stays in /latest. To have it back:  ",
        code(f"/source add {typed} {source.outlet.name}"),
        *await _stand_in(newsroom, source, "remove"),
    )


async def _stand_in(newsroom: Newsroom, source: Source, verb: str) -> list[str | Span]:
    """What is read of its outlet now, and how to stop that too; nothing when that is nothing."""
    other = await newsroom.wires.live(source)
    if other is None:
        return []
    way = f"{kind_name(other.kind)}, source {other.id}"
    return [
        f"\n{source.outlet.name} is read another way now: {way}. To stop that too:  ",
        code(f"/source {verb} {other.id}"),
    ]


# ---- options


@command(
    "source set",
    usage="/source set N [OPTION VALUE]",
    summary="what is taken of a source, and how it is asked",
    details=(
        "For example:\n"
        "  /source set 12\n"
        "  /source set 12 reposts off\n"
        "  /source set 12 replies on\n"
        "  /source set 12 cache_bust on\n"
        "  /source set 12 user_agent Mozilla/5.0\n"
        "reposts: what it passes on of others (on).\n"
        "replies: its answers to others (off).\n"
        "cache_bust: each request is made different from all others, to get past a cache that is stuck (off).\n"
        "user_agent: what I call myself there; reset is my own name, which is honest."
    ),
    who=Who.OPERATOR,
)
async def source_set(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show a source's options, or change one."""
    number, _, rest = ask.words.partition(" ")
    if not number.isdecimal():
        raise UserError("Which one? Give me its number in /sources:  /source set 1 reposts off")
    if not rest:
        return _shown(await newsroom.wires.get(number))
    name, _, value = rest.partition(" ")
    before, after = await newsroom.wires.set_option(number, name, value)
    lines = [f"{after.outlet.name}, source {after.id}", *_listed(after.options)]
    if reveals(before.options, after.options):
        lines.append("It is read anew at once; what comes to light then is kept, but brings no alerts.")
    return reply("\n".join(lines))


def _shown(source: Source) -> Sequence[Message]:
    head = f"{source.outlet.name}, source {source.id}, {kind_name(source.kind)}"
    lines = "\n".join([head, *_listed(source.options)])
    return reply(f"{lines}\nTo change one:  ", code(f"/source set {source.id} reposts off"))


def _listed(options: Options) -> list[str]:
    lines = []
    for name in NAMES:
        value = getattr(options, name)
        lines.append(f"  {name} {('on' if value else 'off') if isinstance(value, bool) else value or 'my own'}")
    return lines


# ---- labels


@command(
    "source label",
    usage='/source label N "TEXT" ; BASIS',
    summary="say what ties an outlet has, and who documents it",
    details=(
        "For example:\n"
        '  /source label 12 "Syrian state media" ; its statutes, article 3\n'
        "  /source label 12 none\n"
        "  /source label 12 reset\n"
        "The label is that of the outlet, whichever of its sources is named. It stands in brackets after the outlet's "
        "name, and never without its basis: who says so. none takes it away, reset brings the catalogue's back."
    ),
    who=Who.OPERATOR,
)
async def source_label(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Give an outlet a label of the operator's own."""
    number, _, rest = ask.words.partition(" ")
    if not number.isdecimal() or not rest:
        meant = number if number.isdecimal() else "1"
        raise UserError(f"Whose, and what? For example:  {_EXAMPLE.format(number=meant, label='Syrian state media')}")
    if rest.casefold() == "reset":
        outlet = await newsroom.wires.reset_label(number)
        told = "That is what the catalogue says."
    elif rest.casefold() == "none":
        outlet = await newsroom.wires.label(number, "", "")
        told = f"New catalogues leave that alone. The catalogue's label again:  /source label {number} reset"
    else:
        outlet = await newsroom.wires.label(number, *_label(number, rest))
        told = f"New catalogues leave that alone. The catalogue's label again:  /source label {number} reset"
    said = (
        f"{outlet.name} ({outlet.affiliation})\nBasis: {outlet.basis}"
        if outlet.affiliation
        else f"{outlet.name}: no label"
    )
    return reply(f"{said}\n{told}")


def _label(number: str, text: str) -> tuple[str, str]:
    """The label and its basis, as typed; raises UserError when one is missing or too long."""
    label, _, basis = (" ".join(clean(part).split()) for part in text.partition(";"))
    label = label.strip("\"“”„«»' ")
    if not label or not basis:
        raise UserError(
            "A label never stands without its basis: who documents it? After a semicolon:\n"
            + _EXAMPLE.format(number=number, label=label[:LONGEST_LABEL] or "Syrian state media")
        )
    if len(label) > LONGEST_LABEL or len(basis) > LONGEST_BASIS:
        raise UserError(
            f"That is too long: a label has up to {LONGEST_LABEL} characters, its basis up to {LONGEST_BASIS}. "
            f"They have {len(label)} and {len(basis)}."
        )
    return label, basis
