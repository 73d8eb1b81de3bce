"""What a search needs: the places that items name, and an index of terms that are more than words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PUNCTUATION = "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F))))
"""All of ASCII that is neither a letter nor a digit nor a space."""


def upgrade() -> None:
    """Items are indexed anew while the bot runs: see `bot.store.reindexing`."""
    op.add_column("items", sa.Column("places", sa.JSON(), server_default="[]", nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        _terms()
    else:
        # 10,000 words' frequencies instead of 1,000: of the others it believes that they are half as common as the
        # rarest, and would read a month of items for a name in five spellings. ANALYZE takes seconds at a million.
        op.execute("ALTER TABLE item_words ALTER COLUMN words SET STATISTICS 1000")


def _terms() -> None:
    """FTS5 keeps punctuation only where the tokenizer is told so, and that can't be changed afterwards."""
    kept = _PUNCTUATION.replace("'", "''")
    tokenize = f"ascii tokenchars '{kept}'".replace('"', '""')
    op.execute("DROP TABLE item_words")
    op.get_bind().exec_driver_sql(
        f'CREATE VIRTUAL TABLE item_words USING fts5 (words, tokenize = "{tokenize}", detail = none, columnsize = 0)'
    )
