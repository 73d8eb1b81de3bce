"""Accounts and hashtags of Mastodon and of what speaks its API: Pleroma, Akkoma, Pixelfed, Truth Social and others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final
from urllib.parse import quote, unquote, urlencode

from bot.core.model import Source
from bot.core.outcome import Read
from bot.sources.addresses import web_address
from bot.sources.conditional import document
from bot.sources.mastodon_posts import parse_account, parse_rss, parse_status, parse_tagged, parse_timeline
from bot.sources.ways import Reading, Way, in_turn

__all__ = ["Mastodon", "parse_status"]

_JSON: Final = "application/json"
_RSS: Final = "application/rss+xml, application/xml;q=0.8, */*;q=0.1"
_MOST: Final = 40
"""Posts asked for: the most that Mastodon gives. Always the newest, whatever was seen: so edits are noticed too."""
_HOST: Final = r"(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)"
_USER: Final = r"(?P<user>\w(?:[\w.-]{0,98}\w)?)"
_TAG: Final = r"(?P<tag>[^\s\x00-/:-@\[-^`{-\x9f]{1,100})"
_PART: Final = r"(?:/(?:with_replies|media|tagged/[^/]+|(?:statuses/)?(?:\d+|[0-9A-Z]{26})))?/?"
"""What follows an account in the addresses of its pages and posts; GoToSocial numbers posts with ULIDs."""
_HANDLE: Final = re.compile(f"(?:@{_USER}|#{_TAG})@{_HOST}")
_ACCOUNT: Final = re.compile(rf"/(?:(?:web|deck)/)?(?:@|users/){_USER}(?:@{_HOST})?{_PART}")
_HASHTAG: Final = re.compile(rf"/(?:(?:web|deck)/)?tags/{_TAG}/?")
_ELSEWHERE: Final = (
    # sites whose addresses look alike and which do not speak the API
    *("dev.to", "flipboard.com", "medium.com", "note.com", "odysee.com", "ok.ru", "substack.com", "threads.com"),
    *("threads.net", "tiktok.com", "vk.com", "vk.ru", "youtube.com"),
)


class Mastodon:
    """The kind whose locator is `@user@host` or `#tag@host`, in small letters."""

    name: ClassVar[str] = "mastodon"

    def claims(self, text: str) -> str | None:
        """A handle or hashtag with its host, or such a page's address; a post's address means its author."""
        form = _HANDLE.fullmatch(text.strip())
        if form is None:
            found = web_address(text)
            if found is None or _is_elsewhere(found[1].hostname or ""):
                return None
            path, host = unquote(found[1].path).removesuffix(".rss"), found[1].netloc.rpartition("@")[2]
            form = _ACCOUNT.fullmatch(path) or _HASHTAG.fullmatch(path)
            return _locator(form, host) if form else None
        return _locator(form, form["host"])

    def read(self, source: Source) -> Reading:
        """By the API, which tells of edits, reblogs and answers; by RSS where the server keeps that to its members."""
        name, _, host = source.locator[1:].rpartition("@")
        ways = _tag_ways if source.locator.startswith("#") else _account_ways
        return (yield from in_turn(source, ways(f"https://{host}", quote(name, safe=""))))


def _is_elsewhere(host: str) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in _ELSEWHERE)


def _locator(form: re.Match[str], host: str) -> str:
    """An account of another server is read there, where it is at home."""
    parts = form.groupdict()
    mark, name = ("#", parts["tag"]) if parts.get("tag") else ("@", parts["user"])
    return f"{mark}{name}@{parts.get('host') or host}".lower()


def _tag_ways(site: str, tag: str) -> Mapping[str, Way]:
    timeline = f"{site}/api/v1/timelines/tag/{tag}?limit={_MOST}"
    return {
        "The API": lambda source: document(source, timeline, parse_tagged, accept=_JSON),
        "RSS": lambda source: document(source, f"{site}/tags/{tag}.rss", parse_rss, accept=_RSS),
    }


def _account_ways(site: str, user: str) -> Mapping[str, Way]:
    return {
        "The API": partial(_by_api, site, user),
        "RSS": lambda source: document(_unnumbered(source), f"{site}/@{user}.rss", parse_rss, accept=_RSS),
    }


def _unnumbered(source: Source) -> Source:
    """The source without the account's number, so that it is looked up again: a new server may have taken the name."""
    return replace(source, memory={name: value for name, value in source.memory.items() if name != "account"})


def _by_api(site: str, user: str, source: Source) -> Reading:
    """The account's posts. Memory: `account`, its number on this server, which its posts are asked for by."""
    account, title = source.memory.get("account", ""), ""
    if not account:
        lookup = f"{site}/api/v1/accounts/lookup?acct={user}"
        found = yield from document(replace(source, memory={}), lookup, parse_account, accept=_JSON)
        if not isinstance(found, Read):
            return found
        account, title = found.memory["account"], found.title
        source = replace(source, memory={**source.memory, "account": account})
    url = f"{site}/api/v1/accounts/{quote(account, safe='')}/statuses?{_wanted(source)}"
    outcome = yield from document(source, url, parse_timeline, accept=_JSON)
    return replace(outcome, title=title) if isinstance(outcome, Read) and title else outcome


def _wanted(source: Source) -> str:
    """What to ask for; what is not wanted would only crowd out what is."""
    without = {"exclude_replies": not source.options.replies, "exclude_reblogs": not source.options.reposts}
    return urlencode({"limit": _MOST} | {name: "true" for name, unwanted in without.items() if unwanted})
