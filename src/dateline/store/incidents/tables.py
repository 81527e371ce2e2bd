"""The tables of incidents, valid on SQLite and on PostgreSQL alike.

::

    reports ──< tellings ──< telling_keys      what linkage compares of each event, and where it looks for others
       │           ├──< links                  pairs that may tell one thing, with the weight
       │           └──  members >── incidents ──< incident_facets >── facets      columns and values to find them by
       └──  waiting                            reports whose tellings are not linked yet
    decisions ──< decision_events              what people decided, and the events that it holds on now
    grades                                     of outlets, reports and events
    aliases                                    ids that no event bears any more, or that incidents bore once
    changes                                    the change feed
    linkage                                    which linker made this

`tellings`, `telling_keys`, `links` and `members` follow from the latest records of the current reports, the decisions that
are in force and the linker alone; so they can be made anew at any time. The incident itself is the JSON in
`incidents.incident`; its columns and facets are drawn from it, for queries.
"""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.tables import Id, Json, RowId, Words, metadata

tellings = sa.Table(
    "tellings",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("event_id", Id, nullable=False, unique=True),
    sa.Column("report_id", Id, sa.ForeignKey("reports.id"), nullable=False, index=True),
    sa.Column("record_id", RowId, sa.ForeignKey("records.id"), nullable=False),
    sa.Column("twin", sa.BigInteger, nullable=False, index=True),
    sa.Column("first", sa.Boolean, nullable=False),
    sa.Column("data", Words(), nullable=False),
    sa.Column("event", Json),
    sa.Column("corrections", Json),
)
"""Events of the latest records of current reports, as people corrected them. Of twins (the same event of the same text elsewhere)
only the first is compared with others. `record_id` is the record that holds the event, or that it was added to; `event` is the
event itself where it is not as the record has it, `corrections` what is in force of it."""

telling_keys = sa.Table(
    "telling_keys",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column("rank", sa.BigInteger, primary_key=True),
    sa.Column("telling", RowId, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The hashes of blocking keys: two tellings are compared where they share one; of a crowded key the first by `rank` (a hash of
the event's id) stand for all. No foreign key: to take a telling out would ask for an index as large as the table."""

links = sa.Table(
    "links",
    metadata,
    sa.Column("a", RowId, sa.ForeignKey("tellings.id"), primary_key=True),
    sa.Column("b", RowId, sa.ForeignKey("tellings.id"), primary_key=True),
    sa.Column("weight", sa.Float, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("ix_links_b", links.c.b, links.c.a)

members = sa.Table(
    "members",
    metadata,
    sa.Column("telling", RowId, sa.ForeignKey("tellings.id"), primary_key=True),
    sa.Column("incident", Id, nullable=False, index=True),
    sa.Column("joined_to", Id),
    sa.Column("weight", sa.Float),
    sa.Column("part", RowId, index=True),
    sa.Column("cut", sa.SmallInteger),
)
"""Which incident each telling is in, and to which other event it was joined; nothing for the first. `part` is the component that
it lies in, by its least row, `cut` the number of the cut at which that hangs together (`dateline.linkage.hanging`)."""

waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("report_id", Id, sa.ForeignKey("reports.id"), primary_key=True),
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("row", RowId, primary_key=True, autoincrement=True),
    sa.Column("id", Id, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("changed", sa.BigInteger, nullable=False),
    sa.Column("shelf", sa.Integer, nullable=False),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("review", Words(), nullable=False),
    sa.Column("sphere", Words(), nullable=False),
    sa.Column("factuality", Words(), nullable=False),
    sa.Column("plover", Words(), nullable=False),
    sa.Column("mode", Words()),
    sa.Column("acled", Words()),
    sa.Column("start", Words()),
    sa.Column("end", Words()),
    sa.Column("precision", Words()),
    sa.Column("day", Words(10), nullable=False),
    sa.Column("last_day", Words(10), nullable=False),
    sa.Column("long", sa.Boolean, nullable=False),
    sa.Column("countries", Words(), nullable=False),
    sa.Column("places", Words(), nullable=False),
    sa.Column("actors", Words(), nullable=False),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("place_precision", Words()),
    sa.Column("radius_km", sa.Float),
    sa.Column("killed", sa.BigInteger),
    sa.Column("killed_low", sa.BigInteger),
    sa.Column("killed_high", sa.BigInteger),
    sa.Column("injured", sa.BigInteger),
    sa.Column("injured_low", sa.BigInteger),
    sa.Column("injured_high", sa.BigInteger),
    sa.Column("toll", sa.BigInteger, nullable=False),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("sources", sa.Integer, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("anchor", Words(), nullable=False),
    sa.Column("title", Words()),
    sa.Column("first_report", Words()),
    sa.Column("last_report", Words()),
    sa.Column("incident", Json, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False, server_default="0"),
)
"""`shelf` numbers kind, sphere and whether it is rejected together: a list walks the shelves that it shows, each in order.
`day` is the first known day, empty where there is none; `last_day` the last, far off where it is open; `long`: they lie
further apart than `dateline.store.incidents.rows.SHORT_DAYS`. `toll` is killed (best), for the order by toll; -1 where none is told.
`number` is that of the incident in `search`: newer days are higher, so that it orders incidents by day, and is all that facets hold of
them."""

_i = incidents.c
NARROW = (
    _i.number, _i.shelf, _i.day, _i.id, _i.last_day, _i.latitude, _i.longitude, _i.radius_km, _i.place_precision, _i.plover,
    _i.killed, _i.injured, _i.start, _i.end, _i.review, _i.reports, _i.sources, _i.confidence, _i.toll, _i.changed,
)  # fmt: skip
"""What maps and timelines draw, and what filters look at: together in an index in the order of days, so that thousands are read
without their rows, each of which is some thousand bytes long."""
sa.Index("ix_incidents_narrow", *NARROW)
sa.Index("ix_incidents_shelf", _i.shelf, _i.number)
for _column in ("reports", "toll", "changed", "confidence"):
    sa.Index(f"ix_incidents_{_column}", _i[_column], _i.id, _i.number, _i.shelf)
for _column in ("killed", "injured", "sources"):
    sa.Index(f"ix_incidents_{_column}", _i[_column], _i.number, _i.shelf)
sa.Index("ix_incidents_long", _i.long, _i.last_day, _i.number, _i.shelf)

facets = sa.Table(
    "facets",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("name", Words(), nullable=False, unique=True),
    sa.Column("incidents", sa.BigInteger, nullable=False),
    sa.Column("label", Words()),
)
"""Every value that an incident can be found by, once ("country:IQ"), with the number of incidents that have it. `label`: how a name
was first spelt ("place:goma": "Goma"); none where the value is no name."""
sa.Index("ix_facets_kind_incidents", facets.c.kind, facets.c.incidents)

facet_totals = sa.Table(
    "facet_totals",
    metadata,
    sa.Column("facet", RowId, sa.ForeignKey("facets.id"), primary_key=True),
    sa.Column("shelf", sa.Integer, primary_key=True),
    sa.Column("incidents", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How many incidents of a shelf stand under a facet: kept, since counting them takes longer the more there are."""

incident_months = sa.Table(
    "incident_months",
    metadata,
    sa.Column("shelf", sa.Integer, primary_key=True),
    sa.Column("month", Words(7), primary_key=True),
    sa.Column("plover", Words(16), primary_key=True),
    sa.Column("incidents", sa.BigInteger, nullable=False),
    sa.Column("killed", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Incidents of a shelf that began in a month ("2024-03"), by type, and the best figures of their killed added up; kept as above."""

incident_facets = sa.Table(
    "incident_facets",
    metadata,
    sa.Column("facet", RowId, sa.ForeignKey("facets.id"), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("shelf", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)
"""Under which facets incidents stand: each facet is a list of the numbers of incidents, in the order of days."""
sa.Index("ix_incident_facets_number", incident_facets.c.number, incident_facets.c.facet, incident_facets.c.shelf)

aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("event_id", Id, index=True),
    sa.Column("was_incident", sa.Boolean, nullable=False),
)
"""Ids by which an incident is found though no event bears them, and ids that incidents had once (`was_incident`); `event_id`
is the event that stands for it now, none where nothing is left of it."""

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("number", RowId, primary_key=True, autoincrement=False),
    sa.Column("action", Words(), nullable=False),
    sa.Column("state", Words()),
    sa.Column("target", sa.BigInteger),
    sa.Column("by", Words(), nullable=False),
    sa.Column("at", Words(), nullable=False),
    sa.Column("reason", Words(), nullable=False),
    sa.Column("undone", sa.Boolean, nullable=False),
    sa.Column("role", Words(), nullable=False),
    sa.Column("slot", Words()),
    sa.Column("value", Json),
    sa.Column("old", Json),
    sa.Column("incidents", sa.BigInteger),
)
"""Joins, splits, rejections, restorations, reviews, corrections, additions and what undoes them, in one order. `state` is a
review's (none where it only gives a reason), `target` the number that an undoing undoes. `value` and `old` are what a slot
says and said, `{"is": value}` as `dateline.slots` reads it, or the event that was added; `incidents` is how many a bulk
action is about."""
sa.Index("ix_decisions_action", decisions.c.action, decisions.c.number)

decision_events = sa.Table(
    "decision_events",
    metadata,
    sa.Column("number", RowId, sa.ForeignKey("decisions.number"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("side", sa.Integer, nullable=False),
    sa.Column("event_id", Id, nullable=False),
    sa.Column("report_id", Id, sa.ForeignKey("reports.id"), nullable=False, index=True),
    sa.Column("holds", Id, index=True),
    sa.Column("held_in", Id, index=True),
)
"""The events that a decision names: `side` 0 for `events`, 1 for `others`. `holds` is the event that stands for it now: itself,
or after recoding the one on the same words; none where it is lost. `held_in` is the report of that event, of a correction or
an addition: what is laid over a report is found by it."""

grades = sa.Table(
    "grades",
    metadata,
    sa.Column("number", RowId, primary_key=True, autoincrement=False),
    sa.Column("of", Words(), nullable=False),
    sa.Column("subject", Words(), nullable=False),
    sa.Column("grade", Words(1), nullable=False),
    sa.Column("by", Words(), nullable=False),
    sa.Column("at", Words(), nullable=False),
    sa.Column("reason", Words(), nullable=False),
)
"""Grades in the order in which they were given; the last of a subject counts. `of`: publisher, report or event."""
sa.Index("ix_grades_subject", grades.c["of"], grades.c.subject, grades.c.number)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("number", RowId, primary_key=True, autoincrement=False),
    sa.Column("incident", Id, nullable=False, index=True),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("at", Words(), nullable=False),
    sa.Column("slots", Json, nullable=False),
    sa.Column("into", Id),
)

linkage = sa.Table(
    "linkage",
    metadata,
    sa.Column("name", Words(), primary_key=True),
    sa.Column("value", Words(), nullable=False),
)
