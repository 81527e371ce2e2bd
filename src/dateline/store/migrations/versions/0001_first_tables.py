"""The first tables: reports, versions, coders, records, ledger, events and what they are filtered by."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# SQLite counts up only a primary key that is called INTEGER.
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _make_reports()
    _make_records()
    _make_events()
    _make_children()


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("text_id", sa.String(length=24), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("agency", sa.Text()),
        sa.Column("byline", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("dateline", sa.JSON(none_as_null=True)),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_publisher"), "reports", ["publisher"], unique=False)
    op.create_index(op.f("ix_reports_text_id"), "reports", ["text_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.String(length=24), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_versions_report_id_reports")),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_versions")),
    )
    op.create_index(op.f("ix_versions_origin"), "versions", ["origin"], unique=False)
    op.create_index(op.f("ix_versions_report_id"), "versions", ["report_id"], unique=False)
    op.create_index(
        "uq_versions_current",
        "versions",
        ["key"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )


def _make_records() -> None:
    op.create_table(
        "coders",
        sa.Column("fingerprint", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("first_used", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_coders")),
    )
    op.create_table(
        "records",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("report_id", sa.String(length=24), nullable=False),
        sa.Column("fingerprint", sa.String(length=24), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("record", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fingerprint"], ["coders.fingerprint"], name=op.f("fk_records_fingerprint_coders")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_records_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("report_id", "fingerprint", name=op.f("uq_records_report_id_fingerprint")),
    )
    op.create_table(
        "ledger",
        sa.Column("report_id", sa.String(length=24), nullable=False),
        sa.Column("fingerprint", sa.String(length=24), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("message", sa.Text()),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fingerprint"], ["coders.fingerprint"], name=op.f("fk_ledger_fingerprint_coders")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_ledger_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", "fingerprint", name=op.f("pk_ledger")),
    )


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("record_id", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("plover", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text()),
        sa.Column("acled", sa.Text()),
        sa.Column("cameo", sa.Text()),
        sa.Column("ucdp", sa.Text()),
        sa.Column("sphere", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("count_low", sa.BigInteger()),
        sa.Column("count_high", sa.BigInteger()),
        sa.Column("start", sa.Text()),
        sa.Column("end", sa.Text()),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.String(length=10)),
        sa.Column("last_day", sa.String(length=10)),
        sa.Column("precision", sa.Text()),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("killed_low", sa.BigInteger()),
        sa.Column("killed_high", sa.BigInteger()),
        sa.Column("injured_low", sa.BigInteger()),
        sa.Column("injured_high", sa.BigInteger()),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_events_record_id_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_day_id", "events", ["day", "id"], unique=False)
    op.create_index(op.f("ix_events_event_id"), "events", ["event_id"], unique=False)
    op.create_index(op.f("ix_events_record_id"), "events", ["record_id"], unique=False)


def _make_children() -> None:
    op.create_table(
        "event_places",
        sa.Column("event_row", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2)),
        sa.Column("admin1", sa.Text()),
        sa.Column("admin2", sa.Text()),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("geonames_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["event_row"], ["events.id"], name=op.f("fk_event_places_event_row_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_row", "ordinal", name=op.f("pk_event_places")),
    )
    op.create_index(op.f("ix_event_places_country"), "event_places", ["country"], unique=False)
    op.create_table(
        "event_actors",
        sa.Column("event_row", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2)),
        sa.Column("actor", sa.Text()),
        sa.ForeignKeyConstraint(
            ["event_row"], ["events.id"], name=op.f("fk_event_actors_event_row_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_row", "ordinal", name=op.f("pk_event_actors")),
    )
    op.create_index(op.f("ix_event_actors_actor"), "event_actors", ["actor"], unique=False)
    op.create_table(
        "event_tolls",
        sa.Column("event_row", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("low", sa.BigInteger()),
        sa.Column("high", sa.BigInteger()),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text()),
        sa.Column("speaker", sa.Text()),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("part", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_row"], ["events.id"], name=op.f("fk_event_tolls_event_row_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_row", "ordinal", name=op.f("pk_event_tolls")),
    )
