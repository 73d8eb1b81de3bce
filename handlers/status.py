"""/status: how the bot is, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat import Ask, command
from bot.core.alerts.render import ago
from bot.core.message import Message
from bot.newsroom import Newsroom
from bot.ports import Course, Health
from handlers.wording import count, reply, span

__all__ = ["status"]

LATE = timedelta(minutes=5)
"""Alerts that wait longer than this are late: a chat's own limit is passed in a minute."""
FEW = 3
"""Sources in trouble that are not worth an alarm, whatever their share."""


@command("status", summary="how I am: sources, alerts, and what is late")
async def status(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Say what is well and what is not."""
    health = await newsroom.health()
    lines = [_verdict(health, ask), _reading(health), _sending(health)]
    if ask.operator:
        lines += ["", *_inside(health), *_course(await newsroom.audit.course()), *newsroom.status()]
    return reply("\n".join(lines))


def _verdict(health: Health, ask: Ask) -> str:
    troubles = []
    if not health.sources:
        troubles.append("I have no sources yet")
    elif not health.active:
        troubles.append("all of my sources are paused")
    elif health.failing == health.active:
        troubles.append("none of my sources can be read now")
    elif health.failing > max(FEW, health.active / 2):
        troubles.append(f"{health.failing:,} of {count(health.active, 'source')} can't be read (/sources trouble)")
    if health.oldest_pending and ask.now - health.oldest_pending > LATE:
        troubles.append(f"alerts are late, the oldest is from {ago(health.oldest_pending, ask.now)}")
    if troubles:
        return f"Not all is well: {'; '.join(troubles)}."
    return "All is well." if health.items else "I have read nothing yet; the first news come within minutes."


def _reading(health: Health) -> str:
    failing = f"{health.failing:,} in trouble (/sources trouble)" if health.failing else "none in trouble"
    return (
        f"Reading: {count(health.sources, 'source')}, {failing}; "
        f"{count(health.items_day, 'item')} in the last 24 h, {health.items:,} kept."
    )


def _sending(health: Health) -> str:
    waiting = f"{health.pending:,} waiting" if health.pending else "none waiting"
    return f"Sending: {count(health.sent_day, 'alert')} in the last 24 h, {waiting}."


def _inside(health: Health) -> list[str]:
    """What concerns the operator alone."""
    lines = [f"{count(health.chats, 'chat')}, {count(health.subscriptions, 'subscription')}."]
    if health.unsure:
        lines.append(
            f"{count(health.unsure, 'alert')} without an answer from the platform: sent or not, nobody knows (/outbox)."
        )
    if health.dead:
        lines.append(f"{count(health.dead, 'alert')} given up; /outbox has the reasons.")
    return lines


def _course(course: Course) -> list[str]:
    """How long news took in the last day, step by step; and what was held back."""
    steps = (
        ("published to fetched", course.fetched),
        ("fetched to filed", course.filed),
        ("filed to sent", course.sent),
    )
    lags = "; ".join(f"{step} {span(lag.median)}, {span(lag.most)}" for step, lag in steps if lag)
    lines = [f"From step to step in the last 24 h, the median and the 95th percentile: {lags}."] if lags else []
    if course.held or course.digested:
        held, digested = count(course.held, "alert"), f"{course.digested:,} told by digests in the last 24 h"
        lines.append(f"Held back: {held} now; {digested}.")
    return lines
