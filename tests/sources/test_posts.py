"""A post has no title: its first words are one."""

from __future__ import annotations

from time import process_time

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
        ("“Talks resume in Geneva on Monday!” Said who?", "“Talks resume in Geneva on Monday!”"),
        ("BREAKING\nTalks resume in Geneva on Monday\nMore soon", "BREAKING Talks resume in Geneva on Monday"),
        ("Dr. Haddad says that talks resume. More soon.", "Dr. Haddad says that talks resume."),
        (
            "Talks with the envoy of the U.S. and Gen. Haddad resume. Soon.",
            "Talks with the envoy of the U.S. and Gen. Haddad resume.",
        ),
        ("الجيش يعلن وقف التقدم شمال حماة؟ التفاصيل لاحقا", "الجيش يعلن وقف التقدم شمال حماة؟"),
        ("Version 1.2.3 of the agreement was signed by all", "Version 1.2.3 of the agreement was signed by all"),
        ("🔴🔴🔴\n🔴 Talks resume", "🔴 Talks resume"),
        ("https://example.org/1\nTalks resume https://example.org/2", "Talks resume"),
        ("https://example.org/1", "https://example.org/1"),
        ("🔴", "🔴"),
    ],
)
def test_the_first_sentence_or_line_with_words_stands_in_for_a_title(text: str, title: str) -> None:
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


@pytest.mark.parametrize("marks", ["?", "!?", "abcd.", '?"', "؟"])
def test_endless_marks_take_no_longer_than_words(marks: str) -> None:
    began = process_time()
    for _ in range(20):
        headline(marks * (1_000 // len(marks)))
    assert process_time() - began < 0.1  # 5 ms; where every mark begins a new run, 0.6 s
