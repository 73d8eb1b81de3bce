"""What must be known of an item, beside itself, to tell whether a query matches it."""

from __future__ import annotations

import pytest

from bot.core.filters import bind, parse
from bot.core.filters.needs import Needs, needs
from tests.core.gazette import Gazette


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("hama", Needs()),
        ("hama age<6h", Needs()),
        ("hama sources>=2", Needs(story=True)),
        ("hama is:update", Needs(story=True)),
        ("hama origins>=2", Needs(story=True, stances=True)),
        ("hama -(homs OR is:denied)", Needs(story=True, stances=True)),
        ("outlet:sana", Needs(carriers=True)),
    ],
)
def test_no_more_is_read_than_a_query_asks_for(query: str, needed: Needs) -> None:
    assert needs(bind(parse(query), Gazette())) == needed
