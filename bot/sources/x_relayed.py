"""Posts of X as Nitter and RSSHub pass them on, in RSS. Runs in the parser's process."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.core.model import Entry
from bot.core.text.clean import LONGEST_HTML, clean, plain
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import edited
from bot.sources.parsing import parse_document
from bot.sources.places import place_of
from bot.sources.x_posts import Account, Post, Quote, same, timeline, words

__all__ = ["parse_nitter", "parse_rsshub"]

_POST: Final = re.compile(r"https?://[^/]+/(\w{1,15})/status/(\d{1,19})")
_TITLE: Final = re.compile(r"(.*?) / @(\w{1,15})")
_PINNED: Final = "Pinned: "
_MARK: Final = re.compile(r"RT by @(\w{1,15}): |R to @(\w{1,15}): ")
"""What Nitter puts before the first words of what is passed on, and of what answers another."""
_QUOTED: Final = re.compile(r"(.*?)\s*\(@(\w{1,15})\)")
_WORDS_OF_THEIR_OWN: Final = ("@", "#", "$")
"""What links begin with that stand for a name or a subject; the words of others are an address cut short."""
_PASSED_ON: Final = "RT\u2002"
_ANSWER: Final = "Re "
"""How RSSHub begins what is another's post, and what answers one."""


def parse_nitter(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """A Nitter server's `/NAME/rss`; the server's own name is nowhere in what comes out. Notes: see `timeline`."""
    found = parse_document(body, content_type, url, words=str)
    if isinstance(found, Unreadable):
        return found
    named = _TITLE.fullmatch(found.title)
    account = Account(named[2], named[1]) if named else Account(urlsplit(url).path.strip("/").partition("/")[0])
    posts = {item: post for item in found.entries if (post := _of_nitter(item, account))}
    pinned = {item for item in posts if item.title.startswith(_PINNED)}
    own = (int(post.id) for item, post in posts.items() if item not in pinned and post.poster == post.author)
    oldest = min(own, default=0)  # a pinned post may be years old; where it is not, it stands in its place
    return _told([post for item, post in posts.items() if item not in pinned or int(post.id) > oldest], account, url)


def parse_rsshub(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """An RSSHub server's `/twitter/user/NAME` or `/+ID`. Notes: see `timeline`.

    Without what the account passes on: the original's id is not in it, so that it would be told again by other ways.
    """
    found = parse_document(body, content_type, url, words=str)
    if isinstance(found, Unreadable):
        return found
    name = urlsplit(url).path.rpartition("/")[2]
    account = Account() if name.startswith(("+", "%2B")) else Account(name)
    return _told([post for item in found.entries if (post := _of_rsshub(item))], account, url)


def _told(posts: list[Post], account: Account, url: str) -> Document | Unreadable:
    found = timeline(posts, account)
    return found if isinstance(found, Unreadable) else edited(found, url)


def _of_nitter(item: Entry, account: Account) -> Post | None:
    """One post; a link of the server's own leads to X instead."""
    place, page = _POST.match(item.url), _page(item)
    if place is None or page is None:
        return None
    author = _who(place[1], account)
    poster, answered = _marked(item, author == account, page)
    server = _host(item.url)
    quote = _quote(page, server)
    said = page.css_first("p") if item.text.startswith("<p") else None  # else the first is a card's
    return Post(
        id=place[2],
        author=author,
        poster=_who(poster, account) if poster else author,
        text=_words(said, server, (place[2], quote.id if quote else "")),
        published=item.published,
        media=_media(page, server),
        replies_to=Account(answered) if answered else None,
        quote=quote,
    )


def _marked(item: Entry, own: bool, page: LexborNode) -> tuple[str, str]:  # noqa: FBT001 - one caller
    """Who passes it on, and whom it answers, as its title says, unless those are words of the post itself."""
    mark = _MARK.match(item.title)
    if mark is None or (own if mark[1] else page.text(deep=True).lstrip().startswith(mark[0].rstrip())):
        return "", ""
    return mark[1] or "", mark[2] or ""


def _page(item: Entry) -> LexborNode | None:
    """The HTML of an item, to be taken apart."""
    return LexborHTMLParser(item.text[:LONGEST_HTML]).body


def _who(handle: str, account: Account) -> Account:
    """The account of this handle, with its name where it is the one that is read."""
    return account if same(Account(handle), account) else Account(handle)


def _quote(page: LexborNode, server: str) -> Quote | None:
    """What a post quotes; taken out of the page."""
    block = page.css_first("blockquote")
    if block is None:
        return None
    name, link = block.css_first("b"), block.css_first("footer a[href]")
    whom = _QUOTED.fullmatch(clean(name.text())) if name is not None else None
    place = _POST.match((link.attributes.get("href") or "") if link is not None else "")
    own = place[2] if place else ""
    said = next((text for part in block.css("p") if (text := _words(part, server, (own,)))), "")
    block.decompose()
    return Quote(Account(whom[2], whom[1]), said, own) if whom else None


def _words(node: LexborNode | None, server: str, near: tuple[str, ...]) -> str:
    """The words in a node, addresses in full."""
    if node is None:
        return ""
    for link in node.css("a[href]"):
        if not link.text().startswith(_WORDS_OF_THEIR_OWN):
            link.replace_with(_outside(link.attributes.get("href") or "", server))
    return words(plain(node.html or ""), {}, near)


def _outside(link: str, server: str) -> str:
    """Where a link leads; one to the server itself stands for the same page of X."""
    place = place_of(link)
    return f"https://x.com/{'/'.join(place.path)}" if place and place.host == server else link


def _host(url: str) -> str:
    place = place_of(url)
    return place.host if place else ""


def _of_rsshub(item: Entry) -> Post | None:
    """One post of the account's own."""
    place, page = _POST.match(item.url), _page(item)
    if place is None or page is None or item.text.startswith((_PASSED_ON, "RT&ensp;")):
        return None
    author = Account(place[1], item.author)
    quote = None
    while block := page.css_first(".rsshub-quote, hr"):  # one may stand in another
        whom, mark, said = block.text(deep=True).partition(":\u2002")
        quote = Quote(Account(name=clean(whom)), words(said, {})) if mark else quote
        block.decompose()
    text = words(plain(page.html or ""), {}, (place[2],)).removeprefix(_ANSWER)
    return Post(place[2], author, author, text, item.published, media=_media(page), quote=quote)


def _media(page: LexborNode, server: str = "") -> str:
    """Address of its first picture; at X, where the server fetches it from there itself: `/pic/media%2FX.jpg`."""
    node = page.css_first("img[src], video[poster]")
    media = (node.attributes.get("src") or node.attributes.get("poster") or "") if node is not None else ""
    place = place_of(media)
    if place is None or place.host != server:
        return media
    first, *rest = place.path or ("",)
    known = first == "pic" and rest and rest[0] != "enc"
    picture = "/".join(rest).removeprefix("orig/").removeprefix("pbs.twimg.com/")
    return f"https://pbs.twimg.com/{picture}" if known else ""
