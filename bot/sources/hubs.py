"""Who pushes what a document publishes, as the header of the answer says (WebSub, section 4: before the document)."""

from __future__ import annotations

import re
from typing import Final

from bot.core.outcome import Hub
from bot.sources.addresses import absolute

__all__ = ["named_hub"]

_LINK: Final = re.compile(r"<([^<>]*)>([^<]*)")
"""A link of RFC 8288: its target, and the parameters up to the next one."""
_REL: Final = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))", re.IGNORECASE)


def named_hub(header: str, url: str, named: Hub | None) -> Hub | None:
    """The hub of a `Link` header, else the document's; the topic likewise, else `url`, where the answer came from."""
    links: dict[str, str] = {}
    for target, parameters in _LINK.findall(header):
        found = _REL.search(parameters)
        for relation in (found[1] or found[2] or "").lower().split() if found else ():
            links.setdefault(relation, absolute(url, target.strip()))
    hub = links.get("hub") or (named.url if named else "")
    topic = links.get("self") or (named.topic if named else "") or url
    return Hub(hub, topic) if hub else None
