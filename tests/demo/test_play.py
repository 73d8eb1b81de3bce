from __future__ import annotations

import asyncio
import re
import sys

import pytest


@pytest.mark.slow
async def test_without_a_terminal_the_demo_plays_its_script_and_ends_well() -> None:
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = (stream.decode() for stream in await asyncio.wait_for(demo.communicate(), 180))
    assert (demo.returncode, err) == (0, "")
    assert re.search(r"\((?:Syrian state news agency|Russian state media|Gulf state-owned)\) · ", out)
    assert "· Matched: Homs (title)" in out
    assert "> /latest Hama\nHama · " in out
    assert "this bracket is never closed" in out
    assert "Bahamas" not in out
    assert "Yokohama" not in out
    _check_a_toll(out)
    _check_a_rumour(out)
    _check_origins(out)


def _check_a_toll(out: str) -> None:
    """It rises in replies to the alert that told of it first, and the last of them is explained."""
    assert "] 🔴 Update: Death toll from Homs market strike rises to 19 <" in out
    assert "\n17 killed before, 19 now\n" in out
    assert "more on #" in out
    assert "Told as an update of a story: 17 killed before, 19 now." in _answer(out, "/why")


def _check_a_rumour(out: str) -> None:
    """Nobody vouches for it; then it is denied, and contested by whom says the denial.

    Whether all its reports are one story depends on chance, as below.
    """
    before, after = (out.split("> /latest coup\n")[place] for place in (1, 2))
    assert re.match(r"coup · [12] stor(y|ies) in 24 h", before)
    assert "hedged · nobody who tells it vouches for it · " in before.split("[#")[0]
    assert re.match(r"coup · [12] stor(y|ies) in 24 h", after)
    assert "contested, denied by " in after.split("\n> ")[0]
    assert "] ⚪ Denied: " in out
    told = _answer(out, "/story 1")
    assert "Denied: Qasioun News Agency* · " in told
    assert "J. Harrow, Notes · " in told


def _check_origins(out: str) -> None:
    """One ministry is one origin, however many quote it; three who saw a thing are three, whatever they write in.

    An hour of the day goes by in a second, and outlets are read side by side: in which order its reports arrive is
    chance, and so is whether one more joins them. `test_stories` reads them in the order of the day.
    """
    corroborated = re.search(r"corroborated · (\d) independent origins \(", _answer(out, "/latest Aleppo"))
    assert corroborated
    assert int(corroborated[1]) >= 3
    repelled = _answer(out, "/latest repelled")
    assert "single origin (" in repelled
    assert "defence ministry) · 8 outlets" in repelled


def _answer(out: str, command: str) -> str:
    """What stands below a command."""
    return out.split(f"> {command}\n")[1].split("\n> ", maxsplit=1)[0]
