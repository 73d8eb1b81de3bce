"""What a JSON answer about an account of X holds, told by its shape and not by who sent it.

Runs in the parser's process.
"""

from __future__ import annotations

import re
from typing import Final

from bot.ports.sources import Document, Unreadable
from bot.sources.editing import edited
from bot.sources.untyped import loaded
from bot.sources.x_fxembed import is_fxembed, posts_of_fxembed
from bot.sources.x_graphql import posts_of_graphql
from bot.sources.x_official import is_official, posts_of_official
from bot.sources.x_posts import Account, timeline

__all__ = ["parse_timeline"]

_ASKED: Final = re.compile(r"/(?:profile|users)/(?:id(?::|%3A)(\d+)|(\d{1,19}(?=/tweets))|(\w{1,15}))/", re.IGNORECASE)


def parse_timeline(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The posts of the account that `url` names. Notes: see `timeline`."""
    del content_type  # JSON has one encoding
    answer = loaded(body)
    if answer is None:
        return Unreadable("the answer is not the JSON that it should be")
    if is_fxembed(answer):
        posts = posts_of_fxembed(answer)
    elif is_official(answer):
        posts = posts_of_official(answer)
    else:
        posts = posts_of_graphql(answer)
    found = posts if isinstance(posts, Unreadable) else timeline(posts, _asked(url))
    return found if isinstance(found, Unreadable) else edited(found, url)


def _asked(url: str) -> Account:
    """Whose timeline an address is that of; nobody's when it does not say."""
    found = _ASKED.search(url)
    return Account(found[3] or "", id=found[1] or found[2] or "") if found else Account()
