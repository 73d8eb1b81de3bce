"""Names for tests: a town in four scripts, two names of several words, and one that is a common word too."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.names import Form, Mention, Name
from bot.core.names.sound import sound_key
from bot.core.text.tokens import tokens


def a_name(number: str, label: str, *spellings: str, capital: Sequence[str] = (), sounds: bool = False) -> Name:
    forms = [Form(tuple(word.text for word in tokens(one)), one in capital) for one in (*spellings, *capital)]
    keys = {sound_key(one) for one in spellings} - {""} if sounds else set()
    return Name(number, label, (*spellings, *capital), tuple(forms), tuple(sorted(keys)))


NAMES = (
    a_name("geo:1", "Hama, Syria", "Hama", "Hamah", "حماة", "Хама", "Хаме", "חמה"),
    a_name("geo:2", "Deir ez-Zor, Syria", "Deir ez-Zor", "Deir Ezzor", "دير الزور", "Дейр-эз-Зор"),
    a_name("geo:3", "Qalaat al-Madiq, Syria", "Qalaat al-Madiq", "Qal'at al-Mudiq", "قلعة المضيق"),
    a_name("geo:4", "Nice, France", "Nizza", capital=("Nice",)),
    a_name("geo:5", "Maardas, Syria", "Maardas", "معردس", sounds=True),
)


class Gazette:
    """Knows these names by any of their forms."""

    def __init__(self, names: Sequence[Name] = NAMES) -> None:
        self._names = {form.words: name for name in names for form in name.forms}

    def called(self, words: Sequence[str]) -> Name | None:
        return self._names.get(tuple(words))

    def label(self, place: str) -> str:
        return next((name.label for name in NAMES if name.id == place), place)

    def mentions(self, title: str, text: str, country: str = "") -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        return (), ()
