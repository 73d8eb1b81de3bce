"""The oracle of the drills: what the chats hold, compared with what was published and with what the bot wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.acceptance.world import reports

__all__ = ["DELIVERIES", "REPEAT_MARK", "Owed", "Verdict", "compare"]

REPEAT_MARK = "possible repeat"
"""Stands in a message that may have come before."""

DELIVERIES = (
    "SELECT deliveries.id, chats.chat, items.title, deliveries.state, doubts, lane, digest_id FROM deliveries"
    " JOIN chats ON chats.id = deliveries.chat_id LEFT JOIN items ON items.id = deliveries.item_id"
    " WHERE deliveries.kind <> 'notice' ORDER BY deliveries.id"
)
"""What `Owed.of` reads."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery, as the database has it."""

    id: int
    chat: str
    numbers: tuple[int, ...]
    """The report it tells of; none of a digest itself."""
    state: str
    doubts: int = 0
    lane: int = 1
    digest: int | None = None
    """The delivery that tells of it instead."""

    @classmethod
    def of(cls, row: Sequence[object]) -> Owed:
        """A row of `DELIVERIES`."""
        number, chat, title, *rest = row
        return cls(number, chat, tuple(reports([title] if title else [])), *rest)  # type: ignore[arg-type]


@dataclass
class Verdict:
    """What a round comes to: the lists of what must not be, and figures."""

    alerts: int = 0
    """Alerts that were owed."""
    messages: int = 0
    """Messages that told of them."""
    lost: list[tuple[str, int]] = field(default_factory=list)
    """Reports that never reached a chat and are not recorded as unsure."""
    repeated: list[tuple[str, int]] = field(default_factory=list)
    """Reports that a chat got twice though no send of them is recorded as in doubt."""
    unmarked: list[tuple[str, int]] = field(default_factory=list)
    """Reports that a chat got again without a word that this may be so."""
    disordered: list[str] = field(default_factory=list)
    """Chats that were told in another order than they were owed it, in a lane, or a feed published it."""
    doubts: int = 0
    """Deliveries with a send recorded as in doubt."""
    repeated_in_doubt: int = 0
    """Of these, how many people saw twice."""
    unsure: int = 0
    """Deliveries held for the operator, who alone can tell whether they arrived."""
    missing_unsure: int = 0
    """Of these, how many did not arrive."""

    @property
    def good(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.repeated or self.unmarked or self.disordered)


def compare(
    published: Mapping[str, Sequence[int]], owed: Iterable[Owed], heard: Mapping[str, Sequence[str]]
) -> Verdict:
    """`published`: the reports of each feed; `heard`: what each chat that follows them all holds, in order."""
    verdict = Verdict()
    by_id = {each.id: each for each in owed}
    for chat, texts in heard.items():
        theirs = [each for each in by_id.values() if each.chat == chat]
        # What is told in a digest counts by the digest: it is one message.
        sender_of = {number: by_id[each.digest or each.id] for each in theirs for number in each.numbers}
        told: dict[int, list[str]] = {}
        for text in texts:
            if (found := reports([text])) and found[0] in sender_of:
                told.setdefault(sender_of[found[0]].id, []).append(text)
        verdict.messages += sum(map(len, told.values()))
        verdict.doubts += sum(each.doubts > 0 for each in theirs)
        verdict.unsure += sum(each.state == "unsure" for each in theirs)
        for number in sorted(number for numbers in published.values() for number in numbers):
            _judge(verdict, chat, number, sender_of.get(number), told)
        order = [by_id[each] for each in told]  # a dict keeps the order in which its keys came first
        lanes = [[each.id for each in order if each.lane == lane] for lane in {each.lane for each in order}]
        first = [number for each in order for number in each.numbers]
        feeds = [[number for number in first if number in numbers] for numbers in published.values()]
        if any(ids != sorted(ids) for ids in (*lanes, *feeds)):
            verdict.disordered.append(chat)
    return verdict


def _judge(verdict: Verdict, chat: str, number: int, owed: Owed | None, told: Mapping[int, Sequence[str]]) -> None:
    """One report in one chat."""
    verdict.alerts += 1
    texts = told.get(owed.id, ()) if owed else ()
    if not owed or (not texts and owed.state != "unsure"):
        verdict.lost.append((chat, number))
    elif not texts:
        verdict.missing_unsure += 1
    elif len(texts) > 1:
        verdict.repeated_in_doubt += owed.doubts > 0
        if len(texts) - 1 > owed.doubts:
            verdict.repeated.append((chat, number))
        elif not all(REPEAT_MARK in text for text in texts[1:]):
            verdict.unmarked.append((chat, number))
