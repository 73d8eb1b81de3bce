"""Searching by the index finds just what matching every item finds, whatever is asked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.filters import Document, Query, bind
from bot.core.filters.query import And, Not, Or, Term
from bot.core.model import Item, Outlet, Telling
from bot.core.stories.telling import evidence, telling
from bot.ports import Question
from bot.store.rooms import SqlStore
from tests.core.gazette import Gazette
from tests.core.trees import CHUNKS, queries
from tests.store.sample import HOUR, MINUTE, NOW, desk, entry, filing, poll, shown

pytestmark = pytest.mark.slow

SANA = Outlet(
    "sana-en", "SANA English", country="SY", language="ar", affiliation="Syrian state media", packs=("syria",)
)
OTHER = Outlet("x", "English SANA", country="US")
ITEMS = 80
SAID = (*CHUNKS, "denies", "reportedly", "reportedly", "reportedly")


async def filled(store: SqlStore) -> Sequence[Item]:
    """Items of two outlets, some of them carried by the other, some in one story."""
    if known := await shown(store):
        return known
    rng = random.Random(1)
    sources = [await store.sources.add(of, "feed", f"https://{of.id}.example", NOW) for of in (SANA, OTHER)]
    for number in range(ITEMS):
        title, text = (" ".join(rng.choices(SAID, k=rng.randint(1, 6))) for _ in range(2))
        told = entry(
            number, title=title, text=text, author="Hama Homs", published=NOW - rng.choice((0, 2, 90)) * MINUTE
        )
        await poll(store, sources[number % 2], told)
        if number % 5 == 0:
            await poll(store, sources[1 - number % 2], replace(told, guid=f"c{number}"))
    fence = await desk(store)
    for item in await store.desk.unfiled(ITEMS):
        story = 1 if item.id % 3 == 0 and item.id > 1 else None
        await store.desk.file([filing(item, story=story)], fence, NOW)
    return await shown(store)


def matching(query: Query, found: Sequence[Item]) -> set[int]:
    """Worked out item by item."""
    bound = bind(query, Gazette())
    told: dict[int | None, list[Telling]] = {}
    for item in found:
        told.setdefault(item.story, []).append(telling(item))
    known = {story: evidence(by, update=False) for story, by in told.items()}
    return {item.id for item in found if bound.holds(Document(item, known[item.story], NOW))}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries)
async def test_the_index_and_the_query_agree(store: SqlStore, query: Query) -> None:
    known = await filled(store)
    question = Question(bind(query, Gazette()), NOW - HOUR * 24)
    found = await store.search.reports(question, NOW, ITEMS)
    assert {item.id for item in found.things} == matching(query, known)
    assert found.whole
    assert found.total == len(found.things)
    stories = await store.search.stories(question, NOW, ITEMS)
    assert {story.id for story in stories.things} == {item.story for item in found.things}


words = st.sampled_from([chunk for chunk in CHUNKS if chunk.isalpha()])
plain = st.builds(lambda text: Term(text, (text.casefold(),)), words)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plain, plain, plain)
async def test_a_common_query_of_several_words_is_answered_alike(
    store: SqlStore, one: Term, other: Term, without: Term
) -> None:
    known = await filled(store)
    query = Query(And((Or((one, other)), Not(without))))
    found = await store.search.matched(Question(bind(query, Gazette())))
    assert {*found.items} == matching(query, known)
