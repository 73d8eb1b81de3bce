"""Keeps a gazetteer, and the lists of words that go with it, in one archive."""

from __future__ import annotations

import zipfile
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.core.names.gazetteer import Gazetteer

__all__ = ["unpacked", "written"]

_COLUMNS: Final[Mapping[str, str]] = {
    "hashes": "Q", "references": "I", "numbers": "I", "countries": "I", "regions": "I", "north": "h", "east": "h",
    "people": "I", "offsets": "I",
}  # fmt: skip
"""The columns that are arrays, and of what; little-endian in the archive."""


def written(gazetteer: Gazetteer, words: Mapping[str, frozenset[str]], path: Path) -> None:
    """Writes the archive; what was in it before is gone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body in _members(gazetteer, words).items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED, 9)


def _members(gazetteer: Gazetteer, words: Mapping[str, frozenset[str]]) -> dict[str, bytes]:
    arrays = {name: getattr(gazetteer, name).tobytes() for name in _COLUMNS}
    lists = "".join(f"{title} {' '.join(sorted(words[title]))}\n" for title in sorted(words)).encode()
    return arrays | {
        "kinds": gazetteer.kinds, "texts": gazetteer.texts, "chosen": b"%d" % gazetteer.chosen, "words": lists,
    }  # fmt: skip


def unpacked(path: Path) -> tuple[Gazetteer, Mapping[str, frozenset[str]]]:
    """Reads the archive: the columns, and the lists of words by their titles."""
    with zipfile.ZipFile(path) as archive:
        columns = {name: array(kind, archive.read(name)) for name, kind in _COLUMNS.items()}
        lists = [line.split() for line in archive.read("words").decode().splitlines()]
        found = Gazetteer(
            **columns, kinds=archive.read("kinds"), texts=archive.read("texts"), chosen=int(archive.read("chosen"))
        )
    return found, {title: frozenset(words) for title, *words in lists}
