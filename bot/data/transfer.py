"""Outlets, sources, labels and options as a text that another Attribot takes in: YAML of its own, or OPML."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from bot.core.errors import UserError
from bot.core.holdings import Holding, Parcel, Refusal, Route
from bot.core.model import Options, Outlet, SourceState
from bot.core.naming import slug, tidy_name
from bot.core.outcome import Candidate
from bot.core.text.clean import clean
from bot.core.trust import located
from bot.data.opml import Outline, read_opml
from bot.data.plain import LOADER, plain
from bot.data.reading import is_locator

__all__ = ["read_parcel", "write_yaml"]

MOST_BYTES: Final = 1024 * 1024
"""The longest text read: that of 5,000 feeds."""
DEEPEST: Final = 8
"""Levels of a YAML text; its own have five."""

LONGEST: Final = 2048
"""Characters of a locator: as long as addresses get."""
NOT_FROM_THERE: Final = "one of your private hosts, where only your own word leads me: /source add, or ./run import"

_HEAD: Final = """\
# Outlets and sources of an Attribot. To take them in:  ./run import FILE  or  /source import URL
"""
_SECRETS: Final = """\
# SECRET: {count} of the addresses hold keys or passwords. Keep this file as you keep those.
"""
_STATES: Final = (SourceState.ACTIVE, SourceState.STANDBY, SourceState.PAUSED)

_USUAL: Final = Options()

Claim = Callable[[str], Sequence[Candidate]]
Private = Callable[[str], bool]

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
_Word = Annotated[str, StringConstraints(max_length=60)]


class _Wanted(BaseModel):
    """What is wanted of a source, beside its kind and locator."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: SourceState | None = None
    replies: bool = _USUAL.replies
    reposts: bool = _USUAL.reposts
    cache_bust: bool = _USUAL.cache_bust
    user_agent: str = Field(_USUAL.user_agent, max_length=200, pattern=r"^[ -~]*$")

    @model_validator(mode="after")
    def _is_a_state_to_be_in(self) -> _Wanted:
        if self.state is not None and self.state not in _STATES:
            raise ValueError(f"a source is {', '.join(_STATES)}")
        return self

    @property
    def options(self) -> Options:
        """What the operator wants."""
        return Options(**self.model_dump(exclude={"state"}))


class _Entry(BaseModel):
    """One outlet as the text gives it; an entry of the catalogue is one too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: _Name
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    country: str = Field("", pattern=r"^([A-Z]{2})?$")
    language: str = Field("", pattern=r"^([a-z]{2})?$")
    owner: str = Field("", max_length=200)
    affiliation: str = Field("", max_length=60)
    basis: str = Field("", max_length=300)
    labelled: bool = False
    packs: tuple[_Word, ...] = Field((), max_length=50)
    sources: tuple[dict[str, Any], ...] = ()

    @model_validator(mode="after")
    def _a_label_has_a_basis(self) -> _Entry:
        if bool(self.affiliation) != bool(self.basis):
            raise ValueError("an affiliation and its basis stand together")
        return self

    @property
    def outlet(self) -> Outlet:
        """The outlet, its words made harmless."""
        owner, affiliation, basis = (
            " ".join(clean(text).split()) for text in (self.owner, self.affiliation, self.basis)
        )
        return Outlet(self.id, tidy_name(self.name), self.country, self.language, owner, affiliation, basis, self.packs)


def read_parcel(body: bytes, claim: Claim, kinds: Collection[str], private: Private = lambda _: False) -> Parcel:
    """What a list of sources says, be it OPML or what `write_yaml` wrote; raises UserError when it is neither.

    `claim`: what an address may be read as, the likeliest first; `kinds`: the names of all kinds of source.

    `private`: whether an address leads where this list may not lead; anywhere, unless it is given.
    """
    if len(body) > MOST_BYTES:
        raise UserError(f"That list is longer than {MOST_BYTES // 1024 // 1024} MiB, which is the most I take.")
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _sorted(partial(_of_outline, claim=claim, private=private), read_opml(body))
    return _sorted(partial(_of_entry, kinds=kinds, private=private), _entries(body))


def _sorted(make: Callable[[Any], Holding | Refusal], parts: Iterable[object]) -> Parcel:
    """What can be taken in, and what can't."""
    made = [make(part) for part in parts]
    return Parcel(
        tuple(one for one in made if isinstance(one, Holding)),
        tuple(one for one in made if isinstance(one, Refusal)),
    )


# ---- OPML


def _of_outline(outline: Outline, claim: Claim, private: Private) -> Holding | Refusal:
    """A new outlet with one way to read it; its folders are its packs."""
    candidate = next(iter(claim(outline.address)), None)
    if candidate is None:
        return Refusal(outline.address, "no kind of source reads that address")
    if private(located(candidate.locator)):
        return Refusal(outline.address, NOT_FROM_THERE)
    packs = tuple(dict.fromkeys(filter(None, map(slug, outline.folders))))
    return Holding(Outlet("", outline.title, packs=packs), (Route(candidate.kind, candidate.locator),))


# ---- YAML


def _entries(body: bytes) -> list[object]:
    """The outlets' entries, not yet looked at."""
    try:
        text = body.decode()
        _check_depth(text)
        document: object = plain(text)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise UserError(f"That is neither OPML nor YAML that I can read: {_line(error)}.") from None
    match document:
        case {"outlets": list() as entries}:
            return list(entries)
        case _:
            raise UserError("That is neither OPML nor a list that  ./run export  writes: it has no “outlets”.")


def _check_depth(text: str) -> None:
    """Raises ValueError for what no list of sources has: aliases, which make much of little, and endless nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it has aliases (&, *)")  # noqa: TRY004 - a wrong value, not a wrong type
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise ValueError("it is nested too deep")


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"see line {mark.line + 1}" if mark else str(error).partition("\n")[0][:100]


def _of_entry(entry: object, kinds: Collection[str], private: Private) -> Holding | Refusal:
    name = entry.get("id", "?") if isinstance(entry, Mapping) else entry
    try:
        read = _Entry.model_validate(entry)
        routes = tuple(_route(rank, source, kinds) for rank, source in enumerate(read.sources))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        return Refusal(str(name)[:60], " ".join([*(str(part) for part in first["loc"]), first["msg"]]))
    except ValueError as error:
        return Refusal(str(name)[:60], str(error))
    if any(private(located(route.locator)) for route in routes):
        return Refusal(str(name)[:60], NOT_FROM_THERE)
    return Holding(read.outlet, routes, labelled=read.labelled)


def _route(rank: int, source: Mapping[str, Any], kinds: Collection[str]) -> Route:
    """One way; raises ValueError. Unless it says otherwise, the first is read and the others stand by."""
    named = [name for name in source if name not in _Wanted.model_fields]
    if len(named) != 1:
        raise ValueError(f"a source names one kind, as in “feed: https://…”, not {len(named)}")
    kind, locator = named[0], source[named[0]]
    if kind not in kinds:
        raise ValueError(f"no source is of kind {kind[:30]}")
    plain = isinstance(locator, str) and locator.isprintable() and len(locator) <= LONGEST
    if not plain or not is_locator(kind, locator):
        raise ValueError(f"that is no locator of a {kind}")
    wanted = _Wanted.model_validate({name: value for name, value in source.items() if name != kind})
    state = wanted.state or (SourceState.STANDBY if rank else SourceState.ACTIVE)
    return Route(kind, locator, wanted.options, state)


def write_yaml(holdings: Sequence[Holding]) -> str:
    """The text that lists these; it says at its head that it holds secrets, if it does."""
    secret = sum(route.secret for holding in holdings for route in holding.routes)
    head = _HEAD + (_SECRETS.format(count=secret) if secret else "")
    document = {"outlets": [_entry(holding) for holding in holdings]}
    return head + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000)


def _entry(holding: Holding) -> dict[str, object]:
    """What an entry says; what is empty is left out."""
    outlet = holding.outlet
    facts: dict[str, object] = {name: getattr(outlet, name) for name in ("id", "name", "country", "language", "owner")}
    facts |= {"affiliation": outlet.affiliation, "basis": outlet.basis, "labelled": holding.labelled}
    facts |= {
        "packs": list(outlet.packs),
        "sources": [_source(rank, route) for rank, route in enumerate(holding.routes)],
    }
    return {name: value for name, value in facts.items() if value}


def _source(rank: int, route: Route) -> dict[str, object]:
    said: dict[str, object] = {route.kind: route.locator}
    if route.state is not (SourceState.STANDBY if rank else SourceState.ACTIVE):
        said["state"] = route.state.value
    for field in fields(route.options):
        value = getattr(route.options, field.name)
        if value != getattr(_USUAL, field.name):
            said[field.name] = value
    return said
