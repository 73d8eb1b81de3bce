"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """All tables of the first release."""
    _outlets()
    _stories()
    _items()
    _carriers()
    _chats()
    _filters()
    _subscriptions()
    _deliveries()
    _delivery_indexes()
    _ledger()
    _full_text()


def _outlets() -> None:
    """Who speaks, and how they are read."""
    op.create_table(
        "outlets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("country", sa.String(), server_default="", nullable=False),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("owner", sa.String(), server_default="", nullable=False),
        sa.Column("affiliation", sa.String(), server_default="", nullable=False),
        sa.Column("basis", sa.String(), server_default="", nullable=False),
        sa.Column("packs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outlets"),
    )
    op.create_table(
        "sources",
        sa.Column("id", ID, nullable=False),
        sa.Column("outlet_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("locator", sa.String(), server_default="", nullable=False),
        sa.Column("rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.String(), server_default="", nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("lease", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name="fk_sources_outlet_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("kind", "locator", name="uq_sources_kind"),
        sqlite_autoincrement=True,
    )
    _index_where("state = 'active'", "ix_sources_due", "sources", ["due_at", "id"])
    op.create_index("ix_sources_outlet_id", "sources", ["outlet_id"], unique=False)


def _stories() -> None:
    """What happened."""
    op.create_table(
        "stories",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )


def _items() -> None:
    """What was read."""
    op.create_table(
        "items",
        sa.Column("id", ID, nullable=False),
        sa.Column("outlet_id", sa.String(), nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("url", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("author", sa.String(), server_default="", nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("publisher", sa.String(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("filed", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("story_id", ID, nullable=True),
        sa.Column("relation", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name="fk_items_outlet_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_items_source_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_items_story_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_items_outlet_id", "items", ["outlet_id"], unique=False)
    op.create_index("ix_items_published", "items", ["published", "id"], unique=False)
    op.create_index("ix_items_seen", "items", ["seen"], unique=False)
    op.create_index("ix_items_source_id", "items", ["source_id"], unique=False)
    op.create_index("ix_items_story_id", "items", ["story_id"], unique=False)
    _index_where("filed < revision", "ix_items_unfiled", "items", ["id"])


def _carriers() -> None:
    """What items said before, and which sources carry them."""
    op.create_table(
        "revisions",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_revisions_item_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "revision", name="pk_revisions"),
    )
    op.create_table(
        "carriers",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("item_id", ID, nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_carriers_item_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_carriers_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "key", name="pk_carriers"),
    )
    op.create_index("ix_carriers_item_id", "carriers", ["item_id"], unique=False)
    op.create_index("ix_carriers_last_seen", "carriers", ["last_seen"], unique=False)
    op.create_index("ix_carriers_link", "carriers", ["link"], unique=False)


def _chats() -> None:
    """Whom the bot talks to."""
    op.create_table(
        "chats",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.String(), server_default="", nullable=False),
        sa.Column("chat", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("suspended", sa.String(), server_default="", nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.Column("met_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("platform", "chat", name="uq_chats_platform"),
        sqlite_autoincrement=True,
    )


def _filters() -> None:
    """Queries with a name, and what they were."""
    op.create_table(
        "filters",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("query", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("edited_by", sa.String(), server_default="", nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_filters_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_filters"),
        sa.UniqueConstraint("chat_id", "name", name="uq_filters_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "filter_versions",
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("query", sa.String(), server_default="", nullable=False),
        sa.Column("edited_by", sa.String(), server_default="", nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_filter_versions_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "name", "version", name="pk_filter_versions"),
    )


def _subscriptions() -> None:
    """Who is told of what."""
    op.create_table(
        "subscriptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("thread", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("edited_by", sa.String(), server_default="", nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_subscriptions_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("chat_id", "thread", "kind", "text", name="uq_subscriptions_chat_id"),
        sqlite_autoincrement=True,
    )


def _deliveries() -> None:
    """What is owed."""
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("thread", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("item_id", ID, nullable=True),
        sa.Column("story_id", ID, nullable=True),
        sa.Column("matches", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("doubts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), server_default="", nullable=False),
        sa.Column("message", sa.String(), server_default="", nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_deliveries_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_deliveries_item_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_deliveries_story_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("chat_id", "thread", "story_id", name="uq_deliveries_chat_id"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sqlite_autoincrement=True,
    )


def _delivery_indexes() -> None:
    """What the queue, the settling and /why look deliveries up by."""
    op.create_index("ix_deliveries_chat", "deliveries", ["chat_id", "id"], unique=False)
    _index_where("state = 'sending'", "ix_deliveries_flight", "deliveries", ["chat_id"])
    op.create_index("ix_deliveries_item_id", "deliveries", ["item_id"], unique=False)
    _index_where("message <> ''", "ix_deliveries_message", "deliveries", ["chat_id", "message"])
    _index_where("state = 'pending'", "ix_deliveries_queue", "deliveries", ["chat_id", "id"])
    op.create_index("ix_deliveries_story_id", "deliveries", ["story_id"], unique=False)


def _ledger() -> None:
    """What holds it together."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), server_default="", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "memories",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_memories"),
    )


def _index_where(condition: str, name: str, table: str, columns: list[str]) -> None:
    """An index over the rows that meet a condition."""
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)


def _full_text() -> None:
    """The words of items: see `bot.store.fulltext`."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE item_words USING fts5 (words, tokenize = 'ascii', detail = none, columnsize = 0)"
        )
        return
    op.execute(
        "CREATE TABLE item_words ("
        " item_id BIGINT PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,"
        " words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_item_words_words ON item_words USING gin (words)")
