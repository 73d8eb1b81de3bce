"""Names as one chat calls them: what is known of a name, and what the chat means by it besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice, zip_longest
from typing import Final

from bot.core.model import Alias
from bot.core.names.model import Form, Mention, Name, Names
from bot.core.text.tokens import tokens

__all__ = ["Aliased", "folded"]

_MOST_FORMS: Final = 120
"""Forms of one name with all that it means besides: those known best have as many, and a query has up to 50 names."""


def folded(text: str) -> tuple[str, ...]:
    """The words by which a name is found: two texts with the same are one name."""
    return tuple(token.text for token in tokens(text))


class Aliased:
    """A `Names` for one chat.

    An alias adds its spellings to what its name means already. A spelling means what it means by itself: where it is a
    known name, all that name's forms come along (`HTS = Hayat Tahrir al-Sham` brings the Arabic ones). Aliases are not
    followed further, so that none can run in a circle.
    """

    def __init__(self, names: Names, aliases: Iterable[Alias]) -> None:
        self._names = names
        self._aliases = {folded(alias.name): alias for alias in aliases}

    def called(self, words: Sequence[str]) -> Name | None:
        """The name that these folded words mean here; what only the chat knows has an id of its own, `alias:…`."""
        known = self._names.called(words)
        alias = self._aliases.get(tuple(words))
        if alias is None:
            return known
        first = known or _own(alias.name, tuple(words))
        return _joined(first, [self._meant(spelling) for spelling in alias.spellings])

    def mentions(self, title: str, text: str, country: str = "") -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """The places named in a title and in a text: aliases are for filters and make no places."""
        return self._names.mentions(title, text, country)

    def label(self, place: str) -> str:
        """What all call it."""
        return self._names.label(place)

    def like(self, word: str) -> str:
        """What is like it of the names that all know."""
        return self._names.like(word)

    def _meant(self, spelling: str) -> Name:
        words = folded(spelling)
        known = self._names.called(words)
        if known is None:
            return _own(spelling, words)
        typed_first = sorted(known.forms, key=lambda form: form.words != words)
        return replace(known, forms=tuple(typed_first))


def _own(text: str, words: tuple[str, ...]) -> Name:
    """A name of which nothing is known but this spelling; text without a word in it stands nowhere."""
    return Name(f"alias:{' '.join(words)}", text, (text,), (Form(words),) if words else ())


def _joined(first: Name, others: Sequence[Name]) -> Name:
    """One name with all that these have, the first's id and label."""
    names = (first, *others)
    return Name(
        first.id,
        first.label,
        tuple(dict.fromkeys(spelling for name in names for spelling in name.spellings)),
        _forms(names),
        tuple(dict.fromkeys(sound for name in names for sound in name.sounds)),
    )


def _forms(names: Sequence[Name]) -> tuple[Form, ...]:
    """The forms of all; where they are too many, the first few of each."""
    every = tuple(dict.fromkeys(form for name in names for form in name.forms))
    if len(every) <= _MOST_FORMS:
        return every
    in_turn = chain.from_iterable(zip_longest(*(name.forms for name in names)))
    return tuple(islice(dict.fromkeys(form for form in in_turn if form is not None), _MOST_FORMS))
