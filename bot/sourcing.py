"""Knows what sources are read with, as the settings say: kinds, ways out, the catalogue, lists that are taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from bot.core.catalogue import Catalogue
from bot.core.errors import Fatal
from bot.data import catalogue
from bot.data.transfer import read_parcel
from bot.engine.probe import Finder, claimed
from bot.engine.reader import Reader
from bot.http import Client, place
from bot.ports import Reads, SourceKind
from bot.settings import Settings
from bot.sources import Access, kinds

__all__ = ["catalogue_of", "finder_of", "is_private", "kinds_of", "reads_of"]


def finder_of(settings: Settings, reader: Reader, client: Client) -> Finder:
    """What tries out what people name."""
    return Finder(kinds_of(settings), reader, client.fetch, private=is_private(settings))


def is_private(settings: Settings) -> Callable[[str], bool]:
    """Whether an address leads to one of the private hosts that the operator named."""
    hosts = frozenset(host.lower() for host in settings.private_hosts)
    return lambda url: place(url) in hosts


def kinds_of(settings: Settings) -> tuple[SourceKind, ...]:
    """The kinds of source, with the ways of access that the settings name."""
    return kinds(
        Access(
            x_api=settings.x_api.rstrip("/"),
            nitter=settings.nitter.rstrip("/"),
            x_bearer=settings.x_bearer.get_secret_value(),
            rsshub=settings.rsshub.rstrip("/"),
        )
    )


def reads_of(known: Sequence[SourceKind], *, private: Callable[[str], bool] = lambda _: False) -> Reads:
    """How a list of sources is read, given these kinds; one of the web names nothing `private`."""
    names = frozenset(kind.name for kind in known)
    return partial(read_parcel, claim=partial(claimed, known), kinds=names, private=private)


def catalogue_of(settings: Settings) -> Catalogue:
    """What of the catalogue can be read; raises Fatal when it lacks a pack that is to be followed."""
    listed = catalogue().readable({kind.name for kind in kinds_of(settings)})
    unknown = set(settings.packs) - {pack.name for pack in listed.packs}
    if unknown:
        names = ", ".join(pack.name for pack in listed.packs)
        raise Fatal(f"PACKS names {', '.join(sorted(unknown))}, which the catalogue does not have. It has: {names}.")
    return listed
