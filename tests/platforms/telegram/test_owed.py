"""Whatever an item holds, what the outbox owes of it is one Telegram message, with buttons that Telegram takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.alerts.render import render
from bot.core.message import Message, Span, Style, message
from bot.core.model import Address, Delivery, DeliveryKind, Item
from bot.platforms.telegram.buttons import Keyboards
from bot.platforms.telegram.say import ENTITIES, TEXT_UNITS, parts, whole
from tests.core.nouns import NOW, a_delivery, an_item
from tests.core.test_alerts_render import hostile, hostile_items, matches
from tests.servers.botapi.utf16 import units

ITEMS = st.lists(hostile_items, min_size=1, max_size=4).map(
    lambda items: [replace(item, id=number) for number, item in enumerate(items, 1)]
)
WHY = st.lists(matches, max_size=3).map(tuple)
UTC_ZONE = ZoneInfo("UTC")


def fits(delivery: Delivery) -> Message:
    said = render(delivery, NOW, UTC_ZONE)
    for as_shown in (said, replace(said, buttons=()).in_words, said.in_words):
        (part,) = parts(as_shown)
        assert units(part.text) <= TEXT_UNITS
        assert len(part.entities) <= ENTITIES
    return said


@settings(deadline=None)
@given(ITEMS, WHY, st.sampled_from((DeliveryKind.ALERT, DeliveryKind.UPDATE)), hostile)
def test_an_alert_is_one_message(items: list[Item], why: tuple, kind: DeliveryKind, note: str) -> None:
    first, *also = items
    fits(a_delivery(first, also=tuple(also), matches=why, kind=kind, note=note, doubts=1))


@settings(deadline=None, max_examples=30)
@given(ITEMS, st.integers(1, 40))
def test_a_digest_is_one_message_however_much_it_holds(items: list[Item], times: int) -> None:
    told = tuple(
        a_delivery(replace(item, id=10 * time + item.id), id=10 * time + item.id, note=item.title)
        for time in range(times)
        for item in items
    )
    fits(a_delivery(None, kind=DeliveryKind.DIGEST, parts=told))


@settings(deadline=None)
@given(hostile)
def test_a_notice_is_one_message(note: str) -> None:
    fits(a_delivery(None, kind=DeliveryKind.NOTICE, note=note))


async def test_the_buttons_of_an_alert_need_no_memory() -> None:
    said = render(a_delivery(an_item()), NOW, UTC_ZONE)
    left, keyboard = await Keyboards(None, lambda: datetime.now(UTC)).under(Address("telegram", "1"), said)
    assert keyboard is not None
    data = [button.callback_data for row in keyboard.inline_keyboard for button in row]
    assert len(data) == len(said.buttons) > 0
    assert all(1 <= len(str(each).encode()) <= 64 for each in data)
    assert left.plain == said.plain


@pytest.mark.parametrize("length", [TEXT_UNITS - 1, TEXT_UNITS, TEXT_UNITS + 1, 3 * TEXT_UNITS])
def test_what_is_too_long_is_cut_and_marked_and_what_just_fits_is_not(length: int) -> None:
    part = whole(message("x" * length))
    assert len(part.text) == min(length, TEXT_UNITS)
    assert part.text.endswith("…") is (length > TEXT_UNITS)


def test_what_has_too_many_forms_is_cut_before_those_that_would_be_ignored() -> None:
    spans = [Span(f"{number} ", Style.BOLD if number % 2 else Style.ITALIC) for number in range(150)]
    part = whole(Message(tuple(spans)))
    assert part.text.endswith("99…")
    assert len(part.entities) == ENTITIES
