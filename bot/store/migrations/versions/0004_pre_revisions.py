"""A count of the changes in what chats follow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of counters, which begin at nothing, and when each chat was last changed by that count."""
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.add_column("chats", sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index("ix_chats_revision", "chats", ["revision"], unique=False)
