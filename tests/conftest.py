"""What every test has: no way out of this machine, and no deadline for one example of a property."""

from __future__ import annotations

import gc
import ipaddress
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("attribot", deadline=None, print_blob=True)
# What `./run test fast` asks for; a test that wants more examples asks for a multiple of the default.
settings.register_profile("fast", settings.get_profile("attribot"), max_examples=20)
settings.load_profile("attribot")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: going through that took a seventh of all time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def ways_out() -> Iterator[list[str]]:
    """Every address outside of this machine that the process tried to connect to; the attempts fail."""
    attempts: list[str] = []
    watching = True

    def watch(event: str, args: tuple[object, ...]) -> None:
        # An audit hook sees what every library does, and stays for the life of the process.
        if watching and event == "socket.connect" and not _is_here(args[1]):
            attempts.append(str(args[1]))
            raise PermissionError(f"a test may not connect to {args[1]}")

    sys.addaudithook(watch)
    yield attempts
    watching = False


@pytest.fixture(autouse=True)
def no_way_out(ways_out: list[str]) -> Iterator[None]:
    """Fails a test that tried to leave this machine, even where its code took the refusal in its stride."""
    yield
    tried, ways_out[:] = ways_out.copy(), []
    if tried:
        pytest.fail(f"connected to {', '.join(tried)}")


def _is_here(address: object) -> bool:
    match address:
        case (str() as host, *_):
            try:
                return ipaddress.ip_address(host.partition("%")[0]).is_loopback
            except ValueError:
                return host == "localhost"
        case _:
            return True  # a Unix socket
