"""What may be put into a letterbox, and by whom, over real connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from io import BytesIO

import aiohttp
import pytest

from bot.web import HookBox, Web
from bot.web.letterbox import MOST_AT_ONCE, MOST_BYTES
from tests.engine.waiting import until

HEADER = "X-Proof"


@dataclass
class Letters:
    """Takes letters, or not."""

    takes: bool = True
    taken: list[bytes] = field(default_factory=list)
    hold: asyncio.Event | None = None

    async def take(self, letter: bytes) -> bool:
        self.taken.append(letter)
        if self.hold:
            await self.hold.wait()
        return self.takes


def box(key: bytes = b"k" * 32) -> HookBox:
    return HookBox("https://bot.example.org", "/post/", key, header=HEADER)


Put = Callable[..., Awaitable[int]]


@asynccontextmanager
async def door(hook: HookBox, letters: Letters | None, patience: float = 10.0) -> AsyncIterator[Put]:
    """Puts letters into the box, which `letters` empties."""
    web = Web("127.0.0.1", 0, most_bytes=1, is_well=lambda: True, boxes=[hook], patience=patience)
    serving = asyncio.create_task(web.serve(None))  # type: ignore[arg-type]  # no hub calls
    try:
        await until(lambda: bool(web.places))
        here = hook.url.replace("https://bot.example.org", f"http://127.0.0.1:{web.places[0][1]}")
        async with aiohttp.ClientSession() as client:

            async def put(letter: object = b"hello", *, proof: str | None = hook.secret, url: str = here) -> int:
                headers = {} if proof is None else {HEADER: proof}
                async with client.post(url, data=letter, headers=headers) as answer:
                    assert answer.status != 503 or "Retry-After" not in answer.headers
                    return answer.status

            with hook.emptied(letters.take) if letters else nullcontext():
                yield put
    finally:
        serving.cancel()
        await asyncio.wait([serving])


async def test_what_is_taken_may_be_forgotten_and_what_is_not_comes_again() -> None:
    letters = Letters()
    async with door(box(), letters) as put:
        assert await put(b"one") == 200
        letters.takes = False
        assert await put(b"two") == 503
    assert letters.taken == [b"one", b"two"]


async def test_while_nobody_empties_it_nothing_is_taken() -> None:
    async with door(box(), None) as put:
        assert await put() == 503


async def test_only_who_knows_path_and_secret_learns_that_there_is_a_box() -> None:
    hook, other, letters = box(), box(b"o" * 32), Letters()
    async with door(hook, letters) as put:
        for proof in (None, "", other.secret, hook.secret.upper(), hook.secret + "0", hook.url.rpartition("/")[2]):
            assert await put(proof=proof) == 404
    async with door(hook, letters) as put, door(other, letters):
        assert await put() == 200
    assert letters.taken == [b"hello"]


def test_a_key_makes_a_path_and_a_secret_of_which_neither_tells_the_other() -> None:
    hook, same, other = box(), box(), box(b"o" * 32)
    token = hook.url.removeprefix("https://bot.example.org/post/")
    assert (hook.url, hook.secret) == (same.url, same.secret)
    assert len({token, hook.secret, other.secret, other.url.rpartition("/")[2]}) == 4
    assert {len(token), len(hook.secret)} == {64}
    assert set(token + hook.secret) <= set("0123456789abcdef")


async def test_a_letter_has_its_length_and_its_time() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield b"x" * (MOST_BYTES // 3)

    async def slow() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.sleep(5)

    letters = Letters()
    async with door(box(), letters, patience=0.2) as put:
        assert await put(BytesIO(b"x" * MOST_BYTES)) == 200
        assert await put(BytesIO(b"x" * (MOST_BYTES + 1))) == 413
        assert await put(endless()) == 413
        async with asyncio.timeout(4):
            assert await put(slow()) == 408
    assert len(letters.taken) == 1


@pytest.mark.slow
async def test_only_so_many_letters_are_in_hand_at_once() -> None:
    letters = Letters(hold=asyncio.Event())
    async with door(box(), letters) as put, asyncio.TaskGroup() as tasks:
        puts = [tasks.create_task(put()) for _ in range(MOST_AT_ONCE)]
        await until(lambda: len(letters.taken) == MOST_AT_ONCE)
        assert await put() == 503
        letters.hold.set()
    assert {each.result() for each in puts} == {200}
