from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nio import Api

from bot.core.message import Message, Span, Style, message
from bot.platforms.matrix.say import LONGEST, say

URLS = st.sampled_from(
    ["", "https://example.org/a?b=1&c=2", "javascript:alert(1)", "matrix:u/x", 'https://e.org/"><b>']
)
SPANS = st.builds(Span, st.text(max_size=200), st.sampled_from(Style), URLS)
MESSAGES = st.builds(Message, st.lists(SPANS, max_size=6).map(tuple))


class Seen(HTMLParser):
    """What a client sees in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.words += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.words += data


def test_each_style_has_its_tag() -> None:
    spans = [Span(style.value, style) for style in Style]
    assert say(message(*spans))["formatted_body"] == (
        "plain<strong>bold</strong><em>italic</em><code>code</code>"
        "<pre><code>block</code></pre><blockquote>quote</blockquote>"
    )


def test_a_block_keeps_its_lines_and_the_line_after_it_needs_no_break() -> None:
    html = say(message(Span("hama OR (\n        ^", Style.BLOCK), "\nTry\nagain."))["formatted_body"]
    assert html == "<pre><code>hama OR (\n        ^</code></pre>Try<br/>again."


def test_a_link_can_be_followed_from_both_bodies() -> None:
    content = say(message(Span("Hama", Style.BOLD, "https://example.org/?a=1&b=2")))
    assert content["formatted_body"] == '<strong><a href="https://example.org/?a=1&amp;b=2">Hama</a></strong>'
    assert content["body"] == "Hama (https://example.org/?a=1&b=2)"


def test_an_address_shown_as_itself_is_said_once() -> None:
    assert say(message(Span("https://example.org", url="https://example.org")))["body"] == "https://example.org"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "tg://user?id=1", "/etc/passwd", "https://"]
)
def test_other_kinds_of_address_are_no_links(url: str) -> None:
    content = say(message(Span("words", url=url)))
    assert (content["formatted_body"], content["body"]) == ("words", "words")


def test_nobody_is_called_by_a_message() -> None:
    content = say(message("@room read this"))
    assert content["m.mentions"] == {}
    assert content["msgtype"] == "m.notice"


@given(MESSAGES)
def test_nothing_said_acts_as_markup(words: Message) -> None:
    seen = Seen(say(words)["formatted_body"])
    assert {tag for tag, _ in seen.tags} <= {"strong", "em", "code", "pre", "blockquote", "a", "br"}
    for tag, attributes in seen.tags:
        assert set(attributes) <= ({"href"} if tag == "a" else set())
        assert tag != "a" or str(attributes["href"]).startswith("https://")


@given(st.text(max_size=300))
def test_the_html_says_the_same_words(words: str) -> None:
    content = say(message(words))
    assert Seen(content["formatted_body"]).words == content["body"].replace("\r", "")


EVENT_ID = "$" + "x" * 254
"""As long as one may be (Matrix specification, size limits)."""


def encrypted(content: dict[str, Any]) -> int:
    """Bytes of the event, its fields and signatures as long as they come: matrix-nio encrypts JSON in ASCII."""
    return len(Api.to_json({"room_id": "!" + "x" * 254, "type": "m.room.message", "content": content})) * 4 // 3 + 4_000


@settings(deadline=None, max_examples=40)
@given(MESSAGES, st.integers(1, 500), st.sampled_from(({}, {"edits": EVENT_ID}, {"thread": EVENT_ID, "replies": "$a"})))
def test_any_message_fits_an_event_encrypted_too(words: Message, times: int, how: dict[str, str]) -> None:
    content = say(Message(words.spans * times), **how)
    assert len(json.dumps(content)) <= LONGEST + 100
    assert encrypted(content) <= 65_536


@pytest.mark.parametrize("letter", ["x", "é", "ح", "🔴", '"', "<"])
@pytest.mark.parametrize("edits", ["", EVENT_ID])
def test_a_message_that_is_too_long_is_cut_as_little_as_needed(letter: str, edits: str) -> None:
    content = say(message(letter * 60_000), edits=edits)
    assert LONGEST - 100 < len(json.dumps(content)) <= LONGEST + 100
    assert content.get("m.new_content", content)["body"].rstrip("\u2069").endswith(f"{letter}…")


def test_what_is_too_long_for_two_bodies_loses_its_forms_before_its_words() -> None:
    words = " ".join(["حماة"] * 900)
    content = say(message(Span(words, Style.BOLD)))
    assert "formatted_body" not in content
    assert content["body"].strip("\u2068\u2069") == words
    assert "formatted_body" in say(message(Span(words[:2000], Style.BOLD)))


def test_a_reply_names_what_it_answers() -> None:
    assert say(message("x"), replies="$a")["m.relates_to"] == {"m.in_reply_to": {"event_id": "$a"}}


def test_in_a_thread_the_root_is_named_for_clients_without_threads() -> None:
    assert say(message("x"), thread="$root")["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$root"},
    }


def test_a_reply_in_a_thread_is_a_true_reply() -> None:
    relation = say(message("x"), thread="$root", replies="$a")["m.relates_to"]
    assert relation["m.in_reply_to"] == {"event_id": "$a"}
    assert relation["is_falling_back"] is False


def test_an_edit_carries_the_new_words_and_short_old_style_ones() -> None:
    content = say(message("3 origins " * 200), edits="$a")
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$a"}
    assert content["body"].startswith("* 3 origins")
    assert len(content["body"]) < 1_100
    assert content["m.new_content"] == say(message("3 origins " * 200))
