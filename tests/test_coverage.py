"""Coverage counts what runs in greenlets where it runs: SQLAlchemy works in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from coverage import CoverageData

from tests.kit.processes import unwatched

ROOT = Path(__file__).parent.parent
PROGRAM = """\
from greenlet import getcurrent, greenlet
def asks(times):
    for _ in range(times):
        ask()
def ask():
    getcurrent().parent.switch()
    return
one, other = greenlet(asks), greenlet(asks)
one.switch(2)
other.switch(2)
one.switch()
other.switch()
one.switch()
other.switch()
"""
STEPS = {(-1, 1), (1, 2), (2, 5), *((line, line + 1) for line in range(8, 14)), (5, 8), (14, -1)} | {
    (-2, 3), (3, 4), (4, 3), (3, -2), (-5, 6), (6, 7), (7, -5),
}  # fmt: skip
"""From line to line; what is negative is the beginning or the end of the code that begins in that line."""


@pytest.mark.slow
def test_what_runs_in_greenlets_is_counted_where_it_runs(tmp_path: Path) -> None:
    program, config, data = tmp_path / "program.py", tmp_path / "config", tmp_path / "data"
    program.write_text(PROGRAM)
    config.write_text(f"[run]\nbranch = true\ncore = ctrace\ndata_file = {data}\nplugins = tests.kit.greenlets\n")
    command = [sys.executable, "-m", "coverage", "run", f"--rcfile={config}", str(program)]
    subprocess.run(command, env={**unwatched(), "PYTHONPATH": str(ROOT)}, check=True)
    counted = CoverageData(str(data))
    counted.read()
    assert set(counted.arcs(os.fspath(program)) or ()) == STEPS
