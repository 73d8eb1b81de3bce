"""Plain, harmless text out of whatever a feed or a person wrote.

Must not know where a text came from or where it will be shown.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

__all__ = ["clean", "clip", "plain"]

LONGEST_HTML: Final = 65_536
"""Characters of HTML that are read: Lexbor's time grows with the square of the depth, 0.3 s for these at worst."""

_BREAKS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_BANNED: Final = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls: PostgreSQL stores no NUL, terminals obey the others
    "\u00ad\u200b\u2060\ufeff"  # invisible, and in the way of every search
    "\u202a-\u202e\u2066-\u2069"  # bidirectional controls: they make a text read as another
    "\ud800-\udfff\ufffd]"  # halves of characters, and the mark of one that was lost
)
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n[\s]*")

_UNSEEN: Final = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select")
_BLOCKS: Final = (
    "address,article,aside,blockquote,br,center,dd,details,dialog,div,dl,dt,fieldset,figcaption,figure,footer,form,"
    "h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,summary,table,tr,ul"
)
_CELLS: Final = "td,th"


def clean(text: str) -> str:
    """The text without control, invisible and bidirectional characters; spaces collapsed, no line empty."""
    text = _BANNED.sub("", _BREAKS.sub("\n", text))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def plain(html: str) -> str:
    """The words of a piece of HTML, paragraphs divided by newlines, cleaned; scripts and the like are dropped."""
    if "<" not in html and "&" not in html:
        return clean(html)
    # A line end in the source of HTML is but a space; a NUL would end the text in the parser.
    tree = LexborHTMLParser(" ".join(_BANNED.sub("", html[:LONGEST_HTML]).split()))
    tree.strip_tags(list(_UNSEEN), recursive=True)
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    for node in tree.css(_CELLS):
        node.insert_after(" ")
    return clean(tree.root.text(deep=True)) if tree.root else ""


def clip(text: str, limit: int) -> str:
    """At most `limit` characters of it: cut after a word where that loses little, and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: max(limit - 1, 0)]
    space = max(head.rfind(" "), head.rfind("\n"))
    return (head[:space] if space > limit * 2 // 3 else head).rstrip() + "…"
