"""A stream of news for the window: titles and texts recombined, some stories told again by others."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks._kept import Wire
from bot.core.model import Item, Outlet

__all__ = ["made_up", "stream"]

BEGAN: Final = datetime(2026, 11, 1, tzinfo=UTC)
OUTLETS: Final = 300
COPIED, RETOLD, NEAR = 0.1, 0.35, 1_000
"""Shares of items with the words of another and with half of them, and how many items back that is."""
WORDS: Final = 50_000
WHO, DOES, WHAT = (
    "army ministry rebels police mayor court president parliament union hospital airline company minister coalition",
    "attacks denies says announces closes opens rejects signs seizes investigates warns demands delays wins",
    "airport border talks election budget bridge harbour sanctions ceasefire contract verdict strike aid prison gas",
)


def made_up(rng: random.Random, count: int) -> Wire:
    """Sentences of a small grammar with words nobody has, few of them often and most of them seldom."""
    syllables = ("ka", "lo", "mir", "ten", "bur", "sha", "vel", "don", "ir", "ques", "ub", "ayn")
    words = ["".join(rng.choices(syllables, k=rng.randint(2, 5))) for _ in range(WORDS)]

    def sentence(size: int) -> str:
        drawn = [rng.choice(part.split()) for part in (WHO, DOES, WHAT)]
        drawn += [words[int(WORDS * rng.random() ** 3)].title() for _ in range(size - 4)]
        rng.shuffle(drawn)
        return " ".join((*drawn, str(rng.randint(2, 400))))

    titles = tuple((sentence(rng.randint(7, 13)), "en") for _ in range(count))
    return Wire(titles, {"en": tuple(sentence(rng.randint(15, 40)) for _ in range(count))})


def stream(rng: random.Random, wire: Wire, count: int, span: timedelta) -> Iterator[Item]:
    """So many items, spread over the span and on at that pace for ever; each is put together of two."""
    outlets = [Outlet(f"outlet-{number}", f"Outlet {number}", "", "") for number in range(OUTLETS)]
    recent: deque[Item] = deque(maxlen=NEAR)
    number = 0
    while True:
        number += 1
        title, text, language = _spliced(rng, wire)
        own = not recent or (drawn := rng.random()) >= COPIED + RETOLD
        if not own:
            told = rng.choice(recent)
            language = told.language
            title, text = (told.title, told.text) if drawn < COPIED else _retold(rng, told)
        seen = BEGAN + span * number / count
        owner = rng.choice(outlets)
        item = Item(number, owner, f"https://{owner.id}.example/{number}", title, text, "", seen, seen, language)
        recent += [item] * own
        yield item


def _spliced(rng: random.Random, wire: Wire) -> tuple[str, str, str]:
    """The first half of one title, the second of another of that language; so the texts."""
    title, text, language = wire.draw(rng)
    for _ in range(4):
        other, more, same = wire.draw(rng)
        if same == language:
            return _halves(title, other), _halves(text, more), language
    return title, text, language


def _retold(rng: random.Random, told: Item) -> tuple[str, str]:
    """The words of another, a third of them left out, in another order."""
    return tuple(  # type: ignore[return-value]
        " ".join(rng.sample(words, len(words) * 2 // 3)) for words in (told.title.split(), told.text.split())
    )


def _halves(one: str, other: str) -> str:
    first, second = one.split(), other.split()
    return " ".join((*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]))
