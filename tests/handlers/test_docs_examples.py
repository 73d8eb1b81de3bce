from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.chat import Command
from bot.core.filters import Document, bind, parse
from bot.core.model import Evidence
from bot.core.names import Unnamed
from handlers import COMMANDS
from tests.core.nouns import NOW, an_item

NAMES = [command.name for command in COMMANDS]
DOCS = Path(__file__).parents[2] / "docs"


def examples() -> list[tuple[str, str, bool]]:
    """(filter, text, whether it matches) for each line of each example in docs/filters.md."""
    found = []
    for block in re.findall(
        r"^```filter\n(.*?)^```", (DOCS / "filters.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    ):
        query, *lines = block.splitlines()
        for line in lines:
            verdict, text = line.split(maxsplit=1)
            assert verdict in {"matches", "not"}, line
            found.append((query, text, verdict == "matches"))
    return found


@pytest.mark.parametrize(("query", "text", "matches"), examples())
def test_the_examples_of_the_filters_page_are_true(query: str, text: str, matches: bool) -> None:  # noqa: FBT001 - an example
    assert bind(parse(query), Unnamed()).holds(Document(an_item(title=text, text=""), Evidence(), NOW)) is matches


def test_the_filters_page_has_examples() -> None:
    assert len(examples()) > 20


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
