"""What Bluesky says of a post, in its API, its live stream and its feeds. Runs in the parser's process.

Fields: the lexicons `app.bsky.feed.defs`, `app.bsky.feed.post` and `app.bsky.embed.*` of the AT protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.core.model import Entry
from bot.core.text.clean import clean
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import LONGEST_TEXT, MOST_ENTRIES, edited
from bot.sources.moments import moment
from bot.sources.parsing import parse_document
from bot.sources.posts import headline
from bot.sources.untyped import inside, items, loaded, text

__all__ = ["POSTS", "parse_author_feed", "parse_commit", "parse_rss"]

POSTS: Final = "app.bsky.feed.post"
"""The collection that an account's posts are records of."""
_STRANGE: Final = Unreadable("it does not answer as Bluesky does")
_MEMBERS_ONLY: Final = "!no-unauthenticated"
"""The label by which people ask that their posts be shown only to those who are signed in."""
_WITHDRAWN: Final = frozenset({"!hide", "!takedown", "!suspend"})
_COVERED: Final = frozenset({"!warn", "porn", "sexual", "nudity", "graphic-media", "gore"})
"""Labels of pictures that nobody is to see unasked (atproto.com/specs/label, and Bluesky's own)."""
_MOST_FACETS: Final = 100
_NO_HANDLE: Final = "handle.invalid"
_SILENT: Final = "A post without words"
_EMBEDDED: Final = "[contains quote post or other embedded content]"
"""What feeds put in the place of what is quoted."""


@dataclass(frozen=True, slots=True)
class _Post:
    """A post, wherever it was met."""

    did: str
    """Its author's lasting id."""
    rkey: str
    """Its name in the author's collection of posts."""
    handle: str
    """What its author goes by in addresses; the id where no handle is known."""
    record: object
    """As its author wrote it."""
    embed: object
    """What it holds beside its words: as the API shows it, or as the record refers to it."""
    labels: frozenset[str]


def parse_author_feed(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """The posts and reposts of an account (`app.bsky.feed.getAuthorFeed`)."""
    found = inside(loaded(body), "feed")
    if not isinstance(found, list):
        return _STRANGE
    owner = _owner(found[0]) if found else None
    if _MEMBERS_ONLY in _labels(owner):
        return Unreadable("this account shows its posts only to people who are signed in to Bluesky")
    return edited(Document(tuple(_entries(found[:MOST_ENTRIES])), _name(owner)), url)


def parse_commit(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """An event of Jetstream; no entry unless somebody has posted. It knows no names, only lasting ids.

    Notes: `cursor`, its time (µs); `deleted`, the guid of a post that is gone.
    """
    found = loaded(body)
    did, commit = text(found, "did"), inside(found, "commit")
    if not did or not text(found, "kind"):
        return _STRANGE
    notes = {"cursor": text(found, "time_us")}
    record, rkey = inside(commit, "record"), text(commit, "rkey")
    if text(commit, "collection") != POSTS or not rkey:
        return Document((), notes=notes)
    post = _Post(did, rkey, did, record, inside(record, "embed"), _labels(None, record))
    if text(commit, "operation") == "delete":
        return Document((), notes=notes | {"deleted": _guid(post)})
    entry = replace(_entry(post), edited=text(commit, "operation") == "update")
    return edited(Document((entry,), notes=notes), url)


def parse_rss(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """An account's RSS feed: its own posts but no answers, in plain text without titles."""
    found = parse_document(body, content_type, url, clean)
    if isinstance(found, Unreadable):
        return found
    handle, _, name = found.title.partition(" - ")
    author = name or handle.removeprefix("@")
    return edited(replace(found, entries=tuple(_told(entry, author) for entry in found.entries), title=author), url)


def _told(entry: Entry, author: str) -> Entry:
    """An item of the feed, as the API would have told it."""
    words = clean(entry.text.removesuffix(_EMBEDDED))
    return replace(entry, title=headline(words) or _SILENT, text=words, author=author)


# ---- the API


def _owner(item: object) -> object:
    """Whose feed it is: the author of a post of it, or who reposted it."""
    return inside(item, "reason", "by") or inside(item, "post", "author")


def _entries(feed: Iterable[object]) -> Iterator[Entry]:
    """Those that may be shown to everybody."""
    for item in feed:
        view = inside(item, "post")
        author, record = inside(view, "author"), inside(view, "record")
        did, _, rkey = text(view, "uri").removeprefix("at://").partition(f"/{POSTS}/")
        labels = _labels(view, record)
        if rkey and not labels & _WITHDRAWN and _MEMBERS_ONLY not in _labels(author):
            handle = text(author, "handle").replace(_NO_HANDLE, "") or did
            yield _viewed(_entry(_Post(did, rkey, handle, record, inside(view, "embed"), labels)), item)


def _viewed(entry: Entry, item: object) -> Entry:
    """The entry with what the API knows beside: names, and when the post was seen first."""
    author = inside(item, "post", "author")
    shared = bool(text(item, "reason", "by", "did")) and text(item, "reason", "by", "did") != text(author, "did")
    seen = moment(text(item, "post", "indexedAt"))
    parents = [inside(item, "reply", name, "author") for name in ("parent", "root")]
    answered = [_full_name(each) for each in parents if text(each, "did") != text(author, "did")]
    return replace(
        entry,
        author=_full_name(author) if shared else _name(author),
        published=min(filter(None, (entry.published, seen)), default=None),  # the first is what the author's clock said
        reposts=_full_name(author) if shared else "",
        replies_to=next(filter(None, answered), entry.replies_to) if entry.replies_to else "",
    )


# ---- a post


def _guid(post: _Post) -> str:
    return f"at://{post.did}/{POSTS}/{post.rkey}"


def _entry(post: _Post) -> Entry:
    """One post, in the words of its record."""
    media = _beside(post.embed)
    quoted = _quoted(post.embed)
    own = _words(post.record)
    words = "\n".join(filter(None, (own, _card(media, own), *_descriptions(media), _quotation(quoted))))
    return Entry(
        guid=_guid(post),
        url=f"https://bsky.app/profile/{post.handle}/post/{post.rkey}",
        title=headline(own or words) or _SILENT,
        text=words,
        published=moment(text(post.record, "createdAt")),
        language=text(post.record, "langs", 0),
        replies_to="somebody" if _answers(post) else "",
        quotes=_full_name(inside(quoted, "author")),
        media="" if post.labels & _COVERED else _picture(media, post.did),
    )


def _words(record: object) -> str:
    """What it says, links whole that were shortened to be shown. Facets count in bytes of UTF-8."""
    written = inside(record, "text")
    said = written[:LONGEST_TEXT].encode("utf-8", "replace") if isinstance(written, str) else b""
    until = len(said)
    for start, end, link in sorted(_links(record), reverse=True):
        shown = said[start:end].decode("utf-8", "replace")
        bare = shown.removesuffix("...").removesuffix("…")
        if 0 <= start < end <= until and bare != shown and bare in link:
            said, until = said[:start] + link.encode() + said[end:], start
    return clean(said.decode("utf-8", "replace"))


def _links(record: object) -> Iterator[tuple[int, int, str]]:
    """Where in its words it has links, and to what."""
    for facet in items(record, "facets")[:_MOST_FACETS]:
        start, end = inside(facet, "index", "byteStart"), inside(facet, "index", "byteEnd")
        link = next(filter(None, (text(feature, "uri") for feature in items(facet, "features"))), "")
        if isinstance(start, int) and isinstance(end, int) and link:
            yield start, end, link


def _answers(post: _Post) -> bool:
    """Whether it answers somebody else; a thread of one's own answers nobody."""
    uris = [text(post.record, "reply", name, "uri") for name in ("parent", "root")]
    return any(uri and not uri.startswith(f"at://{post.did}/") for uri in uris)


def _labels(view: object, record: object = None) -> frozenset[str]:
    """What moderators and its author say of it."""
    given = [*items(view, "labels"), *items(record, "labels", "values")]
    return frozenset(text(label, "val") for label in given if inside(label, "neg") is not True)


# ---- what is embedded


def _kind(embed: object) -> str:
    """`images`, `gallery`, `video`, `external`, `record` or `recordWithMedia`."""
    return text(embed, "$type").removeprefix("app.bsky.embed.").removesuffix("#view")


def _beside(embed: object) -> object:
    """What it holds that is no other post."""
    return inside(embed, "media") if _kind(embed) == "recordWithMedia" else embed


def _quoted(embed: object) -> object:
    """The post it quotes; None where that is gone, blocked or detached, or where only its address is known."""
    match _kind(embed):
        case "record":
            quoted = inside(embed, "record")
        case "recordWithMedia":
            quoted = inside(embed, "record", "record")
        case _:
            return None
    return quoted if text(quoted, "value", "$type") == POSTS else None


def _quotation(quoted: object) -> str:
    """Who is quoted, and with what words."""
    return f"{_full_name(inside(quoted, 'author'))}: “{_words(inside(quoted, 'value'))}”" if quoted else ""


def _card(media: object, words: str) -> str:
    """The title of the page it links to and the address, unless its words hold them."""
    title, address = text(media, "external", "title"), text(media, "external", "uri")
    return " ".join(part for part in (title, address) if part not in words)


def _pictures(media: object) -> list[object]:
    return items(media, "images") or items(media, "items")


def _descriptions(media: object) -> list[str]:
    """What pictures and videos show, in the words of those who posted them."""
    return [f"[{alt}]" for each in (*_pictures(media), media) if (alt := text(each, "alt"))]


def _picture(media: object, did: str) -> str:
    """Address of the first picture, or of a picture of the video or the page."""
    first = next(iter(_pictures(media)), None)
    blob = text(first, "image", "ref", "$link")
    stored = f"https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{blob}@jpeg" if blob else ""
    return text(first, "fullsize") or stored or text(media, "thumbnail") or text(media, "external", "thumb")


# ---- accounts


def _name(account: object) -> str:
    """What it calls itself, or its handle where it has no name."""
    return text(account, "displayName") or text(account, "handle")


def _full_name(account: object) -> str:
    """What it calls itself, and its handle, which nobody else can have: `Jane Doe (@jane.example.org)`."""
    handle, name = text(account, "handle"), text(account, "displayName")
    return f"{name} (@{handle})" if name else f"@{handle}" if handle else ""
