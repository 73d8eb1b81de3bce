"""Which reports belong together: what the desk remembers and how it decides."""

from bot.core.stories.telling import Teller
from bot.core.stories.window import SPAN, Placement, Window

__all__ = ["SPAN", "Placement", "Teller", "Window"]
