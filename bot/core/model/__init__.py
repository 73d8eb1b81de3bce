"""The nouns of Attribot: who speaks, what was read, who wants it, and what is to be delivered.

All times are aware datetimes in UTC. Nothing here knows a database, a platform or a clock.
"""

from bot.core.model.chats import (
    Address,
    Alias,
    Chat,
    ChatKind,
    FilterVersion,
    NamedFilter,
    Subscription,
    SubscriptionKind,
)
from bot.core.model.deliveries import Delivery, DeliveryKind, DeliveryState, Hit, Lane, Match
from bot.core.model.items import Entry, Evidence, Filed, Item, Relation, Story
from bot.core.model.loudness import USUAL, Cadence, Hours, Loudness, Mute, MuteKind, Rhythm, Updates
from bot.core.model.outlets import Options, Outlet, Pack, Record, Source, SourceState
from bot.core.model.tellings import Citation, Stance, Telling

__all__ = [
    "USUAL",
    "Address",
    "Alias",
    "Cadence",
    "Chat",
    "ChatKind",
    "Citation",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Entry",
    "Evidence",
    "Filed",
    "FilterVersion",
    "Hit",
    "Hours",
    "Item",
    "Lane",
    "Loudness",
    "Match",
    "Mute",
    "MuteKind",
    "NamedFilter",
    "Options",
    "Outlet",
    "Pack",
    "Record",
    "Relation",
    "Rhythm",
    "Source",
    "SourceState",
    "Stance",
    "Story",
    "Subscription",
    "SubscriptionKind",
    "Telling",
    "Updates",
]
