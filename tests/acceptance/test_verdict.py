"""The oracle itself: each way in which a bot may break its promise is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.acceptance.verdict import Owed, Verdict, compare

FEEDS = {"north": [1, 3], "south": [2]}


def told(number: int) -> str:
    return f"SANA\nHama report number {number} of the day"


def again(number: int) -> str:
    return f"(possible repeat)\n{told(number)}"


SENT = [Owed(number, "alpha", (number,), "sent") for number in (1, 2, 3)]


def judged(texts: list[str], owed: list[Owed] | None = None) -> Verdict:
    return compare(FEEDS, SENT if owed is None else owed, {"alpha": texts})


def with_second(**changes: object) -> list[Owed]:
    return [SENT[0], replace(SENT[1], **changes), SENT[2]]


def test_what_arrived_once_and_in_order_is_good() -> None:
    verdict = judged([told(1), "/filter add x homs", told(2), told(3)])
    assert (verdict.good, verdict.alerts, verdict.messages) == (True, 3, 3)


@pytest.mark.parametrize("state", ["sent", "dead", "pending", "held", "muted"])
def test_what_never_arrived_is_lost_whatever_is_written_down(state: str) -> None:
    assert judged([told(1), told(3)], with_second(state=state)).lost == [("alpha", 2)]


def test_what_was_never_owed_is_lost() -> None:
    assert judged([told(1), told(3)], [SENT[0], SENT[2]]).lost == [("alpha", 2)]


def test_what_is_held_as_unsure_is_not_lost_but_counted() -> None:
    verdict = judged([told(1), told(3)], with_second(state="unsure", doubts=1))
    assert (verdict.good, verdict.unsure, verdict.missing_unsure) == (True, 1, 1)


def test_a_repeat_without_a_doubt_is_seen() -> None:
    assert judged([told(1), told(2), again(2), told(3)]).repeated == [("alpha", 2)]


def test_one_doubt_excuses_one_repeat_that_says_so() -> None:
    doubted = with_second(doubts=1)
    verdict = judged([told(1), told(2), again(2), told(3)], doubted)
    assert (verdict.good, verdict.repeated_in_doubt) == (True, 1)
    assert judged([told(1), told(2), again(2), again(2), told(3)], doubted).repeated == [("alpha", 2)]
    assert judged([told(1), told(2), told(2), told(3)], doubted).unmarked == [("alpha", 2)]


def test_another_order_than_that_of_what_is_owed_is_seen() -> None:
    assert judged([told(2), told(1), told(3)]).disordered == ["alpha"]


def test_what_is_urgent_may_overtake_but_no_feed_is_told_backwards() -> None:
    assert judged([told(2), told(1), told(3)], with_second(lane=0)).good
    third = [*SENT[:2], replace(SENT[2], lane=0)]
    assert judged([told(3), told(1), told(2)], third).disordered == ["alpha"]


def test_a_digest_is_one_message_that_tells_of_all_its_parts() -> None:
    parts = [replace(each, state="digested", digest=9) for each in SENT[1:]]
    digest = f"2 reports\n{told(3)}\n{told(2)}"
    verdict = judged([told(1), digest], [SENT[0], *parts, Owed(9, "alpha", (), "sent")])
    assert (verdict.good, verdict.messages) == (True, 2)
    assert judged([told(1)], [SENT[0], *parts, Owed(9, "alpha", (), "sent")]).lost == [("alpha", 2), ("alpha", 3)]


def test_a_digest_in_doubt_may_come_twice_and_has_to_say_so() -> None:
    parts = [replace(each, state="digested", digest=9) for each in SENT]
    digest = f"3 reports\n{told(3)}\n{told(1)}"
    owed = [*parts, Owed(9, "alpha", (), "sent", doubts=1)]
    verdict = judged([digest, f"(possible repeat)\n{digest}"], owed)
    assert (verdict.good, verdict.repeated_in_doubt, verdict.digests) == (True, 1, 1)
    assert judged([digest, digest], owed).unmarked == [("alpha", 1)]


def test_a_digest_stands_where_the_first_of_its_parts_would() -> None:
    first, second, third = SENT
    parts = [replace(each, state="digested", digest=9) for each in (first, third)]
    owed = [parts[0], second, parts[1], Owed(9, "alpha", (), "sent")]
    assert judged([f"2 reports\n{told(3)}\n{told(1)}", told(2)], owed).good
    assert judged([told(2), f"2 reports\n{told(3)}\n{told(1)}"], owed).disordered == ["alpha"]


def test_a_message_that_does_not_keep_up_with_its_story_is_seen() -> None:
    copied = {2: ["east", "west"]}
    edited = f"{told(2)}\nAlso, in the same words: East; West"
    verdict = compare(FEEDS, SENT, {"alpha": [told(1), edited, told(3)]}, copied)
    assert (verdict.good, verdict.edited) == (True, 1)
    for stale in (told(2), f"{told(2)}\nAlso, in the same words: East"):
        assert compare(FEEDS, SENT, {"alpha": [told(1), stale, told(3)]}, copied).stale == [("alpha", 2)]


def test_of_a_message_that_came_twice_the_second_is_kept_up() -> None:
    texts = [told(1), told(2), f"{again(2)}\nAlso: East", told(3)]
    assert compare(FEEDS, with_second(doubts=1), {"alpha": texts}, {2: ["east"]}).good


def test_what_is_held_as_unsure_or_told_in_a_digest_is_not_edited() -> None:
    texts = {"alpha": [told(1), told(2), told(3)]}
    assert compare(FEEDS, with_second(state="unsure", doubts=1), texts, {2: ["east"]}).edited == 0
