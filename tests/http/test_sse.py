from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.http.sse import EventReader, TooLongError
from bot.ports.streams import Frame


def read(*chunks: bytes, most: int = 1_000) -> list[Frame]:
    reader = EventReader(most)
    return [frame for chunk in chunks for frame in reader.feed(chunk)]


def test_an_event_has_a_type_and_data() -> None:
    assert read(b'event: update\ndata: {"id": 1}\n\n') == [Frame(b'{"id": 1}', "update")]


def test_what_is_no_field_of_interest_is_passed_over() -> None:
    greeting = b":)\n:thump\n\nid: 7\nretry: 3000\nnonsense\n"
    assert read(greeting + b"data:x\n\n:thump\n") == [Frame(b"x")]


def test_data_of_several_lines_is_joined_and_one_space_is_not_part_of_it() -> None:
    assert read(b"data: a\ndata:  b\ndata\ndata:c\n\n") == [Frame(b"a\n b\n\nc")]


def test_a_type_holds_for_its_own_event_only() -> None:
    assert read(b"event: delete\ndata: 1\n\ndata: 2\n\n") == [Frame(b"1", "delete"), Frame(b"2")]
    assert read(b"event: delete\n\ndata: 2\n\n") == [Frame(b"2")]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert read(b"\xef\xbb\xbfdata: 1\n\ndata: 2\n\n") == [Frame(b"1"), Frame(b"2")]


def test_an_event_that_is_not_whole_is_not_given() -> None:
    assert read(b"data: 1\n\ndata: 2\n") == [Frame(b"1")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_end_in_any_of_three_ways(end: bytes) -> None:
    text = end.join([b"event: a", b"data: 1", b"data: 2", b"", b"data: 3", b"", b":"])
    assert read(text + end) == [Frame(b"1\n2", "a"), Frame(b"3")]


FIELD = st.sampled_from([b"data: \xd8\xb3\xd9\x88", b"data:", b"event: up", b":thump", b"", b"", b"data: " + b"x" * 40])
END = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(
    st.lists(st.tuples(FIELD, END), max_size=30).map(lambda pairs: b"".join(map(b"".join, pairs)) + b"\n:\n"), st.data()
)
def test_it_does_not_matter_how_the_bytes_are_cut(text: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    parts = [text[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert read(*parts) == read(text) == read(*(text[place : place + 1] for place in range(len(text))))


@pytest.mark.parametrize(
    "bomb",
    [b"data: " + b"x" * 200, b"data: xxxxxxxxxx\n" * 20, b"data:\n" * 200, b"x" * 200, b":" + b"x" * 200],
    ids=["one line", "many lines", "empty lines", "no field", "a comment"],
)
def test_an_event_that_grows_too_long_ends_it_after_what_came_before(bomb: bytes) -> None:
    reader = EventReader(100)
    frames = reader.feed(b"data: 1\n\n" + bomb[:90])
    assert next(frames) == Frame(b"1")
    assert list(frames) == []
    with pytest.raises(TooLongError):
        list(reader.feed(bomb[90:]))


def test_what_is_whole_of_an_event_and_what_is_not_count_together() -> None:
    reader = EventReader(100)
    assert list(reader.feed(b"data: " + b"x" * 60 + b"\n")) == []
    with pytest.raises(TooLongError):
        list(reader.feed(b"data: " + b"x" * 60))


def test_an_event_of_just_the_longest_size_is_taken() -> None:
    assert read(b"data: " + b"x" * 93 + b"\n\n", most=100) == [Frame(b"x" * 93)]
    assert len(read(b"data: 1\n\n" * 1_000, most=100)) == 1_000


def test_a_long_line_in_tiny_pieces_costs_no_more_than_its_length() -> None:
    reader = EventReader(2_000_000)
    for _ in range(200_000):  # copied anew for each piece, this would take a minute
        assert list(reader.feed(b"xxxxx")) == []
