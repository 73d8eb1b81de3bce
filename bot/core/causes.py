"""What many sources have in common that can't be read: one cause looks like a hundred.

Must not know how sources are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.model import Source, SourceState

__all__ = ["UNKNOWN_NAME", "cause", "offline", "shared"]

MANY: Final = 5
"""Sources with the same trouble that are no chance any more, and too many to say it of each."""
UNKNOWN_NAME: Final = "is not known: the name is misspelt, or gone"
"""What is said of a host whose name nobody could look up."""


def cause(error: str) -> str:
    """What went wrong, whatever the host that the words begin with."""
    first, _, rest = error.partition(" ")
    return f"the host {rest}" if "." in first and rest else error


def shared(sources: Sequence[Source]) -> Mapping[str, tuple[Source, ...]]:
    """The causes that many of them have in common, each with those sources in their order; the commonest first."""
    found: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if source.error and source.state is SourceState.ACTIVE:
            found[cause(source.error)].append(source)
    common = sorted(found.items(), key=lambda item: -len(item[1]))
    return {why: tuple(those) for why, those in common if len(those) >= MANY}


def offline(sources: Sequence[Source]) -> bool:
    """Whether it looks as if no name can be looked up: most are down, and all of those for that reason."""
    active = [source for source in sources if source.state is SourceState.ACTIVE]
    down = [source for source in active if source.error]
    return len(down) >= MANY and 2 * len(down) > len(active) and all(one.error.endswith(UNKNOWN_NAME) for one in down)
