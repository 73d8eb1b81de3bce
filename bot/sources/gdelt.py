"""GDELT: a search of the world's news by its DOC 2.0 interface, which answers in JSON, or in words when it refuses."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from datetime import timedelta
from html import unescape
from typing import ClassVar, Final
from urllib.parse import parse_qs, quote, urlsplit

from bot.core.model import Entry, Source
from bot.core.outcome import Elsewhere, ReadOutcome
from bot.core.text.clean import clean, clip
from bot.core.text.urls import canonical
from bot.ports.sources import Answer, Ask, Document, Unreadable
from bot.sources.addresses import absolute, after_name, web_address
from bot.sources.charset import written
from bot.sources.conditional import document
from bot.sources.editing import edited
from bot.sources.moments import moment
from bot.sources.searching import search
from bot.sources.untyped import items, loaded, text

__all__ = ["Gdelt", "parse_gdelt"]

_HOST: Final = "api.gdeltproject.org"
_ASKED: Final = "mode=artlist&format=json&maxrecords=75&sort=datedesc&timespan=1d"
"""The newest first, of one day: by default it would search three months for every poll."""
_PACE: Final = timedelta(minutes=15)
"""How often GDELT takes in new articles: asking more often brings nothing."""
_BEFORE_MARK: Final = re.compile(r"\s+(?=[,.;:!?)\]])")
"""GDELT cuts titles into words and marks, and joins all of them by spaces."""
_LANGUAGES: Final[Mapping[str, str]] = dict(
    re.findall(
        r"(\w+):(\w+)",
        "afrikaans:af albanian:sq arabic:ar armenian:hy azerbaijani:az bengali:bn bosnian:bs bulgarian:bg catalan:ca "
        "chinese:zh croatian:hr czech:cs danish:da dutch:nl english:en estonian:et farsi:fa finnish:fi french:fr "
        "galician:gl georgian:ka german:de greek:el gujarati:gu hebrew:he hindi:hi hungarian:hu icelandic:is "
        "indonesian:id italian:it japanese:ja kannada:kn kazakh:kk korean:ko kurdish:ku latvian:lv lithuanian:lt "
        "macedonian:mk malay:ms malayalam:ml marathi:mr mongolian:mn nepali:ne norwegian:no norwegiannynorsk:nn "
        "persian:fa polish:pl portuguese:pt punjabi:pa romanian:ro russian:ru serbian:sr sinhalese:si slovak:sk "
        "slovenian:sl somali:so spanish:es swahili:sw swedish:sv tamil:ta telugu:te thai:th tibetan:bo turkish:tr "
        "ukrainian:uk urdu:ur vietnamese:vi",
    )
)
"""The languages that GDELT machine-translates (its LOOKUP-LANGUAGES list), and their ISO 639-1 codes."""


class Gdelt:
    """The kind whose locator is a query in GDELT's own language: `(hama OR homs) sourcelang:arabic`."""

    name: ClassVar[str] = "gdelt"

    def claims(self, text: str) -> str | None:
        """Queries after `gdelt:`, and addresses of the interface that hold one."""
        words = after_name(text, self.name)
        found = web_address(words or text)
        if found and found[1].hostname != _HOST:
            return None
        wanted = search(parse_qs(found[1].query).get("query", [""])[0] if found else words)
        return wanted.words if wanted and not wanted.country else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """One request. It is often too busy to answer: a source to be glad of, not to rely on."""
        url = f"https://{_HOST}/api/v2/doc/doc?query={quote(source.locator, safe='')}&{_ASKED}"
        return (yield from document(source, url, parse_gdelt, accept="application/json"))


def parse_gdelt(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The articles of an answer. Nothing found is an object without any; whatever else is said is a refusal."""
    said = written(body, content_type)
    if not said:
        return Unreadable("GDELT sent an empty answer, as it does when it has too much to do")
    if said.startswith("<"):
        return Unreadable("GDELT sent a web page instead of news, as it does when something is broken there")
    if not said.startswith("{"):
        return Unreadable(f"GDELT did not search: “{clip(' '.join(clean(said).split()), 200)}”")
    found = loaded(said)
    if not isinstance(found, dict):
        return Unreadable("GDELT's answer is broken JSON")
    entries = tuple(entry for each in items(found, "articles") if (entry := _entry(each)).url)
    query = parse_qs(urlsplit(url).query).get("query", [""])[0]
    return edited(Document(entries, title=f"GDELT: {query}", ttl=_PACE), url)


def _entry(article: object) -> Entry:
    """One article, known by its address; without one where it has none that can be opened."""
    url = absolute("", text(article, "url"))
    return Entry(
        guid=canonical(url),
        url=url,
        title=_BEFORE_MARK.sub("", clean(unescape(text(article, "title")))),
        published=moment(text(article, "seendate")),
        language=_LANGUAGES.get(text(article, "language").lower().replace(" ", ""), ""),
        publisher=text(article, "domain").removeprefix("www."),
        media=text(article, "socialimage"),
    )
