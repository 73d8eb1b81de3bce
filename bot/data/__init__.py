"""What comes with Attribot: the catalogue of outlets, and the recorded day of the demo."""

from importlib.resources import files

from bot.core.catalogue import Catalogue
from bot.data.reading import read

__all__ = ["catalogue"]


def catalogue() -> Catalogue:
    """The catalogue that comes with this version."""
    return read(files(__name__).joinpath("catalogue.yaml").read_text(encoding="utf-8"))
