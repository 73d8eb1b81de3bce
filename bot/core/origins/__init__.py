"""How many independent origins a story has, what becomes of it between them, and who took it from whom.

It knows tellings and nothing else, and what it says of them is the same in whatever order they come.
"""

from bot.core.origins.counting import Origin, Origins, Status, origins
from bot.core.origins.lineage import Taken
from bot.core.origins.tree import Branch, tree

__all__ = ["Branch", "Origin", "Origins", "Status", "Taken", "origins", "tree"]
