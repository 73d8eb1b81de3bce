"""The way out to what strangers publish."""

from bot.http.client import Client
from bot.http.streams import Streams

__all__ = ["Client", "Streams"]
