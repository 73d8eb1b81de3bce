"""What a message to Telegram costs: `python -m benchmarks.send [--sends 2000]`.

Claim: 1.2 ms of CPU at most, and a fifth at most of what python-telegram-bot takes with its default request class. It
sends the same words, entities and buttons, made ready for it, to the same server in the same run. The server, in a
process of its own, answers as Telegram does. Sixteen are under way at once, as in a burst. The two take turns, so that
both have the same machine. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from zoneinfo import ZoneInfo

from aiohttp import web
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.core.alerts.render import render
from bot.core.message import Message
from bot.core.model import (
    Address,
    Chat,
    ChatKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Hit,
    Item,
    Match,
    Outlet,
    SubscriptionKind,
)
from bot.core.outcome import Sent
from bot.log import set_up
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.buttons import Keyboards
from bot.platforms.telegram.say import parts, preview
from tests.platforms.telegram.conftest import MemoryLedger

SENDS, AT_ONCE, TURNS = 2_000, 16, 5
TOKEN = "7000000001:AAFakeTokenOfTheBenchmarksServer123456"
NOW = datetime(2026, 12, 2, 14, tzinfo=UTC)
TARGET_MS, TARGET_RATIO = 1.2, 5
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Attribot", "username": "attri_bot"}


def alert() -> Message:
    """An alert as chats get them."""
    outlet = Outlet(id="sana", name="SANA English", country="sy", language="en", affiliation="state", basis="owner")
    item = Item(
        id=1,
        outlet=outlet,
        url="https://sana.example/en/road-to-aleppo-open-again",
        title="Road between Hama and Aleppo is open again after a week, officials say",
        text="Officials said on Monday that the road was cleared overnight. Forty trucks were on their way by noon.",
        author="",
        published=NOW,
        seen=NOW,
    )
    hits = (Hit("hama", "title", "Hama"), Hit("aleppo", "title", "Aleppo"))
    match = Match(1, SubscriptionKind.FILTER, "north", hits=hits)
    chat = Chat(1, Address("telegram", "1"), ChatKind.PRIVATE)
    states = DeliveryKind.ALERT, DeliveryState.SENDING
    delivery = Delivery(1, "key", chat, "", *states, created_at=NOW, item=item, matches=(match,))
    return render(delivery, NOW + timedelta(minutes=3), ZoneInfo("UTC"))


def serve(address: Connection) -> None:
    """The server's process: each message is answered with itself."""
    asyncio.run(_serve(address))


async def _serve(address: Connection) -> None:
    app = web.Application()
    app.router.add_post("/bot{token}/sendMessage", _answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address.send(runner.addresses[0][1])
    await asyncio.Event().wait()


async def _answer(request: web.Request) -> web.Response:
    given = await request.json() if request.content_type == "application/json" else await request.post()
    entities = given.get("entities", "[]")
    markup = given.get("reply_markup", "{}")
    result = {
        "message_id": 1,
        "from": BOT,
        "chat": {"id": int(str(given["chat_id"])), "first_name": "Ann", "type": "private"},
        "date": int(NOW.timestamp()),
        "text": given["text"],
        "entities": json.loads(entities) if isinstance(entities, str) else entities,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": json.loads(markup) if isinstance(markup, str) else markup,
    }
    return web.json_response({"ok": True, "result": result})


@contextmanager
def server() -> Iterator[str]:
    """The address of a running one."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.kill()
        process.join()


Send = Callable[[int], Awaitable[object]]


async def cost(send: Send, sends: int) -> tuple[float, float]:
    """Seconds of CPU, and on the clock, of so many; connections are open by then."""
    await asyncio.gather(*map(send, range(AT_ONCE)))
    numbers = iter(range(sends))

    async def some() -> None:
        for number in numbers:
            await send(number)

    spent, began = time.process_time(), time.perf_counter()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return time.process_time() - spent, time.perf_counter() - began


@asynccontextmanager
async def ours(api: str, said: Message) -> AsyncIterator[Send]:
    """By the platform's own `send`, which is all that an alert goes through."""
    telegram = Telegram(TOKEN, api, MemoryLedger())

    async def send(number: int) -> None:
        outcome = await telegram.send(Address("telegram", str(number + 1)), said, key=str(number))
        assert isinstance(outcome, Sent), outcome

    yield send
    await telegram.close()


@asynccontextmanager
async def theirs(api: str, said: Message) -> AsyncIterator[Send]:
    """By python-telegram-bot with its default request class."""
    (part,), options = parts(said), preview(said)
    _, keyboard = await Keyboards(None, lambda: NOW).under(Address("telegram", "1"), said)
    request = HTTPXRequest()
    bot = Bot(TOKEN, base_url=f"{api}/bot", request=request)
    await request.initialize()

    async def send(number: int) -> None:
        await bot.send_message(
            *(number + 1, part.text), entities=part.entities, link_preview_options=options, reply_markup=keyboard
        )

    yield send
    await request.shutdown()


async def measured(api: str, sends: int) -> tuple[dict[str, float], dict[str, float]]:
    """Figures of both: milliseconds of CPU of a send, and sends a second."""
    said, each = alert(), -(-sends // TURNS)
    spent = {"ours": [0.0, 0.0], "theirs": [0.0, 0.0]}
    async with ours(api, said) as mine, theirs(api, said) as other:
        for _ in range(TURNS):
            for name, send in (("ours", mine), ("theirs", other)):
                cpu, clock = await cost(send, each)
                spent[name] = [spent[name][0] + cpu, spent[name][1] + clock]
    done = each * TURNS
    first, second = (
        {"ms": round(cpu * 1000 / done, 3), "sends_s": round(done / clock)} for cpu, clock in spent.values()
    )
    return first, second


async def main() -> None:
    """Both ways, in turns."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sends", type=int, default=SENDS, help="how many each way")
    sends = options.parse_args().sends
    set_up("error", as_json=False)
    with server() as api:
        mine, baseline = await measured(api, sends)
    ratio = {"ratio": round(baseline["ms"] / mine["ms"], 1), "target_ratio": TARGET_RATIO}
    figures = {"benchmark": "send", "sends": sends, **mine, "target_ms": TARGET_MS, **ratio}
    print(json.dumps({**figures, "baseline": {"of": "python-telegram-bot, HTTPXRequest", **baseline}}))


if __name__ == "__main__":
    asyncio.run(main())
