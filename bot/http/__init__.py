"""The way out to what strangers publish."""

from bot.http.client import Client

__all__ = ["Client"]
