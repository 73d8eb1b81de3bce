"""The search room: what is found, in which order, whatever is typed."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import BadQuery
from bot.core.filters import Document, Query, bind, parse
from bot.core.filters.query import Not, Term
from bot.core.model import Evidence, Item, Story
from bot.core.names import Unnamed
from bot.ports import Bookmark, Findings, Question
from bot.store.rooms import SqlStore
from tests.store.sample import DAY, NOW, desk, entry, filing, outlet, poll, source

LONG = "ab" * 200
TEXTS = (
    "Army says it stopped an advance north of Hama",
    "الجيش يوقف هجوماً شمال حماة",
    "Наступление на Хаму остановлено",
    "哈马 以北 的 攻势",
    "Quotes \" OR NEAR( * and it's \\ a (mess) & more | ! :*",
    "C++ and C# in the U.S. – e-mail a@b.example",
    f"A word of four hundred letters {LONG}",
    "Müller, Şırnak, naïve café İstanbul ﷺ",
    "🔥 fire 🔥",
)


ALL = {"sana", "blog", "other"}


async def wire(store: SqlStore, *texts: str) -> None:
    entries = [entry(number, title=text, text="") for number, text in enumerate(texts)]
    await poll(store, await source(store), *entries)


def question(query: str | Query | None = None, since: datetime | None = NOW - DAY, **more: object) -> Question:
    read = parse(query) if isinstance(query, str) else query
    return Question(bind(read, Unnamed()) if read else None, since, **more)  # type: ignore[arg-type]


async def ask(
    store: SqlStore, query: str | Query | None = None, limit: int = 100, after: Bookmark | None = None, **more: object
) -> Findings[Story]:
    return await store.search.stories(question(query, **more), NOW, limit, after)  # type: ignore[arg-type]


def told(found: Findings[Story]) -> list[str]:
    return [item.title for story in found.things for item in story.items]


async def titles(store: SqlStore, query: str, pack: str = "") -> list[str]:
    found = await ask(store, query, pack=pack)
    assert (found.total, found.whole) == (len(found.things), True)
    return told(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hama", TEXTS[0]),
        ('"north of"', TEXTS[0]),
        ("حماة", TEXTS[1]),
        ("هجوما", TEXTS[1]),
        ("хаму", TEXTS[2]),
        ("攻势", TEXTS[3]),
        ("mess more", TEXTS[4]),
        ("email OR mail", TEXTS[5]),
        (LONG, TEXTS[6]),
        ("muller", TEXTS[7]),
        ("istan*", TEXTS[7]),
        ("fire -hama", TEXTS[8]),
    ],
)
async def test_words_of_any_script_are_found(store: SqlStore, query: str, found: str) -> None:
    await wire(store, *TEXTS)
    assert await titles(store, query) == [found]


async def test_a_candidate_that_does_not_match_is_left_out(store: SqlStore) -> None:
    await wire(store, "north of Hama", "of the north", LONG + "x")
    assert await titles(store, '"north of"') == ["north of Hama"]
    assert await titles(store, LONG) == []


async def test_stories_come_newest_first_with_all_their_items(store: SqlStore) -> None:
    published = [entry(number, title=f"hama {number}", published=NOW - number * DAY / 10) for number in range(4)]
    await poll(store, await source(store), *published)
    items = {item.title: item for item in await store.desk.unfiled(10)}
    fence = await desk(store)
    story = items["hama 3"].id
    await store.desk.file([filing(items["hama 3"]), filing(items["hama 0"], story=story)], fence, NOW)
    await store.desk.file([filing(items["hama 1"])], fence, NOW)
    found = await ask(store, "0 OR 1 OR 2", limit=2)
    assert [[item.title for item in each.items] for each in found.things] == [["hama 3", "hama 0"], ["hama 1"]]
    assert (found.total, found.whole) == (3, True)
    assert [(each.id, len(each.items)) for each in (await ask(store, "2")).things] == [(0, 1)]


async def test_without_a_query_every_story_since_then_is_found(store: SqlStore) -> None:
    old = entry(1, published=NOW - 2 * DAY)
    await poll(store, await source(store), old, entry(2))
    found = await ask(store)
    assert (found.total, told(found)) == (1, ["Title 2"])


async def test_quiet_items_are_found_too(store: SqlStore) -> None:
    await poll(store, await source(store, read=False), entry(1))
    assert await titles(store, "title") == ["Title 1"]


async def test_a_pack_narrows_the_search_to_its_outlets(store: SqlStore) -> None:
    await poll(store, await source(store, "sana", packs=("syria", "world")), entry(1))
    await poll(store, await source(store, "tass", packs=("world",)), entry(2))
    assert await titles(store, "title", "syria") == ["Title 1"]
    assert sorted(await titles(store, "title", "world")) == ["Title 1", "Title 2"]
    assert await titles(store, "title", "nowhere") == []


async def test_only_the_newest_words_of_an_item_are_found(store: SqlStore) -> None:
    edited = await source(store)
    await poll(store, edited, entry(1, title="before"))
    await poll(store, edited, entry(1, title="after"))
    assert await titles(store, "after") == ["after"]
    assert await titles(store, "before") == []


async def test_more_candidates_than_a_page_are_all_looked_at(store: SqlStore) -> None:
    for page in range(3):
        number = page * 200
        await poll(store, await source(store, f"outlet{page}"), *(entry(number + count) for count in range(200)))
    found = await ask(store, "title -599", limit=3)
    assert len(found.things) == 3
    assert not found.whole
    assert 100 < found.total < 599
    matched = await store.search.matched(question("title -599"))
    assert (len(matched.items), matched.stories, matched.until) == (599, 599, None)
    assert len(await store.search.items(NOW - DAY, 50)) == 50


async def test_forgotten_items_are_found_no_more(store: SqlStore) -> None:
    await wire(store, "hama")
    await store.ledger.tidy(NOW + 31 * DAY, items=30 * DAY, seen=90 * DAY)
    assert await titles(store, "hama") == []


async def test_a_query_that_names_nothing_to_look_up_looks_at_all(store: SqlStore) -> None:
    await wire(store, *TEXTS)
    no_words = Query(Not(Term("hama", ("hama",))))
    found = await ask(store, no_words)
    assert found.total == len(TEXTS) - 1
    assert all("Hama" not in title for title in told(found))


async def test_long_texts_are_searched_to_their_end(store: SqlStore) -> None:
    long = [entry(number, title="long", text=f"{'word ' * 2_000} end{number}") for number in range(3)]
    await poll(store, await source(store), *long)
    found = await ask(store, "end1")
    assert [item.text for story in found.things for item in story.items] == [long[1].text]


async def test_what_the_desk_has_not_read_has_no_story_yet(store: SqlStore) -> None:
    await wire(store, "hama", "homs")
    found = await ask(store)
    assert [(story.id, len(story.items)) for story in found.things] == [(0, 1), (0, 1)]


async def test_what_a_chat_brought_is_found_only_by_those_that_follow_it(store: SqlStore) -> None:
    for name, chat in (("sana", None), ("blog", 7), ("other", 8)):
        own = [entry(1, guid=name, url="", title=f"hama by {name}", text="")]
        await poll(store, await source(store, name, brought_by=chat), *own)
    for follows, found in (((), {"sana"}), (("blog",), {"sana", "blog"}), (("blog", "other", "gone"), ALL)):
        seen = await ask(store, "hama", follows=follows)
        assert {item.outlet.id for story in seen.things for item in story.items} == found
        assert seen.total == len(found)
        assert {item.outlet.id for item in await store.search.items(NOW - DAY, 10, follows=follows)} == found
    assert (await ask(store, outlet="blog")).total == 0
    assert told(await ask(store, outlet="blog", follows=["blog"])) == ["hama by blog"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=40), st.sampled_from(TEXTS).flatmap(lambda text: st.sampled_from(text.split()))))
async def test_whatever_is_typed_finds_just_what_matches(store: SqlStore, typed: str) -> None:
    if not await store.search.items(NOW - DAY, 1):
        await wire(store, *TEXTS)
    try:
        query = parse(typed)
    except BadQuery:
        return
    assert sorted(await titles(store, typed)) == sorted(text for text in TEXTS if matches(query, text))


@pytest.mark.parametrize(
    "typed", ['" OR NEAR( *', "hama' OR 1=1 --", "a\\", "'; DROP TABLE items; --", "a:* & !b", "حماة*"]
)
async def test_the_syntax_of_a_database_means_nothing(store: SqlStore, typed: str) -> None:
    await wire(store, *TEXTS)
    quoted = '"' + typed.replace('"', " ") + '"'
    query = parse(quoted)
    assert await titles(store, quoted) == [text for text in TEXTS if matches(query, text)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(), min_size=1, max_size=30), min_size=3, max_size=8, unique=True))
async def test_whatever_is_published_is_found_by_its_words(store: SqlStore, published: list[str]) -> None:
    (wired,) = await store.sources.every() or [await source(store)]
    await poll(store, wired, *(entry(1, guid="", url="", title=title, text="") for title in published))
    for item in await store.search.items(NOW - DAY, len(published)):
        for word in item.title.split():
            try:
                query = parse(f'"{word}"')
            except BadQuery:
                continue
            if matches(query, item.title):
                assert item.title in await titles(store, f'"{word}"')


def matches(query: Query, text: str) -> bool:
    item = Item(1, outlet(), "", text, "", "", NOW, NOW)
    return bind(query, Unnamed()).holds(Document(item, Evidence(), NOW))


async def test_a_word_as_long_as_what_is_indexed_of_words_is_not_found_in_a_longer_one(store: SqlStore) -> None:
    word = "e" * 64
    await poll(store, await source(store), entry(1, title=word), entry(2, title=word + "e"))
    found = await store.search.reports(Question(bind(parse(word), Unnamed())), NOW, 9)
    assert [item.title for item in found.things] == [word]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("hama is:denied", [1, 2, 5]),
        ("hama -is:denied", [3, 4, 6]),
        ("hama is:unconfirmed", [3, 6]),
        ("hama sources>=2", [1, 2, 4]),
    ],
)
async def test_what_a_story_is_known_for_is_what_the_desk_would_say_of_it(
    store: SqlStore, typed: str, numbers: list[int]
) -> None:
    one, other = await source(store), await source(store, "other")
    told = (
        "army takes Hama",
        "mayor denies it: Hama",
        "reportedly Hama",
        "Hama burns",
        "Hama denied",
        "Hama, allegedly",
    )
    for number, title in enumerate(told, 1):
        await poll(store, other if number == 2 else one, entry(number, title=title, text=""))
    await poll(store, other, entry(4, guid="twin", title="Hama burns", text=""))
    fence = await desk(store)
    for item in (await store.desk.unfiled(9))[:4]:  # the last two the desk has not read yet
        await store.desk.file([filing(item, story=1 if item.id == 2 else None)], fence, NOW)
    found = await store.search.reports(Question(bind(parse(typed), Unnamed())), NOW, 9)
    assert sorted(item.id for item in found.things) == numbers
