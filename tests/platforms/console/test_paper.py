from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.message import Message, Span, Style, message
from bot.core.text.width import width
from bot.platforms.console.paper import Paper

PLAIN = Paper()
STYLED = Paper(styled=True)


def paper(columns: int) -> Paper:
    return Paper(columns=lambda: columns)


def test_a_pipe_gets_plain_words_with_addresses_beside_them() -> None:
    told = message(Span("Road cut", Style.BOLD, "https://a.example/1"), "\nSOHR")
    assert PLAIN.show(told) == "Road cut <https://a.example/1>\nSOHR"


def test_an_address_that_is_its_own_text_is_shown_once() -> None:
    assert PLAIN.show(message(Span("https://a.example", url="https://a.example"))) == "https://a.example"


def test_a_terminal_gets_styles_and_each_ends_where_it_should() -> None:
    assert STYLED.show(message(Span("Hama", Style.BOLD), " now")) == "\x1b[1mHama\x1b[0m now"


def test_the_label_is_dimmed_and_comes_first() -> None:
    assert STYLED.show(message("Hama"), "[#12] ") == "\x1b[2m[#12] \x1b[0mHama"


def test_a_quotation_has_a_bar_before_it() -> None:
    assert PLAIN.show(message("SOHR\n", Span("It is cut.", Style.QUOTE))) == "SOHR\n│ It is cut."


def test_each_line_of_a_long_quotation_has_its_bar() -> None:
    told = message("SOHR\n", Span("one two three four five six", Style.QUOTE), "\nseven eight nine ten eleven")
    assert paper(20).show(told) == "SOHR\n│ one two three four\n│ five six\nseven eight nine ten\neleven"


def test_hostile_words_cannot_order_the_terminal_about() -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\x9b31mHama\r\x08\u202edesrever\ud800\x00"
    assert STYLED.show(message(hostile)) == "]0;owned[2J31mHamadesrever"


def test_hostile_addresses_cannot_either() -> None:
    assert "\x1b" not in PLAIN.show(message(Span("x", url="https://a.example/\x1b[2J")))


def test_long_lines_break_at_spaces_and_keep_their_indentation() -> None:
    assert paper(20).show(message("head\n    one two three four five")) == "head\n    one two three\n    four five"


def test_a_word_in_two_styles_is_one_word() -> None:
    told = message("aaaa bbbb cccc dddd (", Span("eeee", Style.BOLD), ")")
    assert paper(24).show(told) == "aaaa bbbb cccc dddd\n(eeee)"


def test_wide_characters_count_double() -> None:
    assert paper(20).show(message("東京東京 東京東京 東京東京")) == "東京東京 東京東京\n東京東京"


def test_a_block_is_never_wrapped() -> None:
    picture = "hama OR (homs -football\n        ^ this bracket is never closed."
    assert paper(20).show(message(Span(picture, Style.BLOCK))) == picture


def test_no_terminal_is_too_narrow() -> None:
    assert paper(0).show(message("one two three four five six")) == "one two three four\nfive six"


@given(st.text(), st.integers(0, 60))
def test_wrapping_loses_nothing_but_spaces(text: str, columns: int) -> None:
    shown, plain = paper(columns).show(message(text)), PLAIN.show(message(text))
    assert "".join(shown.split()) == "".join(plain.split())


@given(st.lists(st.text("ab \n", max_size=12)))
def test_no_line_is_wider_than_the_terminal_when_every_word_fits(texts: list[str]) -> None:
    lines = paper(20).show(Message(tuple(Span(text) for text in texts if len(text) < 8))).split("\n")
    words = "".join(text for text in texts if len(text) < 8).split()
    if all(len(word) <= 20 for word in words):
        assert all(width(line.strip()) <= 20 for line in lines)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_styles_at_its_own_width() -> None:
    found = Paper.of(Terminal(), {"TERM": "xterm"})
    assert found.styled
    assert found.columns
    assert found.columns() > 0


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_are_left_out_where_the_environment_asks_for_it(environment: dict[str, str]) -> None:
    assert not Paper.of(Terminal(), environment).styled


def test_what_is_no_terminal_is_neither_styled_nor_wrapped() -> None:
    assert Paper.of(io.StringIO(), {}) == Paper()
