"""Full-text search; texts in the order of code points, and of any length, on PostgreSQL."""

import hashlib

import sqlalchemy as sa
from alembic import op

from dateline.store.tables import metadata

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# SQLite counts up only a primary key that is called INTEGER.
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KEY_CHARACTERS = 600
"""As `dateline.store.rows` had it when this was written."""


def upgrade() -> None:
    op.create_table(
        "search",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("head", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
        sa.UniqueConstraint("ref", "kind", name=op.f("uq_search_ref_kind")),
    )
    _shorten_keys()
    if op.get_bind().dialect.name == "postgresql":
        _order_by_code_points()
        _free_lengths()
        op.execute("CREATE TABLE search_words (id bigint PRIMARY KEY REFERENCES search (id), words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")
    else:
        # Words come folded and parted by spaces, so that the plainest of tokenisers will do; ranking is our own.
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(head, body, content='', columnsize=0, tokenize='ascii')"
        )


def _shorten_keys() -> None:
    """Cut very long keys as they are cut from now on."""
    connection = op.get_bind()
    versions = sa.table("versions", sa.column("key", sa.Text))
    long = sa.select(versions.c.key).where(sa.func.length(versions.c.key) > KEY_CHARACTERS).distinct()
    for key in list(connection.execute(long).scalars()):
        data = b"\x01" + key.encode()
        digest = hashlib.sha256(len(data).to_bytes(8, "big") + data).hexdigest()[:24]
        short = f"{key[: KEY_CHARACTERS - 25]}…{digest}"
        connection.execute(versions.update().where(versions.c.key == key).values(key=short))


def _order_by_code_points() -> None:
    """Give every column of text of ours the collation C; the indexes are made anew by it."""
    connection = op.get_bind()
    columns = connection.execute(
        sa.text(
            "SELECT table_name, column_name, character_maximum_length FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying') "
            "AND collation_name IS DISTINCT FROM 'C' AND table_name = ANY(:ours) ORDER BY table_name, ordinal_position"
        ),
        {"ours": list(metadata.tables)},
    ).all()
    changes: dict[str, list[str]] = {}
    for table, column, length in columns:
        kind = "text" if length is None else f"varchar({length})"
        changes.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {kind} COLLATE "C"')
    for table, parts in changes.items():
        op.execute(f'ALTER TABLE "{table}" {", ".join(parts)}')


def _free_lengths() -> None:
    """Let indexes that are asked for equality alone take values of any length."""
    for index, table, column in (
        ("ix_reports_publisher", "reports", "publisher"),
        ("ix_versions_origin", "versions", "origin"),
    ):
        op.drop_index(index, table_name=table)
        op.create_index(index, table, [column], postgresql_using="hash")
