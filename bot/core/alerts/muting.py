"""What chats do not want to be told of for a while, kept so that an item finds those who muted it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from datetime import datetime
from typing import Final, assert_never

from bot.core.filters import Bound, Document
from bot.core.filters.percolator import Percolator
from bot.core.model import Mute, MuteKind
from bot.core.text.clean import clip

__all__ = ["Muting", "why_muted"]

_QUERY: Final = 60
"""Characters of a query that are repeated."""


class Muting:
    """The mutes of all chats: a story's by its number, queries all asked at once."""

    def __init__(self) -> None:
        self._of_chat: Final[dict[int, tuple[Mute, ...]]] = {}
        self._known: Final[dict[int, Mute]] = {}
        self._stories: Final[dict[str, dict[int, Mute]]] = {}
        self._all: Final[dict[int, Mute]] = {}
        self._queries: Final[Percolator[int]] = Percolator()

    def __len__(self) -> int:
        return len(self._known)

    def put(self, chat: int, mutes: Sequence[Mute], bound: Callable[[str], Bound | None]) -> None:
        """Let a chat mute these, and nothing else; `bound` reads its queries."""
        for old in self._of_chat.pop(chat, ()):
            self._drop(old)
        if mutes:
            self._of_chat[chat] = tuple(mutes)
        for mute in mutes:
            self._keep(mute, bound)

    def found(self, document: Document, story: int | None, now: datetime) -> Generator[None, None, dict[int, str]]:
        """The chats that mute an item of this story now, and why; bit by bit."""
        muted = [*self._stories.get(str(story), {}).values(), *self._all.values()]
        for portion in self._queries.portions(document):
            muted += (self._known[one] for one in portion)
            yield
        return {mute.chat: why_muted(mute) for mute in reversed(muted) if now < mute.until}

    def _keep(self, mute: Mute, bound: Callable[[str], Bound | None]) -> None:
        self._known[mute.id] = mute
        match mute.kind:
            case MuteKind.ALL:
                self._all[mute.id] = mute
            case MuteKind.STORY:
                self._stories.setdefault(mute.text, {})[mute.id] = mute
            case MuteKind.QUERY:
                if (query := bound(mute.text)) is not None:
                    self._queries.add(mute.id, query)
            case _:
                assert_never(mute.kind)

    def _drop(self, mute: Mute) -> None:
        del self._known[mute.id]
        self._all.pop(mute.id, None)
        self._queries.remove(mute.id)
        of_story = self._stories.get(mute.text, {})
        of_story.pop(mute.id, None)
        if not of_story:
            self._stories.pop(mute.text, None)


def why_muted(mute: Mute) -> str:
    """What is muted, in words."""
    match mute.kind:
        case MuteKind.ALL:
            return "everything is muted"
        case MuteKind.STORY:
            return "this story is muted"
        case MuteKind.QUERY:
            return f"“{clip(mute.text, _QUERY)}” is muted"
        case _:
            assert_never(mute.kind)
