"""The recorded day of the demo: who published what at which hour, replayed faster than it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import resources

from bot.core.model import Outlet
from bot.data.plain import plain

__all__ = ["Day", "Publication", "load"]


@dataclass(frozen=True, slots=True)
class Publication:
    """One item of the day; `at` counts from midnight."""

    at: timedelta
    outlet: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day's outlets and items, earliest first; what is older than `opens` is there when the demo begins."""

    opens: timedelta
    outlets: tuple[Outlet, ...]
    publications: tuple[Publication, ...]

    def published(self, publication: Publication, began: datetime, length: timedelta) -> datetime:
        """When it is published in a replay that began then and lasts so long.

        What was there before keeps its distance: it is hours old when the demo opens.
        """
        since = publication.at - self.opens
        whole = self.publications[-1].at - self.opens
        return began + (since if since < timedelta(0) else since * (length / whole))


def load() -> Day:
    """The day that ships with Attribot."""
    told = plain(resources.files("bot.data").joinpath("demo", "day.yaml").read_text("utf-8"))
    outlets = tuple(Outlet(**outlet, packs=("demo",)) for outlet in told["outlets"])
    texts = {item[2]: item[3] for item in told["items"] if isinstance(item, list)}
    publications = []
    for item in told["items"]:
        at, outlet, title, text = (
            item if isinstance(item, list) else (item["at"], item["by"], item["copies"], texts[item["copies"]])
        )
        publications.append(Publication(_hour(at), outlet, title, text))
    return Day(_hour(told["opens"]), outlets, tuple(sorted(publications, key=lambda publication: publication.at)))


def _hour(text: str) -> timedelta:
    clock = time.fromisoformat(text)
    return timedelta(hours=clock.hour, minutes=clock.minute)
