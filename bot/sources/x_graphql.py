"""Posts of X in the shape that its own pages are served, which some bridges pass on: GraphQL.

Its outermost parts change often, so posts are looked for wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.core.text.clean import clean, clip
from bot.ports.sources import Unreadable
from bot.sources.editing import LONGEST_NAME
from bot.sources.untyped import inside, items, text
from bot.sources.x_posts import Account, Post, Quote, is_id, words

__all__ = ["posts_of_graphql"]

_HOLDERS = ("tweet_results", "tweetResult")
"""Names of what holds a post in a list, or the one post that was asked for."""
_DEEPEST = 2
"""How deep a post may stand in others: what is passed on may quote."""


def posts_of_graphql(answer: object) -> list[Post] | Unreadable:
    """The posts of a timeline, without the one that is pinned on it."""
    results = list(_results(answer))
    posts = [post for result in results if (post := _post(result))]
    if posts or (not results and _holds(answer, "instructions")):
        return posts
    return Unreadable(_reason(answer, results))


def _results(answer: object) -> Iterator[object]:
    """What stands where posts do, in their order."""
    pending = [answer]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if value.get("type") == "TimelinePinEntry":
                continue
            yield from (inside(value, holder, "result") for holder in _HOLDERS if inside(value, holder, "result"))
            pending += reversed([inner for name, inner in value.items() if name not in _HOLDERS])
        elif isinstance(value, list):
            pending += reversed(value)


def _holds(answer: object, name: str) -> bool:
    """Whether anything of this name stands in it."""
    pending = [answer]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if name in value:
                return True
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return False


def _reason(answer: object, results: list[object]) -> str:
    """Why there is no post in it, in plain words."""
    said = text(answer, "errors", 0, "message")
    if said:
        return f"X answered: {clip(clean(said), LONGEST_NAME)}"
    user = inside(answer, "data", "user", "result")
    reasons = [text(found, "reason") or text(found, "tombstone", "text", "text") for found in (*results, user)]
    told = clip(clean(next(filter(None, reasons), "")), LONGEST_NAME)
    if told:
        return f"X does not show this account's posts: {told}"
    return "X shows none of these posts" if results else "there is no timeline of X in it"


def _post(result: object, deep: int = 0) -> Post | None:
    """One post; None for what X does not show: a tombstone."""
    tweet = inside(result, "tweet") or result  # there is a shell round posts with restrictions
    own, legacy = text(tweet, "rest_id") or text(tweet, "legacy", "id_str"), inside(tweet, "legacy")
    if not is_id(own) or legacy is None:
        return None
    original = inside(legacy, "retweeted_status_result", "result") or inside(
        legacy, "retweeted_status_results", "result"
    )
    if original is None:
        return _written(tweet, own, deep)
    passed_on = _post(original, deep + 1) if deep < _DEEPEST else None
    return replace(passed_on, poster=_account(tweet), newest=own) if passed_on else None


def _written(tweet: object, own: str, deep: int) -> Post:
    """A post of the account's own."""
    legacy, author = inside(tweet, "legacy"), _account(tweet)
    quoted = inside(tweet, "quoted_status_result", "result") or inside(tweet, "quoted_tweet_results", "result")
    quote = _post(quoted, deep + 1) if quoted is not None and deep < _DEEPEST else None
    versions = [version for version in _versions(tweet) if is_id(version)] or [own]
    return Post(
        id=min(versions, key=int),
        author=author,
        poster=author,
        text=_words(tweet, {*versions, text(legacy, "quoted_status_id_str")}),
        published=_time(text(legacy, "created_at")) if len(versions) == 1 else None,
        language=text(legacy, "lang"),
        media=text(legacy, "extended_entities", "media", 0, "media_url_https"),
        replies_to=_answered(legacy),
        quote=Quote(quote.author, quote.text, quote.id) if quote else None,
        edited=len(versions) > 1,
        newest=own,
    )


def _versions(tweet: object) -> list[str]:
    """The ids of all its versions, which stand deeper in a post that has been edited."""
    control = inside(tweet, "edit_control", "edit_control_initial") or inside(tweet, "edit_control")
    return [text(version) for version in items(control, "edit_tweet_ids")]


def _account(tweet: object) -> Account:
    """Who wrote it; names have moved from `legacy` to `core`."""
    user = inside(tweet, "core", "user_results", "result") or inside(tweet, "core", "user_result", "result")
    handle = text(user, "core", "screen_name") or text(user, "legacy", "screen_name")
    name = text(user, "core", "name") or text(user, "legacy", "name")
    return Account(handle, clean(name), text(user, "rest_id") or text(tweet, "legacy", "user_id_str"))


def _answered(legacy: object) -> Account | None:
    """Whom it answers."""
    handle = text(legacy, "in_reply_to_screen_name")
    return Account(handle, id=text(legacy, "in_reply_to_user_id_str")) if handle else None


def _words(tweet: object, near: set[str]) -> str:
    """Its words, a long post's too; of an article, title and beginning."""
    note = inside(tweet, "note_tweet", "note_tweet_results", "result")
    said = text(note, "text") or text(tweet, "legacy", "full_text")
    listed = items(note, "entity_set", "urls") if text(note, "text") else items(tweet, "legacy", "entities", "urls")
    article = inside(tweet, "article", "article_results", "result")
    links = {text(link, "url"): text(link, "expanded_url") for link in listed if text(link, "url")}
    return words(said, links, near, escaped=True) or words(
        f"{text(article, 'title')}\n{text(article, 'preview_text')}", {}
    )


def _time(written: str) -> datetime | None:
    """`Tue Oct 01 19:59:18 +0000 2024`."""
    try:
        return datetime.strptime(written, "%a %b %d %H:%M:%S %z %Y").astimezone(UTC)
    except ValueError:
        return None
