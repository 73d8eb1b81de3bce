"""How fast a search over all that is kept is: `python -m benchmarks.search --data FOLDER... [--items 1000000]`.

Claim: over a million items, 99 of 100 questions of `/latest` take at most half as long again as the bare full text
query that they need (the same expression, range, order and limit, ids only), and half of them less than 30 ms, on
SQLite and on PostgreSQL. The time goes through the store: the range, the candidates, their verification by the query,
the count, and the stories with all their items. Both are measured in turns in one run, for the last day and for the
last 30 days. `--data`: folders with `items.jsonl`, whose titles and texts are recombined; `--keep`: where the databases
stay for the next run; `--rounds`: how often each question is asked. Prints one JSON line for each database; times in
milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import select

from benchmarks._kept import NOW, Wire, filled, wires
from bot.core.errors import BadQuery
from bot.core.filters import Bound, bind, parse
from bot.core.names import Form, Name, Unnamed
from bot.core.text.tokens import tokens
from bot.log import set_up
from bot.ports import Question
from bot.store.fulltext import full_text, narrowed
from bot.store.rooms import SqlStore
from bot.store.scope import bounds
from tests.servers.postgres import postgres_server

SPANS: Final = {"24h": timedelta(days=1), "30d": timedelta(days=30)}
ROUNDS = 5
SHOWN = 5
"""Stories of a reply of `/latest`."""
LIMIT = 50
"""Candidates that the bare query gives: what the store reads at first."""
SEED = 7
NAMED: Final = (
    ("Aleppo", "Halab", "حلب", "Алеппо", "Alep"),
    ("Damascus", "Dimashq", "دمشق", "Дамаск", "Damas", "Damaskus"),
    ("Kyiv", "Kiev", "Київ", "Киев", "Kijów", "كييف"),
    ("Gaza", "غزة", "Газа", "Ghazza"),
    ("Moscow", "Moskva", "Москва", "Moskau", "Moscou", "موسكو"),
    ("Tehran", "Teheran", "طهران", "تهران", "Тегеран"),
    ("Beijing", "Peking", "Пекин", "بكين", "Pékin"),
    ("Venezuela", "فنزويلا", "Венесуэла", "Wenezuela"),
    ("Ukraine", "Ucrania", "Украина", "Україна", "Ukraina", "أوكرانيا"),
    ("Putin", "Poutine", "Путин", "بوتين", "Putyin"),
    ("Trump", "Трамп", "ترامب", "ترمب"),
    ("Hama", "Hamah", "حماة", "Хама"),
)
"""Names and their spellings, written down for this alone."""
KINDS: Final = {"word": 50, "two words": 40, "or": 25, "phrase": 20, "minus": 25, "name": 20, "prefix": 20}
"""How many queries of each kind."""
CLASSES: Final = ((0.02, 0.3), (0.002, 0.02), (0.0002, 0.002), (0.00002, 0.0002))
"""Shares of the titles and texts that have a word, by which words are drawn: common, usual, rare, hardly there."""


class Spelt(Unnamed):
    """Knows the names above."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Name] = {}
        for spellings in NAMED:
            forms = tuple(Form(tuple(word.text for word in tokens(spelling))) for spelling in spellings)
            name = Name(f"name:{spellings[0]}", spellings[0], spellings, forms)
            self._known |= {form.words: name for form in forms}

    def called(self, words: Sequence[str]) -> Name | None:
        """One of them, in any of its spellings."""
        return self._known.get(tuple(words))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by how common they are, and what stands in a row."""

    classes: tuple[tuple[str, ...], ...]
    pairs: tuple[str, ...]

    @classmethod
    def of(cls, wire: Wire) -> Vocabulary:
        """That of all titles and texts."""
        counted: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        passages = [*(title for title, _ in wire.titles), *(text for texts in wire.texts.values() for text in texts)]
        for passage in passages:
            words = [word.text for word in tokens(passage)]
            counted.update(word for word in {*words} if len(word) > 1)
            pairs.update({f"{left} {right}" for left, right in pairwise(words)})
        shares = {word: number / len(passages) for word, number in counted.items()}
        classes = (tuple(sorted(w for w, share in shares.items() if low <= share < high)) for low, high in CLASSES)
        return cls(tuple(filter(None, classes)), tuple(sorted(pair for pair, number in pairs.items() if number > 2)))


def queries(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Kinds and texts of all queries, the same each time; words that the language keeps for itself are left out."""
    rng = random.Random(SEED)

    def word() -> str:
        return rng.choice(rng.choice(vocabulary.classes))

    makes: dict[str, Callable[[], str]] = {
        "word": word,
        "two words": lambda: f"{word()} {word()}",
        "or": lambda: f"{word()} OR {word()}",
        "phrase": lambda: f'"{rng.choice(vocabulary.pairs)}"',
        "minus": lambda: f"{word()} -{word()}",
        "name": lambda: f"{rng.choice(rng.choice(NAMED))}{rng.choice(('', f' {word()}'))}",
        "prefix": lambda: f"{word()[: rng.randint(3, 6)]}*",
    }
    for kind, number in KINDS.items():
        made = 0
        while made < number:
            text = makes[kind]()
            try:
                parse(text)
            except BadQuery:
                continue
            made += 1
            yield kind, text


async def measured(store: SqlStore, asked: Sequence[tuple[str, Bound]], span: timedelta, rounds: int) -> dict[str, Any]:
    """All questions in turns with their bare queries, so many rounds."""
    whole: list[float] = []
    bare: list[float] = []
    kinds: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(rounds):
        for kind, query in asked:
            question = Question(query, NOW - span)
            bare.append(await _bare(store, question))
            began = time.perf_counter()
            await store.search.stories(question, NOW, SHOWN)
            whole.append((time.perf_counter() - began) * 1000)
            kinds[kind].append(whole[-1])
    figures = {"latest": _figures(whole), "bare": _figures(bare)}
    ratio = figures["latest"]["p99"] / figures["bare"]["p99"]
    return figures | {"p99_to_bare": round(ratio, 2), "median_by_kind": {k: _median(v) for k, v in kinds.items()}}


async def _bare(store: SqlStore, question: Question) -> float:
    """Milliseconds of the full text query alone; the range is given."""
    database, texts = store._database, full_text(sqlite=store._database.is_sqlite)  # noqa: SLF001 - the baseline
    assert question.query
    async with database.read() as connection:
        within = await bounds(connection, texts, question, None)
    assert within
    candidate, _ = narrowed(question.query.candidates)
    values = {"expression": texts.expression(candidate), "low": within.low, "high": within.high, "most": LIMIT}
    began = time.perf_counter()
    async with database.read() as connection:
        if texts.settings:
            await connection.execute(select(*texts.settings))
        (await connection.execute(texts.found, values)).all()
    return (time.perf_counter() - began) * 1000


def _figures(times: Sequence[float]) -> dict[str, float]:
    return {"median": _median(times), "p99": round(statistics.quantiles(times, n=100)[98], 2)}


def _median(times: Sequence[float]) -> float:
    return round(statistics.median(times), 2)


async def run(name: str, url: str, wire: Wire, count: int, rounds: int) -> None:
    """Measure one database and print its line."""
    names = Spelt()
    asked = [(kind, bind(parse(text), names)) for kind, text in queries(Vocabulary.of(wire))]
    async with filled(url, wire, count, names) as store:
        for _, query in asked:  # what is read for the first time is not the database's doing
            await store.search.stories(Question(query, NOW - SPANS["30d"]), NOW, SHOWN)
        spans = {label: await measured(store, asked, span, rounds) for label, span in SPANS.items()}
    print(json.dumps({"benchmark": "search", "database": name, "items": count, "queries": len(asked), **spans}))


def main() -> None:
    """Run it and print one JSON line for each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", help="folders with items.jsonl")
    parser.add_argument("--items", type=int, default=1_000_000, help="how many")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each question is asked")
    parser.add_argument("--keep", type=Path, help="where the databases stay")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one of the databases")
    asked = parser.parse_args()
    set_up("error", as_json=False)
    if not asked.data:
        print(json.dumps({"benchmark": "search", "skipped": "it needs items to recombine: --data FOLDER..."}))
        return
    wire = wires(asked.data)
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        if asked.only != "postgresql":
            url = f"sqlite+aiosqlite:///{folder / f'{asked.items}.db'}"
            asyncio.run(run("sqlite", url, wire, asked.items, asked.rounds))
        if asked.only != "sqlite":
            postgres = stack.enter_context(postgres_server(asked.keep and folder / "pg"))
            name = f"items_{asked.items}"
            postgres.keep(name)
            asyncio.run(run("postgresql", postgres.url(name), wire, asked.items, asked.rounds))


if __name__ == "__main__":
    main()
