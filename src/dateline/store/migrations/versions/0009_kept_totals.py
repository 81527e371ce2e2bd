"""Kept totals: of facets by shelf, of months, of what is stored; spellings of facets; reports in the order of publication.

The tables are filled by `bring_up` afterwards, as the search is: what is in them follows from the others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# SQLite counts up only a primary key that is called INTEGER.
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # On PostgreSQL every text of ours is in the order of code points, as on SQLite.
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "facet_totals",
        sa.Column("facet", ROW_ID, nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=False),
        sa.Column("incidents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["facet"], ["facets.id"], name=op.f("fk_facet_totals_facet_facets")),
        sa.PrimaryKeyConstraint("facet", "shelf", name=op.f("pk_facet_totals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "incident_months",
        sa.Column("shelf", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7, collation=collation), nullable=False),
        sa.Column("plover", sa.String(16, collation=collation), nullable=False),
        sa.Column("incidents", sa.BigInteger(), nullable=False),
        sa.Column("killed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shelf", "month", "plover", name=op.f("pk_incident_months")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "totals",
        sa.Column("name", sa.String(40, collation=collation), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_totals")),
    )
    op.add_column("facets", sa.Column("label", sa.Text(collation=collation)))
    op.drop_index(op.f("ix_facets_kind"), table_name="facets")
    op.create_index("ix_facets_kind_incidents", "facets", ["kind", "incidents"])
    published = sa.text("coalesce(published, '')")
    op.create_index("ix_reports_listed", "reports", ["current", published, "id"])
    if collation:
        # Else words that stand in many texts and few headlines are looked for in all of these texts.
        op.execute("CREATE INDEX ix_search_words_head ON search_words USING gin (ts_filter(words, '{a}'))")
