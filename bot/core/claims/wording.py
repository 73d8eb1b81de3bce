"""English words and phrases, beside verbs, that attribute; and which verbs make their speaker a source."""

from __future__ import annotations

from typing import Final

from bot.core.claims.model import Kind
from bot.core.claims.wordlists import words

__all__ = [
    "ADVERBS", "AFTER_NOUN", "AFTER_PASSIVE", "GOING_ON", "NOUNS", "PASSING", "PASSIVE", "SOURCES", "TELLING", "TOLD",
]  # fmt: skip

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

TELLING: Final = frozenset(
    words(
        "say tell write add announce argue claim declare explain report reply insist assert affirm acknowledge "
        "admit confess confirm deny warn caution allege contend complain tweet recall reiterate repeat stress "
        "emphasize emphasise proclaim vow pledge promise swear threaten urge testify disclose reveal indicate "
        "inform estimate quote cite conclude predict suggest describe accuse condemn denounce reject dismiss "
        "blame criticise criticize"
    )
)
"""Verbs of whoever tells what an item tells."""
GOING_ON: Final = frozenset(words("saying adding warning claiming insisting"))
"""Of their forms in -ing those by which the item itself goes on."""
PASSING: Final = frozenset(words("alleged disclosed"))
"""Forms of theirs that mostly belong to the next noun."""
PASSIVE: Final = frozenset(
    words("accused blamed condemned rejected described dismissed denounced criticised criticized")
)
AFTER_PASSIVE: Final = frozenset(words("of for by to in as"))
"""Forms that say what was done to somebody, where one of these words follows: accused of."""
TOLD: Final = frozenset(words("told tell tells telling"))
"""Before whom somebody told it: a medium that is leant on."""
