"""The named crashpoints of `bot`: each stands in one list, by what brings a bot to it."""

from __future__ import annotations

__all__ = ["LISTEN", "POINTS", "PUSH"]

POINTS = (
    "poll.before_settle",
    "poll.after_settle",
    "desk.before_file",
    "desk.after_file",
    "deliver.after_claim",
    "deliver.before_send",
    "deliver.after_send",
    "deliver.after_settle",
)
"""News bring it there: every round passes these."""

LISTEN = ("listen.before_respond", "listen.after_respond")
"""Somebody who talks to it: rounds on platforms that listen pass these too."""

PUSH = ("push.before_store", "push.after_store")
"""A hub that pushes: `test_push` passes these."""
