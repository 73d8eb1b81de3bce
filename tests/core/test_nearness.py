"""Which of the stories known are compared with a new item, and by what."""

from __future__ import annotations

from datetime import timedelta

from bot.core.concepts import Concepts
from bot.core.stories.grouping import Groups
from bot.core.stories.sketches import Sketch, Sketcher
from tests.core.nouns import NOW, an_item

DAYS = timedelta(hours=44)


def sketch(title: str, language: str = "en") -> Sketch:
    item = an_item(title=title, language=language)
    return Sketcher(Concepts()).sketch(item, title, ())


def test_stories_of_days_ago_do_not_crowd_out_the_one_that_is_told_now() -> None:
    groups = Groups()
    for number in range(1, 30):
        groups.add(number, number, sketch(f"Ferry sinks near the northern harbour, report {number}"), NOW - DAYS)
    groups.add(90, 90, sketch("Ferry sinks near harbour"), NOW)
    [near] = groups.near(sketch("Ferry sinks near the northern harbour"), NOW + timedelta(minutes=20))
    assert near.story == 90


def test_a_number_is_one_however_it_is_written() -> None:
    assert "#12" in sketch("Zwölf Tote bei Angriff", "de").keys
    assert "#12" in sketch("Twelve die in attack").keys
    assert "#12" in sketch("١٢ قتيلا في غارة", "ar").keys
    assert "#2445" in sketch("2,445 homes burn down").keys
