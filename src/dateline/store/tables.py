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

from typing import Any

import sqlalchemy as sa

from dateline.text import ID_LENGTH, storable

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that later migrations can speak of it on both databases."""

metadata = sa.MetaData(naming_convention=NAMING)


class Words(sa.types.TypeDecorator[str]):
    """Text, the same on every database: any characters but those that none can hold, compared and ordered by code points.

    PostgreSQL compares by the language of the database unless it is told not to: then lists, cursors and "lower" would
    differ from one server to the next.
    """

    impl = sa.String
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Return the database's own type."""
        collation = "C" if dialect.name == "postgresql" else None
        kind = sa.Text(collation=collation) if self.length is None else sa.String(self.length, collation=collation)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Return the words as they can be stored; what is asked for is asked in the same form."""
        return None if value is None else storable(value)


Id = Words(ID_LENGTH)
Json = sa.JSON(none_as_null=True)
RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts up only a primary key that is called INTEGER."""

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("text_id", Id, nullable=False, index=True),
    sa.Column("key", Words(), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("origin", Words(), nullable=False),
    sa.Column("title", Words()),
    sa.Column("publisher", Words()),
    sa.Column("agency", Words()),
    sa.Column("byline", Words()),
    sa.Column("language", Words()),
    sa.Column("url", Words()),
    sa.Column("published", Words()),
    sa.Column("text", Words(), nullable=False),
    sa.Column("sections", Json, nullable=False),
    sa.Column("dateline", Json),
    sa.Column("problems", Json, nullable=False),
    sa.Column("added_at", Words(), nullable=False),
)
"""Reports as they were read. Key, version and origin are those of the reading that made it current, or last was."""

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("key", Words(), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("report_id", Id, sa.ForeignKey("reports.id"), nullable=False, index=True),
    sa.Column("origin", Words(), nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("added_at", Words(), nullable=False),
)
"""`key` is that of the report, cut where it is very long (`dateline.store.rows.stored_key`)."""
published_order: sa.ColumnElement[str] = sa.literal_column("coalesce(reports.published, '')", Words())
"""When a report was published, for lists in that order: those of which that is not known stand last."""
sa.Index(
    "ix_reports_listed",
    sa.literal_column("coalesce(published, '')"),
    reports.c.id,
    sqlite_where=sa.text("current IS 1"),
    postgresql_where=sa.text("current IS TRUE"),
)
# Values of any length: an ordered index of PostgreSQL takes 2,700 bytes.
sa.Index("ix_reports_publisher", reports.c.publisher, postgresql_using="hash")
sa.Index("ix_versions_origin", versions.c.origin, postgresql_using="hash")
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
    sa.Column("fingerprint", Id, primary_key=True),
    sa.Column("version", Words(), nullable=False),
    sa.Column("model", Words(), nullable=False),
    sa.Column("settings", Words(), nullable=False),
    sa.Column("first_used", Words(), nullable=False),
)

records = sa.Table(
    "records",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("report_id", Id, sa.ForeignKey("reports.id"), nullable=False),
    sa.Column("fingerprint", Id, sa.ForeignKey("coders.fingerprint"), nullable=False),
    sa.Column("latest", sa.Boolean, nullable=False),
    sa.Column("record", Json, nullable=False),
    sa.Column("created_at", Words(), nullable=False),
    sa.UniqueConstraint("report_id", "fingerprint"),
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("report_id", Id, sa.ForeignKey("reports.id"), primary_key=True),
    sa.Column("fingerprint", Id, sa.ForeignKey("coders.fingerprint"), primary_key=True),
    sa.Column("status", Words(), nullable=False),
    sa.Column("code", Words()),
    sa.Column("message", Words()),
    sa.Column("at", Words(), nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("record_id", RowId, sa.ForeignKey("records.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("event_id", Id, nullable=False, index=True),
    sa.Column("plover", Words(), nullable=False),
    sa.Column("mode", Words()),
    sa.Column("acled", Words()),
    sa.Column("cameo", Words()),
    sa.Column("ucdp", Words()),
    sa.Column("sphere", Words(), nullable=False),
    sa.Column("standing", Words(), nullable=False),
    sa.Column("factuality", Words(), nullable=False),
    sa.Column("count_low", sa.BigInteger),
    sa.Column("count_high", sa.BigInteger),
    sa.Column("start", Words()),
    sa.Column("end", Words()),
    sa.Column("day", Words(10), nullable=False),
    sa.Column("first_day", Words(10)),
    sa.Column("last_day", Words(10)),
    sa.Column("precision", Words()),
    sa.Column("countries", Words(), nullable=False),
    sa.Column("places", Words(), nullable=False),
    sa.Column("actors", Words(), nullable=False),
    sa.Column("killed_low", sa.BigInteger),
    sa.Column("killed_high", sa.BigInteger),
    sa.Column("injured_low", sa.BigInteger),
    sa.Column("injured_high", sa.BigInteger),
    sa.Column("anchor", Words(), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("coded", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("stands", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""Countries, places and actors are lists for the reader's eye, parted by "; "; queries ask the child tables. `day` is the
first known day, empty where there is none: lists are in its order. `coded` and `stands`: `dateline.store.eventing`."""
last_known: sa.ColumnElement[str] = sa.func.coalesce(
    events.c.last_day, sa.literal_column("'9999-12-31'"), type_=Words()
)
first_known: sa.ColumnElement[str] = sa.func.coalesce(
    events.c.first_day, sa.literal_column("'0001-01-01'"), type_=Words()
)
"""The days by which `since` and `until` are asked: what is open goes on, or began whenever."""
sa.Index("ix_events_day_id", events.c.day, events.c.id)
sa.Index("ix_events_stands", events.c.stands, events.c.day, events.c.id)
sa.Index("ix_events_coded", events.c.coded, events.c.day, events.c.id)
dated: sa.ColumnElement[bool] = events.c.day != sa.literal_column("''")
"""Whether an event has a day: the words that the indexes of days have, which a bound value would hide from the planners."""

for name, bound in (("last", "coalesce(last_day, '9999-12-31')"), ("first", "coalesce(first_day, '0001-01-01')")):
    # Those without a day would stand at the end that is asked for most.
    sa.Index(f"ix_events_{name}", sa.literal_column(bound), events.c.day, sqlite_where=dated, postgresql_where=dated)
sa.Index("ix_events_acled", sa.literal_column("lower(acled)"), _table=events)
sa.Index("ix_events_plover", events.c.plover)
sa.Index("ix_events_mode", events.c.mode)

event_places = sa.Table(
    "event_places",
    metadata,
    sa.Column("event_row", RowId, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("name", Words(), nullable=False),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("country", Words(2), index=True),
    sa.Column("admin1", Words()),
    sa.Column("admin2", Words()),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("precision", Words(), nullable=False),
    sa.Column("geonames_id", sa.Integer),
)

event_actors = sa.Table(
    "event_actors",
    metadata,
    sa.Column("event_row", RowId, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("role", Words(), nullable=False),
    sa.Column("name", Words(), nullable=False),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("country", Words(2)),
    sa.Column("actor", Words(), index=True),
)
sa.Index("ix_event_actors_name", sa.literal_column("substr(name, 1, 200)"), _table=event_actors)
"""Names may be of any length, and an ordered index of PostgreSQL takes 2,700 bytes."""

event_tolls = sa.Table(
    "event_tolls",
    metadata,
    sa.Column("event_row", RowId, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("measure", Words(), nullable=False),
    sa.Column("low", sa.BigInteger),
    sa.Column("high", sa.BigInteger),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("who", Words()),
    sa.Column("speaker", Words()),
    sa.Column("superseded", sa.Boolean, nullable=False),
    sa.Column("part", sa.Boolean, nullable=False),
)
sa.Index("ix_event_tolls_low", event_tolls.c.measure, event_tolls.c.low)

totals = sa.Table(
    "totals",
    metadata,
    sa.Column("name", Words(40), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)
"""How much is stored (`dateline.store.totals`): kept, since counting takes longer the more there is."""

search = sa.Table(
    "search",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=False),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("ref", Id, nullable=False),
    sa.Column("head", Words()),
    sa.Column("body", Words()),
    sa.UniqueConstraint("ref", "kind"),
)
"""What full-text search finds (`dateline.store.search`): reports and incidents by their ids. `head` and `body` are the words
of those that may change."""
