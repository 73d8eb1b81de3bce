"""Knows how a seeded bug is put into a copy of the tree and looked for there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from tests.mutants.kinds import Mutant

__all__ = ["ROOT", "Fate", "Finding", "hunt", "places"]

ROOT = Path(__file__).parents[2]
PARTS = ("bot", "handlers", "tests", "benchmarks", "docs", "pyproject.toml")
"""What the tests need of the tree."""
PATIENCE = 300.0
"""Seconds that the tests of one mutant may take: one that makes them hang is found, too."""
PASSED, FAILED = 0, 1
"""Exit codes of pytest; any other says that no test decided."""

_ticks = count(1)


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    NOT_THERE = "does not apply"  # its line has changed
    UNDECIDED = "undecided"  # pytest found no tests, or could not even import the code


@dataclass(frozen=True, slots=True)
class Finding:
    """A mutant's fate, and how long it took."""

    mutant: Mutant
    fate: Fate
    seconds: float = 0.0
    said: str = ""
    """The end of what pytest said, where a test should have failed and none did."""


def places(mutant: Mutant, root: Path = ROOT) -> int:
    """In how many places its line stands; a mutant applies where that is one."""
    file = root / mutant.file
    return file.read_text(encoding="utf-8").count(mutant.line) if file.exists() else 0


def hunt(mutants: Sequence[Mutant], at_once: int) -> Iterator[Finding]:
    """The fate of each, in their order; so many copies of the tree are worked in side by side."""
    with TemporaryDirectory(prefix="attribot-mutants-") as folder:
        trees: SimpleQueue[Path] = SimpleQueue()
        for number in range(at_once):
            trees.put(_copied(Path(folder) / str(number)))
        with ThreadPoolExecutor(at_once) as hunters:
            yield from hunters.map(lambda mutant: _hunted(mutant, trees), mutants)


def _copied(to: Path) -> Path:
    to.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, to / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to / part)
    return to


def _hunted(mutant: Mutant, trees: SimpleQueue[Path]) -> Finding:
    if places(mutant) != 1:
        return Finding(mutant, Fate.NOT_THERE)
    tree = trees.get()
    began = time.monotonic()
    try:
        with _planted(mutant, tree):
            code, said = _tested(mutant, tree)
    finally:
        trees.put(tree)
    fate = {PASSED: Fate.SURVIVED, FAILED: Fate.KILLED}.get(code, Fate.UNDECIDED)
    return Finding(mutant, fate, time.monotonic() - began, "" if fate is Fate.KILLED else said[-2000:])


@contextmanager
def _planted(mutant: Mutant, tree: Path) -> Iterator[None]:
    file = tree / mutant.file
    whole = file.read_text(encoding="utf-8")
    _write(file, whole.replace(mutant.line, mutant.bug))
    try:
        yield
    finally:
        _write(file, whole)


def _write(file: Path, text: str) -> None:
    """With a time that no earlier version had: compiled code is known by whole seconds."""
    file.write_text(text, encoding="utf-8")
    stamp = 1_000_000_000 + next(_ticks)
    os.utime(file, (stamp, stamp))


def _tested(mutant: Mutant, tree: Path) -> tuple[int, str]:
    """The exit code of pytest, and what it said; tests that hang have failed."""
    which = [] if "::" in mutant.tests else ["-m", "not slow"]
    asked = ["-q", "-x", "-p", "no:randomly", *which, "--hypothesis-profile=fast", *mutant.tests.split()]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *asked],
            cwd=tree,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return FAILED, "it took too long"
    return done.returncode, done.stdout + done.stderr
