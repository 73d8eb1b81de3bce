"""What the catalogue's text must look like, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from bot.core.errors import Fatal
from bot.core.model import Outlet, Pack

__all__ = ["Catalogue", "read"]

Listed = tuple[Outlet, tuple[tuple[str, str], ...]]
"""An outlet and its sources as (kind, locator), the best first."""

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

_LOCATORS: Final = {
    "feed": re.compile(r"https?://[^\s{}<>\"]+"),
    "sitemap": re.compile(r"https?://[^\s{}<>\"]+"),
    "telegram": re.compile(r"[A-Za-z]\w{3,31}"),  # Bot API: usernames have 4 to 32 characters
    "x": re.compile(r"\d+"),
    "youtube": re.compile(r"UC[\w-]{22}|@[\w.-]{3,30}"),  # a channel's id, or its handle
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The outlets that can be followed, and the packs that bundle them."""

    outlets: tuple[Listed, ...]
    packs: tuple[Pack, ...]


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
    sources: tuple[dict[str, str], ...] = Field(min_length=1)

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


def read(text: str) -> Catalogue:
    """The catalogue this YAML text describes; raises `Fatal` naming the entry that is wrong."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Fatal(f"The catalogue is not YAML: {error}") from error
    match document:
        case {"packs": dict() as titles, "outlets": list() as entries, **other} if not other:
            packs = tuple(Pack(str(name), str(title)) for name, title in titles.items())
            outlets = tuple(_listed(entry) for entry in entries)
        case _:
            raise Fatal("The catalogue must have two parts: packs (name: title) and outlets (a list).")
    _check_unique("outlet", (outlet.id for outlet, _ in outlets))
    _check_unique("source", (f"{kind}: {locator}" for _, sources in outlets for kind, locator in sources))
    _check_packs({pack.name for pack in packs}, outlets)
    return Catalogue(outlets, packs)


def _listed(entry: object) -> Listed:
    name = entry.get("id", entry) if isinstance(entry, Mapping) else entry
    try:
        return _Entry.model_validate(entry).listed()
    except ValidationError as error:
        first = error.errors()[0]
        problem = " ".join([*(str(part) for part in first["loc"]), first["msg"]])
        raise Fatal(f"Catalogue, outlet {name}: {problem}") from error
    except ValueError as error:
        raise Fatal(f"Catalogue, outlet {name}: {error}") from error


def _pair(source: Mapping[str, str]) -> tuple[str, str]:
    if len(source) != 1:
        raise ValueError(f"a source is one line, 'kind: locator', not {dict(source)}")
    [(kind, locator)] = source.items()
    if kind not in _LOCATORS:
        raise ValueError(f"no source is of kind {kind}; there are: {', '.join(_LOCATORS)}")
    if not _LOCATORS[kind].fullmatch(locator) or ("://" in locator and not urlsplit(locator).hostname):
        raise ValueError(f"{locator} is no locator of a {kind}")
    return kind, locator


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
