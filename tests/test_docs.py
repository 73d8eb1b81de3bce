"""The documentation: what it says can be typed, set and followed is really there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from bot import __version__
from bot.__main__ import cli
from bot.settings import Settings, example
from bot.sources import Access, kinds
from handlers import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TEXT = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}

each_page = pytest.mark.parametrize("page", TEXT)


def settings() -> dict[str, str]:
    """Each setting and its default, as `.env.example` has them."""
    return dict(re.findall(r"^# ([A-Z_]+)=(.*)$", example(), re.MULTILINE))


def verbs() -> set[str]:
    """What `./run` understands by itself, and the bot's own commands."""
    own = re.findall(r"^#   \./run ([a-z]+)", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE)
    group = typer.main.get_command(cli)
    return {*own, *getattr(group, "commands", {})}


def anchors(text: str) -> set[str]:
    """The anchors that a forge makes of headings."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_example_file_is_what_the_settings_say() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == example()


def test_every_setting_is_in_the_example() -> None:
    assert settings().keys() == {name.upper() for name in Settings.model_fields}


def test_the_table_of_settings_has_them_all_with_their_defaults() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? *\|", TEXT["docs/deploy.md"], re.MULTILINE)
    assert dict(rows) == settings()


@each_page
def test_every_setting_a_page_sets_exists(page: str) -> None:
    known = {*settings(), "ATTRIBOT_VENV", "BASE_IMAGE", "POSTGRES_PASSWORD", "PYTHON"}
    assert set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)*)=", TEXT[page])) <= known


@each_page
def test_every_verb_of_run_that_a_page_types_exists(page: str) -> None:
    assert set(re.findall(r"\./run ([a-z]+)", TEXT[page])) <= verbs()


@each_page
def test_links_inside_the_project_lead_somewhere(page: str) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", TEXT[page]):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / page).parent / file if file else ROOT / page
        if not path.exists() or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    text = TEXT["docs/commands.md"]
    words = {word for command in COMMANDS for word in (command.family, *command.aliases)}
    assert {command.name for command in COMMANDS if f"/{command.name}" not in text} == set()
    assert set(re.findall(r"(?<![\w/.])/([a-z]+)\b(?!/)", text)) - words == set()


def test_every_kind_of_source_has_its_row() -> None:
    rows = [row.split("|")[1] for row in TEXT["docs/sources.md"].splitlines() if row.startswith("| `")]
    told = {kind for row in rows for kind in re.findall(r"`([a-z-]+)`", row)}
    assert {kind.name for kind in kinds(Access())} == told


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## {__version__}" in TEXT["CHANGELOG.md"].replace("[", "").replace("]", "")
