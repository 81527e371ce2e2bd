"""Incidents: what linkage compares and joins, what people decide of it, the change feed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# SQLite counts up only a primary key that is called INTEGER.
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _make_tellings()
    _make_incidents()
    _make_facets()
    _make_decisions()
    # The reports of a database without incidents wait to be linked: that needs what no migration should, the linker.
    op.execute("INSERT INTO waiting (report_id) SELECT id FROM reports WHERE current")


def _make_tellings() -> None:
    op.create_table(
        "tellings",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("report_id", sa.String(length=24), nullable=False),
        sa.Column("record_id", ROW_ID, nullable=False),
        sa.Column("twin", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_tellings_record_id_records")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_tellings_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint("event_id", name=op.f("uq_tellings_event_id")),
    )
    op.create_index(op.f("ix_tellings_report_id"), "tellings", ["report_id"], unique=False)
    op.create_index(op.f("ix_tellings_twin"), "tellings", ["twin"], unique=False)
    op.create_table(
        "telling_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("telling", ROW_ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "rank", "telling", name=op.f("pk_telling_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("a", ROW_ID, nullable=False),
        sa.Column("b", ROW_ID, nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["tellings.id"], name=op.f("fk_links_a_tellings")),
        sa.ForeignKeyConstraint(["b"], ["tellings.id"], name=op.f("fk_links_b_tellings")),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_links")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_b", "links", ["b", "a"], unique=False)
    op.create_table(
        "members",
        sa.Column("telling", ROW_ID, nullable=False),
        sa.Column("incident", sa.String(length=24), nullable=False),
        sa.Column("joined_to", sa.String(length=24)),
        sa.Column("weight", sa.Float()),
        sa.ForeignKeyConstraint(["telling"], ["tellings.id"], name=op.f("fk_members_telling_tellings")),
        sa.PrimaryKeyConstraint("telling", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_incident"), "members", ["incident"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("report_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_waiting_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_waiting")),
    )
    op.create_table(
        "linkage",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_linkage")),
    )


def _make_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("row", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("sphere", sa.Text(), nullable=False),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("plover", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text()),
        sa.Column("acled", sa.Text()),
        sa.Column("start", sa.Text()),
        sa.Column("end", sa.Text()),
        sa.Column("precision", sa.Text()),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("long", sa.Boolean(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("killed", sa.BigInteger()),
        sa.Column("killed_low", sa.BigInteger()),
        sa.Column("killed_high", sa.BigInteger()),
        sa.Column("injured", sa.BigInteger()),
        sa.Column("injured_low", sa.BigInteger()),
        sa.Column("injured_high", sa.BigInteger()),
        sa.Column("toll", sa.BigInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("first_report", sa.Text()),
        sa.Column("last_report", sa.Text()),
        sa.Column("incident", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_incidents")),
        sa.UniqueConstraint("id", name=op.f("uq_incidents_id")),
    )
    op.create_index("ix_incidents_long", "incidents", ["shelf", "long", "day", "last_day", "id"], unique=False)
    op.create_index("ix_incidents_shelf_changed", "incidents", ["shelf", "changed", "id"], unique=False)
    op.create_index("ix_incidents_shelf_confidence", "incidents", ["shelf", "confidence"], unique=False)
    op.create_index("ix_incidents_shelf_day", "incidents", ["shelf", "day", "id"], unique=False)
    op.create_index("ix_incidents_shelf_injured", "incidents", ["shelf", "injured"], unique=False)
    op.create_index("ix_incidents_shelf_killed", "incidents", ["shelf", "killed"], unique=False)
    op.create_index("ix_incidents_shelf_reports", "incidents", ["shelf", "reports", "id"], unique=False)
    op.create_index("ix_incidents_shelf_sources", "incidents", ["shelf", "sources"], unique=False)
    op.create_index("ix_incidents_shelf_toll", "incidents", ["shelf", "toll", "id"], unique=False)


def _make_facets() -> None:
    op.create_table(
        "facets",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("incidents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facets")),
        sa.UniqueConstraint("name", name=op.f("uq_facets_name")),
    )
    op.create_index(op.f("ix_facets_kind"), "facets", ["kind"], unique=False)
    op.create_table(
        "incident_facets",
        sa.Column("facet", ROW_ID, nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("incident", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["facet"], ["facets.id"], name=op.f("fk_incident_facets_facet_facets")),
        sa.PrimaryKeyConstraint("facet", "shelf", "day", "incident", name=op.f("pk_incident_facets")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_incident_facets_incident", "incident_facets", ["incident"], unique=False)


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("target", sa.BigInteger()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decisions")),
    )
    op.create_table(
        "decision_events",
        sa.Column("number", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("report_id", sa.String(length=24), nullable=False),
        sa.Column("holds", sa.String(length=24)),
        sa.ForeignKeyConstraint(["number"], ["decisions.number"], name=op.f("fk_decision_events_number_decisions")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_decision_events_report_id_reports")),
        sa.PrimaryKeyConstraint("number", "ordinal", name=op.f("pk_decision_events")),
    )
    op.create_index(op.f("ix_decision_events_holds"), "decision_events", ["holds"], unique=False)
    op.create_index(op.f("ix_decision_events_report_id"), "decision_events", ["report_id"], unique=False)
    op.create_table(
        "grades",
        sa.Column("number", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_grades")),
    )
    op.create_index("ix_grades_subject", "grades", ["of", "subject", "number"], unique=False)
    op.create_table(
        "aliases",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.String(length=24)),
        sa.Column("was_incident", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_event_id"), "aliases", ["event_id"], unique=False)
    op.create_table(
        "changes",
        sa.Column("number", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("incident", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("slots", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("into", sa.String(length=24)),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_incident"), "changes", ["incident"], unique=False)
