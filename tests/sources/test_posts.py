"""A post has no title: its first words are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.posts import headline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("Talks resume", "Talks resume"),
        ("Talks resume in Geneva on Monday. Delegations arrive.", "Talks resume in Geneva on Monday."),
        ("Talks resume in Geneva on Monday\nDelegations arrive.", "Talks resume in Geneva on Monday"),
        ("BREAKING\nTalks resume in Geneva on Monday\nMore soon", "BREAKING Talks resume in Geneva on Monday"),
        ("Dr. Haddad says that talks resume. More soon.", "Dr. Haddad says that talks resume."),
        ("الجيش يعلن وقف التقدم شمال حماة؟ التفاصيل لاحقا", "الجيش يعلن وقف التقدم شمال حماة؟"),
        ("Version 1.2.3 of the agreement was signed by all", "Version 1.2.3 of the agreement was signed by all"),
    ],
)
def test_the_first_sentence_or_line_stands_in_for_a_title(text: str, title: str) -> None:
    assert headline(text) == title


def test_a_long_sentence_is_clipped() -> None:
    title = headline("word " * 99)
    assert len(title) <= 120
    assert title.endswith("word…")


@given(st.text())
def test_a_title_is_one_short_line(text: str) -> None:
    title = headline(text)
    assert len(title) <= 120
    assert "\n" not in title
