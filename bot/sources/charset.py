"""In which characters a document is written, whatever it says of itself."""

from __future__ import annotations

import codecs
import re
from email.message import Message
from typing import Final

__all__ = ["decode", "written"]

_MARKS: Final = (
    # byte order marks, then `<?` in the two byte orders of UTF-16 (XML 1.0, appendix F); the longer marks first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_LANGUAGE: Final = re.compile(rb"<(?:dc:)?language>\s*([A-Za-z]{2})|xml:lang\s*=\s*[\"']([A-Za-z]{2})")
_WIDER: Final = {
    # labels that in practice mean a larger set (WHATWG Encoding, section 4.2)
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_NO_CHARSETS: Final = ("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape")
"""Codecs that a label may name and no document of single bytes is written in."""
_BY_LANGUAGE: Final = {
    "cp1250": ("cs", "hr", "hu", "pl", "ro", "sk", "sl"),
    "cp1251": ("be", "bg", "mk", "ru", "sr", "uk"),
    "cp1253": ("el",),
    "cp1254": ("az", "tr"),
    "cp1255": ("he", "iw", "yi"),
    "cp1256": ("ar", "fa", "ur"),
}
_FREQUENT: Final = {
    # the commonest letters of the languages written wholly beyond ASCII
    "cp1251": "оеаинтсрвл".encode("cp1251"),
    "cp1253": "αοιετσνρκυ".encode("cp1253"),
    "cp1255": "יוהלאתרמבש".encode("cp1255"),
    "cp1256": "اليمونرتبة".encode("cp1256"),
}
_ILLEGAL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for (section 2.2), and no other text a use."""
_HIGH_WORD: Final = re.compile(rb"[\xc0-\xff]{3,}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")


def written(body: bytes, content_type: str) -> str:
    """The text of an answer from its first mark on; of the `Content-Type` header only the charset counts."""
    header = Message()
    header["Content-Type"] = content_type
    charset = header.get_content_charset()
    return _ILLEGAL.sub("", decode(body, charset or "")).lstrip()


def decode(body: bytes, charset: str = "") -> str:
    """The characters of a document; `charset` is what the HTTP header says, and believed last. Never raises.

    Bytes that are UTF-8 throughout are UTF-8, whatever is declared: other text hardly ever is by chance. Otherwise
    the document's own declaration counts, then the header's, then how the letters are spread.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").removeprefix("\ufeff")
    declared = _DECLARED.match(body)
    claims = [declared[1].decode("ascii") if declared else "", charset]
    if b"\x1b" in body and body.isascii():  # the Japanese and Korean encodings in seven bits
        claims += ["utf-8"]
    else:
        claims = ["utf-8", *claims]
    for claim in claims:
        text = _strictly(body, claim)
        if text is not None:
            return text
    return _guess(body)


def _strictly(body: bytes, label: str) -> str | None:
    """The text, if the label names an encoding of text and all bytes belong to it."""
    try:
        encoding = codecs.lookup(label).name
        wider = _WIDER.get(encoding, encoding)
        return None if wider.startswith(_NO_CHARSETS) else body.decode(wider)
    except (LookupError, ValueError):  # UnicodeError is a ValueError
        return None


def _guess(body: bytes) -> str:
    """The text where nothing declared is true: damaged UTF-8, or a Windows code page."""
    text = body.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if lost * 10 < len(_HIGH.findall(body)):
        return text
    return body.decode(_code_page(body), "replace")


def _code_page(body: bytes) -> str:
    """The Windows code page of the document's language, else of the script its letters seem to be of."""
    found = _LANGUAGE.search(body)
    language = (found[1] or found[2]).decode("ascii").lower() if found else ""
    words = b"".join(_HIGH_WORD.findall(body))
    whole = len(words) * 2 > len(_HIGH.findall(body))
    for page, languages in _BY_LANGUAGE.items():
        if language in languages and whole == (page in _FREQUENT):
            return page
    if not whole:  # single letters among ASCII: a Latin script with accents
        return "cp1252"
    lower = words.lower()
    return max(_FREQUENT, key=lambda page: sum(map(lower.count, _singles(_FREQUENT[page]))))


def _singles(letters: bytes) -> list[bytes]:
    """Each byte by itself."""
    return [letters[place : place + 1] for place in range(len(letters))]
