"""What Mastodon's streams say, read by what reads its timelines; and where an instance has its streams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from bot.ports.sources import Document, Unreadable
from bot.sources.mastodon_posts import parse_tagged, parse_timeline
from bot.sources.untyped import inside, loaded, text

__all__ = ["parse_home_update", "parse_instance", "parse_tag_update"]

_STREAMS: Final = ("configuration", "urls", "streaming")
"""docs.joinmastodon.org/entities/Instance; since 4.0."""
_OVER_HTTP: Final = {"wss": "https", "https": "https", "ws": "http", "http": "http"}


def parse_instance(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """Where an instance has its streams, in the note `streams`, as an address over HTTP: there are the same.

    Not an open address where the instance was asked over an encrypted connection: a token goes there.
    """
    scheme, _, place = text(loaded(body), *_STREAMS).partition("://")
    over = _OVER_HTTP.get(scheme.lower(), "")
    if not over or not place or (over == "http" and urlsplit(url).scheme != "http"):
        return Unreadable("this server does not say where it has its streams")
    return Document((), notes={"streams": f"{over}://{place.rstrip('/')}"})


def parse_tag_update(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """A post under a hashtag. Notes: `made`, when it was posted, and `id`, its number there; none of one passed on."""
    return _update(parse_tagged, body, content_type, url)


def parse_home_update(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """A post of an account that is followed. Notes: as above, and `account`: whose it is, `user@host` in lower case."""
    return _update(parse_timeline, body, content_type, url)


def _update(
    parse: Callable[[bytes, str, str], Document | Unreadable], body: bytes, content_type: str, url: str
) -> Document | Unreadable:
    """The post, read as a timeline of its own. Servers leave the host of accounts of their own out."""
    status = loaded(body)
    account = text(status, "account", "acct").lower()
    whole = account if "@" in account else f"{account}@{urlsplit(url).netloc}"
    own = "" if inside(status, "reblog") else text(status, "id")  # what is passed on does not go with who passed it on
    found = parse(b"[%s]" % body, content_type, url)
    if isinstance(found, Unreadable):
        return found
    return replace(found, notes={"account": whole, "made": text(status, "created_at"), "id": own})
