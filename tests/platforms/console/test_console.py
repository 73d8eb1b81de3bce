from __future__ import annotations

import asyncio
import io
import os
import sys
import threading
from collections.abc import AsyncGenerator, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.core.message import Message, Span, Style, message
from bot.core.model import Address, ChatKind
from bot.core.outcome import Gone, Sent
from bot.platforms.console import Console
from bot.platforms.console.keyboard import LONGEST_LINE, piped, prompted, typed
from bot.platforms.console.paper import Paper
from bot.ports import ChatJoined, Event, Request

HERE = Address("console", "me")


class Room:
    """Collects what is handed over and what is printed."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        self.events: list[Event] = []
        self.printed: list[str] = []
        self.passed: list[str] = []
        self.console = Console(read=self.read, write=self.printed.append, paper=Paper(), reach=self.passed.append)

    async def read(self) -> AsyncGenerator[str]:
        for line in self.lines:
            yield line

    async def respond(self, event: Event) -> Sequence[Message]:
        self.events.append(event)
        return (message(f"you said {event.text}"),) if isinstance(event, Request) else ()


async def test_a_line_is_a_request_and_its_reply_is_printed() -> None:
    room = Room("/latest Hama\n", "  \n", "Homs")
    await room.console.listen(room.respond)
    joined, *requests = room.events
    assert joined == ChatJoined(HERE, ChatKind.PRIVATE, "")
    assert [request.text for request in requests if isinstance(request, Request)] == ["/latest Hama", "Homs"]
    assert room.printed == ["you said /latest Hama\n", "you said Homs\n"]


async def test_a_command_may_have_the_name_of_the_bot_behind_it() -> None:
    room = Room("/start@AttriBot", "/latest@AttriBot me@example.org", "write /to@me", "/@me")
    await room.console.listen(room.respond)
    texts = [event.text for event in room.events if isinstance(event, Request)]
    assert texts == ["/start", "/latest me@example.org", "write /to@me", "/@me"]


@pytest.mark.parametrize("typed", ["quit", "exit", "/quit", "Exit ", "/exit@AttriBot"])
async def test_who_wants_to_leave_is_told_how(typed: str) -> None:
    room = Room(typed, "quit smoking")
    await room.console.listen(room.respond)
    assert room.printed == ["Ctrl-D ends it.\n", "you said quit smoking\n"]


async def test_the_person_at_the_console_may_change_everything() -> None:
    room = Room("hello")
    await room.console.listen(room.respond)
    request = room.events[-1]
    assert isinstance(request, Request)
    assert request.kind is ChatKind.PRIVATE
    assert request.person.id == "me"
    assert await request.is_admin()


async def test_the_crashpoints_are_passed_around_each_response() -> None:
    room = Room("hello")
    await room.console.listen(room.respond)
    assert room.passed == ["listen.before_respond", "listen.after_respond"] * 2


async def test_an_alert_is_printed_with_the_number_that_why_takes() -> None:
    room = Room()
    assert await room.console.send(HERE, message("Road cut"), key="a") == Sent("1")
    assert await room.console.send(HERE, message("Army denies"), key="b", replies="1") == Sent("2")
    assert await room.console.send(HERE, message("Road cut, 2 origins"), key="c", edits="1") == Sent("1")
    assert room.printed == [
        "[#1] Road cut\n",
        "[#2, more on #1] Army denies\n",
        "[#1, changed] Road cut, 2 origins\n",
    ]


async def test_a_closed_terminal_is_told_as_an_outcome() -> None:
    def closed(text: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    outcome = await Console(read=Room().read, write=closed, paper=Paper()).send(HERE, message("x"), key="a")
    assert outcome == Gone("the terminal is closed (Broken pipe)")


async def test_a_terminal_that_knows_few_letters_gets_question_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    ascii_only = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", ascii_only)
    console = Console(read=Room().read)
    await console.send(HERE, message(Span("حماة", Style.BOLD)), key="a")
    ascii_only.seek(0)
    assert ascii_only.read() == "[#1] ????\n\n"
    await console.close()


# ---- where lines come from


async def test_a_pipe_is_read_line_by_line_to_its_end_without_a_thread() -> None:
    threads = threading.active_count()
    there, here = os.pipe()
    with os.fdopen(there) as stream:
        lines = piped(stream)
        os.write(here, "/latest حماة\n".encode())
        assert await anext(lines) == "/latest حماة\n"
        os.write(here, b"last, without an end")
        os.close(here)
        assert await _all(lines) == ["last, without an end"]
    assert threading.active_count() == threads


async def test_a_line_without_measure_is_left_out() -> None:
    there, here = os.pipe()
    with os.fdopen(there) as stream:
        reading = asyncio.create_task(_all(piped(stream)))
        await asyncio.to_thread(_write, here, b"x" * (LONGEST_LINE * 3) + b"\n/help\n")
        assert (await reading)[-1] == "/help\n"


def _write(pipe: int, data: bytes) -> None:
    with os.fdopen(pipe, "wb") as end:
        end.write(data)


async def _all(lines: AsyncGenerator[str]) -> list[str]:
    return [line async for line in lines]


async def test_waiting_for_a_pipe_can_be_cancelled() -> None:
    there, here = os.pipe()
    with os.fdopen(there) as stream:
        reading = asyncio.create_task(_all(piped(stream)))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    os.close(here)


async def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("/start\n/help\n", "utf-8")
    with script.open() as stream:
        assert await _all(piped(stream)) == ["/start\n", "/help\n"]


@pytest.fixture
def nothing() -> Iterator[TextIO]:
    with Path(os.devnull).open() as stream:
        yield stream


async def test_no_input_at_all_is_an_end_at_once(nothing: TextIO) -> None:
    assert await _all(piped(nothing)) == []


async def test_without_a_terminal_the_process_input_is_read_as_a_pipe(
    monkeypatch: pytest.MonkeyPatch, nothing: TextIO
) -> None:
    monkeypatch.setattr(sys, "stdin", nothing)
    assert await _all(typed(())) == []


async def test_lines_typed_at_a_terminal_are_read_until_control_d() -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("/latest Hama\rwhy\r\x04")
        assert await _all(prompted(("latest",))) == ["/latest Hama", "why"]


async def test_control_c_ends_it_too() -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("half a line\x03")
        assert await _all(prompted(())) == []


async def test_the_last_line_comes_back_with_the_arrow_key() -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("/status\r")
        lines = prompted(())
        assert await anext(lines) == "/status"
        keys.send_text("\x1b[A\r")
        assert await anext(lines) == "/status"
        await lines.aclose()


async def test_what_is_printed_while_a_line_is_typed_does_not_disturb_it() -> None:
    room = Room()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        lines = prompted(())
        line = asyncio.ensure_future(anext(lines))
        keys.send_text("/lat")
        await asyncio.sleep(0)
        console = Console(read=room.read, paper=Paper())
        assert await console.send(HERE, message("Road cut"), key="a") == Sent("1")
        keys.send_text("est\r")
        assert await line == "/latest"
        await lines.aclose()


async def test_listening_can_be_cancelled_while_a_line_is_typed() -> None:
    room = Room()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        console = Console(read=lambda: prompted(()), write=room.printed.append, paper=Paper())
        listening = asyncio.create_task(console.listen(room.respond))
        await asyncio.sleep(0.05)
        keys.send_text("half")
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
    assert sys.stdout is not None


async def test_the_chat_ends_when_nobody_reads_the_answers_any_more() -> None:
    def broken(_text: str) -> None:
        raise BrokenPipeError

    room = Room("hello", "anybody?")
    await Console(read=room.read, write=broken, paper=Paper()).listen(room.respond)
    assert [event.text for event in room.events if isinstance(event, Request)] == ["hello"]
