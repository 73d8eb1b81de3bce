"""The way out to what strangers publish."""

from bot.http.client import Client
from bot.http.guard import place

__all__ = ["Client", "place"]
