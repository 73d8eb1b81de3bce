"""The store: the same statements for SQLite and PostgreSQL."""

from bot.store.opening import open_store

__all__ = ["open_store"]
