"""Knows how hubs are let in: the parts of that, made as the settings say."""

from __future__ import annotations

from bot.core.seal import Seal
from bot.engine.health import SIGN, watching
from bot.engine.push import Pushing
from bot.http import MOST_BYTES
from bot.keyring import Keyring
from bot.ports import Clock, Poster
from bot.settings import Settings
from bot.web import PATH, Web

__all__ = ["pushing"]


def pushing(settings: Settings, clock: Clock, post: Poster) -> Pushing | None:
    """What hubs are asked with and let in by; None where they can't reach this process."""
    if not settings.public_url:
        return None
    keys = Keyring.open(settings.data_dir)
    seal = Seal(keys.derive("websub path"), keys.derive("websub secret"))
    door = Web(*settings.web_place, most_bytes=MOST_BYTES, is_well=watching(clock, settings.data_dir / SIGN))
    return Pushing(settings.public_url + PATH, seal, post, door.serve)
