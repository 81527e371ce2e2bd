"""Facets hold incidents by their numbers in the order of days; what lists look at stands together in indexes.

A list under two facets meets numbers of eight bytes, and what is near in time is near on the disk.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# SQLite counts up only a primary key that is called INTEGER.
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NARROW = (
    "number", "shelf", "day", "id", "last_day", "latitude", "longitude", "radius_km", "place_precision", "plover",
    "killed", "injured", "start", "end", "review", "reports", "sources", "confidence", "toll", "changed",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("incidents", sa.Column("number", sa.BigInteger(), nullable=False, server_default="0"))
    # Incidents from before there was a search are found later, and get their numbers then.
    op.execute(
        "UPDATE incidents SET number = coalesce("
        "(SELECT search.id FROM search WHERE search.ref = incidents.id AND search.kind = 'incident'), 0)"
    )
    _indexes()
    op.rename_table("incident_facets", "incident_facets_by_day")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE incident_facets_by_day RENAME CONSTRAINT pk_incident_facets TO pk_incident_facets_by_day"
        )
        name = "fk_incident_facets_facet_facets"
        op.execute(f"ALTER TABLE incident_facets_by_day RENAME CONSTRAINT {name} TO {name}_by_day")
    op.create_table(
        "incident_facets",
        sa.Column("facet", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["facet"], ["facets.id"], name=op.f("fk_incident_facets_facet_facets")),
        sa.PrimaryKeyConstraint("facet", "number", "shelf", name=op.f("pk_incident_facets")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO incident_facets (facet, number, shelf) "
        # By an index alone: in `incidents` the number stands behind the whole incident.
        "SELECT p.facet, s.id, p.shelf FROM incident_facets_by_day p JOIN search s ON s.ref = p.incident AND s.kind = 'incident' "
        "ORDER BY 1, 2, 3"
    )
    op.drop_table("incident_facets_by_day")
    op.create_index("ix_incident_facets_number", "incident_facets", ["number"])


def _indexes() -> None:
    # Whether a report is current is asked of one at a time, and no way to begin.
    op.drop_index("ix_reports_listed", table_name="reports")
    op.create_index(
        "ix_reports_listed",
        "reports",
        [sa.text("coalesce(published, '')"), "id"],
        sqlite_where=sa.text("current IS 1"),
        postgresql_where=sa.text("current IS TRUE"),
    )
    for column in ("day", "reports", "toll", "changed", "confidence", "killed", "injured", "sources"):
        op.drop_index(f"ix_incidents_shelf_{column}", table_name="incidents")
    op.drop_index("ix_incidents_long", table_name="incidents")
    op.create_index("ix_incidents_narrow", "incidents", list(NARROW))
    op.create_index("ix_incidents_shelf", "incidents", ["shelf", "number"])
    for column in ("reports", "toll", "changed", "confidence"):
        op.create_index(f"ix_incidents_{column}", "incidents", [column, "id", "number", "shelf"])
    for column in ("killed", "injured", "sources"):
        op.create_index(f"ix_incidents_{column}", "incidents", [column, "number", "shelf"])
    op.create_index("ix_incidents_long", "incidents", ["long", "last_day", "number", "shelf"])
