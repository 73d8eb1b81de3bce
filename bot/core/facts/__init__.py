"""Facts of an item, told by words of tables, and what sets two items apart."""

from bot.core.facts.aspects import DENIAL
from bot.core.facts.contrasting import against, contrast
from bot.core.facts.gathering import facts
from bot.core.facts.model import Contrast, ContrastKind, Facts, Figure, Turn, Verdict

__all__ = ["DENIAL", "Contrast", "ContrastKind", "Facts", "Figure", "Turn", "Verdict", "against", "contrast", "facts"]
