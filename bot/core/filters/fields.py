"""The names that stand before a colon, and what may stand behind it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.core.filters.codes import CODES, code, likely
from bot.core.filters.figures import FIGURES
from bot.core.filters.query import Field, Flag, Label, Leaf, Place, State, Tag, Term, needs_quotes
from bot.core.filters.spelling import DASHES, spelled, value
from bot.core.filters.trouble import Unreadable, closest, without
from bot.core.text.clean import clip
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["FIELDS", "Named", "Other", "leaf", "unknown"]


LONGEST_ECHO: Final = 30
"""Characters of what was typed that a reason repeats."""


class Other(StrEnum):
    """Names that are neither a part of an item nor a label."""

    PLACE = "place"
    IS = "is"


Named = Field | Label | Other

FIELDS: Final[Mapping[str, Named]] = {
    **{str(field): field for field in Field if field},
    **{str(label): label for label in Label},
    **{str(other): other for other in Other},
    "source": Label.OUTLET,
}
"""What each name means."""

_MEANT: Final = {
    "site": "url", "link": "url", "inurl": "url", "host": "url", "domain": "url", "intitle": "title",
    "headline": "title", "titel": "title", "titre": "title", "intext": "text", "body": "text", "by": "author",
    "language": "lang", "langue": "lang", "type": "kind", "platform": "kind", "state": "from", "affiliation": "from",
    "channel": "outlet", "publisher": "outlet", "feed": "outlet", "location": "place", "loc": "place", "near": "place",
    "city": "place", "land": "country", "status": "is",
}  # fmt: skip
"""Other names for these, from search engines and from other languages."""

_STATES: Final = {
    "unverified": "unconfirmed", "rumour": "unconfirmed", "rumor": "unconfirmed", "false": "denied",
}  # fmt: skip
"""What else people may write after `is:`, and what is meant."""
_CONTRARY: Final = {"confirmed": "unconfirmed", "verified": "unconfirmed", "new": "update"}
"""What nothing is marked as, and what it is the contrary of."""

_EXAMPLES: Final[Mapping[Named, str]] = {
    Label.LANG: "a language is two letters, such as lang:ar or lang:en.",
    Label.COUNTRY: "a country is two letters, such as country:sy or country:gb.",
    Label.KIND: f"a kind of source is one of {', '.join(sorted(set(CODES[Label.KIND].values())))}.",
}


def unknown(text: str, at: int, end: int) -> Unreadable | None:
    """Why the name that stands there is no field; None when it is to be read as a word. `end`: of name and colon."""
    written = text[at : end - 1]
    name = fold(written)
    meant = _MEANT.get(name) or closest(name, FIELDS)
    if not meant and not written.isascii():
        return None
    repair = text[:at] + (f"{meant}:{text[end:]}" if meant else f"{written} {text[end:]}")
    names = ", ".join(f"{known}:" for known in FIELDS if known != "source")
    why = f"there is no “{clip(written, LONGEST_ECHO)}:”. There are {names}; and {', '.join(FIGURES)} with a number."
    return Unreadable(why, at, repair)


def leaf(named: Named, text: str, start: int, word: tuple[int, int, str], *, prefix: bool, quoted: bool) -> Leaf:
    """What a word or a phrase means after a name. `start`: of the name; `word`: start, end and the words within.

    Raises Unreadable.
    """
    at, end, raw = word
    if isinstance(named, Field):
        return _term(named, text, word, prefix=prefix, quoted=quoted)
    if prefix:
        raise Unreadable(f"a star can't stand after “{named}:”.", end - 1, text[: end - 1].rstrip("*") + text[end:])
    if named is Other.PLACE:
        place = spelled(raw)
        return Place(place, _words(text, word, place))
    given = value(raw)
    if not tokens(given):
        raise _wordless(text, word)
    if named is Other.IS:
        return Flag(_state(text, (start, at, end), given))
    return Tag(named, given if named not in CODES else _code(named, text, (start, at, end), given))


def _term(field: Field, text: str, word: tuple[int, int, str], *, prefix: bool, quoted: bool) -> Term:
    spelling = spelled(word[2])
    return Term(spelling, _words(text, word, spelling), prefix, quoted or needs_quotes(spelling), field)


def _words(text: str, word: tuple[int, int, str], spelling: str) -> tuple[str, ...]:
    words = tuple(token.text for token in tokens(spelling))
    if not words:
        raise _wordless(text, word)
    return words


def _wordless(text: str, word: tuple[int, int, str]) -> Unreadable:
    start, end, raw = word
    why = "there is no word in this." if raw else "a star needs letters before it."
    return Unreadable(why, start, without(text, start, end))


def _code(label: Label, text: str, span: tuple[int, int, int], given: str) -> str:
    """The code that `given` means; `span`: where its name begins, where itself, where it ends. Raises Unreadable."""
    start, at, end = span
    if known := code(label, given):
        return known
    several = [part for part in given.replace("،", ",").replace("/", ",").split(",") if code(label, part)]
    meant = f"({' OR '.join(several)})" if len(several) > 1 else likely(label, given)
    repair = text[:at] + meant + text[end:] if meant else without(text, start, end)
    raise Unreadable(f"I don't know “{clip(given, LONGEST_ECHO)}”: {_EXAMPLES[label]}", at, repair)


def _state(text: str, span: tuple[int, int, int], given: str) -> State:
    """The state that `given` names; `span` as for codes. Raises Unreadable."""
    start, at, end = span
    name = fold(given)
    if name in set(State):
        return State(name)
    if contrary := _CONTRARY.get(name):
        before = text[:start]
        denied = before.endswith(tuple(DASHES))
        repair = f"{before[:-1] if denied else f'{before}-'}{text[start:at]}{contrary}{text[end:]}"
        raise Unreadable(f"nothing is marked so; what is not {contrary} is -is:{contrary}.", at, repair)
    meant = _STATES.get(name) or closest(name, [*State])
    repair = text[:at] + meant + text[end:] if meant else without(text, start, end)
    names = ", ".join(f"is:{state}" for state in State)
    raise Unreadable(f"there is no is:{clip(given, LONGEST_ECHO)}. There are {names}.", at, repair)
