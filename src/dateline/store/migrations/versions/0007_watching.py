"""The watcher: its sources and what they listed, the files that it read, and how it fares."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None

    def words(length: int | None = None) -> sa.types.TypeEngine[str]:
        return sa.Text(collation=collation) if length is None else sa.String(length, collation=collation)

    op.create_table(
        "watch_sources",
        sa.Column("id", words(24), primary_key=True),
        sa.Column("kind", words(), nullable=False),
        sa.Column("address", words(), nullable=False),
        sa.Column("etag", words()),
        sa.Column("modified", words()),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("well", words()),
        sa.Column("error", words()),
    )
    op.create_table(
        "watch_items",
        sa.Column("source", words(24), sa.ForeignKey("watch_sources.id"), primary_key=True),
        sa.Column("item", words(24), primary_key=True),
        sa.Column("place", words(24)),
        sa.Column("digest", words(24), nullable=False),
        sa.Column("state", words(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("error", words()),
        sa.Column("seen", words(), nullable=False),
        sa.Column("data", sa.JSON()),
    )
    op.create_index("ix_watch_items_place", "watch_items", ["place"])
    op.create_index("ix_watch_items_state", "watch_items", ["state", "due"])
    op.create_table(
        "watch_files",
        sa.Column("id", words(24), primary_key=True),
        sa.Column("path", words(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("at", words(), nullable=False),
    )
    op.create_table(
        "watch_beats",
        sa.Column("watcher", words(100), primary_key=True),
        sa.Column("at", words(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
    )
