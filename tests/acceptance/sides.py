"""The far ends of the drills: the chat server of `world`, in Matrix's place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tests.acceptance.world import CHATS, World


class PeerSide:
    """Makes one message of two sends with one key."""

    platform: str = "matrix"
    chats: tuple[str, ...] = CHATS

    def __init__(self, world: World) -> None:
        self._world = world

    def environment(self) -> Mapping[str, str]:
        """Where it is."""
        return {"CHAT_SERVER": self._world.host}

    def received(self) -> Mapping[str, list[str]]:
        """What people see."""
        told = defaultdict(list)
        for message in self._world.chats.messages.values():
            told[message["chat"]].append(message["text"])
        return told

    @property
    def folded(self) -> int:
        """Sends that were made one with an earlier one."""
        return len(self._world.chats.raw) - len(self._world.chats.messages)
