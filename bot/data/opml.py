"""OPML 2.0, in which readers of feeds hand their subscriptions to each other: text to outlines, holdings to text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.core.errors import UserError
from bot.core.holdings import Holding, Route
from bot.core.naming import tidy_name

__all__ = ["Outline", "read_opml", "write_opml"]

MOST_FOLDERS: Final = 8
"""Folders of one outline, the innermost: nobody sorts feeds deeper."""

_CONTROLS: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 can't hold, section 2.2."""
_FEEDS: Final = (
    # kinds whose locators stand for a feed that other readers can read, and that the kind claims again as the same
    ("feed", r"(https?://.+)", r"\1"),
    ("youtube", r"(UC[\w-]{22})", r"https://www.youtube.com/feeds/videos.xml?channel_id=\1"),
    ("reddit", r"((?:r|user)/[\w-]+)", r"https://www.reddit.com/\1/.rss"),
    ("substack", r"([\w-]+\.substack\.com)", r"https://\1/feed"),
    ("mastodon", r"@([\w.-]+)@([\w.-]+)", r"https://\2/@\1.rss"),
    ("mastodon", r"#(\w+)@([\w.-]+)", r"https://\2/tags/\1.rss"),
    ("bluesky", r"([\w.-]+|did:[a-z]+:[\w.:-]+)", r"https://bsky.app/profile/\1/rss"),
)


@dataclass(frozen=True, slots=True)
class Outline:
    """A line that names a feed."""

    title: str
    address: str
    folders: tuple[str, ...] = ()
    """Those it lies in and the categories it has, each once."""


def read_opml(body: bytes) -> tuple[Outline, ...]:
    """The feeds that an OPML document names, in its order; raises UserError for what is none."""
    try:
        root: Any = fromstring(body)
    except DefusedXmlException:
        raise UserError(
            "That OPML file defines entities, which none that lists feeds needs. I leave it alone."
        ) from None
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UserError(f"That OPML file is broken: {_where(error)}. Export it anew from your reader.") from None
    if root.tag.lower() != "opml":
        raise UserError(f"That is XML but no OPML: it begins with <{root.tag[:40]}>. A feed is added:  /source add URL")
    return tuple(_outlines(root))


def _where(error: Exception) -> str:
    line, column = getattr(error, "position", (0, 0))
    return f"line {line}, column {column + 1}" if line else "its encoding is not what it says"


def _outlines(root: Any) -> Iterator[Outline]:
    """Those below, without recursion: strangers nest as deep as they like."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        if element.tag.lower() == "outline":
            said = {str(name).lower(): str(value) for name, value in element.attrib.items()}
            title = tidy_name(said.get("title") or said.get("text", ""))
            address = said.get("xmlurl", "").strip()
            if address:
                yield Outline(title, address, tuple(dict.fromkeys((*folders, *_categories(said.get("category", ""))))))
            elif title:
                folders = (*folders, title)[-MOST_FOLDERS:]
        waiting.extend((child, folders) for child in reversed(element))


def _categories(text: str) -> Iterator[str]:
    """`/News/Syria,world`: paths with commas between them; each step counts."""
    for step in re.split("[,/]", text[:1000]):
        if name := tidy_name(step):
            yield name


def write_opml(holdings: Iterable[Holding]) -> str:
    """The document that lists these; packs are categories, and each outlet lies in the folder of its first."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = "Attribot"
    body = ET.SubElement(root, "body")
    folders: dict[str, ET.Element] = {}
    for holding in holdings:
        packs = holding.outlet.packs
        place = body
        if packs:
            if packs[0] not in folders:
                folders[packs[0]] = ET.SubElement(body, "outline", text=_fit(packs[0]))
            place = folders[packs[0]]
        for route in holding.routes:
            ET.SubElement(place, "outline", _attributes(holding, route))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _attributes(holding: Holding, route: Route) -> dict[str, str]:
    """What an outline says. What no other reader reads is named as one types it here, and is no feed to them."""
    address = _address(route)
    said = {
        "type": "rss" if address else "attribot",
        "text": holding.outlet.name,
        "title": holding.outlet.name,
        "xmlUrl": address or f"{route.kind}:{route.locator}",
        "category": ",".join(holding.outlet.packs),
        "language": holding.outlet.language,
    }
    return {name: _fit(value) for name, value in said.items() if value}


def _address(route: Route) -> str:
    """The address of the feed, where it is one."""
    for kind, pattern, address in _FEEDS:
        found = re.fullmatch(pattern, route.locator) if kind == route.kind else None
        if found:
            return found.expand(address)
    return ""


def _fit(text: str) -> str:
    return _CONTROLS.sub("", text)
