"""What is said of names, values, distances, patterns and figures that can't be read: where, and what would do."""

from __future__ import annotations

import pytest

from bot.core.errors import BadQuery
from bot.core.filters import parse
from bot.core.filters.regex import LONGEST_PATTERN

NAMES = "title:, text:, author:, url:, outlet:, from:, country:, lang:, kind:, place:, is:; and sources, origins, age"
TOO_MUCH = "this alone would match nearly everything: say what you do want as well."
LANGUAGE = "a language is two letters, such as lang:ar or lang:en."
COUNTRY = "a country is two letters, such as country:sy or country:gb."
STATES = "There are is:update, is:denied, is:unconfirmed."
FIELD = "words that are near each other stand in one field: name it before brackets around them."
SLASH = r"this pattern is never closed; a slash inside one is written \/."
AHEAD = r"a pattern can't look ahead or behind; \b is the edge of a word, and -/…/ beside it leaves out."
RANGE = "there are no such characters: a range goes from the lower to the higher."
UNITS = "m, h or d, for minutes, hours or days"
OPEN = "this pattern leaves too much open. Repeat fewer times; NEAR/10 finds words near each other."


def no(name: str) -> str:
    return f"there is no “{name}:”. There are {NAMES} with a number."


def said(text: str) -> tuple[int, str, str]:
    with pytest.raises(BadQuery) as caught:
        parse(text)
    error = caught.value
    assert not error.suggestion or parse(error.suggestion)
    return error.position, str(error), error.suggestion


@pytest.mark.parametrize(
    ("text", "position", "why", "suggestion"),
    [
        ("autor:hama", 0, no("autor"), "author:hama"),
        ("homs Autor:hama", 5, no("Autor"), "homs author:hama"),
        ("título:hama", 0, no("título"), "title:hama"),
        ("site:sana.sy", 0, no("site"), "url:sana.sy"),
        ("sources:sana", 0, no("sources"), "source:sana"),
        ("foo:hama", 0, no("foo"), "foo hama"),
        ('foo:"hama"', 0, no("foo"), 'foo "hama"'),
        ("foo:(hama OR homs)", 0, no("foo"), "foo (hama OR homs)"),
        (f"{'y' * 50}:hama", 0, no("y" * 29 + "…"), f"{'y' * 50} hama"),
        (
            "hama https://www.sana.sy/x homs", 5,
            "an address alone is a source; url: looks for words in the addresses of items.",
            'hama url:"sana.sy/x" homs',
        ),
        ("hama https://", 5, "an address alone is a source; url: looks for words in the addresses of items.", "hama"),
        ("title:", 0, "title: needs a word after it.", ""),
        ("hama lang:", 5, "lang: needs a word after it.", "hama"),
        ("title: OR hama", 0, "title: needs a word after it.", "hama"),
        ("title:text:hama", 0, "title: needs a word after it.", "text:hama"),
        ("title: age<6h hama", 0, None, None),
        ("homs title:-hama", 11, "the minus goes before “title:”.", "homs -title:hama"),
        ("title:()", 6, "there is nothing inside these brackets.", ""),
        ("hama title:🔴", 11, "there is no word in this.", "hama"),
        ("hama lang:🔴", 10, "there is no word in this.", "hama"),
        ("hama place:🔴", 11, "there is no word in this.", "hama"),
        ("place:ham*", 9, "a star can't stand after “place:”.", "place:ham"),
        ("outlet:reut**", 12, "a star can't stand after “outlet:”.", "outlet:reut"),
        ("hama lang:/x/", 10, "a pattern can't stand after “lang:”.", "hama"),
        ("lang:arabc", 5, f"I don't know “arabc”: {LANGUAGE}", "lang:ar"),
        ("lang:xx hama", 5, f"I don't know “xx”: {LANGUAGE}", "hama"),
        ("lang:ar,en", 5, f"I don't know “ar,en”: {LANGUAGE}", "lang:(ar OR en)"),
        ("lang:(ar OR xx)", 12, f"I don't know “xx”: {LANGUAGE}", "lang:(ar )"),
        ("country:Syri", 8, f"I don't know “Syri”: {COUNTRY}", "country:sy"),
        ("is:updated", 3, f"there is no is:updated. {STATES}", "is:update"),
        ("is:rumour", 3, f"there is no is:rumour. {STATES}", "is:unconfirmed"),
        ("hama is:foo", 8, f"there is no is:foo. {STATES}", "hama"),
        (
            "hama is:confirmed", 8,
            "nothing is marked so; what is not unconfirmed is -is:unconfirmed.", "hama -is:unconfirmed",
        ),
        (
            "hama -is:confirmed", 9,
            "nothing is marked so; what is not unconfirmed is -is:unconfirmed.", "hama is:unconfirmed",
        ),
        ("is:new", 3, "nothing is marked so; what is not update is -is:update.", ""),
    ],
)  # fmt: skip
def test_a_name_or_a_value_that_is_none_is_told_with_what_was_meant(
    text: str, position: int, why: str | None, suggestion: str | None
) -> None:
    if why is None:
        assert parse(text)
    else:
        assert said(text) == (position, why, suggestion)


def test_an_unknown_kind_is_told_with_those_that_there_are() -> None:
    position, why, suggestion = said("hama kind:telegramm")
    assert (position, suggestion) == (10, "hama kind:telegram")
    assert why.startswith("I don't know “telegramm”: a kind of source is one of bing-news, bluesky, feed, ")


@pytest.mark.parametrize(
    ("text", "position", "why", "suggestion"),
    [
        ("sources:2", 7, "sources is compared with a number: sources>=2.", "sources>=2"),
        ("sources:3", 7, "sources is compared with a number: sources>=2.", "sources>=3"),
        ("a age:3h", 5, "age is compared with a number: age<6h.", "a age<3h"),
        ("sources >", 8, "sources is compared with a number: sources>=2.", "sources>=2"),
        ("age<hama", 3, "age is compared with a number: age<6h.", "age<6h hama"),
        ("a sources!=2", 9, "what is left out has a minus before it: -sources=2.", "a -sources=2"),
        ("a sources≠", 9, "sources is compared with a number: sources>=2.", "a sources>=2"),
        ("source>=2", 0, "“source” has no number; I know sources, origins, age.", "sources>=2"),
        ("outlets>=2", 0, "“outlets” has no number; I know sources, origins, age.", "sources>=2"),
        ("a ages<6h", 2, "“ages” has no number; I know sources, origins, age.", "a age<6h"),
        ("sources>2.5", 8, "outlets are counted in whole numbers: sources>2.", "sources>2"),
        ("sources>=2,5", 9, "outlets are counted in whole numbers: sources>=3.", "sources>=3"),
        ("a sources<2.5", 10, "outlets are counted in whole numbers: sources<3.", "a sources<3"),
        ("a sources<=2.5", 11, "outlets are counted in whole numbers: sources<=2.", "a sources<=2"),
        ("sources>=-2", 9, "no number of outlets is below zero: sources>=2.", "sources>=2"),
        ("sources>=–2", 9, "no number of outlets is below zero: sources>=2.", "sources>=2"),
        ("sources>=1000", 9, "no story has so many: sources>=999.", "sources>=999"),
        ("a sources<1", 10, "every story has at least one: sources=1.", "a sources=1"),
        ("a sources=0", 10, "every story has at least one: sources=1.", "a sources=1"),
        ("sources>=2x", 10, "this is one thing too many here; put a space before it.", "sources>=2"),
        ("a age<6h30m", 8, "this is one thing too many here; put a space before it.", "a age<6h"),
        ("a age<6 hours", 8, f"write {UNITS}: age<6h.", "a age<6h"),
        ("a age<6hours", 7, f"write {UNITS}: age<6h.", "a age<6h"),
        ("a age<2 weeks b", 8, f"write {UNITS}: age<14d.", "a age<14d b"),
        ("a age<90s", 8, f"write {UNITS}: age<2m.", "a age<2m"),
        ("a age<6", 7, f"a time needs m, h or d after it, {UNITS[11:]}: age<6h.", "a age<6h"),
        ("a age<6 hama", 7, f"a time needs m, h or d after it, {UNITS[11:]}: age<6h.", None),
        ("a age<6x", 7, f"a time needs m, h or d after it, {UNITS[11:]}: age<6h.", "a age<6h"),
        ("a age<1.5h", 6, "write a time in whole minutes, hours or days: age<90m.", "a age<90m"),
        ("a age<-6h", 6, "no age is below zero: age<6h.", "a age<6h"),
        ("a age<0h", 6, "a time is a number from 1 to 9999: age<1m.", "a age<1m"),
        ("a age<10000m", 6, "a time is a number from 1 to 9999: age<9999d.", None),
        ("a age<99999d", 6, "a time is a number from 1 to 9999: age<9999d.", "a age<9999d"),
        ("a age=6h", 5, "nothing is exactly that old: age<=6h.", "a age<=6h"),
        ("age<6h", 0, TOO_MUCH, ""),
        ("age<6 hours", 6, f"write {UNITS}: age<6h.", ""),
        ("sources>=1", 0, TOO_MUCH, ""),
        ("sources<5 origins>0", 0, TOO_MUCH, ""),
        ("a OR age<6h", 5, TOO_MUCH, "a age<6h"),
        ("-a age<6h", 0, TOO_MUCH, ""),
        ("-sources>=2", 0, TOO_MUCH, ""),
        ("-lang:ar", 0, TOO_MUCH, ""),
    ],
)
def test_a_comparison_that_makes_no_sense_is_told_with_one_that_does(
    text: str, position: int, why: str, suggestion: str | None
) -> None:
    found = said(text)
    assert found[:2] == (position, why)
    assert suggestion is None or found[2] == suggestion


@pytest.mark.parametrize(
    ("text", "position", "why", "suggestion"),
    [
        ("a NEAR/5", 2, "NEAR/5 needs a word after it.", "a"),
        ("NEAR b", 0, "NEAR needs a word before it.", "b"),
        ("a NEAR/5 -b", 2, "NEAR/5 needs a word after it.", "a -b"),
        ("a near/5 b", 2, "NEAR is written in capitals.", "a NEAR/5 b"),
        ("a NEAR/0 b", 2, "NEAR/ needs a number from 1 to 50: how many words may stand between.", "a NEAR/1 b"),
        ("a NEAR/51 b", 2, "NEAR/ needs a number from 1 to 50: how many words may stand between.", "a NEAR/50 b"),
        ("a NEAR/ b", 2, "NEAR/ needs a number from 1 to 50: how many words may stand between.", "a NEAR/10 b"),
        ("a NEAR/x b", 2, "NEAR/ needs a number from 1 to 50: how many words may stand between.", "a NEAR/10 b"),
        (
            "a NEAR/5 (b c)", 2,
            "NEAR stands between two words or phrases, or brackets with OR between such.", "a (b c)",
        ),
        (
            "/x/ NEAR/5 a", 4,
            "NEAR stands between two words or phrases, or brackets with OR between such.", "/x/ a",
        ),
        ("title:a NEAR/5 b", 8, FIELD, "title:(a NEAR/5 b)"),
        ("title:a NEAR/5 text:b c", 8, FIELD, "title:(a NEAR/5 b) c"),
        ("c (a OR b) NEAR/5 title:c", 11, FIELD, "c title:(a NEAR/5 c OR b NEAR/5 c)"),
        ("c NEAR/5 a NEAR/5 title:b", 11, FIELD, None),
    ],
)  # fmt: skip
def test_a_distance_that_makes_no_sense_is_told_with_one_that_does(
    text: str, position: int, why: str, suggestion: str | None
) -> None:
    found = said(text)
    assert found[:2] == (position, why)
    assert suggestion is None or found[2] == suggestion


@pytest.mark.parametrize(
    ("text", "position", "why", "suggestion"),
    [
        ("/hama", 0, SLASH, "hama"),
        ("url:/news/middle/", 4, SLASH, "url:news/middle/"),
        ("hama //", 5, "there is nothing between these slashes.", "hama"),
        ("a / / b", 2, "there is nothing between these slashes.", "a b"),
        ("/hama/i", 6, "no letters are needed behind a pattern: it is looked for whatever the case.", "/hama/"),
        ("/x*/", 1, "this is also met by no letters at all: say what has to be there.", ""),
        ("a OR /./", 5, TOO_MUCH, "a /./"),
        (r"/\S+/", 0, TOO_MUCH, ""),
        ("a /(b/", 3, r"this bracket is never closed; \( is the sign itself.", r"a /\(b/"),
        ("a /b)/", 4, r"this bracket was never opened; \) is the sign itself.", r"a /b\)/"),
        ("/(?<!a)b/", 1, AHEAD, ""),
        ("title:/[z-a]/", 8, RANGE, "title:/[a-z]/"),
        ("/x{1,900}/", 1, OPEN, ""),
        (
            f"/{'x' * (LONGEST_PATTERN + 1)}/", 201,
            f"a pattern has at most {LONGEST_PATTERN} characters, this one has 201.", "",
        ),
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_be_looked_for_is_told_with_one_that_can(
    text: str, position: int, why: str, suggestion: str
) -> None:
    assert said(text) == (position, why, suggestion)
