"""Knows how one send ends within its time, whatever the platform's adapter does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.core.errors import Fatal
from bot.core.message import Message
from bot.core.model import Delivery
from bot.core.outcome import Outcome, Refused, Unsure
from bot.ports import Platform

__all__ = ["send"]

log = structlog.stdlib.get_logger(__name__)


async def send(
    platform: Platform,
    delivery: Delivery,
    message: Message,
    *,
    key: str,
    seconds: float,
    broken: Callable[[str], Refused | Unsure],
) -> Outcome:
    """What came of it after `seconds` at most; `broken`: what an error of Attribot's own comes to.

    Raises Fatal, after which the platform can't be used at all.
    """
    to = replace(delivery.chat.address, thread=delivery.thread)
    replies = "" if delivery.edits else delivery.answers
    try:
        async with asyncio.timeout(seconds):
            return await platform.send(to, message, key=key, edits=delivery.edits, replies=replies)
    except TimeoutError:
        return Unsure(f"no answer within {seconds:g} seconds")
    except Fatal:
        raise
    except Exception as error:
        log.exception("platform failed", delivery=delivery.id)
        return broken(f"an error of Attribot's own while sending: {type(error).__name__}")
