"""Seed bugs one at a time and see whether the tests find them.

    python -m tests.mutants

Prints one JSON line; the exit code is 1 when a bug was not found, or could not be seeded because its line has changed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from tests.mutants.hunt import Fate, Finding, hunt
from tests.mutants.table import MUTANTS


def main() -> None:
    """Hunt them and print the line."""
    arguments = argparse.ArgumentParser(description="Seed one-line bugs and see whether the tests find them.")
    arguments.add_argument("--only", default="", help="those with this in their name or file")
    arguments.add_argument("--at-once", type=int, default=2)
    asked = arguments.parse_args()
    chosen = [mutant for mutant in MUTANTS if asked.only in f"{mutant.name} {mutant.file}"]
    began = time.monotonic()
    findings = []
    for finding in hunt(chosen, asked.at_once):
        findings.append(finding)
        if finding.fate is not Fate.KILLED:
            sys.stderr.write(f"{finding.fate}: {finding.mutant.name} ({finding.mutant.file})\n{finding.said}\n")
    sys.stdout.write(json.dumps(_figures(findings, time.monotonic() - began)) + "\n")
    sys.exit(0 if findings and all(finding.fate is Fate.KILLED for finding in findings) else 1)


def _figures(findings: list[Finding], seconds: float) -> dict[str, object]:
    fates = [finding.fate for finding in findings]
    return {
        "benchmark": "mutants",
        "mutants": len(findings),
        **{fate.value: fates.count(fate) for fate in Fate},
        "seconds": round(seconds),
        "each": [
            {
                "name": finding.mutant.name,
                "file": finding.mutant.file,
                "fate": finding.fate.value,
                "seconds": round(finding.seconds, 1),
            }
            for finding in findings
        ],
    }


if __name__ == "__main__":
    main()
