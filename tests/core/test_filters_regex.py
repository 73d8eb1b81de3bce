"""Regular expressions: RE2 with Unicode's words, measured against Python's `re`, bounded in size and time."""

from __future__ import annotations

import re
from time import perf_counter, process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.filters.pieces import weight
from bot.core.filters.regex import LONGEST_PATTERN, compile_pattern
from bot.core.filters.tagging import asks_unicode
from bot.core.filters.trouble import Unreadable

LETTERS = "aAbéÉбБم中1٢_- \n.İıiI"

atoms = st.sampled_from(
    (
        *("a", "b", "é", "Б", "م", "中", "1", "_", "-", " ", r"\.", ".", "i", "ı"),
        *(r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"\n", r"\x61", r"\x{431}"),
        *(r"\b", r"\B", r"\A", r"\z", "^", "$"),
        *(
            r"[\w-]",
            r"[-\w]",
            r"[^\W\d]",
            r"[\W\d]",
            r"[^\w]",
            r"[^\s.]",
            "[^a]",
            "[a-cб]",
            "[]^-]",
            r"[\d\-a]",
            r"[\D]",
        ),
        *(r"[\D]", "(?s:.)", "(?-i:a)", "(?i:É)", r"\p{L}", r"\PL", r"[^\p{L}]", r"[\P{Nd}]", r"\p{^Lu}", r"\Qa.\E"),
    )
)
patterns = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "+?", "??"))).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=5,
)
texts = st.text(st.sampled_from(LETTERS), max_size=10)

PYTHON = {
    r"\z": r"\Z", "$": r"\Z", r"\x{431}": "б", r"\Qa.\E": r"a\.", r"[^\p{L}]": r"[1٢_\- \n.]",
    r"\p{L}": "[aAbéÉбБم中İıiI]", r"\PL": r"[1٢_\- \n.]",
    r"[\P{Nd}]": r"\D", r"\p{^Lu}": r"(?-i:[^AÉБİI])", "[]^-]": r"[\]^-]",
}  # fmt: skip
"""What Python spells otherwise."""


def python(pattern: str) -> re.Pattern[str]:
    for ours, theirs in PYTHON.items():
        pattern = pattern.replace(ours, theirs)
    return re.compile(pattern, re.IGNORECASE)


@settings(max_examples=5 * settings.default.max_examples)
@given(patterns, texts)
def test_a_pattern_finds_what_pythons_finds(pattern: str, text: str) -> None:
    try:
        found = compile_pattern(pattern).search(text)
    except Unreadable as trouble:
        assert "no letters at all" in str(trouble)  # noqa: PT017 - most patterns are read
        return
    expected = python(pattern).search(text)
    assert found == (expected.span() if expected else None)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\bтревога\b", "Воздушная ТРЕВОГА!", "ТРЕВОГА"),
        (r"\bрека\b", "в ре\u0301ка", None),
        ("\\bре\u0301ка\\b", "в ре\u0301ка.", "ре\u0301ка"),
        (r"\bحَماة\b", "في حَماة اليوم", "حَماة"),
        (r"\bحماة\b", "وحماة", None),
        (r"\bcafé\b", "cafés, CAFÉ", "CAFÉ"),
        (r"\w+", "— naïve", "naïve"),
        (r"\d{3}", "x ٣٤٥", "٣٤٥"),
        (r"a\sb", "a\u00a0b", "a\u00a0b"),
        (r"[\w.]+@\S+", "mail: юля@пример.рф now", "юля@пример.рф"),
        (r"[^\W\d_]+", "12_né", "né"),
        (r"[\w\W]x", " \nx", "\nx"),
        (r"[^\w\W]|x", "x", "x"),
        (r"[\w-z]+", "-a-", "-a-"),
        (r"[^-\w^]", "a^-.", "."),
        (r"[\p{Lu}]{2}", "ab CD", "CD"),
        (r"[[:digit:]\s]{2}", "x 1", " 1"),
        (r"\p{Yi}", "aꀀ", "ꀀ"),
        (r"[\p{Cyrillic}\d]+", "ab12юя", "12юя"),
        (r"\p{C}", "a\tb", "\t"),
        (r"\p{Zs}b", "a b", " b"),
        (r"\b\Qa.b\E\b", "xa.b a.b", "a.b"),
        (r"(?P<n>\bx)(?i:Y)", "a XY", "XY"),
        ("ığdır", "IĞDIR", "IĞDIR"),
        ("istanbul", "İSTANBUL", "İSTANBUL"),
        ("(?-i)US", "tell us: US", "US"),
        ("a.b", "a\nb a b", "a b"),
        ("x.", "é\ud800 x\ud800", "x\ud800"),
        (r"x\W", "é\ud800 x\ud800", "x\ud800"),
    ],
)
def test_words_digits_and_spaces_are_those_of_every_script(pattern: str, text: str, found: str | None) -> None:
    span = compile_pattern(pattern).search(text)
    assert (text[span[0] : span[1]] if span else None) == found


def test_rare_characters_are_told_apart_too() -> None:
    text = "".join(map(chr, range(0x4E00, 0x9FA6)))
    assert compile_pattern(r"\w$").search(text) == (len(text) - 1, len(text))
    assert compile_pattern(r"\W").search(text) is None


@pytest.mark.parametrize(
    ("pattern", "position", "why", "repair"),
    [
        ("é(a", 1, "never closed", r"é\(a"),
        ("(a(b)", 0, "never closed", r"\(a(b)"),
        ("a)", 1, "never opened", r"a\)"),
        ("(?i)(a)b)", 8, "never opened", r"(?i)(a)b\)"),
        ("[a", 0, "never closed", r"\[a"),
        ("*", 0, "nothing before this", r"\*"),
        ("{2}", 0, "nothing before this", r"\{2}"),
        ("a**", 1, "can't be repeated again", "a*"),
        ("a{2}{3}b", 1, "can't be repeated again", "a{2}b"),
        ("a{1001}", 1, "no number of times", ""),
        ("a{2,1}", 1, "no number of times", ""),
        ("[z-a]", 1, "from the lower to the higher", "[a-z]"),
        (r"\p{Foo}", 0, "no such characters", ""),
        ("[[:foo:]]", 1, "no such characters", ""),
        ("a\\", 1, "needs a sign after it", "a"),
        ("(?=a)", 0, "ahead or behind", ""),
        ("x(?<=a)x", 1, "ahead or behind", ""),
        ("x(?!a)", 1, "ahead or behind", ""),
        ("(?>a)", 0, "this kind of bracket", r"\(?>a)"),
        (r"(a)\1", 3, "can't repeat what it found", ""),
        (r"a\Z", 1, r"the text is \\z", r"a\z"),
        (r"a\y", 1, r"this \\ sequence", "ay"),
        (r"a\Cb", 1, r"this \\ sequence", "aCb"),
        ("(?m)^a", 2, "flag m", "(?)^a"),
        ("x(?sm:a)", 4, "flag m", "x(?s:a)"),
        ("x*", 0, "no letters at all", ""),
        (r"\b", 0, "no letters at all", ""),
        ("^$", 0, "no letters at all", ""),
        ("a|", 0, "no letters at all", ""),
        ("a\tb", 1, "can't be seen", r"a\sb"),
        ("a\nb", 1, "can't be seen", r"a\sb"),
        ("a\u200bb", 1, "can't be seen", "ab"),
        ("a\ud800", 1, "can't be seen", "a"),
        ("a" * (LONGEST_PATTERN + 1), LONGEST_PATTERN, "at most 200 characters", ""),
        ("(?:x{1,100}){1,10}", 0, "leaves too much open", ""),
        (r"(?:\w{5}\s){5}", 0, "leaves too much open", ""),
        (r"(?:(?:\b)*){200}a", 0, "leaves too much open", ""),
        (r"(?:(?:){500}a?)b", 0, "leaves too much open", ""),
        ("((a{100}){100}){100}", 3, "no number of times", ""),
        (r"\u0431", 0, "this", r"\x{0431}"),
        (r"\ufoo", 0, "this", "ufoo"),
        (r"[\p{Latin}\p{Han}\p{Arabic}]{9}[\p{Latin}\p{Han}\p{Arabic}]{20}", 0, "leaves too much open", ""),
    ],
)
def test_what_re2_cannot_do_is_said_in_words(pattern: str, position: int, why: str, repair: str) -> None:
    with pytest.raises(Unreadable, match=why) as caught:
        compile_pattern(pattern)
    assert (caught.value.position, caught.value.repair) == (position, repair)


@pytest.mark.parametrize(
    ("pattern", "attempts"),
    [
        ("hama", 0),
        ("hama|homs", 0),
        (r"\Qa.b\E", 0),
        (r"\Qab\E?", 1),
        (r"a\Q\E{5}", 5),
        (r"(\wa\Qa.\E){2}", 8),
        (r"(\waa\.){2}", 8),
        ("hamas?", 1),
        (r"\d{4}", 4),
        ("a.{0,30}b", 30),
        ("(?:ab){3,}", 6),
        ("(?i:a(bc)*){2}", 6),
        (r"(?i)\bx{1,3}", 3),
        ("{a}", 0),
        ("a{0}", 1),
    ],
)
def test_the_work_of_a_pattern_is_what_it_leaves_open(pattern: str, attempts: int) -> None:
    assert weight(pattern) == attempts


EVIL = (
    "(a+)+$",
    "(.*a){9}b",
    "(.?.?){20}Q",
    "(?:.+){40}0",
    "a[ab]{38}c",
    "x{1,38}y",
    "(a|aa)+$",
    "(((a*)*)*b)*c",
    "[^z]{39}z",
    r"\p{Cyrillic}{20}x",
    r"\w(?:.?\b){7}0",
    r"(?:\s|.{0,13}\W)+Q",
    r"(\w+\W+){3}\bend\b",
    r"[\w-]*[^z]{0,13}[\w-]Q",
)
TEXTS = ("a" * 10_000, "ab" * 5_000, "x " * 5_000, "жы " * 3_333, "aé中1 \n.ыا" * 1_111)


@pytest.mark.parametrize("pattern", EVIL)
def test_the_slowest_patterns_take_milliseconds(pattern: str) -> None:
    compiled = compile_pattern(pattern)
    for text in TEXTS:
        times = []
        for _ in range(3):
            began = perf_counter()
            compiled.search(text)
            times.append(perf_counter() - began)
        assert min(times) < 0.05, "20 ms on an idle machine"


def test_what_is_much_too_large_is_refused_in_milliseconds() -> None:
    times = []
    for number in range(3):
        began = process_time()
        with pytest.raises(Unreadable, match="leaves too much open"):
            compile_pattern(rf"(\S{{10}}(?:\w|\d)?a{{0,39}}|\b{{0,16}}\p{{Cyrillic}}*\pL{{10}}){{5}}z{number}")
        times.append(process_time() - began)
    assert min(times) < 0.012, "3 ms on an idle machine"


@pytest.mark.parametrize(("pattern", "asks"), [(r"\\b", False), ("a.b[c-é]", False), (r"[\w]", True), (r"\PL", True)])
def test_only_what_asks_for_unicode_is_looked_for_in_tagged_text(pattern: str, *, asks: bool) -> None:
    assert asks_unicode(pattern) is asks
    assert compile_pattern(pattern).tagged is asks
