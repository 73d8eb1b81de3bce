"""Whatever is written from right to left, and whatever would turn a text, turns nothing of what stands around it."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.message import Message, Span, Style, message
from bot.core.shelter import LEFTWARD, apart, isolate, sheltered

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXTS = st.text(st.one_of(st.sampled_from(f"ab 1٤.،“”\n\u0301\u0651حמ🔴\u200f{TURNS}"), st.characters()), max_size=40)
STYLES = st.sampled_from([style for style in Style if style is not Style.BLOCK])
MESSAGES = st.lists(st.builds(Span, TEXTS, STYLES), max_size=5).map(lambda spans: Message(tuple(spans)))


def bare(text: str) -> str:
    return "".join(char for char in text if char not in TURNS)


def outside(text: str) -> str:
    """What stands in no isolate; fails where isolates are not closed in their line, or nested."""
    left, shut = [], False
    for char in text:
        if char in "\u2068\u2069":
            assert shut is (char == "\u2069")
            shut = not shut
        elif not shut:
            left.append(char)
    assert not shut
    return "".join(left)


@given(MESSAGES)
def test_outside_of_isolates_nothing_is_written_from_right_to_left_or_turns_a_text(said: Message) -> None:
    kept = sheltered(said)
    assert bare(kept.plain) == bare(said.plain)
    assert not {unicodedata.bidirectional(char) for char in outside(kept.plain)} & {
        *("R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI")
    }
    assert not set(kept.plain) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
    assert sheltered(kept).plain == kept.plain


@given(MESSAGES)
def test_forms_stay_where_they_are(said: Message) -> None:
    kept = sheltered(said)
    for style in (Style.BOLD, Style.CODE):
        assert bare("".join(span.text for span in kept.spans if span.style is style)) == bare(
            "".join(span.text for span in said.spans if span.style is style)
        )
    assert all(not set(span.text) & set(TURNS) for span in kept.spans if span.style is Style.CODE)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Saved شمال: hama", "Saved \u2068شمال\u2069: hama"),
        ("“هيئة تحرير الشام”, and 24 more", "“\u2068هيئة تحرير الشام\u2069”, and 24 more"),
        ("حماة OR حمص", "\u2068حماة\u2069 OR \u2068حمص\u2069"),
        ("Saved شمال: حماة، حمص", "Saved \u2068شمال\u2069: \u2068حماة، حمص\u2069"),
        ("سوريا\nحلب", "\u2068سوريا\u2069\n\u2068حلب\u2069"),
        ("\u2068SANA سانا\u2069 · 3", "\u2068SANA سانا\u2069 · 3"),
        ("a\u202edcb\u202c", "adcb"),
        ("never closed \u2068سانا", "never closed \u2068سانا\u2069"),
        ("closed\u2069 twice", "closed twice"),
        ("عَدَدٌ", "\u2068عَدَدٌ\u2069"),
        ("plain", "plain"),
    ],
)
def test_runs_are_shut_in_where_nobody_has(text: str, kept: str) -> None:
    assert apart(text) == kept


def test_what_is_to_be_copied_has_the_isolates_around_it() -> None:
    spans = sheltered(message("Type ", Span("/latest حماة", Style.CODE), " now")).spans
    assert [span.text for span in spans] == ["Type ", "\u2068", "/latest حماة", "\u2069", " now"]


def test_a_block_is_left_as_it_is() -> None:
    block = Span("حماة OR (\n        ^", Style.BLOCK)
    assert sheltered(message("x حماة", block)).spans[-1] == block


def test_the_letters_looked_for_are_all_that_unicode_has() -> None:
    ours = {"R", "AL", "AN"}
    missed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.bidirectional(chr(code)) in ours and not LEFTWARD.match(chr(code))
    ]
    assert missed == []
    assert isolate("Army") == "Army"
