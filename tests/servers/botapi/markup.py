"""Text and entities as Telegram keeps them: both markups are parsed, bounds are checked, ends are trimmed."""

from __future__ import annotations

from typing import Any

from tests.servers.botapi.errors import bad_request
from tests.servers.botapi.html import parse_html
from tests.servers.botapi.markdown import parse_markdown
from tests.servers.botapi.utf16 import units

Entity = dict[str, Any]

MOST_ENTITIES = 100
PARSERS = {"html": parse_html, "markdownv2": parse_markdown}


def formatted(text: str, parse_mode: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """What becomes of a text with markup or with entities; ApiError when it can't be read."""
    if parse_mode:
        if parse_mode.lower() not in PARSERS:
            raise bad_request("unsupported parse_mode")
        text, entities = PARSERS[parse_mode.lower()](text)
    else:
        check_bounds(text, entities)
    return trimmed(text, entities)


def check_bounds(text: str, entities: list[Entity]) -> None:
    """Offsets and ends are at characters of the text, counted in UTF-16."""
    places = {0}
    at = 0
    for character in text:
        at += units(character)
        places.add(at)
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start > at or end > at:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {at}"
            )
        if start not in places:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {start}")
        if end not in places:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol at UTF-16 offset {end}"
            )


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at the ends; entities follow, empty ones go, and so do those beyond the hundredth."""
    lead = units(text[: len(text) - len(text.lstrip())])
    kept = text.strip()
    size = units(kept)
    found = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            found.append({**entity, "offset": start, "length": end - start})
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return kept, found[:MOST_ENTITIES]
