"""What is observed of sources, what the operator wants of them, who pushes, and what posts say beside their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Columns with defaults, which rows take over unread, and one new table."""
    op.add_column("outlets", sa.Column("labelled", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("outlets", sa.Column("brought_by", ID, nullable=True))
    for name in ("options", "record"):
        op.add_column("sources", sa.Column(name, sa.JSON(), server_default="{}", nullable=False))
    op.add_column("sources", sa.Column("listed_as", sa.String(), server_default="", nullable=False))
    for name in ("reposts", "replies_to", "quotes", "media"):
        op.add_column("items", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.add_column("items", sa.Column("edited", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_carriers_title", "carriers", ["source_id", "title"], unique=False)
    _pushes()


def _pushes() -> None:
    op.create_table(
        "pushes",
        sa.Column("source_id", ID, nullable=False),
        *(sa.Column(name, sa.String(), server_default="", nullable=False) for name in ("hub", "topic", "nonce")),
        *(sa.Column(name, sa.String(), server_default="", nullable=False) for name in ("state", "error", "other")),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("asked_at", "lease_until", "pushed_at")),
        sa.Column("others_since", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in ("missed", "failures")),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in ("unread", "others")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_pushes_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", name="pk_pushes"),
    )
