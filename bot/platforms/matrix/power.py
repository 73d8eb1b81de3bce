"""Who may change a room's settings, by its power levels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

__all__ = ["Powers", "read_powers"]

MODERATOR = 50
"""What `state_default` is when a room's power levels do not say (Matrix specification, m.room.power_levels)."""
FOUNDER = 100
"""The creator's level where there are no power levels (the same place)."""
PRIVILEGED_CREATORS = 12
"""The first room version whose creators outrank everybody and are not listed in `users` (room version 12)."""

_VERSION = re.compile("[0-9]{1,4}")
"""Python refuses to read numbers of thousands of digits."""


@dataclass(frozen=True, slots=True)
class Powers:
    """The levels of a room's people."""

    users: Mapping[str, float] = field(default_factory=dict)
    default: float = 0
    admin: float = MODERATOR
    """The least level of an admin: that of changing the room's state."""

    def level(self, user: str) -> float:
        """What the room grants this user; infinite for a creator of a room of version 12 or later."""
        return self.users.get(user, self.default)

    def is_admin(self, user: str) -> bool:
        """Whether this user may change the room's state."""
        return self.level(user) >= self.admin


def read_powers(creator: str, create: Mapping[str, Any], levels: Mapping[str, Any] | None) -> Powers:
    """Powers out of `m.room.create` (its sender and content) and the content of `m.room.power_levels`, if there is one.

    Both come from anybody's homeserver: what is not as it should be counts as absent, which never grants a level.
    """
    users = {user: _number(level, 0) for user, level in _mapping((levels or {}).get("users")).items()}
    if _version(create) >= PRIVILEGED_CREATORS:
        more = create.get("additional_creators")
        named = more if isinstance(more, list) else []
        users |= {user: inf for user in (creator, *named) if isinstance(user, str)}
    elif levels is None:
        users = {creator: FOUNDER}
    return Powers(
        users=users,
        default=_number((levels or {}).get("users_default"), 0),
        admin=_number((levels or {}).get("state_default"), MODERATOR),
    )


def _version(create: Mapping[str, Any]) -> int:
    """A version that is not a number is somebody's experiment: treated as an old one, which grants least."""
    version = create.get("room_version")
    return int(version) if isinstance(version, str) and _VERSION.fullmatch(version) else 1


def _number(level: object, otherwise: float) -> float:
    """Rooms before version 10 may write levels as strings."""
    if isinstance(level, str):
        try:
            return int(level)
        except ValueError:
            return otherwise
    return level if isinstance(level, int) and not isinstance(level, bool) else otherwise


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
