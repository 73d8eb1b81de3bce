from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.core.alerts.zones import zone_of
from bot.core.model import Address, Chat, ChatKind, Hours

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("", "Europe/Berlin"),
        ("Asia/Damascus", "Asia/Damascus"),
        ("Mars/Olympus", "Europe/Berlin"),
        ("../secret", "Europe/Berlin"),
        ("Europe", "Europe/Berlin"),
    ],
)
def test_a_chat_is_told_the_time_by_its_own_clock_where_that_is_known(named: str, told: str) -> None:
    chat = Chat(1, Address("telegram", "1"), ChatKind.GROUP, hours=Hours(named))
    assert zone_of(chat, BERLIN).key == told
