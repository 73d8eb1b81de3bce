"""What a person's message says to the bot, out of the content of an `m.room.message`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Heard", "hear"]

_COMMAND = re.compile(r"[/!](?=[^\W\d_])")
_FALLBACK = re.compile(r"(?:> ?.*\n)+\n?")


@dataclass(frozen=True, slots=True)
class Heard:
    """Words meant for the bot."""

    text: str
    """A command begins with `/`, whether `/` or `!` was typed: many clients keep `/` for commands of their own."""
    thread: str = ""
    """The root event of the thread it was said in."""
    replies_to: str = ""
    """The event it answers."""

    @property
    def is_command(self) -> bool:
        """Whether it is addressed to the bot even where others talk."""
        return _COMMAND.match(self.text) is not None


def hear(content: Mapping[str, Any]) -> Heard | None:
    """The words, or None when there are none to heed: a bot's notice, an edit of something said before, a picture."""
    body, relation = content.get("body"), _mapping(content.get("m.relates_to"))
    if content.get("msgtype") != "m.text" or not isinstance(body, str) or relation.get("rel_type") == "m.replace":
        return None
    target = _text(_mapping(relation.get("m.in_reply_to")).get("event_id"))
    thread = _text(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else ""
    # In a thread, clients that know threads name the last message too, for those that don't: that is no reply.
    replies_to = "" if thread and relation.get("is_falling_back") is True else target
    text = (_FALLBACK.sub("", body, count=1) if target and body.startswith(">") else body).strip()
    if not text:
        return None
    return Heard(_COMMAND.sub("/", text, count=1) if _COMMAND.match(text) else text, thread, replies_to)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
