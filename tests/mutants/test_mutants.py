"""The table of seeded bugs keeps up with the code: each can still be made, and somebody would look for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.mutants.hunt import ROOT, Fate, hunt, places
from tests.mutants.kinds import Mutant
from tests.mutants.table import MUTANTS

SAMPLE = next(mutant for mutant in MUTANTS if mutant.file == "bot/core/alerts/delivery.py")


def test_there_are_enough() -> None:
    assert len(MUTANTS) >= 100


def test_no_two_are_the_same() -> None:
    assert Counter(mutant.name for mutant in MUTANTS).most_common(1)[0][1] == 1
    assert len({(mutant.file, mutant.line, mutant.bug) for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_its_line_stands_in_its_file_once(mutant: Mutant) -> None:
    assert places(mutant) == 1


def test_the_tests_that_look_for_them_are_there() -> None:
    files = {file.partition("::")[0] for mutant in MUTANTS for file in mutant.tests.split()}
    assert [file for file in files if not (ROOT / file).exists()] == []


@pytest.mark.slow
def test_a_bug_is_found_and_what_is_none_is_not() -> None:
    none = replace(SAMPLE, bug=SAMPLE.line)
    gone = replace(SAMPLE, line="a line that is no more")
    broken = replace(SAMPLE, bug="this is no Python")
    fates = [finding.fate for finding in hunt([SAMPLE, none, gone, broken], 1)]
    assert fates == [Fate.KILLED, Fate.SURVIVED, Fate.NOT_THERE, Fate.UNDECIDED]
