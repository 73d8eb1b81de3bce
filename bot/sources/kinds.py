"""Which kinds of source there are, and by what ways of access the operator lets them read."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.ports.sources import SourceKind
from bot.sources.bing_news import BingNews
from bot.sources.bluesky import Bluesky
from bot.sources.feed import Feed
from bot.sources.gdelt import Gdelt
from bot.sources.geojson import GeoJson
from bot.sources.google_news import GoogleNews
from bot.sources.mastodon import Mastodon
from bot.sources.reddit import Reddit
from bot.sources.site import Site
from bot.sources.sitemap import Sitemap
from bot.sources.substack import Substack
from bot.sources.telegram import Telegram
from bot.sources.wordpress import WordPress
from bot.sources.x import X
from bot.sources.youtube import YouTube

__all__ = ["Access", "kinds"]


@dataclass(frozen=True, slots=True)
class Access:
    """Servers and keys that some kinds need; addresses without a slash at the end."""

    x_api: str = "https://api.fxtwitter.com"
    """An FxEmbed server: posts of X as JSON, without a key."""
    nitter: str = ""
    """A Nitter server, read instead where it is set."""
    x_bearer: str = field(default="", repr=False)
    """A bearer token of the official API of X, which is asked instead where it is set."""
    rsshub: str = ""
    """An RSSHub server: the last way to read X accounts and Telegram channels."""


def kinds(access: Access) -> tuple[SourceKind, ...]:
    """Asked in this order whether they claim what a person typed: the more special one first."""
    return (
        Telegram(access.rsshub),
        YouTube(),
        X(fxembed=access.x_api, nitter=access.nitter, bearer=access.x_bearer, rsshub=access.rsshub),
        Mastodon(),
        Bluesky(),
        Reddit(),
        Substack(),
        WordPress(),
        GoogleNews(),
        BingNews(),
        Gdelt(),
        GeoJson(),
        Sitemap(),
        Feed(),
        Site(),
    )
