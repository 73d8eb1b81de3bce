"""Which invitations are accepted."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["MOST_ROOMS", "declined"]

MOST_ROOMS = 500
"""Rooms joined at the most: each one costs memory and part of every first sync, so strangers may not add on."""


def declined(inviter: str, allowed: Sequence[str], rooms: int) -> str:
    """Why an invitation is declined, or nothing when it is accepted.

    `allowed` holds Matrix ids (`@me:example.org`) and servers (`example.org`); empty allows anyone. `rooms`: how many
    the bot is in already.
    """
    server = inviter.partition(":")[2]
    if allowed and inviter not in allowed and server not in allowed:
        return "the inviter is not on the list"
    if rooms >= MOST_ROOMS:
        return f"there are {rooms} rooms already"
    return ""
