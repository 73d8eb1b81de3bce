"""What the state of a room says: who may do what in it, what it took the place of and what took its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.platforms.matrix.power import Powers, read_powers

__all__ = ["RoomState", "membership"]

_COUNTED = ("join", "invite")


@dataclass(slots=True)
class RoomState:
    """One room's, as far as its events have been learnt, in their order; nio keeps neither creators nor predecessors.

    nio also drops events that a newer room version shapes in another way; here they are read as they came.
    """

    creator: str = ""
    create: Mapping[str, Any] = field(default_factory=dict)
    levels: Mapping[str, Any] | None = None
    replacement: str = ""
    """The room that takes this one's place."""
    closed_by: str = ""
    """Who said so; only who has the power to can (the servers see to that)."""
    members: set[str] = field(default_factory=set)
    """Who is in it or invited. nio's list lacks those whose events it does not like, so they could hide from it."""

    def learn(self, event: Mapping[str, Any]) -> None:
        """Take in an event, if it is one of the room's state that matters here; never one that was encrypted."""
        content = event.get("content")
        if not isinstance(content, Mapping):
            return
        match event.get("type"), event.get("state_key"):
            case "m.room.member", str(user):
                (self.members.add if content.get("membership") in _COUNTED else self.members.discard)(user)
            case "m.room.create", "":
                self.creator, self.create = _text(event.get("sender")), content
            case "m.room.power_levels", "":
                self.levels = content
            case "m.room.tombstone", "":
                self.replacement = _text(content.get("replacement_room"))
                self.closed_by = _text(event.get("sender"))
            case _:
                pass

    @property
    def powers(self) -> Powers:
        """Who may change its settings."""
        return read_powers(self.creator, self.create, self.levels)

    @property
    def predecessor(self) -> str:
        """The room whose place it took."""
        return _text(_mapping(self.create.get("predecessor")).get("room_id"))


def membership(event: Mapping[str, Any], user: str) -> tuple[str, str]:
    """What the event makes of the user's membership and what it was before; both empty if it isn't about them."""
    if event.get("type") != "m.room.member" or event.get("state_key") != user:
        return "", ""
    before = _mapping(_mapping(event.get("unsigned")).get("prev_content"))
    return _text(_mapping(event.get("content")).get("membership")), _text(before.get("membership")) or "leave"


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
