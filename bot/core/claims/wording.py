"""English words and phrases, beside verbs, that attribute."""

from __future__ import annotations

from typing import Final

from bot.core.claims.model import Kind
from bot.core.claims.wordlists import words

__all__ = ["ADVERBS", "AFTER_NOUN", "NOUNS", "SOURCES"]

SOURCES: Final = {
    "according": (Kind.SOURCE, "to"),
    "citing": (Kind.CITING, ""),
    "quoting": (Kind.CITING, ""),
}
"""Words before whoever is leant on, each with the word that must follow it."""

NOUNS: Final = frozenset(
    words(
        "claim claims allegation allegations accusation accusations assertion assertions suggestion suggestions "
        "criticism criticisms argument arguments belief warnings complaint complaints concern concerns fear fears "
        "hope hopes refusal insistence prediction predictions contention questions doubts skepticism remarks "
        "reports assumption notion admission acknowledgment declaration denial report statement view conviction "
        "opposition"
    )
)
AFTER_NOUN: Final = frozenset(words("that about"))
"""What follows a noun that attributes. Each pair of the two was right at least three times in ten on one half of
PolNeAR's articles; before `of`, `to` and `for` it is more often a thing than somebody's words."""

ADVERBS: Final = frozenset(words("reportedly allegedly purportedly supposedly"))
