"""What stands between the bot and what strangers publish, built from its settings: ways out and in, parsers, kinds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import __version__
from bot.core.errors import Fatal
from bot.core.seal import Seal
from bot.engine.clock import SystemClock
from bot.engine.health import SIGN, watching
from bot.engine.parsers import ParserPool
from bot.engine.push import Pushing
from bot.engine.streams import Wiring
from bot.http import MOST_BYTES, Client, Streams, place
from bot.keyring import Keyring
from bot.settings import Settings
from bot.sources import streams
from bot.web import PATH, HookBox, Web

__all__ = ["Outside", "hook_box", "outside"]

_TELEGRAM = "/telegram/"
"""What the path of Telegram's webhook begins with."""
_PROOF = "X-Telegram-Bot-Api-Secret-Token"
"""The header with the secret that proves Telegram (Bot API, setWebhook)."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What fetches and parses for all kinds."""

    client: Client
    parsers: ParserPool
    wiring: Wiring | None
    """The streams that are listened to; None without any."""
    pushing: Pushing | None
    """What hubs are asked with and let in by; None where they can't reach this process."""


@asynccontextmanager
async def outside(settings: Settings, boxes: Sequence[HookBox] = ()) -> AsyncIterator[Outside]:
    """All of it, closed in the end. `boxes`: where others post than hubs."""
    about = f"; {settings.contact}" if settings.contact else ""
    user_agent = f"Attribot/{__version__} (news alerts for chats{about})"
    private = frozenset(settings.private_hosts)
    client = Client(
        user_agent=user_agent,
        private_hosts=private,
        own_hosts=_own_hosts(settings),
        total=settings.fetch_seconds,
        gap=settings.host_gap_seconds,
    )
    async with client, Streams(user_agent=user_agent, private_hosts=private) as ears:
        parsers = ParserPool()
        chosen = [kind for kind in streams(settings.tokens) if kind.name in settings.streams]
        wiring = Wiring(chosen, ears.listen, client.fetch, parsers.parse) if chosen else None
        try:
            yield Outside(client, parsers, wiring, _pushing(settings, client, boxes))
        finally:
            await parsers.close()


def _own_hosts(settings: Settings) -> Mapping[str, str]:
    """What the servers of the settings are called where everybody reads it."""
    named = {settings.rsshub: "the RSSHub server", settings.nitter: "the Nitter server"}
    named[settings.x_api] = "the FxEmbed server"
    return {place(server): name for server, name in named.items() if server}


def hook_box(settings: Settings) -> HookBox | None:
    """Where Telegram posts what people say, if it is to; raises `Fatal` when it can't."""
    if not settings.telegram_webhook:
        return None
    if not settings.public_url:
        raise Fatal("PUBLIC_URL is not set. TELEGRAM_WEBHOOK needs it: the https address that Telegram is to post to.")
    key = Keyring.open(settings.data_dir).derive("telegram webhook")
    return HookBox(settings.public_url, _TELEGRAM, key, header=_PROOF)


def _pushing(settings: Settings, client: Client, boxes: Sequence[HookBox]) -> Pushing | None:
    if not settings.public_url:
        return None
    keys = Keyring.open(settings.data_dir)
    seal = Seal(keys.derive("websub path"), keys.derive("websub secret"))
    is_well = watching(SystemClock(), settings.data_dir / SIGN)
    door = Web(*settings.web_place, most_bytes=MOST_BYTES, is_well=is_well, boxes=boxes)
    return Pushing(settings.public_url + PATH, seal, client.post, door.serve)
