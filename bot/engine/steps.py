"""Knows how long work is done step by step, so that the other stages have their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import TypeVar

__all__ = ["unhurried"]

T = TypeVar("T")


async def unhurried(steps: Generator[None, None, T]) -> T:
    """Take long work step by step; the other stages have their turn after each."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: T = done.value
            break
        await asyncio.sleep(0)
    return result
