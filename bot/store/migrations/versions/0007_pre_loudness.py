"""How loudly chats are told, what they mute, deliveries that wait for a digest, and messages that are written anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Columns with what was so far; the queue goes by lanes, of which there was one."""
    for table, name in (("chats", "hours"), ("chats", "loudness"), ("subscriptions", "loudness")):
        op.add_column(table, sa.Column(name, sa.JSON(), server_default="{}", nullable=False))
    op.add_column("stories", sa.Column("changes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("items", sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False))
    for column in (
        sa.Column("lane", sa.Integer(), server_default="1", nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.Column("digest_id", ID, nullable=True),
        sa.Column("updates", sa.String(), server_default="reply", nullable=False),
        sa.Column("refresh_at", sa.BigInteger(), nullable=True),
        sa.Column("edit_from", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.String(), server_default="", nullable=False),
    ):
        op.add_column("deliveries", column)
    op.drop_index("ix_deliveries_queue", "deliveries")
    _index("queue", ["chat_id", "lane", "id"], "state = 'pending'")
    _index("told", ["chat_id", "thread", "sent_at"], "sent_at IS NOT NULL")
    _index("sent", ["sent_at"], "sent_at IS NOT NULL")
    _index("held", ["held_until"], "state = 'held'")
    _index("held_there", ["chat_id", "thread", "held_until"], "state = 'held'")
    _index("digest", ["digest_id"], "digest_id IS NOT NULL")
    _index("refresh", ["refresh_at"], "refresh_at IS NOT NULL")
    op.create_table(
        "mutes",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("muted_by", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_mutes_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_mutes"),
        sa.UniqueConstraint("chat_id", "kind", "text", name="uq_mutes_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mutes_chat_id", "mutes", ["chat_id"])


def _index(name: str, columns: list[str], where: str) -> None:
    few = sa.text(where)
    op.create_index(f"ix_deliveries_{name}", "deliveries", columns, sqlite_where=few, postgresql_where=few)
