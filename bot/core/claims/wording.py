"""English words and phrases, beside verbs, that attribute."""

from __future__ import annotations

from typing import Final

__all__ = ["ADVERBS", "AFTER_NOUN", "NOUNS", "SOURCES", "TOPICS"]

SOURCES: Final = {
    "according": frozenset(("to",)),
    "citing": frozenset[str](),
    "quoting": frozenset[str](),
    "per": frozenset(("the",)),
}
"""Words before whoever is leant on, each with what must follow it."""

NOUNS: Final = frozenset(
    "claim claims allegation allegations accusation accusations assertion assertions suggestion suggestions criticism "
    "criticisms argument arguments belief warnings complaint complaints concern concerns fear fears hope hopes refusal "
    "insistence prediction predictions contention questions doubts skepticism remarks reports assumption notion "
    "admission acknowledgment declaration denial report statement view conviction opposition".split()
)
AFTER_NOUN: Final = frozenset("that about".split())
"""What follows a noun that attributes. Each pair of the two was right at least three times in ten on one half of
PolNeAR's articles; before `of`, `to` and `for` it is more often a thing than somebody's words."""

ADVERBS: Final = frozenset("reportedly allegedly purportedly supposedly".split())

TOPICS: Final = frozenset(
    "update updates live breaking urgent watch video photos pictures listen analysis opinion exclusive latest read more "
    "note related q a contributing correction poll report today now alert news".split()
)
"""What stands before a colon and is nobody."""
