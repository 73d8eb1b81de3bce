"""Whose words an item has and how it tells its story, in what order items were filed, and updates as alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Columns that are empty at first, which rows take over unread."""
    op.add_column("items", sa.Column("copy_of", ID, nullable=True))
    op.add_column("items", sa.Column("telling", sa.JSON(), nullable=True))
    op.add_column("items", sa.Column("turn", sa.BigInteger(), server_default="0", nullable=False))
    once = sa.text("kind = 'update'")
    columns = ["chat_id", "thread", "item_id"]
    op.create_index(
        "ix_deliveries_update", "deliveries", columns, unique=True, sqlite_where=once, postgresql_where=once
    )
