"""The way out to what strangers publish."""

from bot.http.client import MOST_BYTES, Client
from bot.http.guard import place
from bot.http.streams import Streams

__all__ = ["MOST_BYTES", "Client", "Streams", "place"]
