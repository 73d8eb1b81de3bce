from __future__ import annotations

import asyncio
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
    assert "🔴 Army says it stopped an advance north of Hama" in out
    assert "Qasioun News Agency (Syrian state news agency) · " in out
    assert "Matched: Hama (title)" in out
    assert "> /latest Hama\nHama · " in out
    assert "this bracket is never closed" in out
    assert "Bahamas" not in out
    assert "Yokohama" not in out
