"""What the tables share."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData, String, literal_column

from bot.core.model import SourceState

__all__ = ["ACTIVE", "GONE", "HELD", "METADATA", "PENDING", "SENDING"]

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

ACTIVE: Final = literal_column("'active'", String)
HELD: Final = literal_column("'held'", String)
PENDING: Final = literal_column("'pending'", String)
SENDING: Final = literal_column("'sending'", String)
"""States written out in statements: a partial index is used only where the planner sees its condition."""
GONE: Final = (SourceState.REMOVED.value, SourceState.UNLISTED.value)
"""States of sources that are kept for what they brought, and nothing else."""
