"""Which reports belong together: what the desk remembers and how it decides."""

from bot.core.stories.window import Placement, Window

__all__ = ["Placement", "Window"]
