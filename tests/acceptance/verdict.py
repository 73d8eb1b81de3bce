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
    stale: list[tuple[str, int]] = field(default_factory=list)
    """Reports whose message does not name all that carry them."""
    disordered: list[str] = field(default_factory=list)
    """Chats that were told in another order than they were owed it, in a lane, or a feed published it."""
    digests: int = 0
    """Messages that told of several reports."""
    edited: int = 0
    """Messages that were to be edited."""
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
        return not (self.lost or self.repeated or self.unmarked or self.stale or self.disordered)


def compare(
    published: Mapping[str, Sequence[int]],
    owed: Iterable[Owed],
    heard: Mapping[str, Sequence[str]],
    copied: Mapping[int, Sequence[str]] | None = None,
) -> Verdict:
    """`published`: the reports of each feed; `heard`: what each chat that follows them all holds, in order.

    `copied`: the feeds that carry a report of another, which everybody who was told of it should read.
    """
    verdict = Verdict()
    rows = list(owed)
    for chat, texts in heard.items():
        _judge(verdict, published, _Chat.of(chat, [row for row in rows if row.chat == chat], texts), copied or {})
    return verdict


@dataclass(frozen=True, slots=True)
class _Chat:
    """What a chat was owed, and what it holds."""

    name: str
    senders: Mapping[int, Owed]
    """The delivery that tells of each report: what is told in a digest counts by the digest, which is one message."""
    parts: Mapping[int, Sequence[Owed]]
    """What each of these deliveries tells of, in the order in which it was owed."""
    told: Mapping[int, Sequence[str]]
    """The messages of each of these deliveries; those that came first first."""

    @classmethod
    def of(cls, name: str, rows: Sequence[Owed], texts: Iterable[str]) -> _Chat:
        by_id = {row.id: row for row in rows}
        senders = {number: by_id[row.digest or row.id] for row in rows for number in row.numbers}
        parts: dict[int, list[Owed]] = {}
        for row in sorted(rows, key=lambda row: row.id):
            if row.numbers:
                parts.setdefault(row.digest or row.id, []).append(row)
        told: dict[int, list[str]] = {}
        for text in texts:
            if (found := reports([text])) and found[0] in senders:
                told.setdefault(senders[found[0]].id, []).append(text)
        return cls(name, senders, parts, told)


def _judge(
    verdict: Verdict, published: Mapping[str, Sequence[int]], chat: _Chat, copied: Mapping[int, Sequence[str]]
) -> None:
    """One chat."""
    verdict.messages += sum(map(len, chat.told.values()))
    verdict.digests += sum(len(chat.parts[sender]) > 1 for sender in chat.told)
    for number in sorted(number for numbers in published.values() for number in numbers):
        verdict.alerts += 1
        sender = chat.senders.get(number)
        if not sender or (sender.id not in chat.told and sender.state != "unsure"):
            verdict.lost.append((chat.name, number))
    for sender in {sender.id: sender for sender in chat.senders.values()}.values():
        verdict.doubts += sender.doubts > 0
        verdict.unsure += sender.state == "unsure"
        texts = chat.told.get(sender.id, ())
        if texts:
            _weigh(verdict, chat, sender, texts, copied)
        else:
            verdict.missing_unsure += sender.state == "unsure"
    if not _is_ordered(published, chat):
        verdict.disordered.append(chat.name)


def _weigh(
    verdict: Verdict, chat: _Chat, sender: Owed, texts: Sequence[str], copied: Mapping[int, Sequence[str]]
) -> None:
    """What came of one delivery."""
    number = chat.parts[sender.id][0].numbers[0]
    if len(texts) > 1:
        verdict.repeated_in_doubt += sender.doubts > 0
        if len(texts) - 1 > sender.doubts:
            verdict.repeated.append((chat.name, number))
        elif not all(REPEAT_MARK in text for text in texts[1:]):
            verdict.unmarked.append((chat.name, number))
    if sender.state == "sent" and sender.numbers and number in copied:
        verdict.edited += 1
        # Of two messages the last is known by name, and edited.
        if not all(feed.title() in texts[-1] for feed in copied[number]):
            verdict.stale.append((chat.name, number))


def _is_ordered(published: Mapping[str, Sequence[int]], chat: _Chat) -> bool:
    """Whether it was told in the order in which it was owed, in each lane, and in that in which each feed published."""
    came = [chat.parts[sender] for sender in chat.told]  # a dict keeps the order in which its keys came first
    lanes = [[parts[0].id for parts in came if parts[0].lane == lane] for lane in {parts[0].lane for parts in came}]
    first = [number for parts in came for part in parts for number in part.numbers]
    feeds = [[number for number in first if number in numbers] for numbers in published.values()]
    return all(ids == sorted(ids) for ids in (*lanes, *feeds))
