"""A plugin of coverage that measures each greenlet by itself, as each thread is: SQLAlchemy works in greenlets.

With `concurrency = ["greenlet"]` coverage asks at every call and every return which greenlet it is in, which took a
third of all the time of the tests. Here it is told when another one goes on, in the thread that imports this.
"""

from __future__ import annotations

import sys
import threading
from typing import Any, Final

from greenlet import greenlet, settrace

__all__ = ["coverage_init"]

_waiting: Final[dict[greenlet, Any]] = {}
"""The tracer of each greenlet that will go on."""
_free: Final[list[Any]] = []
"""Tracers of greenlets that have ended."""


def coverage_init(*_: object) -> None:
    """Called by coverage in every process that it measures."""
    settrace(_switched)


def _switched(_event: str, greenlets: tuple[greenlet, greenlet]) -> None:
    before, now = greenlets
    tracer = sys.gettrace()
    if not hasattr(tracer, "start"):
        return  # nothing is measured, or not by a tracer that follows calls
    if before.dead:
        _free.append(tracer)
    else:
        _waiting[before] = tracer
    known = _waiting.pop(now, None) or (_free.pop() if _free else None)
    if known:
        known.start()
    else:
        sys.settrace(threading.gettrace())  # coverage's own, which makes a tracer as it does for a new thread
