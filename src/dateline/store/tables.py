"""The tables, valid on SQLite and on PostgreSQL alike.

::

    reports ──< versions          which report stood under a key (url or path) when; one of each key is current
       │
       ├──< records >── coders    what a coder made of a report; one of each report is the latest
       │       └──< events ──< event_places, event_actors, event_tolls      columns to filter by
       └──< ledger >── coders     that a coder has been over a report, and what came of it

The record itself is the JSON in `records.record`; `events` and its children are drawn from it, for queries.
Dates and times are the record's ISO 8601 texts, which compare as texts; no type here is one database's own.
"""

from __future__ import annotations

import sqlalchemy as sa

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that later migrations can speak of it on both databases."""

metadata = sa.MetaData(naming_convention=NAMING)

Json = sa.JSON(none_as_null=True)
RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts up only a primary key that is called INTEGER."""

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", sa.String(24), primary_key=True),
    sa.Column("text_id", sa.String(24), nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("publisher", sa.Text, index=True),
    sa.Column("agency", sa.Text),
    sa.Column("byline", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sections", Json, nullable=False),
    sa.Column("dateline", Json),
    sa.Column("problems", Json, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
)
"""Reports as they were read. Key, version and origin are those of the reading that made it current, or last was."""

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("report_id", sa.String(24), sa.ForeignKey("reports.id"), nullable=False, index=True),
    sa.Column("origin", sa.Text, nullable=False, index=True),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
)
sa.Index(
    "uq_versions_current",
    versions.c.key,
    unique=True,
    sqlite_where=sa.text("current"),
    postgresql_where=sa.text("current"),
)

coders = sa.Table(
    "coders",
    metadata,
    sa.Column("fingerprint", sa.String(24), primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("first_used", sa.Text, nullable=False),
)

records = sa.Table(
    "records",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("report_id", sa.String(24), sa.ForeignKey("reports.id"), nullable=False),
    sa.Column("fingerprint", sa.String(24), sa.ForeignKey("coders.fingerprint"), nullable=False),
    sa.Column("latest", sa.Boolean, nullable=False),
    sa.Column("record", Json, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.UniqueConstraint("report_id", "fingerprint"),
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("report_id", sa.String(24), sa.ForeignKey("reports.id"), primary_key=True),
    sa.Column("fingerprint", sa.String(24), sa.ForeignKey("coders.fingerprint"), primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("message", sa.Text),
    sa.Column("at", sa.Text, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("record_id", RowId, sa.ForeignKey("records.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("event_id", sa.String(24), nullable=False, index=True),
    sa.Column("plover", sa.Text, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("acled", sa.Text),
    sa.Column("cameo", sa.Text),
    sa.Column("ucdp", sa.Text),
    sa.Column("sphere", sa.Text, nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("factuality", sa.Text, nullable=False),
    sa.Column("count_low", sa.BigInteger),
    sa.Column("count_high", sa.BigInteger),
    sa.Column("start", sa.Text),
    sa.Column("end", sa.Text),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("first_day", sa.String(10)),
    sa.Column("last_day", sa.String(10)),
    sa.Column("precision", sa.Text),
    sa.Column("countries", sa.Text, nullable=False),
    sa.Column("places", sa.Text, nullable=False),
    sa.Column("actors", sa.Text, nullable=False),
    sa.Column("killed_low", sa.BigInteger),
    sa.Column("killed_high", sa.BigInteger),
    sa.Column("injured_low", sa.BigInteger),
    sa.Column("injured_high", sa.BigInteger),
    sa.Column("anchor", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
)
"""Countries, places and actors are lists for the reader's eye, parted by "; "; queries ask the child tables. `day` is the
first known day, empty where there is none: lists are in its order."""
sa.Index("ix_events_day_id", events.c.day, events.c.id)

event_places = sa.Table(
    "event_places",
    metadata,
    sa.Column("event_row", RowId, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.String(2), index=True),
    sa.Column("admin1", sa.Text),
    sa.Column("admin2", sa.Text),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("precision", sa.Text, nullable=False),
    sa.Column("geonames_id", sa.Integer),
)

event_actors = sa.Table(
    "event_actors",
    metadata,
    sa.Column("event_row", RowId, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.String(2)),
    sa.Column("actor", sa.Text, index=True),
)

event_tolls = sa.Table(
    "event_tolls",
    metadata,
    sa.Column("event_row", RowId, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("measure", sa.Text, nullable=False),
    sa.Column("low", sa.BigInteger),
    sa.Column("high", sa.BigInteger),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("who", sa.Text),
    sa.Column("speaker", sa.Text),
    sa.Column("superseded", sa.Boolean, nullable=False),
    sa.Column("part", sa.Boolean, nullable=False),
)
