"""/source add: whatever names a source is tried out, and kept when it means one thing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Ask, Who, command
from bot.core.errors import UserError
from bot.core.message import Message, Span
from bot.core.model import Outlet, Source
from bot.newsroom import Newsroom
from handlers.ways import choice, failure, kind_name, offers, place, sight
from handlers.wording import code, count, reply

__all__ = ["source_add"]

_PACK, _OUTLET = "pack:", "outlet:"


@command(
    "source add",
    usage="/source add X [NAME]",
    summary="read a new source: an address, an @account, a name",
    details=(
        "X is whatever names it:\n"
        "  /source add https://example.org/feed.xml\n"
        "  /source add example.org Example Times\n"
        "  /source add t.me/example\n"
        "  /source add @example\n"
        "  /source add telegram:example\n"
        "  /source add google-news:hama offensive\n"
        "  /source add Reuters\n"
        "  /source add pack:syria\n"
        "It is tried out first. If it means several things, I list them and add nothing yet. What it holds then is "
        "kept for /latest but brings no alerts. Without a NAME of yours, its outlet is called what it calls itself; "
        "the name of an outlet that I know makes it one more way to read that.\n"
        "A name of the catalogue brings that outlet with all its ways; pack: brings all outlets of a pack."
    ),
    who=Who.OPERATOR,
)
async def source_add(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Find out what is meant, and keep it."""
    words = ask.words
    if not words:
        raise UserError("Add what? An address, an account or a name:  /source add https://example.org/feed.xml")
    if words.casefold().startswith(_PACK):
        return await _add_pack(newsroom, words[len(_PACK) :].strip())
    listed = _of_catalogue(newsroom, words)
    if listed:
        return await _add_listed(newsroom, listed)
    text, name = newsroom.scouts.split(words)
    known = await newsroom.wires.known(text)
    if known:
        return await _meet(newsroom, ask, text, known)
    return await _try(newsroom, ask, text, name)


async def _try(newsroom: Newsroom, ask: Ask, text: str, name: str) -> Sequence[Message]:
    """Look for it, and keep it when there is one way to read it."""
    seen = await newsroom.scouts.sight(ask.chat, text, operator=True)
    plain = newsroom.scouts.is_plain(text)
    if not seen.finds:
        return reply(*failure(newsroom, ask, text, () if plain else seen.failed, "/source add"))
    if plain:
        head = "That is no address; it may mean one of these. Nothing is added yet."
        return reply(head, *choice(ask, seen.finds, "/source add"), "\n", *offers(newsroom, text, "/source add"))
    if len(seen.finds) > 1:
        head = "That can be read in several ways, so I have added nothing yet. Type one of these:"
        return reply(head, *choice(ask, seen.finds, "/source add", name))
    (find,) = seen.finds
    source = await newsroom.scouts.add(find, name)
    first = await newsroom.wires.live(source)
    then = (
        "What is new from now on brings alerts."
        if first is None
        else f"It is one more way to read {source.outlet.name}: it stands by, and is read when source {first.id} fails."
    )
    return reply(
        f"Added: {source.outlet.name}\nsource {source.id}: {kind_name(source.kind)} {place(ask, source.locator)}\n",
        *sight(ask, find.read),
        f"\n{then}\nA mistake?  ",
        code(f"/source remove {source.id}"),
    )


async def _meet(newsroom: Newsroom, ask: Ask, text: str, known: Sequence[Source]) -> Sequence[Message]:
    """What is there already; what only chats had is for everybody from now on."""
    lines = []
    for source in known:
        where = f"source {source.id}, {source.outlet.name}, {kind_name(source.kind)} {place(ask, source.locator)}"
        if source.outlet.brought_by is None:
            lines.append(f"I read that already: {where}.")
        else:
            await newsroom.scouts.publish(source)
            lines.append(f"A chat had brought that. From now on it is read for everybody: {where}.")
    parts: list[str | Span] = ["\n".join(lines), "\nTo see how it does:  ", code(f"/source check {known[0].id}")]
    for other in newsroom.wires.others(text, known) if text.startswith("@") else ():
        parts += ["\nTo add another of that name:  ", code(f"/source add {other}")]
    return reply(*parts)


# ---- of the catalogue


def _of_catalogue(newsroom: Newsroom, words: str) -> Outlet | None:
    """The outlet that is meant: one said to be an outlet, or whose name it is exactly."""
    named = words.casefold().startswith(_OUTLET)
    name = words[len(_OUTLET) :].strip() if named else words
    outlet = newsroom.shelf.catalogue.outlet(name)
    if named and outlet is None:
        raise UserError(f"My catalogue has no outlet “{name[:60]}”. What it has of that name:  /source add {name[:60]}")
    return outlet


async def _add_listed(newsroom: Newsroom, outlet: Outlet) -> Sequence[Message]:
    new = await newsroom.shelf.add_outlet(outlet)
    sources = [source for source in await newsroom.wires.every() if source.outlet.id == outlet.id]
    ways = "\n".join(f"  {source.id} {kind_name(source.kind)}, {source.state.value}" for source in sources)
    label = f"\n{outlet.affiliation}: {outlet.basis}" if outlet.affiliation else ""
    head = f"Added from the catalogue: {outlet.name}" if new else f"I read {outlet.name} already"
    return reply(f"{head}{label}\n{ways}\nAll that it publishes, as alerts:  ", code(f"/subscribe outlet:{outlet.id}"))


async def _add_pack(newsroom: Newsroom, name: str) -> Sequence[Message]:
    bundle = await newsroom.shelf.add_pack(name)
    title, size = bundle.pack.title, count(bundle.outlets, "outlet")
    head = (
        f"{title}: {size}, {count(bundle.new, 'new source')}." if bundle.new else f"{title}: I read its {size} already."
    )
    undo: list[str | Span] = ["\nA mistake?  ", code(f"/source remove pack:{bundle.pack.name}")] if bundle.new else []
    return reply(f"{head}\nAll that they publish, as alerts:  ", code(f"/subscribe {bundle.pack.name}"), *undo)
