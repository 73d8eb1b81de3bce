"""What the catalogue's text must look like, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Annotated, Final
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator

from bot.core.catalogue import Catalogue, Listed
from bot.core.errors import Fatal
from bot.core.model import Options, Outlet, Pack
from bot.data.plain import plain

__all__ = ["is_locator", "read"]

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

_ADDRESS: Final = r"https?://[^\s{}<>\"]+"
_HOST: Final = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
_WORDS: Final = r"[^\s|]+(?: [^\s|]+)*"
_EDITION: Final = r"(?:\|[a-z]{2,3}(?:-(?:[A-Z][a-z]{3}|\d{3}))?-[A-Z]{2})?"
_LOCATORS: Final = {
    "feed": re.compile(_ADDRESS),
    "sitemap": re.compile(_ADDRESS),
    "geojson": re.compile(_ADDRESS),
    "wordpress": re.compile(rf"{_ADDRESS}(?<!/)"),
    "substack": re.compile(_HOST),
    "telegram": re.compile(r"[A-Za-z]\w{3,31}"),  # Bot API: usernames have 4 to 32 characters
    "x": re.compile(r"\d{2,19}|\w{1,15}"),  # an account's id, or its handle
    "youtube": re.compile(r"UC[\w-]{22}|(?:PL|UU)[\w-]{8,60}|@[\w.·-]{3,30}"),  # a channel's id, a list's, or a handle
    "mastodon": re.compile(rf"[@#][^\s@/]+@{_HOST}(?::\d+)?"),  # an account or a hashtag, and its server
    "bluesky": re.compile(rf"did:[a-z]+:[\w.:%-]+|{_HOST}"),  # an account's lasting id, or its handle
    "reddit": re.compile(r"r/[\w+]{2,}|user/[\w-]{3,20}"),
    "google-news": re.compile(_WORDS + _EDITION),
    "bing-news": re.compile(_WORDS + _EDITION),
    "gdelt": re.compile(_WORDS),
}
"""How the locators of each kind look, as the kinds themselves write them."""
_OPTIONS: Final = frozenset(option.name for option in fields(Options))
_WISHES: Final = TypeAdapter(Options)


class _Entry(BaseModel):
    """One outlet as the text gives it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: _Name
    name: _Text
    country: str = Field("", pattern=r"^([A-Z]{2})?$")
    language: str = Field("", pattern=r"^([a-z]{2})?$")
    owner: str = ""
    affiliation: str = Field("", max_length=60)
    basis: str = ""
    packs: tuple[_Name, ...] = Field(min_length=1)
    sources: tuple[dict[str, str | bool], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _a_label_has_a_basis(self) -> _Entry:
        if bool(self.affiliation) != bool(self.basis):
            raise ValueError("an affiliation and its basis stand together")
        return self

    def listed(self) -> Listed:
        """The outlet and its sources as the rest of the bot knows them."""
        facts = self.model_dump(exclude={"sources"})
        outlet = Outlet(**facts | {"owner": self.owner or self.name})
        return outlet, tuple(_pair(source) for source in self.sources)

    def options(self) -> dict[tuple[str, str], Options]:
        """The options of those sources that have any."""
        return {_pair(source): _options(source) for source in self.sources if len(source) > 1}


def read(text: str) -> Catalogue:
    """The catalogue this YAML text describes; raises `Fatal` naming the entry that is wrong."""
    try:
        document = plain(text)
    except yaml.YAMLError as error:
        raise Fatal(f"The catalogue is not YAML: {error}") from error
    match document:
        case {"packs": dict() as titles, "outlets": list() as entries, **other} if not other:
            packs = tuple(Pack(str(name), str(title)) for name, title in titles.items())
            read = tuple(_entry(entry) for entry in entries)
        case _:
            raise Fatal("The catalogue must have two parts: packs (name: title) and outlets (a list).")
    outlets = tuple(listed for listed, _ in read)
    options = {name: wishes for _, named in read for name, wishes in named.items()}
    _check_unique("outlet", (outlet.id for outlet, _ in outlets))
    _check_unique("source", (f"{kind}: {locator}" for _, sources in outlets for kind, locator in sources))
    _check_packs({pack.name for pack in packs}, outlets)
    return Catalogue(outlets, packs, options)


def _entry(entry: object) -> tuple[Listed, Mapping[tuple[str, str], Options]]:
    name = entry.get("id", entry) if isinstance(entry, Mapping) else entry
    try:
        valid = _Entry.model_validate(entry)
        return valid.listed(), valid.options()
    except ValidationError as error:
        first = error.errors()[0]
        problem = " ".join([*(str(part) for part in first["loc"]), first["msg"]])
        raise Fatal(f"Catalogue, outlet {name}: {problem}") from error
    except ValueError as error:
        raise Fatal(f"Catalogue, outlet {name}: {error}") from error


def _pair(source: Mapping[str, str | bool]) -> tuple[str, str]:
    named = [(kind, locator) for kind, locator in source.items() if kind not in _OPTIONS]
    if len(named) != 1:
        raise ValueError(f"a source is one line, 'kind: locator', and its options below, not {dict(source)}")
    [(kind, locator)] = named
    if kind not in _LOCATORS:
        raise ValueError(f"no source is of kind {kind}; there are: {', '.join(_LOCATORS)}")
    if not isinstance(locator, str) or not is_locator(kind, locator):
        raise ValueError(f"{locator} is no locator of a {kind}")
    return kind, locator


def is_locator(kind: str, text: str) -> bool:
    """Whether this looks like a locator of that kind: nothing that is put into an address and leads elsewhere by it."""
    form = _LOCATORS.get(kind)
    try:
        return bool(form and form.fullmatch(text)) and ("://" not in text or bool(urlsplit(text).hostname))
    except ValueError:  # what only looks like an address: http://[
        return False


def _options(source: Mapping[str, str | bool]) -> Options:
    return _WISHES.validate_python({name: value for name, value in source.items() if name in _OPTIONS})


def _check_unique(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Fatal(f"The catalogue lists the {what} {name} twice.")
        seen.add(name)


def _check_packs(known: set[str], outlets: tuple[Listed, ...]) -> None:
    used = {pack for outlet, _ in outlets for pack in outlet.packs}
    for pack in sorted(used ^ known):
        of = [outlet.id for outlet, _ in outlets if pack in outlet.packs]
        raise Fatal(f"Catalogue, outlet {of[0]}: there is no pack {pack}" if of else f"Catalogue: pack {pack} is empty")
