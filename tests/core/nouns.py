"""Items, chats and deliveries for tests of the core, each with what a test names and plain values for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.model import (
    Address,
    Chat,
    ChatKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Item,
    Outlet,
    Subscription,
    SubscriptionKind,
)
from bot.core.stories.telling import telling

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
SANA = Outlet("sana-en", "SANA English", affiliation="Syrian state media", packs=("syria",))
MAYADEEN = Outlet("mayadeen", "Al Mayadeen")
TITLE = "Army says it stopped an advance north of Hama"


def an_item(number: int = 1, **named: Any) -> Item:
    item = Item(
        id=number,
        outlet=SANA,
        url=f"https://example.org/{number}",
        title=TITLE,
        text="",
        author="",
        published=NOW - timedelta(minutes=3),
        seen=NOW - timedelta(minutes=1),
    )
    return replace(item, **named)


def a_chat(number: int = 1, platform: str = "telegram", kind: ChatKind = ChatKind.PRIVATE) -> Chat:
    return Chat(number, Address(platform, str(number)), kind)


def a_subscription(number: int, text: str, chat: Chat | None = None, **named: Any) -> Subscription:
    subscription = Subscription(number, chat or a_chat(), "", SubscriptionKind.QUERY, text, query=text)
    return replace(subscription, **named)


def a_delivery(item: Item | None = None, **named: Any) -> Delivery:
    """Of an item that cites nobody, and which the others of the story, `also`, have copied, unless `told` says more."""
    if item is not None and "told" not in named:
        told = (telling(item), *(telling(other, item.id) for other in named.get("also", ())))
        named["told"] = tuple(replace(each, chain=()) for each in told)
    delivery = Delivery(
        id=1,
        key="key",
        chat=a_chat(),
        thread="",
        kind=DeliveryKind.ALERT,
        state=DeliveryState.SENDING,
        created_at=NOW - timedelta(minutes=1),
        item=item,
    )
    return replace(delivery, **named)
