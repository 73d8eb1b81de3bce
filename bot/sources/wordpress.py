"""Sites that are made with WordPress."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar, Final
from urllib.parse import quote

from bot.core.model import Source
from bot.core.outcome import Read
from bot.sources.addresses import after_name, web_address
from bot.sources.conditional import document
from bot.sources.ways import Reading, in_turn
from bot.sources.wordpress_posts import parse_category, parse_posts, parse_rss, parse_site

__all__ = ["WordPress"]

_JSON: Final = "application/json"
_RSS: Final = "application/rss+xml, application/xml;q=0.8, */*;q=0.1"
_POSTS: Final = (
    "wp/v2/posts?per_page=20&_embed=author"
    "&_fields=id,guid,link,status,date_gmt,modified_gmt,title,content,excerpt,jetpack_featured_media_url,_links,_embedded"
)
"""The newest 20, and of each no more than is read; links are what embedding needs to work (developer.wordpress.org)."""
_FEED: Final = re.compile(r"/feed/*$")


class WordPress:
    """The kind whose locator is the address of a site or of a category of it, without a slash at the end."""

    name: ClassVar[str] = "wordpress"

    def claims(self, text: str) -> str | None:
        """An address within the API (`…/wp-json/…`), which names the site; any other address only after `wordpress:`.

        Most sites' feeds are what people mean who give an address, whatever the site is made with.
        """
        typed = after_name(text, self.name)
        if typed and "://" not in typed:
            typed = f"https://{typed.lstrip('/')}"
        found = web_address(typed or text)
        if found is None:
            return None
        parts = found[1]
        before, mark, _ = f"{parts.path}/".partition("/wp-json/")
        if not (typed or mark):
            return None
        return f"{parts.scheme}://{parts.netloc.lower()}{_FEED.sub('', before).rstrip('/')}"

    def read(self, source: Source) -> Reading:
        """By the API, which tells of edits and authors, else by the feed under either of its addresses."""
        page = source.locator
        return (
            yield from in_turn(
                source,
                {
                    "The API": _by_api,
                    "The feed": lambda source: document(source, f"{page}/feed/", parse_rss, accept=_RSS),
                    "Its other address": lambda source: document(source, f"{page}/?feed=rss2", parse_rss, accept=_RSS),
                },
            )
        )


def _by_api(source: Source) -> Reading:
    """The posts. Memory: `name`, the site's; `category`, the number by which its posts are asked for."""
    site, _, path = source.locator.partition("/category/")
    api = f"{site}/wp-json/"
    slug = quote(path.rpartition("/")[2], safe="%")
    facts = {"name": (f"{api}?_fields=name", parse_site)}
    if slug:
        facts["category"] = (f"{api}wp/v2/categories?slug={slug}&_fields=id", parse_category)
    for fact, (url, parser) in facts.items():
        if fact not in source.memory:
            found = yield from document(replace(source, memory={}), url, parser, accept=_JSON)
            if not isinstance(found, Read):
                return found
            source = replace(source, memory={**source.memory, fact: found.memory[fact]})
    wanted = f"&categories={source.memory['category']}" if slug else ""
    outcome = yield from document(source, f"{api}{_POSTS}{wanted}", parse_posts, accept=_JSON)
    return replace(outcome, title=source.memory["name"]) if isinstance(outcome, Read) else outcome
