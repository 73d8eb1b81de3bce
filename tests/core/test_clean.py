from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.clean import clean, clip, plain

BANNED = set("\0\x07\x1b\x7f\x9f\u202e\u2066\ufffd\ud800\u200b")


@given(st.text(st.characters(codec=None)))
def test_a_cleaned_text_can_be_stored_and_sent(text: str) -> None:
    cleaned = clean(text)
    assert not BANNED & set(cleaned)
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned


@given(st.text())
def test_plain_text_never_raises_and_holds_no_control_characters(html: str) -> None:
    assert not BANNED & set(plain(html))


def test_controls_and_bidirectional_overrides_go() -> None:
    assert clean("Re\u202etrov\u202c to\0day\x1b[31m\ufffd") == "Retrov today[31m"


def test_joiners_that_persian_and_emoji_need_stay() -> None:
    assert clean("می\u200cخواهم 👨\u200d👩") == "می\u200cخواهم 👨\u200d👩"


def test_spaces_collapse_and_paragraphs_stay_apart() -> None:
    assert clean("  a\t\u00a0 b \r\n\r\n  c\u2028d ") == "a b\nc\nd"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Army says <b>it</b> stopped</p><p>an advance</p>", "Army says it stopped\nan advance"),
        ("line<br>line<br/>line", "line\nline\nline"),
        ("a<br>source\n  line end\tis a space", "a\nsource line end is a space"),
        ("but without\nmarkup it counts", "but without\nmarkup it counts"),
        ("a<i>\nb</i>", "a b"),
        ("Fish &amp; chips&nbsp;&#8217;s &lt;now&gt;", "Fish & chips ’s <now>"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
        ("<script>alert(1)</script><style>p{}</style><p>seen</p><svg><text>x</text></svg>", "seen"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("<img src=x onerror=alert(1)>", ""),
        ("no markup", "no markup"),
        ("<p>before\0after</p>", "beforeafter"),
        ("", ""),
    ],
)
def test_html_becomes_the_words_a_reader_sees(html: str, text: str) -> None:
    assert plain(html) == text


def test_html_nested_too_deeply_is_cut_short() -> None:
    assert "never read" not in plain("<div>" * 1_000_000 + "never read")


@given(st.text(), st.integers(1, 50))
def test_a_clipped_text_keeps_to_its_limit(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text or clipped.endswith("…")


def test_a_clipped_text_ends_with_a_word_where_it_can() -> None:
    assert clip("reports of fighting", 13) == "reports of…"
    assert clip("x" * 20, 5) == "xxxx…"
    assert clip("short", 5) == "short"
