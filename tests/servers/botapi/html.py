"""Telegram's HTML: its tags, its four named entities, its complaints with byte offsets."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.botapi.errors import bad_request
from tests.servers.botapi.utf16 import units

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "span": "spoiler",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAG = re.compile(r"<(?P<end>/)?(?P<name>[^\s<>/]*)(?P<rest>[^<>]*)>", re.DOTALL)
REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));")
ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities, in UTF-16 units."""
    text = ""
    entities: list[Entity] = []
    opened: list[tuple[str, dict[str, str], int]] = []
    at = 0
    while (start := source.find("<", at)) >= 0:
        text += unescaped(source[at:start])
        tag = TAG.match(source, start)
        offset = len(source[:start].encode())
        if tag is None:
            raise trouble(f"Unclosed start tag at byte offset {offset}")
        name = tag["name"].lower()
        if tag["end"]:
            entities += closed(opened, name, offset, text)
        else:
            opened.append((known(name, tag["rest"], offset), attributes(tag["rest"]), units(text)))
        at = tag.end()
    if opened:
        raise trouble(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text + unescaped(source[at:]), entities


def trouble(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")


def known(name: str, rest: str, offset: int) -> str:
    spoils = attributes(rest).get("class") == "tg-spoiler"
    if name not in TAGS or (name == "span" and not spoils):
        raise trouble(f'Unsupported start tag "{name}" at byte offset {offset}')
    return name


def closed(opened: list[tuple[str, dict[str, str], int]], name: str, offset: int, text: str) -> list[Entity]:
    if not opened:
        raise trouble(f"Unexpected end tag at byte offset {offset}")
    expected, given, start = opened.pop()
    if name not in {"", expected}:
        raise trouble(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
    length = units(text) - start
    if not length or (expected == "a" and not given.get("href")):
        return []
    return [{"type": entity_type(expected, given), "offset": start, "length": length, **extras(expected, given)}]


def entity_type(name: str, given: dict[str, str]) -> str:
    return "expandable_blockquote" if name == "blockquote" and "expandable" in given else TAGS[name]


def extras(name: str, given: dict[str, str]) -> dict[str, str]:
    if name == "a":
        return {"url": given["href"]}
    return {"custom_emoji_id": given.get("emoji-id", "")} if name == "tg-emoji" else {}


def attributes(rest: str) -> dict[str, str]:
    return {name.lower(): unescaped(double or single or bare) for name, double, single, bare in ATTRIBUTE.findall(rest)}


def unescaped(text: str) -> str:
    """Numeric references and the four named ones; any other stays as it is written."""

    def character(found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if name:
            return NAMED.get(name, found[0])
        return chr(int(decimal) if decimal else int(hexadecimal, 16))

    return REFERENCE.sub(character, text)
