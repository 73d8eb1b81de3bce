"""Knows every concrete class: builds the bot from its settings, runs it, and takes it down in order."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo, reset_tzpath

import structlog

from bot import __version__
from bot.chat import Router
from bot.core.alerts.budget import Budget
from bot.core.alerts.refreshing import USUAL, Restraint
from bot.core.alerts.render import ago
from bot.core.errors import Fatal
from bot.core.facts import facts
from bot.core.model import Address
from bot.core.names import Names
from bot.core.pacing import Pace, limits
from bot.core.schedule import Tempo
from bot.core.stories import Teller, Window
from bot.data import catalogue
from bot.data.concepts import concepts
from bot.data.names import lexicon
from bot.data.transfer import write_yaml
from bot.engine import poll
from bot.engine.clock import SystemClock
from bot.engine.deliver import Terms
from bot.engine.engine import Engine, Shape
from bot.engine.health import SIGN
from bot.engine.probe import Finder
from bot.engine.reader import Reader
from bot.newsroom import Newsroom
from bot.opening import database_url, opened, turn
from bot.outside import hook_box, outside
from bot.ports import Clock, Letterbox, Platform, Reach, Store, ignore
from bot.settings import Settings
from bot.sourcing import catalogue_of, finder_of, is_private, kinds_of, reads_of
from handlers import COMMANDS

__all__ = ["database_url", "opened", "serve"]

FIRST_READS = timedelta(seconds=3)
"""First reads are spread over this: a new installation has news within seconds, and keeps answering meanwhile."""
DOWNLOADS = 5
"""How many downloads' time a poll may take in all: most of it is waiting for other sources of the same host."""
CLOSING = 5.0
"""Seconds that a platform may take to let go of its connections."""

log = structlog.stdlib.get_logger(__name__)


async def serve(
    settings: Settings,
    *,
    platforms: Sequence[Platform] | None = None,
    reach: Reach = ignore,
    stop: asyncio.Event | None = None,
    restraint: Restraint = USUAL,
) -> None:
    """Run the bot until `stop`, SIGTERM, SIGINT or the end of a terminal chat; raises `Fatal` when it can't go on.

    `platforms`: instead of those that the settings name; `restraint`: how rarely sent messages are edited.
    """
    _keep_time_by_what_is_shipped()
    try:
        with _stopped_by_signals(stop or asyncio.Event()) as stopped:
            async with AsyncExitStack() as stack:
                names = lexicon()
                store = await turn(stack, settings, names, stopped, patient=platforms is None and settings.has_platform)
                if store is None:
                    return
                box = None if platforms is not None else hook_box(settings)
                paces = _paces(settings)
                chosen = _platforms(settings, store, reach, paces, box) if platforms is None else platforms
                for platform in chosen:
                    stack.push_async_callback(_close, platform)
                world = await stack.enter_async_context(outside(settings, [box] if box else []))
                reader = Reader(kinds_of(settings), world.client.fetch, world.parsers.parse, _pace(settings).longest)
                memory = await asyncio.to_thread(_memory, names)
                known = names, memory, world.wiring, world.pushing
                shape = _shape(settings, restraint)
                engine = Engine(store, SystemClock(), chosen, reader, shape, reach, *known, paces=paces)
                newsroom = _newsroom(settings, store, finder_of(settings, reader, world.client), engine, names)
                log.info("catalogue", new_sources=await newsroom.shelf.stock())
                router = Router(COMMANDS, newsroom)
                log.info("starting", version=__version__, platforms=[platform.name for platform in chosen])
                await engine.run(router.respond, stopped)
    except BaseExceptionGroup as group:
        raise _fatal(group) or group from None


# ---- the parts


def _paces(settings: Settings) -> Mapping[str, Pace]:
    """How fast the accounts may write, by platform: one pace for all that is written with an account."""
    paid = settings.telegram_paid_broadcast
    return {name: Pace(limits(name, paid=paid)) for name in ("telegram", "matrix", "console")}


def _platforms(
    settings: Settings, store: Store, reach: Reach, paces: Mapping[str, Pace], box: Letterbox | None
) -> tuple[Platform, ...]:
    """Those with a token; without any, the terminal. `box`: where Telegram posts, if it does."""
    chosen: list[Platform] = []
    if settings.telegram_token.get_secret_value():
        chosen.append(_telegram(settings, store, reach, paces["telegram"], box))
    if settings.matrix_homeserver or settings.matrix_user:
        chosen.append(_matrix(settings, store, reach))
    if chosen:
        return tuple(chosen)
    return (console(reach),)


def _telegram(settings: Settings, store: Store, reach: Reach, pace: Pace, box: Letterbox | None) -> Platform:
    from bot.platforms.telegram import Telegram  # noqa: PLC0415 - takes 20 MB, only where it is used

    offered = tuple((command.name, command.summary) for command in COMMANDS if " " not in command.name)
    token = settings.telegram_token.get_secret_value()
    return Telegram(
        *(token, settings.telegram_api, store.ledger),
        buttons=store.buttons,
        box=box,
        pace=pace,
        paid=settings.telegram_paid_broadcast,
        reach=reach,
        commands=offered,
    )


def _matrix(settings: Settings, store: Store, reach: Reach) -> Platform:
    from bot.platforms.matrix import Matrix  # noqa: PLC0415 - takes 30 MB, only where it is used

    password = settings.matrix_password.get_secret_value()
    for name, value in (
        ("MATRIX_HOMESERVER", settings.matrix_homeserver),
        ("MATRIX_USER", settings.matrix_user),
        ("MATRIX_PASSWORD", password),
    ):
        if not value:
            raise Fatal(f"{name} is not set. Matrix needs MATRIX_HOMESERVER, MATRIX_USER and MATRIX_PASSWORD.")
    return Matrix(
        settings.matrix_homeserver,
        settings.matrix_user,
        password,
        settings.data_dir / "matrix",
        store.ledger,
        invites=settings.matrix_invites,
        reach=reach,
    )


def console(reach: Reach = ignore) -> Platform:
    """The terminal of this process."""
    from bot.platforms.console import Console  # noqa: PLC0415 - its line editor, only where somebody types

    return Console(commands=tuple(command.name for command in COMMANDS), reach=reach)


def _newsroom(settings: Settings, store: Store, finder: Finder, engine: Engine, names: Names) -> Newsroom:
    return Newsroom(
        store,
        SystemClock(),
        prober=finder,
        reads=reads_of(kinds_of(settings), private=is_private(settings)),
        writes=write_yaml,
        catalogue=catalogue_of(settings),
        packs=settings.packs,
        operators=frozenset(settings.operators),
        zone=ZoneInfo(settings.time_zone),
        chat_sources=settings.chat_sources,
        private=is_private(settings),
        wake=engine.wake,
        status=_status(SystemClock()),
        names=names,
    )


def _memory(names: Names) -> Callable[[], Window]:
    """What makes the desk's windows, once all is loaded by which words are read: a second that no loop should wait."""
    made = partial(Window, concepts(), names, Teller(outlet for outlet, _ in catalogue().outlets))
    facts("", "", (), ())
    names.mentions("", "")
    return made


def _status(clock: Clock) -> Callable[[], tuple[str, ...]]:
    began = clock.now()
    return lambda: (f"Attribot {__version__}, started {ago(began, clock.now())}.",)


# ---- the figures


def _pace(settings: Settings) -> poll.Pace:
    floor = timedelta(seconds=settings.poll_floor_seconds)
    longest = timedelta(seconds=DOWNLOADS * settings.fetch_seconds)
    spread = min(FIRST_READS, floor)
    return poll.Pace(
        tempo=Tempo(floor=floor, ceiling=timedelta(seconds=settings.poll_seconds)),
        longest=longest,
        lease=spread + longest + timedelta(seconds=settings.lease_seconds),
        spread=spread,
    )


def _terms(settings: Settings, restraint: Restraint) -> Terms:
    zone, most = ZoneInfo(settings.time_zone), settings.alert_budget
    budget = Budget(most, zone=zone) if most else None
    return Terms(timedelta(seconds=settings.lease_seconds), settings.unsure, zone, budget, restraint)


def _keep_time_by_what_is_shipped() -> None:
    """Zones come from the tzdata that is installed with Attribot: a machine's own may be years old, or not be there."""
    reset_tzpath(())
    ZoneInfo.clear_cache()


def _shape(settings: Settings, restraint: Restraint) -> Shape:
    lease = timedelta(seconds=settings.lease_seconds)
    people = (name.partition(":") for name in settings.operators)
    return Shape(
        holder=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
        pace=_pace(settings),
        polls_at_once=settings.poll_at_once,
        terms=_terms(settings, restraint),
        lease=lease,
        keep_items=timedelta(days=settings.keep_items_days),
        keep_seen=timedelta(days=settings.keep_seen_days),
        sign=settings.data_dir / SIGN,
        # Only Telegram gives a private chat the number of the person.
        operators=tuple(Address(platform, person) for platform, _, person in people if platform == "telegram"),
    )


# ---- the ends


async def _close(platform: Platform) -> None:
    """Whatever happens in it, the rest must be closed too."""
    try:
        async with asyncio.timeout(CLOSING):
            await platform.close()
    except Exception:
        log.exception("platform did not close", platform=platform.name)


@contextmanager
def _stopped_by_signals(stop: asyncio.Event) -> Iterator[asyncio.Event]:
    """SIGTERM and SIGINT set `stop`; a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def caught() -> None:
        stop.set()
        for number in signals:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)

    for number in signals:
        loop.add_signal_handler(number, caught)
    try:
        yield stop
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _fatal(group: BaseExceptionGroup[BaseException]) -> Fatal | None:
    """The first `Fatal` in it, however deep."""
    for error in group.exceptions:
        found = _fatal(error) if isinstance(error, BaseExceptionGroup) else error
        if isinstance(found, Fatal):
            return found
    return None
