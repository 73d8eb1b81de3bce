"""Posts of X as an FxEmbed server tells them: `/2/profile/NAME/statuses`, described in its /2/openapi.json."""

from __future__ import annotations

from datetime import datetime

from bot.ports.sources import Unreadable
from bot.sources.moments import epoch
from bot.sources.untyped import inside, items, text
from bot.sources.x_posts import Account, Post, Quote, is_id, words

__all__ = ["NOBODY", "is_fxembed", "posts_of_fxembed"]

NOBODY = "X shows no such account: the name is wrong or has been changed, or the account is suspended or protected"
"""What it means that the server finds none: it does not say which of these it is."""


def is_fxembed(answer: object) -> bool:
    """Whether this is the shape of its answers."""
    return inside(answer, "code") is not None and inside(answer, "results") is not None


def posts_of_fxembed(answer: object) -> list[Post] | Unreadable:
    """The posts of a timeline; `code` counts, not the status of HTTP."""
    match text(answer, "code"):
        case "200":
            return [post for status in items(answer, "results") if (post := _post(status))]
        case "401" | "404":
            return Unreadable(NOBODY)
        case code:
            return Unreadable(f"the FxEmbed server could not ask X ({code})")


def _post(status: object) -> Post | None:
    """One post; None for what stands in the place of one."""
    own = text(status, "id")
    if not is_id(own):
        return None
    author = _account(status, "author")
    answered = _account(status, "replying_to")
    quote = _quote(inside(status, "quote"))
    return Post(
        id=own,
        author=author,
        poster=_account(status, "reposted_by") if inside(status, "reposted_by") else author,
        text=_words(status, quote.id if quote else ""),
        published=_time(text(status, "created_timestamp")),
        language=text(status, "lang"),
        media=_media(status),
        replies_to=answered if answered.handle else None,
        quote=quote,
    )


def _account(status: object, field: str) -> Account:
    """Who is named in a field of a status: an answer names only the handle of whom it answers."""
    name = text(status, field, "name") or text(status, field, "display_name")
    return Account(text(status, field, "screen_name"), name, text(status, field, "id"))


def _quote(status: object) -> Quote | None:
    """What is quoted; of a post that is gone, at most its id is known."""
    if not isinstance(status, dict):
        return None
    return Quote(_account(status, "author"), _words(status), text(status, "id"))


def _words(status: object, quoted: str = "") -> str:
    """Its words, in which the server has expanded the links; of an article, title and beginning."""
    said = words(text(status, "text"), {}, (text(status, "id"), quoted))
    article = (text(status, "article", "title"), text(status, "article", "preview_text"))
    return said or words("\n".join(article), {})


def _media(status: object) -> str:
    """Address of its first picture, or of the video whose first picture is not given."""
    return text(status, "media", "all", 0, "thumbnail_url") or text(status, "media", "all", 0, "url")


def _time(seconds: str) -> datetime | None:
    return epoch(float(seconds)) if seconds.isdecimal() else None
