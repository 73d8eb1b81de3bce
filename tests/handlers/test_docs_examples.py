from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.chat import Command
from bot.core.filters import Document, bind, parse
from bot.core.model import Evidence, Item, Outlet
from bot.core.names import Names
from bot.data.names import lexicon
from handlers import COMMANDS

NAMES = [command.name for command in COMMANDS]
DOCS = Path(__file__).parents[2] / "docs"
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@cache
def names() -> Names:
    return lexicon()


class Example(NamedTuple):
    """A filter, what is known of an item, its words, and whether it matches."""

    query: str
    known: str
    words: str
    matches: bool


def examples() -> list[Example]:
    """One for each line of each block in docs/filters.md, but for those that say of what the next lines are."""
    found = []
    page = (DOCS / "filters.md").read_text("utf-8")
    for block in re.findall(r"^```filter\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        query, *lines = block.splitlines()
        known = ""
        for line in lines:
            verdict, words = line.split(maxsplit=1)
            assert verdict in {"of", "matches", "not"}, line
            if verdict == "of":
                known = words
            else:
                found.append(Example(query, known, words, verdict == "matches"))
    return found


def places(words: str) -> set[str]:
    found = [*chain.from_iterable(names().mentions(words, ""))]
    return {place for mention in found for place in (mention.place, *mention.within)}


def document(known: str, words: str) -> Document:
    """An item of these words as its title or, where that is among what is `known`, as its text."""
    facts = dict(fact.split("=", 1) for fact in shlex.split(known))
    age = facts.pop("age", "1m")
    outlet = Outlet(
        id=facts.get("outlet", "times").casefold(),
        name=facts.pop("outlet", "Example Times"),
        country=facts.pop("country", ""),
        affiliation=facts.pop("from", ""),
    )
    item = Item(
        id=1,
        outlet=outlet,
        url=facts.pop("url", "https://example.org/1"),
        title=facts.get("title", words),
        text=words if facts.pop("title", "") else "",
        author=facts.pop("author", ""),
        published=NOW - timedelta(**{UNITS[age[-1]]: int(age[:-1])}),
        seen=NOW,
        language=facts.pop("lang", ""),
        kind=facts.pop("kind", "feed"),
        places=tuple(places(words)),
    )
    states = {state: True for state in facts.pop("is", "").split(",") if state}
    counts = {name: int(facts.pop(name)) for name in ("sources", "origins") if name in facts}
    assert not facts, f"what is {facts}?"
    return Document(item, Evidence(**counts, **states), NOW)


@pytest.mark.parametrize("example", examples())
def test_the_examples_of_the_filters_page_are_true(example: Example) -> None:
    bound = bind(parse(example.query), names())
    assert bound.holds(document(example.known, example.words)) is example.matches


def test_the_filters_page_has_examples() -> None:
    assert len(examples()) > 50


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_the_commands_page_has_every_usage_line(command: Command) -> None:
    usage = command.usage.replace("|", r"\|")
    assert f"| `{usage}` |" in (DOCS / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_the_commands_page_has_every_short_form(command: Command) -> None:
    page = (DOCS / "commands.md").read_text("utf-8")
    for alias in command.aliases:
        assert f"`/{alias}`" in page


def test_the_commands_page_has_no_command_that_is_gone() -> None:
    page = (DOCS / "commands.md").read_text("utf-8")
    usages = {command.usage for command in COMMANDS}
    listed = re.findall(r"^\| `(/[^`]+)` \|", page, re.MULTILINE)
    assert {usage.replace(r"\|", "|") for usage in listed} == usages
