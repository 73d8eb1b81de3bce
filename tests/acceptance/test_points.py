"""No crashpoint is left out: whoever adds one to the bot adds it to a list of `points`, and it is crashed at."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.acceptance.points import EDIT, HOOK, LISTEN, POINTS, PUSH, RELEASE

BOT = Path(__file__).parents[2] / "bot"
REACHED = re.compile(r"reach\(\s*\"([\w.]+)\"\s*\)")


def test_every_crashpoint_of_the_bot_is_in_one_list_and_none_that_is_not_there() -> None:
    named = {point for file in BOT.rglob("*.py") for point in REACHED.findall(file.read_text(encoding="utf-8"))}
    assert Counter([*POINTS, *LISTEN, *PUSH, *HOOK, *EDIT, *RELEASE]) == Counter(named)


def test_no_crashpoint_has_a_name_that_is_made_as_it_is_reached() -> None:
    called = re.compile(r"\b_?reach\((?!\s*\"[\w.]+\"\s*\))(.*)\)")
    unnamed = [
        f"{file.relative_to(BOT)}: {call[0]}"
        for file in BOT.rglob("*.py")
        if "Reach" in (source := file.read_text(encoding="utf-8"))
        for call in called.finditer(source)
    ]
    assert unnamed == []
