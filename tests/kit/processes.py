"""Processes that tests start."""

from __future__ import annotations

import os

__all__ = ["unwatched"]


def unwatched() -> dict[str, str]:
    """This environment, less what has coverage measure a process: for one that proves nothing by the lines it runs.

    To count lines takes as long again as to run them.
    """
    return {name: value for name, value in os.environ.items() if "COV" not in name}
