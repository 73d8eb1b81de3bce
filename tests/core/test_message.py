"""What the bot says: words, and buttons that can be said in words."""

from __future__ import annotations

from bot.core.message import Button, Message, Span, Style, message


def test_a_message_without_buttons_is_in_words_already() -> None:
    said = message("hello")
    assert said.in_words is said


def test_in_words_each_button_is_a_line_with_what_to_type_unless_it_is_spare() -> None:
    buttons = (
        Button("Back", "/latest hama", replaces=True),
        Button("Why", "/why 3"),
        Button("Story", "/story", spare=True),
    )
    said = Message((Span("news", Style.BOLD),), "https://a.example", buttons, refuses=True)
    assert said.in_words == Message(
        (
            Span("news", Style.BOLD),
            Span("\nBack:  "),
            Span("/latest hama", Style.CODE),
            Span("\nWhy:  "),
            Span("/why 3", Style.CODE),
        ),
        "https://a.example",
        refuses=True,
    )
