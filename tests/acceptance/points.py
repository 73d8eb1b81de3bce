"""The named crashpoints of `bot`: each stands in one list, by what brings a bot to it."""

from __future__ import annotations

__all__ = ["EDIT", "HOOK", "LISTEN", "POINTS", "PUSH", "RELEASE"]

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

HOOK = ("listen.before_answer",)
"""What Telegram posts: `test_webhook` passes it."""

EDIT = ("refresh.after_claim", "refresh.before_send", "refresh.after_send", "refresh.after_settle")
"""A story that goes on after it was told."""

RELEASE = ("release.before_commit", "release.after_commit")
"""News that are held for a digest, once that is due."""
