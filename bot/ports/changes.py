"""What has changed in what chats follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.model import Alias, Mute, Subscription

__all__ = ["Changes"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What chats follow now that something changed since one revision."""

    revision: int
    """All that was committed up to this one is told."""
    whole: bool
    """Whether this is all there is: what is not in it is no more."""
    chats: tuple[int, ...]
    """Chats of which this is all they follow; one without a subscription here follows nothing, or is suspended."""
    subscriptions: tuple[Subscription, ...]
    """Oldest first."""
    aliases: Mapping[int, tuple[Alias, ...]] = field(default_factory=dict)
    """What these chats call by other names, by chat; absent where a chat has none."""
    mutes: Mapping[int, tuple[Mute, ...]] = field(default_factory=dict)
    """What these chats mute, by chat; some of it may be over."""
