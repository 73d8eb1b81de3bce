"""What Bluesky's live stream says, made into what its API would say of the same: both are then read by the same code.

An event of Jetstream (github.com/bluesky-social/jetstream) holds a record as its author wrote it, and knows nobody by
name: neither its author, nor whose post it passes on or quotes. Those are asked of the API and put in their place.
"""

from __future__ import annotations

import json
from typing import Final

from bot.ports.sources import Document, Unreadable
from bot.sources.bluesky_posts import POSTS, parse_author_feed
from bot.sources.untyped import inside, items, loaded, text

__all__ = ["REPOSTS", "parse_event", "parse_profile", "parse_told"]

REPOSTS: Final = "app.bsky.feed.repost"
"""The collection of what an account passes on."""
_STRANGE: Final = Unreadable("it does not speak as Jetstream does")
_TOLD: Final = frozenset({(POSTS, "create"), (POSTS, "update"), (REPOSTS, "create")})
_MOST_LABELS: Final = 20


def parse_event(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """What has happened, in notes alone.

    `did`: to whom; `cursor`: when (µs); `renamed`: whether they may have another name now. Where a record was made that
    may be news, `collection`: of which kind; `made`: when, in its author's words; `other`: the address of the post that
    it passes on or quotes, if any. `deleted`: the guid of a post that is gone.
    """
    event = loaded(body)
    did, kind, commit = text(event, "did"), text(event, "kind"), inside(event, "commit")
    if not did or not kind:
        return _STRANGE
    notes = {"did": did, "cursor": text(event, "time_us"), "renamed": "yes" if kind == "identity" else ""}
    done = text(commit, "collection"), text(commit, "operation")
    if done == (POSTS, "delete") and text(commit, "rkey"):
        notes["deleted"] = f"at://{did}/{POSTS}/{text(commit, 'rkey')}"
    if done in _TOLD:
        record = inside(commit, "record")
        other = text(record, "subject", "uri") or text(_quoting(record), "uri")
        notes |= {
            "collection": text(commit, "collection"),
            "made": text(record, "createdAt"),
            "other": other if f"/{POSTS}/" in other else "",
        }
    return Document((), notes=notes)


def parse_profile(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """What an account is called and what it is labelled with (`app.bsky.actor.getProfile`), in the note `account`."""
    profile = loaded(body)
    if not text(profile, "did"):
        return _STRANGE
    names = {name: text(profile, name)[:1_000] for name in ("did", "handle", "displayName")}
    labels = [{"val": text(label, "val"), "neg": inside(label, "neg")} for label in items(profile, "labels")]
    return Document((), notes={"account": json.dumps({**names, "labels": labels[:_MOST_LABELS]})})


def parse_told(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The entry that an event makes: `[event, account, posts]`, with `posts` the other one (`getPosts`) or nothing."""
    found = loaded(body)
    event, account, other = inside(found, 0), inside(found, 1), inside(found, 2, "posts", 0)
    commit, record = inside(event, "commit"), inside(event, "commit", "record")
    if text(commit, "collection") == REPOSTS:
        reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": account}
        told: dict[str, object] = {"post": other, "reason": reason}
    else:
        uri = f"at://{text(event, 'did')}/{POSTS}/{text(commit, 'rkey')}"
        told = {"post": {"uri": uri, "author": account, "record": record, "embed": _shown(record, other)}}
    return parse_author_feed(json.dumps({"feed": [told]}).encode(), content_type, url)


def _quoting(record: object) -> object:
    """What a record that is embedded in this one is referred to by; None without one."""
    embed = inside(record, "embed")
    return inside(embed, "record", "record") or inside(embed, "record")


def _shown(record: object, quoted: object) -> object:
    """What a post holds beside its words, as the API shows it: with the post that it quotes, if that is still there."""
    embed = inside(record, "embed")
    if quoted is None:
        return embed
    view = {
        "$type": "app.bsky.embed.record#viewRecord",
        "author": inside(quoted, "author"),
        "value": inside(quoted, "record"),
    }
    return {
        "$type": "app.bsky.embed.recordWithMedia#view",
        "record": {"record": view},
        "media": inside(embed, "media"),
    }
