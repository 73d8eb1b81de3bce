"""What a person wants a search engine to watch for, as they type it and as it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Search", "one_site", "search"]

_LONGEST: Final = 500
"""Characters of a query: engines refuse longer ones, or cut them (Google at 32 words)."""
_EDITION: Final = re.compile(
    r"(?:(?P<language>[a-z]{2,3}(?:-(?:[a-z]{4}|\d{3}))?)[-_|](?P<country>[a-z]{2})"
    r"|(?P<where>[a-z]{2}):(?P<tongue>[a-z]{2,3}(?:-(?:[a-z]{4}|\d{3}))?))",
    re.IGNORECASE,
)
"""`ar-SY`, `ar|SY`, `es-419-MX`, or `SY:ar` as addresses of Google News have it."""
_SITE: Final = re.compile(r"(?<![\w-])site:\S")


@dataclass(frozen=True, slots=True)
class Search:
    """Words, and the edition in which they are looked for; written `words` or `words|ar-SY`."""

    words: str
    language: str = ""
    """ISO 639-1, with a script or region where that is another edition: `ar`, `zh-Hans`."""
    country: str = ""
    """ISO 3166-1 alpha-2; empty, as the language is, for the engine's own choice."""

    def __str__(self) -> str:
        """The locator; parsing it gives the same search."""
        return f"{self.words}|{self.language}-{self.country}" if self.country else self.words


def search(text: str) -> Search | None:
    """What was typed; None when it holds no words, or asks for an edition that can't be one."""
    words, mark, edition = text.partition("|")
    words = " ".join(words.split())
    if not words or len(words) > _LONGEST:
        return None
    if not mark:
        return Search(words)
    found = _EDITION.fullmatch(edition.strip())
    if not found:
        return None
    language, _, variant = (found["language"] or found["tongue"]).partition("-")
    tag = f"{language.lower()}-{variant.title()}" if variant else language.lower()
    return Search(words, tag, (found["country"] or found["where"]).upper())


def one_site(words: str) -> bool:
    """Whether the words ask for the pages of one site alone."""
    return len(_SITE.findall(words)) == 1
