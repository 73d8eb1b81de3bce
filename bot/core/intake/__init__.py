"""What each entry of a document is to what its source, and the others, have shown before.

Must not know how that is kept, nor what time it is.
"""

from bot.core.intake.deciding import AHEAD, decide
from bot.core.intake.identity import Mark, key, mark, newest
from bot.core.intake.memory import Known
from bot.core.intake.steps import Carried, Decision, New, Reading, Revised, Same, Step

__all__ = [
    "AHEAD",
    "Carried",
    "Decision",
    "Known",
    "Mark",
    "New",
    "Reading",
    "Revised",
    "Same",
    "Step",
    "decide",
    "key",
    "mark",
    "newest",
]
