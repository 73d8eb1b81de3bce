"""Posts of X as its official API tells them (docs.x.com/x-api), which costs by the thing that is told.

A post costs $0.005, a user $0.010, a picture $0.005 (docs.x.com/x-api/getting-started/pricing), so that nothing is
asked for but posts and those they pass on or quote: whose they are stands in their links and mentions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.core.text.clean import clean, clip
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import LONGEST_NAME
from bot.sources.moments import moment
from bot.sources.untyped import inside, items, loaded, text
from bot.sources.x_posts import Account, Post, Quote, is_id, words

__all__ = ["is_official", "parse_account", "posts_of_official"]

_PASSED_ON: Final = re.compile(r"RT @(\w{1,15}): ")


def is_official(answer: object) -> bool:
    """Whether this is the shape of a timeline of its."""
    return inside(answer, "meta") is not None or isinstance(inside(answer, "errors", 0, "title"), str)


def parse_account(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """Who goes by a handle or an id. Notes: `id`, `handle`, `name`."""
    del content_type, url  # one shape, from one server
    answer = loaded(body)
    user = _account(inside(answer, "data"))
    if not is_id(user.id) or not user.handle:
        return Unreadable(_trouble(answer) or "X does not say who that account is")
    name = clip(user.name, LONGEST_NAME)
    return Document((), name, notes={"id": user.id, "handle": clip(user.handle, LONGEST_NAME), "name": name})


def posts_of_official(answer: object) -> list[Post] | Unreadable:
    """The posts of a timeline; their author is known by number only."""
    trouble = _trouble(answer)
    if trouble and inside(answer, "meta") is None:  # beside posts, an error tells of one that is gone
        return Unreadable(trouble)
    others = {text(other, "id"): other for other in items(answer, "includes", "tweets")}
    return [post for tweet in items(answer, "data") if (post := _post(tweet, others))]


def _trouble(answer: object) -> str:
    """What the API says went wrong."""
    said = clip(clean(text(answer, "errors", 0, "detail") or text(answer, "errors", 0, "title")), LONGEST_NAME)
    return f"X answered: {said}" if said else ""


def _post(tweet: object, others: Mapping[str, object]) -> Post | None:
    """One post; what it passes on or quotes is one of `others`, unless that is gone."""
    own, poster = text(tweet, "id"), Account(id=text(tweet, "author_id"))
    if not is_id(own):
        return None
    passed_on = _referred(tweet, "retweeted")
    if not passed_on:
        return _written(tweet, poster, others)
    shown = _PASSED_ON.match(text(tweet, "text"))
    if not shown:  # whose words they are is not said
        return None
    original = others.get(passed_on)
    author = Account(shown[1], id=text(original, "author_id"))
    if original is None:
        cut = words(text(tweet, "text")[shown.end() :], _links(tweet), escaped=True)
        return Post(passed_on, author, poster, cut, language=text(tweet, "lang"), newest=own)
    return replace(_written(original, author, others), poster=poster, newest=own)


def _written(tweet: object, author: Account, others: Mapping[str, object]) -> Post:
    """A post with the words of its author."""
    own, quoted, links = text(tweet, "id"), _referred(tweet, "quoted"), _links(tweet)
    listed = [text(version) for version in items(tweet, "edit_history_tweet_ids")]
    versions = [version for version in listed if is_id(version)] or [own]
    return Post(
        id=min(versions, key=int),
        author=author,
        poster=author,
        text=_words(tweet, links, {*versions, quoted}),
        published=moment(text(tweet, "created_at")) if len(versions) == 1 else None,
        language=text(tweet, "lang"),
        replies_to=_answered(tweet),
        quote=_quote(quoted, others, links),
        edited=len(versions) > 1,
        newest=own,
    )


def _referred(tweet: object, how: str) -> str:
    """The id of the post that it passes on (`retweeted`) or quotes (`quoted`)."""
    found = (text(other, "id") for other in items(tweet, "referenced_tweets") if text(other, "type") == how)
    return next(filter(is_id, found), "")


def _quote(quoted: str, others: Mapping[str, object], links: Mapping[str, str]) -> Quote | None:
    """What is quoted; whom, the link to it says."""
    other = others.get(quoted)
    if other is None:
        return None
    link = re.compile(rf"https?://(?:twitter|x)\.com/(\w{{1,15}})/status/{quoted}\b")
    whom = next((found[1] for full in links.values() if (found := link.match(full))), "")
    return Quote(Account(whom, id=text(other, "author_id")), _words(other, _links(other), {quoted}), quoted)


def _links(tweet: object) -> dict[str, str]:
    """Where its short links lead."""
    listed = items(tweet, "note_tweet", "entities", "urls") + items(tweet, "entities", "urls")
    return {text(link, "url"): text(link, "expanded_url") for link in listed if text(link, "url")}


def _words(tweet: object, links: Mapping[str, str], near: set[str]) -> str:
    """All of its words, a long post's too."""
    return words(text(tweet, "note_tweet", "text") or text(tweet, "text"), links, near, escaped=True)


def _answered(tweet: object) -> Account | None:
    """Whom it answers: one of those it mentions, if it says so."""
    whom = text(tweet, "in_reply_to_user_id")
    mentioned = (text(other, "username") for other in items(tweet, "entities", "mentions") if text(other, "id") == whom)
    return Account(next(mentioned, ""), id=whom) if whom else None


def _account(user: object) -> Account:
    return Account(text(user, "username"), clean(text(user, "name")), text(user, "id"))
