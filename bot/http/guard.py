"""Which addresses strangers may send the bot to: public ones, on the ports of the web.

The decision falls on the numeric address of each socket, just before it connects: after name resolution, for every
redirect, and for addresses written as numbers in whatever notation.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final
from urllib.parse import urlsplit

__all__ = ["PORTS", "PRIVATE", "is_public", "objection", "place", "public_socket"]

PORTS: Final = frozenset({80, 443, 8080, 8443})
"""Where web servers listen; what answers on other ports is not meant for strangers."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
PRIVATE: Final = "a private address, where only the operator may send me"
"""What is said of an address that is not public."""

_UNICAST: Final = ip_network("2000::/3")
"""All global unicast of IPv6: mapped and compatible IPv4, NAT64 (64:ff9b::/96) and site-local ones lie outside."""
_BARRED_V6: Final = (
    ip_network("2001::/23"),  # IETF protocol assignments, Teredo among them: it embeds an IPv4 address
    ip_network("2002::/16"),  # 6to4, which embeds an IPv4 address
    ip_network("3fff::/20"),  # documentation, RFC 9637
)
_ISATAP: Final = (b"\0\0\x5e\xfe", b"\2\0\x5e\xfe")
"""Marks, in bytes 8 to 11, an embedded IPv4 address (RFC 5214)."""
_BARRED_V4: Final = (
    ip_network("192.0.0.0/24"),  # IETF protocol assignments: the metadata of Oracle's cloud is at 192.0.0.192
    ip_network("192.88.99.0/24"),  # relays of 6to4
)


def is_public(host: str) -> bool:
    """Whether a numeric address, IPv4 or IPv6, belongs to the public internet."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _BARRED_V4)
    return _is_plain_v6(address)


def _is_plain_v6(address: IPv6Address) -> bool:
    """Whether it is global unicast that leads to no IPv4 address inside."""
    barred = any(address in network for network in _BARRED_V6)
    return address in _UNICAST and not barred and address.packed[8:12] not in _ISATAP


def public_socket(address: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
    """A socket for an `addrinfo` tuple; PermissionError when it would lead to an address that is not public."""
    family, kind, protocol, _, place = address
    if not is_public(str(place[0])):
        raise PermissionError(PRIVATE)
    return socket.socket(family, kind, protocol)


def place(url: str) -> str:
    """`host:port` of a web address, as the operator names private hosts; empty for what is none."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname}:{parts.port or _DEFAULT_PORTS.get(parts.scheme)}"
    except ValueError:
        return ""


def objection(url: str, private_hosts: frozenset[str]) -> str:
    """Why this address may not be fetched, in plain words; empty when it may.

    `private_hosts` are `host:port`, named by the operator: there any port is right.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "this is not a web address"
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return "this is not a web address: it must begin with http:// or https://"
    if "\\" in url or any(ord(character) <= ord(" ") for character in url):
        return "this is not a web address: it has a backslash, a space or a control character in it"
    if "@" in parts.netloc:
        return "it has a user name or password in it, which I do not send"
    if port not in PORTS and place(url) not in private_hosts:
        return f"port {port} is not one of the web's (80, 443, 8080, 8443)"
    return ""
