"""What buttons mean, what chats call by other names, and who followed a filter that was removed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A column with a default, which rows take over unread, and two new tables."""
    op.add_column("filter_versions", sa.Column("threads", sa.JSON(), server_default="[]", nullable=False))
    _buttons()
    _aliases()


def _buttons() -> None:
    op.create_table(
        "buttons",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_buttons_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", name="pk_buttons"),
        sa.UniqueConstraint("chat_id", "command", name="uq_buttons_chat_id"),
    )
    op.create_index("ix_buttons_created_at", "buttons", ["created_at"], unique=False)


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edited_by", sa.String(), server_default="", nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_aliases_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "folded", "spelling", name="pk_aliases"),
    )
