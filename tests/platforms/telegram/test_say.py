"""How messages become texts and entities: nothing is lost, added or misplaced, whatever people write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.message import Message, Span, Style, message
from bot.platforms.telegram.say import ENTITIES, Part, clipped, parts
from tests.servers.botapi.markup import check_bounds
from tests.servers.botapi.utf16 import cut, units

FLAG = "\U0001f1f8\U0001f1fe"  # two code points, four UTF-16 units
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(f"{FLAG} \n\n🔴é")), max_size=60)
URLS = st.sampled_from(["", "https://sana.example/a?b=c", "javascript:alert(1)", "tg://user?id=1", "http://[", "x"])
SPANS = st.builds(Span, TEXTS, st.sampled_from(Style), URLS)
MESSAGES = st.builds(Message, st.lists(SPANS, max_size=20).map(tuple))


def squeezed(text: str) -> str:
    """Without white space, which may go at cuts, and with surrogates as they arrive."""
    return "".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())


def covered(part: Part) -> list[tuple[str, str]]:
    return [(entity.type, cut(part.text, entity.offset, entity.length)) for entity in part.entities]


@settings(deadline=None)
@given(MESSAGES)
def test_a_short_message_is_one_part_with_every_word(said: Message) -> None:
    (part,) = parts(said)
    assert part.text == "".join(span.text for span in said.spans).encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    ) or squeezed(part.text) == squeezed(said.plain)


@settings(deadline=None)
@given(MESSAGES, st.integers(4, 80))
def test_parts_keep_every_word_and_stay_within_the_limits(said: Message, limit: int) -> None:
    found = parts(said, units=limit)
    assert squeezed("".join(part.text for part in found)) == squeezed("".join(_joined(said)))
    for part in found:
        assert units(part.text) <= limit
        assert len(part.entities) <= ENTITIES
        check_bounds(part.text, [{"offset": one.offset, "length": one.length} for one in part.entities])


def _joined(said: Message) -> list[str]:
    """The text of each span: a surrogate pair does not form across two of them."""
    return [span.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for span in said.spans]


@settings(deadline=None)
@given(MESSAGES)
def test_only_links_to_the_web_can_be_pressed(said: Message) -> None:
    for part in parts(said):
        assert all(entity.url is None or entity.url.startswith("https://sana") for entity in part.entities)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("ab🔴 é", min_size=1).filter(str.strip), st.sampled_from(Style)), min_size=1))
def test_entities_cover_the_words_of_their_spans(written: list[tuple[str, Style]]) -> None:
    spans = [Span(text, style) for text, style in written]
    separated = [piece for span in spans for piece in (span, Span("|"))]
    (part,) = parts(Message(tuple(separated)))
    names = {Style.BLOCK: "pre", Style.QUOTE: "blockquote"}
    assert covered(part) == [
        (names.get(span.style, span.style.value), span.text) for span in spans if span.style is not Style.PLAIN
    ]


def test_a_styled_link_has_both_forms() -> None:
    (part,) = parts(message(FLAG, Span("SANA", Style.BOLD, "https://sana.example")))
    assert [(one.type, one.offset, one.length) for one in part.entities] == [("text_link", 4, 4), ("bold", 4, 4)]


def test_code_holds_no_link() -> None:
    (part,) = parts(message(Span("hama", Style.CODE, "https://sana.example")))
    assert covered(part) == [("code", "hama")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("first paragraph\n\nsecond one", ["first paragraph", "second one"]),
        ("first line of two\nsecond one", ["first line of two", "second one"]),
        ("no line here but words", ["no line here but", "words"]),
        ("unbroken" * 4, ["unbrokenunbrokenunbr", "okenunbroken"]),
        (FLAG * 8, [FLAG * 5, FLAG * 3]),
        ("\n" * 50 + "after a void", ["after a void"]),
    ],
)
def test_a_long_text_is_cut_where_it_hurts_least(text: str, expected: list[str]) -> None:
    assert [part.text for part in parts(message(text), units=20)] == expected


def test_a_form_is_not_torn_when_the_cut_can_come_before_it() -> None:
    found = parts(message("some-words-and-", Span("a-bold-one", Style.BOLD)), units=20)
    assert [part.text for part in found] == ["some-words-and-", "a-bold-one"]
    assert [len(part.entities) for part in found] == [0, 1]


def test_a_form_longer_than_a_message_goes_on_in_the_next() -> None:
    found = parts(message(Span("x" * 30, Style.BOLD)), units=20)
    assert [covered(part) for part in found] == [[("bold", "x" * 20)], [("bold", "x" * 10)]]


def test_a_message_has_at_most_a_hundred_entities() -> None:
    found = parts(Message(tuple(Span(f"{n} ", Style.BOLD if n % 2 else Style.ITALIC) for n in range(250))))
    assert [len(part.entities) for part in found] == [100, 100, 50]


def test_an_empty_message_is_one_empty_part() -> None:
    assert parts(message()) == (Part(""),)


def test_lone_surrogates_become_replacement_characters() -> None:
    assert parts(message("a\ud800b"))[0].text == "a\ufffdb"


@pytest.mark.parametrize(("limit", "text", "kept"), [(20, "**bold** and more", 1), (6, "**bol…", 0), (3, "**…", 0)])
def test_clipping_keeps_what_still_fits(limit: int, text: str, kept: int) -> None:
    (part,) = parts(message("**", Span("bold", Style.BOLD), "** and more"))
    short = clipped(part, limit)
    assert short.text == text
    assert units(short.text) <= limit
    assert len(short.entities) == kept
