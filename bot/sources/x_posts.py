"""Posts of X, whatever server told of them: under which name they go, and what of them is told.

The same post must come out the same from every server, or a change of server would tell everything anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Final

from bot.core.model import Entry
from bot.core.text.clean import clean, clip
from bot.core.text.styled import unstyled
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import LONGEST_NAME
from bot.sources.posts import headline

__all__ = ["Account", "Post", "Quote", "is_id", "language", "posted_at", "same", "timeline", "words"]

_FIRST_SNOWFLAKE: Final = 30_000_000_000
"""Ids below are older than November 2010 and hold no time."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=1_288_834_974_657)
"""The zero of the milliseconds in an id, above its 22 lower bits."""
_LONGEST: Final = 30_000
"""Characters of a post that are read: X allows 25,000."""
_ID: Final = re.compile(r"\d{1,19}", re.ASCII)
"""A post or an account: 63 bits in decimal."""
_SHORT: Final = re.compile(r"(\s?)(https?://t\.co/\w+)")
_ARTICLE: Final = re.compile(r"\s?https?://x\.com/i/article/\w+")
"""The link of an article to itself, which stands in the place of its words."""
_POST: Final = re.compile(r"\s?https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:i/web|\w+)/status/(\d+)[\w/?=&#%.-]*")
_ANSWERED: Final = re.compile(r"\A(?:@\w{1,15}\s+)+(?=\S)")
"""The names that an answer begins with."""
_NO_LANGUAGES: Final = frozenset({"art", "qam", "qct", "qht", "qme", "qst", "und", "zxx"})
"""What X calls posts without words, or whose language it can't tell."""
_RENAMED: Final = {"in": "id", "iw": "he", "ji": "yi"}
"""Codes that X still uses though ISO 639 has given them up."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on X; whatever a server does not say is empty."""

    handle: str = ""
    """As X writes it, without @."""
    name: str = ""
    id: str = ""
    """A number, which stays when the handle changes."""

    @property
    def called(self) -> str:
        """What people are told who it is."""
        return self.name or (f"@{self.handle}" if self.handle else "")


@dataclass(frozen=True, slots=True)
class Quote:
    """A post within a post."""

    author: Account
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a timeline."""

    id: str
    """Of its first version, and of the original where it is passed on."""
    author: Account
    poster: Account
    """On whose timeline it stands: the author, or who passes it on."""
    text: str
    """Its own words, as `words` makes them."""
    published: datetime | None = None
    language: str = ""
    media: str = ""
    replies_to: Account | None = None
    quote: Quote | None = None
    edited: bool = False
    newest: str = ""
    """Id of the version that was read, or of the act of passing on; empty where it is `id`."""


def timeline(posts: Sequence[Post], account: Account, title: str = "") -> Document | Unreadable:
    """The posts that the account has put on its timeline, not those of others that they answer.

    `account`: whose timeline was asked for; if nobody is named, it is that of who posted most of it.
    Notes: `id`, `handle`, `name` of the account, `newest`, the highest id seen.
    """
    posts = [post for post in posts if is_id(post.id) and is_id(post.newest or post.id)]
    own = [post for post in posts if same(post.poster, account)]
    if not account.handle and not account.id and posts:
        often, _ = Counter(post.poster for post in posts).most_common(1)[0]
        own = [post for post in posts if same(post.poster, often)]
    if posts and not own:
        return Unreadable("the answer holds posts of others than the account that was asked for")
    whose = own[0].poster if own else account
    newest = max((int(post.newest or post.id) for post in own), default=0)
    names = {"handle": clip(whose.handle, LONGEST_NAME), "name": clip(whose.name, LONGEST_NAME)}
    notes = names | {"id": whose.id if is_id(whose.id) else "", "newest": str(newest or "")}
    told = {post.id: _entry(post) for post in reversed(own)}
    entries = tuple(entry for entry in reversed(told.values()) if entry.text)
    return Document(entries, title or whose.called, notes={name: note for name, note in notes.items() if note})


def same(one: Account, other: Account) -> bool:
    """Whether two accounts are one, as far as can be told."""
    if one.id and other.id:
        return one.id == other.id
    return bool(one.handle) and one.handle.lower() == other.handle.lower()


def is_id(text: str) -> bool:
    """Whether it is the number of a post or an account."""
    return _ID.fullmatch(text) is not None


def posted_at(post: str) -> datetime | None:
    """When a post was made, by its id; None for the oldest."""
    if not is_id(post) or not _FIRST_SNOWFLAKE <= int(post) < 1 << 63:
        return None
    return (_EPOCH + timedelta(milliseconds=int(post) >> 22)).replace(microsecond=0)


def language(code: str) -> str:
    """A language of ISO 639, or nothing."""
    return "" if code in _NO_LANGUAGES else _RENAMED.get(code, code)


def words(text: str, links: Mapping[str, str], drop: Iterable[str] = (), *, escaped: bool = False) -> str:
    """The words of a post: short links replaced by where they lead, if `links` tells, else dropped.

    `drop`: ids of posts to which it need not link, being one of them or quoting it. `escaped`: as in HTML.
    """
    text, named = text[:_LONGEST], frozenset(drop)
    text = _SHORT.sub(lambda found: found[1] + links[found[2]] if found[2] in links else "", text)[:_LONGEST]
    text = _POST.sub(lambda found: "" if found[1] in named else found[0], _ARTICLE.sub("", text))
    return unstyled(clean(unescape(text) if escaped else text))


def _entry(post: Post) -> Entry:
    """A post as it is told."""
    own = _ANSWERED.sub("", post.text) if post.replies_to else post.text
    quoted = post.quote.text if post.quote and post.quote.author.called else ""
    text = "\n".join(filter(None, (own, quoted)))
    answered = post.replies_to if post.replies_to and not same(post.replies_to, post.author) else Account()
    return Entry(
        guid=post.id,
        url=f"https://x.com/{post.author.handle or 'i'}/status/{post.id}",
        title=headline(own or quoted),
        text=text,
        author=post.author.called,
        published=post.published or posted_at(post.id),
        language=language(post.language),
        reposts="" if same(post.author, post.poster) else post.author.called,
        replies_to=f"@{answered.handle}" if answered.handle else answered.name,
        quotes=post.quote.author.called if post.quote and quoted else "",
        media=post.media,
        edited=post.edited,
    )
