"""/filter test and /filter explain: what a query would have brought, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.chat import Ask, command
from bot.core.errors import BadQuery, UserError
from bot.core.filters import Query
from bot.core.message import Button, Message, Span
from bot.core.model import NamedFilter
from bot.newsroom import Newsroom, Trial
from handlers.backtests import WEEK, comparison, figures, spellings
from handlers.filters import HOW
from handlers.readings import meanings, reading
from handlers.stories import teller
from handlers.subscriptions import ANYWAY, aside, loudness
from handlers.wish import shielded
from handlers.wording import reply

__all__ = ["filter_explain", "filter_test"]

SHOWN = 5
"""Items shown of those a filter matches."""


@command(
    "filter test",
    usage="/filter test QUERY|NAME [QUERY]",
    summary="see what a query or a filter would have matched",
    details=(
        "A query, a filter's name, or a filter's name and the query that it may get:\n"
        "  /filter test hama OR homs\n"
        "  /filter test syria-north\n"
        "  /filter test syria-north hama OR idlib\n"
        "The last says what the change would win and lose."
    )
    + HOW,
)
async def filter_test(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Try a query on the last seven days."""
    words = ask.words.removesuffix(f" {ANYWAY}")
    if not words:
        raise UserError("Test what? A query or a filter's name:  /filter test hama OR homs")
    named, query = await _meant(newsroom, ask, words)
    trial = await newsroom.archive.trial(ask.chat, query, WEEK)
    told = [f"{query}\n{figures(trial)}"]
    if named:
        before = await newsroom.archive.trial(ask.chat, newsroom.filters.read(named.query), WEEK)
        told[0] += f" Now, as {named.name}: {before.stories:,}."
        told.append(await comparison(newsroom, before, trial))
    told.append(spellings(await newsroom.archive.explain(ask.chat, query)))
    told.append(loudness(trial))
    parts: list[str | Span] = ["\n".join(filter(None, told)), *await _examples(newsroom, ask, trial)]
    again = f"/filter test {named.name}" if named else "/filter test"
    return reply(*parts, *aside(query, again, words), buttons=_buttons(named, query, trial))


async def _meant(newsroom: Newsroom, ask: Ask, words: str) -> tuple[NamedFilter | None, Query]:
    """The query to try, and the filter that it would change; raises BadQuery."""
    name, _, rest = words.partition(" ")
    known = await newsroom.filters.of(ask.chat)
    named = next((each for each in known if each.name.casefold() == name.casefold()), None)
    if named is None:
        return None, newsroom.filters.read(words)
    if not rest:
        return None, newsroom.filters.read(named.query)
    try:
        return named, newsroom.filters.read(rest)
    except BadQuery as error:
        with suppress(BadQuery):  # the name is a word of a query all the same: hama OR homs
            return None, newsroom.filters.read(words)
        raise error from None


async def _examples(newsroom: Newsroom, ask: Ask, trial: Trial) -> list[str | Span]:
    tell = teller(ask)
    parts: list[str | Span] = []
    for item in await newsroom.archive.told(trial.matching[:SHOWN]):
        parts += ["\n\n", *tell.item(item)]
    if len(trial.matching) > SHOWN:
        parts.append(f"\n\n… and {len(trial.matching) - SHOWN:,} more.")
    return parts


def _buttons(named: NamedFilter | None, query: Query, trial: Trial) -> list[Button]:
    """What one may want to do next."""
    buttons = [Button("Save", f"/filter edit {named.name} {query}")] if named else []
    if len(trial.matching) > SHOWN:
        buttons.append(Button("Show all", f"/search {query} since:7d {shielded(str(query))}".rstrip()))
    return buttons


@command(
    "filter explain",
    usage="/filter explain QUERY|NAME",
    summary="see how a query or a filter is read, and which spellings it matches",
    details=(
        "For example:\n"
        "  /filter explain hama OR homs -football\n"
        "  /filter explain syria-north\n"
        "To see what it would have matched:  /filter test syria-north"
    )
    + HOW,
)
async def filter_explain(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Say in words what a query asks for."""
    if not ask.words:
        raise UserError("Explain what? A query or a filter's name:  /filter explain hama OR homs -football")
    query = await newsroom.filters.query(ask.chat, ask.words)
    bound = await newsroom.archive.explain(ask.chat, query)
    lines = [f"{query}\n\n{reading(query)}", *meanings(query, bound)]
    word, name = await newsroom.archive.likely(ask.chat, query)
    if name:
        lines.append(f"“{word}” is no name that I know, but like it is {name}:  /filter explain {name}")
    trial = await newsroom.archive.trial(ask.chat, query, WEEK)
    return reply("\n".join(lines), f"\n\n{figures(trial)}", *aside(query, "/filter explain", ask.words))
