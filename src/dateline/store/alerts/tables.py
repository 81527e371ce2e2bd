"""The tables of alerts, valid on SQLite and on PostgreSQL alike.

::

    alert_follow                   how far each follower has come in the change feed
    alerts ──< alert_changes       alerts as they are; the feed of alerts, without gaps
                    └──< alert_deliveries     what is to be sent where, and what became of it
    alert_series >── alert_counts  what the learned rules count, and how far the past was counted

A step of following writes all of these and the position in one transaction: a crash leaves all of it or nothing.
"""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.tables import Id, Json, RowId, Words, metadata

alert_follow = sa.Table(
    "alert_follow",
    metadata,
    sa.Column("follower", Words(100), primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("rules", Json, nullable=False),
)
"""`position` is the number of the last change that was looked at; `rules` are as they last were, in words, for those who show them."""

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("rule", Words(100), nullable=False),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("state", Words(), nullable=False),
    sa.Column("group", Words(400)),
    sa.Column("day", Words(10)),
    sa.Column("incident", Id, nullable=False, index=True),
    sa.Column("raised", sa.BigInteger, nullable=False),
    sa.Column("changed", sa.BigInteger, nullable=False),
    sa.Column("alert", Json, nullable=False),
)
"""`group` and `day` are the series and the last day of a surge or a first; `raised` and `changed` are numbers of `alert_changes`."""
sa.Index("ix_alerts_rule", alerts.c.rule, alerts.c.group)
sa.Index("ix_alerts_state", alerts.c.state, alerts.c.changed)
sa.Index("ix_alerts_changed", alerts.c.changed)

alert_changes = sa.Table(
    "alert_changes",
    metadata,
    sa.Column("number", RowId, primary_key=True, autoincrement=False),
    sa.Column("alert_id", Id, sa.ForeignKey("alerts.id"), nullable=False, index=True),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("at", Words(), nullable=False),
    sa.Column("alert", Json, nullable=False),
)

alert_deliveries = sa.Table(
    "alert_deliveries",
    metadata,
    sa.Column("number", RowId, sa.ForeignKey("alert_changes.number"), primary_key=True, autoincrement=False),
    sa.Column("destination", Words(100), primary_key=True),
    sa.Column("state", Words(), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due", Words(), nullable=False),
    sa.Column("error", Words()),
    sa.Column("done", Words()),
)
"""`state`: waiting, sent, given-up. `due`: when it is tried next; `done`: when it was sent or given up."""
sa.Index("ix_alert_deliveries_state", alert_deliveries.c.state, alert_deliveries.c.due)

alert_counts = sa.Table(
    "alert_counts",
    metadata,
    sa.Column("counts", Id, primary_key=True),
    sa.Column("filled", sa.BigInteger, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False),
    sa.Column("learned", Json, nullable=False),
)
"""`counts` is the hash of what is counted; `filled`: the incident's row up to which the past is counted, `whole`: all of it is.
`learned`: what is usual, by month."""

alert_series = sa.Table(
    "alert_series",
    metadata,
    sa.Column("counts", Id, primary_key=True),
    sa.Column("key", Words(400), primary_key=True),
    sa.Column("day", Words(10), primary_key=True),
    sa.Column("incident", Id, primary_key=True),
    sa.Column("subject", Words(400), nullable=False),
    sqlite_with_rowid=False,
)
"""Which incident counts for which series on which day."""
sa.Index("ix_alert_series_subject", alert_series.c.counts, alert_series.c.subject, alert_series.c.day)
sa.Index("ix_alert_series_day", alert_series.c.counts, alert_series.c.day)
sa.Index("ix_alert_series_incident", alert_series.c.incident, alert_series.c.counts)
