"""The way out to what strangers publish."""

from bot.http.client import MOST_BYTES, Client

__all__ = ["MOST_BYTES", "Client"]
