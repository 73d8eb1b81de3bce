"""Which kinds of live stream there are."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ports.streams import StreamKind
from bot.sources.bluesky_stream import BlueskyStream
from bot.sources.mastodon_stream import MastodonStream

__all__ = ["streams"]


def streams(mastodon_tokens: Mapping[str, str]) -> tuple[StreamKind, ...]:
    """Named as the kinds of source that they serve; the tokens are by host."""
    return (MastodonStream(mastodon_tokens), BlueskyStream())
