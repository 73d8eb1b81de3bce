from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.charset import decode

RUSSIAN = "Переговоры возобновились в Женеве, сообщили вчера дипломаты"
ARABIC = "استؤنفت المحادثات في جنيف بحسب دبلوماسيين"
GREEK = "Οι συνομιλίες ξανάρχισαν στη Γενεύη"
POLISH = "Rozmowy wznowiono, powiedział ambasador; żądają więcej"


def declared(text: str, encoding: str = "utf-8", language: str = "") -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?><rss><language>{language}</language>{text}</rss>'


@given(st.text(), st.sampled_from(["", "windows-1251", "nonsense", "utf-16"]))
def test_utf_8_is_utf_8_whatever_is_declared(text: str, label: str) -> None:
    whole = declared(text, label or "utf-8")
    assert decode(whole.encode(), label) == whole


@given(st.binary(), st.text(max_size=10))
def test_no_bytes_make_it_raise(body: bytes, label: str) -> None:
    decode(body, label)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_encodings_are_known_by_their_first_bytes(encoding: str) -> None:
    assert decode(declared(RUSSIAN).encode(encoding)) == declared(RUSSIAN)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        ("新闻报道说", "gb2312"),
        ("ニュース速報", "shift_jis"),
        ("é ñ", "latin1"),
    ],
)
def test_the_documents_own_declaration_counts(text: str, encoding: str) -> None:
    whole = declared(text, encoding)
    assert decode(whole.encode(encoding), "iso-8859-1") == whole


def test_seven_bit_japanese_is_decoded() -> None:
    whole = declared("ニュース速報", "iso-2022-jp")
    assert decode(whole.encode("iso-2022-jp")) == whole


def test_without_a_true_declaration_the_headers_counts() -> None:
    assert decode(declared(RUSSIAN).encode("cp1251"), "windows-1251") == declared(RUSSIAN)


def test_latin_1_in_practice_means_its_windows_superset() -> None:
    whole = declared("“quoted” – dash", "iso-8859-1")
    assert decode(whole.encode("cp1252")) == whole


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        (RUSSIAN, "cp1251", ""),
        (RUSSIAN, "cp1251", "ru"),
        (ARABIC, "cp1256", ""),
        (ARABIC, "cp1256", "ar"),
        (GREEK, "cp1253", ""),
        (POLISH, "cp1250", "pl"),
        ("Türkiye'nin açıklaması", "cp1254", "tr"),
        ("déjà vu – naïve café", "cp1252", ""),
        ("déjà vu – naïve café", "cp1252", "ru"),
    ],
)
def test_a_code_page_declared_as_utf_8_is_recognised(text: str, encoding: str, language: str) -> None:
    whole = declared(text, "utf-8", language)
    assert decode(whole.encode(encoding), "utf-8") == whole


def test_utf_8_with_a_little_damage_stays_utf_8() -> None:
    body = declared(RUSSIAN).encode()
    assert RUSSIAN[1:] in decode(body.replace("П".encode(), b"\xd0", 1))
    assert RUSSIAN[:30] in decode(declared(RUSSIAN).encode()[:-30])
