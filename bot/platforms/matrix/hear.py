"""What a person's message says to the bot, out of the content of an `m.room.message`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Heard", "hear"]

_COMMAND = re.compile(r"[/!](?=[^\W\d_])")
_EVENT = re.compile(r"\$[!-~]{1,254}")
"""An event's id, of at most 255 bytes (Matrix specification, event ids)."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""What JSON may hold and databases may not."""


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


def hear(said: object) -> Heard | None:
    """The words, or None when there are none to heed: a bot's notice, an edit of something said before, a picture.

    `said`: the content of the event, which is whatever its sender made it.
    """
    content = _mapping(said)
    body, relation = content.get("body"), _mapping(content.get("m.relates_to"))
    if content.get("msgtype") != "m.text" or not isinstance(body, str) or relation.get("rel_type") == "m.replace":
        return None
    target = _event(_mapping(relation.get("m.in_reply_to")).get("event_id"))
    thread = _event(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else ""
    # In a thread, clients that know threads name the last message too, for those that don't: that is no reply.
    replies_to = "" if thread and relation.get("is_falling_back") is True else target
    text = _UNSTORABLE.sub("", _unquoted(body) if target else body).strip()
    if not text:
        return None
    return Heard(_COMMAND.sub("/", text, count=1) if _COMMAND.match(text) else text, thread, replies_to)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _event(value: object) -> str:
    return value if isinstance(value, str) and _EVENT.fullmatch(value) else ""


def _unquoted(body: str) -> str:
    """Without the lines at its beginning that say again what it answers, for clients that don't know replies."""
    start = 0
    while body.startswith(">", start) and (end := body.find("\n", start)) >= 0:
        start = end + 1
    return body[start:]
