"""What Mastodon, and what speaks its API or writes its feeds, says of a post. Runs in the parser's process.

Beside Mastodon that is Pleroma, Akkoma, GoToSocial, Pixelfed, Truth Social and others; feeds of that form are
Misskey's too. Fields: docs.joinmastodon.org/entities/Status.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.core.model import Entry
from bot.core.text.clean import LONGEST_HTML, clean, clip, plain
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import LONGEST_NAME, LONGEST_TITLE, MOST_ENTRIES, edited
from bot.sources.moments import moment
from bot.sources.parsing import parse_document
from bot.sources.posts import headline
from bot.sources.untyped import inside, items, loaded, text

__all__ = ["parse_account", "parse_rss", "parse_status", "parse_tagged", "parse_timeline"]

_STRANGE: Final = Unreadable("it does not answer as Mastodon does")
_FOR_ALL: Final = frozenset({"", "public", "unlisted"})
"""Visibilities; what is said to followers only is never passed on, whoever's token it was read with."""
_ADDRESS: Final = re.compile(
    r"https?://(?P<host>[^/?#]+)/(?:@|users/|ap/users/)(?P<who>[^/?#]+)/(?:statuses/)?(?P<id>\w+)(?:/activity)?/?"
)
"""The forms of a status's address: `/@user/1` for people, `/users/user/statuses/1` and, since 4.5,
`/ap/users/2/statuses/1` for machines; GoToSocial has `/@user/statuses/1`."""
_SELF_LINK: Final = re.compile(r"<(p|span) class=\"quote-inline\">(?:[^<]{0,500}+<(?!/\1>)){0,9}+[^<]{0,500}+</\1>")
"""The link to the quoted post, for servers that know no quotes: a few words and marks of markup."""
_WARNED: Final = re.compile(r"\s*<p>(?:<strong>[^<]*</strong>)?(?P<warning>[^<]+)</p>\s*<hr\s*/?>")
"""How feeds put a content warning before the text; the words in `strong` are of the author's language."""
_SILENT: Final = "A post without words"
_WORDLESS: Final = {"image": "A picture", "gifv": "An animation", "video": "A video", "audio": "A recording"}


def parse_timeline(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """The posts of one account."""
    found = loaded(body)
    if not isinstance(found, list):
        return _STRANGE
    title = _name(inside(found, 0, "account"))
    return edited(Document(tuple(_entries(found[:MOST_ENTRIES], _name)), title), url)


def parse_tagged(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """Anybody's posts under a hashtag, at `…/timelines/tag/<tag>`: authors are named with their handle."""
    found = loaded(body)
    if not isinstance(found, list):
        return _STRANGE
    title = f"#{unquote(urlsplit(url).path.rpartition('/')[2])}"
    return edited(Document(tuple(_entries(found[:MOST_ENTRIES], _full_name)), title), url)


def parse_status(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """One post, as the streaming API sends it; no entry if it is not for everybody."""
    found = loaded(body)
    if not isinstance(found, dict) or not _address(found):
        return _STRANGE
    return edited(Document(tuple(_entries([found], _full_name))), url)


def parse_account(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """An account's name; its number on this server is in the notes, as `account`."""
    found = loaded(body)
    number = text(found, "id")
    known = 0 < len(number) <= LONGEST_NAME  # one cut short would be another account's
    return Document((), clip(_name(found), LONGEST_TITLE), notes={"account": number}) if known else _STRANGE


def parse_rss(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The posts of an account's or a hashtag's RSS feed, whose items have no titles and name no authors."""
    found = parse_document(body, content_type, url, _warned_words)
    if isinstance(found, Unreadable):
        return found
    author = "" if "/tags/" in url else found.title
    return edited(replace(found, entries=tuple(_told(entry, author) for entry in found.entries)), url)


# ---- the API


def _entries(statuses: Iterable[object], named: Callable[[object], str]) -> Iterator[Entry]:
    """Those that are for everybody; `named` says how the authors of a timeline's own posts are called."""
    for status in statuses:
        account, shared = inside(status, "account"), inside(status, "reblog")
        if not (_is_open(status) and (shared is None or _is_open(shared))):
            continue
        if text(shared, "account", "acct") in {"", text(account, "acct")}:
            yield _entry(shared or status, named(account))
        else:
            author = _full_name(inside(shared, "account"))
            yield replace(_entry(shared, author), reposts=author)


def _is_open(status: object) -> bool:
    """Whether it is a post, and one for everybody."""
    return bool(_address(status) and text(status, "account", "acct")) and text(status, "visibility") in _FOR_ALL


def _address(status: object) -> str:
    return text(status, "url") or text(status, "uri")


def _entry(status: object, author: str) -> Entry:
    """One post, as its author wrote it."""
    quoted = _quoted(status)
    attached = items(status, "media_attachments")
    own, warning = _words(status, quoted), _warning(status)
    words = "\n".join(filter(None, (own, *_choices(status), *_descriptions(attached), _quotation(quoted))))
    wordless = _WORDLESS.get(text(attached, 0, "type"), _SILENT)
    return Entry(
        guid=_guid(_address(status)),
        url=_address(status),
        title=warning or headline(own or words) or wordless,
        text=words,
        author=author,
        published=moment(text(status, "created_at")),
        language=text(status, "language"),
        replies_to=_answered(status),
        quotes=_full_name(inside(quoted, "account")),
        media="" if inside(status, "sensitive") is True else _picture(attached),
        edited=bool(text(status, "edited_at")),
    )


def _guid(address: str) -> str:
    """One and the same for every address of a status of Mastodon's; feeds give one, the API two."""
    form = _ADDRESS.fullmatch(address)
    return f"https://{form['host'].lower()}/statuses/{form['id']}" if form else address


def _warning(status: object) -> str:
    """What its author warns of."""
    warning = _spoken(text(status, "spoiler_text"), status)
    return f"CW: {warning}" if warning else ""


def _words(status: object, quoted: object = None) -> str:
    """What it says, without the link to what it quotes, which stands there as well."""
    html = text(status, "content")[:LONGEST_HTML]
    return _spoken(plain(_SELF_LINK.sub("", html) if quoted else html), status)


def _spoken(words: str, holder: object) -> str:
    """The words without the custom emoji of their server, which are pictures: `:blobcat:`."""
    for emoji in items(holder, "emojis")[:50]:
        words = words.replace(f":{text(emoji, 'shortcode')}:", "")
    return clean(words)


def _quoted(status: object) -> object:
    """The post it quotes, if that may be shown; Pleroma's kin give the post itself."""
    quote = inside(status, "quote")
    quoted = inside(quote, "quoted_status") if text(quote, "state") else quote
    return quoted if _is_open(quoted) else None


def _quotation(quoted: object) -> str:
    """Who is quoted, and with what words."""
    said = " ".join(filter(None, (_warning(quoted), f"“{_words(quoted)}”")))
    return f"{_full_name(inside(quoted, 'account'))}: {said}" if quoted else ""


def _choices(status: object) -> list[str]:
    """The answers that a poll offers."""
    return [text(choice, "title") for choice in items(status, "poll", "options")]


def _descriptions(attached: list[object]) -> list[str]:
    """What pictures show, in the words of those who posted them."""
    return [f"[{words}]" for each in attached if (words := text(each, "description"))]


def _picture(attached: list[object]) -> str:
    """Address of the first picture, or of a picture of the first video."""
    for each in attached:
        match text(each, "type"):
            case "image":
                return text(each, "url") or text(each, "preview_url")
            case "gifv" | "video":
                return text(each, "preview_url") or text(each, "url")
            case _:
                continue
    return ""


def _answered(status: object) -> str:
    """Whom it answers; nobody where its author goes on with what they said before."""
    whom = text(status, "in_reply_to_account_id")
    if not text(status, "in_reply_to_id") or whom == text(status, "account", "id"):
        return ""
    mentions = {text(mention, "id"): _handle(mention) for mention in items(status, "mentions")}
    return mentions.get(whom) or "somebody"


# ---- accounts


def _name(account: object) -> str:
    """What it calls itself, or its handle where it has no name."""
    return _spoken(text(account, "display_name"), account) or _handle(account)


def _full_name(account: object) -> str:
    """What it calls itself, and its handle, which nobody else can have: `Jane Doe (@jane@example.social)`."""
    handle, name = _handle(account), _name(account)
    return f"{name} ({handle})" if name != handle else handle


def _handle(account: object) -> str:
    """`@user@host`; servers leave the host out where it is their own."""
    acct = text(account, "acct")
    host = "" if "@" in acct else urlsplit(text(account, "url")).netloc
    return "".join(f"@{part}" for part in (acct, host) if part)


# ---- the feeds


def _warned_words(html: str) -> str:
    """The words of an item, and before them a line for its content warning, empty where there is none."""
    warned = _WARNED.match(html)
    warning = " ".join(plain(warned["warning"]).split()) if warned else ""
    return f"{warning}\n{plain(html[warned.end() :] if warned else html)}"


def _told(entry: Entry, author: str) -> Entry:
    """An item of a feed, as the API would have told it."""
    warning, _, words = entry.text.partition("\n")
    form = _ADDRESS.fullmatch(entry.url)
    return replace(
        entry,
        guid=_guid(entry.guid or entry.url),
        title=f"CW: {warning}" if warning else headline(words) or entry.title or _SILENT,
        text=words,
        author=author or (f"@{form['who']}@{form['host']}" if form else ""),
        media="" if warning else entry.media,
    )
