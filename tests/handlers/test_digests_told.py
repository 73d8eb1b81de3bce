"""What is answered to commands in reply to a digest, which tells of several stories."""

from __future__ import annotations

from datetime import timedelta

from bot.core.decisions import Filing, Wanted
from bot.core.model import Match, Relation, SubscriptionKind
from bot.ports import Due
from tests.engine.fakes import LEASE
from tests.handlers.room import NOW, SOHR, Room

TITLES = [f"Shelling near village number {number} of the province" for number in range(1, 8)]


async def a_digest(room: Room, titles: list[str]) -> str:
    """The reference of a digest of these stories, which was sent."""
    await room.says("/help")
    chat = await room.store.chats.meet(room.address(), room.kind, "", NOW)
    await room.publish_all(titles, by=SOHR, ago=timedelta())
    match = Match(1, SubscriptionKind.QUERY, "village")
    wanted = (Wanted(chat.id, "", (match,), held_until=NOW, held_for="hourly digest"),)
    filings = [Filing(each.id, 0, None, Relation.NEW, "", wanted) for each in await room.store.desk.unfiled(10)]
    fence = await room.store.ledger.lead("desk", "me", NOW, LEASE)
    assert fence is not None
    await room.store.desk.file(filings, fence, NOW)
    assert await room.store.holding.release(Due(chat.id, ""), NOW, {})
    return await room._deliver()


async def test_a_digest_is_no_alert_and_its_stories_are_named_with_what_to_type(room: Room) -> None:
    reference = await a_digest(room, TITLES[:2])
    said = await room.says("/story", replies_to=reference)
    assert said.startswith("That is a digest of several stories. Ask for one of them:\n/story #")
    assert TITLES[0] in said
    assert TITLES[1] in said
    assert "more" not in said
    command, _, title = said.splitlines()[1].partition("  ")
    assert title in await room.says(command)


async def test_of_many_stories_a_few_are_named(room: Room) -> None:
    said = await room.says("/story", replies_to=await a_digest(room, TITLES))
    assert said.splitlines()[-1] == "+2 more: /latest"
