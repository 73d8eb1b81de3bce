"""Why a request came to nothing, in plain words: never in an exception's own, which may hold addresses and secrets."""

from __future__ import annotations

import asyncio
import ssl

import aiohttp

from bot.core.causes import UNKNOWN_NAME
from bot.http.guard import PRIVATE

__all__ = ["reason"]


def reason(error: Exception, host: str) -> str:
    """What to tell of an error of aiohttp, of a socket or of an address."""
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError() | ssl.SSLError():
            said = f"can't be trusted: {_certificate(error)}"
        case aiohttp.ClientConnectorDNSError():
            said = UNKNOWN_NAME
        case aiohttp.ClientConnectorError() if PRIVATE in str(error.os_error):
            said = f"is {PRIVATE}"
        case asyncio.TimeoutError():  # before OSError, of which it is one
            said = "did not answer in full within the time allowed"
        case aiohttp.ClientConnectorError() | ConnectionRefusedError():
            said = "accepts no connection"
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError():
            said = "broke off its answer, or garbled it"
        case aiohttp.InvalidURL() | ValueError():
            said = "is not the name of a host"
        case _:
            said = "answered something that is not HTTP"
    return f"{host} {said}"


def _certificate(error: Exception) -> str:
    """What is wrong with the encryption."""
    inner = getattr(error, "certificate_error", None) or error
    words = getattr(inner, "verify_message", "")
    return f"its certificate is not valid ({words})" if words else "its encryption does not work"
