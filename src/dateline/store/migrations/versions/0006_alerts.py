"""Alerts: what was told, its feed, what is to be sent, what the learned rules count, how far the change feed was followed."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Words = Callable[..., sa.types.TypeEngine[str]]
"""Makes a column type of text of at most so many characters."""


def upgrade() -> None:
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None

    def words(length: int | None = None) -> sa.types.TypeEngine[str]:
        return sa.Text(collation=collation) if length is None else sa.String(length, collation=collation)

    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    _create_alerts(words, number)
    _create_counts(words)


def _create_alerts(words: Words, number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "alert_follow",
        sa.Column("follower", words(100), primary_key=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
    )
    op.create_table(
        "alerts",
        sa.Column("id", words(24), primary_key=True),
        sa.Column("rule", words(100), nullable=False),
        sa.Column("kind", words(), nullable=False),
        sa.Column("state", words(), nullable=False),
        sa.Column("group", words(400)),
        sa.Column("day", words(10)),
        sa.Column("incident", words(24), nullable=False),
        sa.Column("raised", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("alert", sa.JSON(), nullable=False),
    )
    op.create_index("ix_alerts_incident", "alerts", ["incident"])
    op.create_index("ix_alerts_rule", "alerts", ["rule", "group"])
    op.create_index("ix_alerts_state", "alerts", ["state", "changed"])
    op.create_index("ix_alerts_changed", "alerts", ["changed"])
    op.create_table(
        "alert_changes",
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("alert_id", words(24), sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("kind", words(), nullable=False),
        sa.Column("at", words(), nullable=False),
        sa.Column("alert", sa.JSON(), nullable=False),
    )
    op.create_index("ix_alert_changes_alert_id", "alert_changes", ["alert_id"])
    op.create_table(
        "alert_deliveries",
        sa.Column("number", number, sa.ForeignKey("alert_changes.number"), primary_key=True, autoincrement=False),
        sa.Column("destination", words(100), primary_key=True),
        sa.Column("state", words(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", words(), nullable=False),
        sa.Column("error", words()),
        sa.Column("done", words()),
    )
    op.create_index("ix_alert_deliveries_state", "alert_deliveries", ["state", "due"])


def _create_counts(words: Words) -> None:
    op.create_table(
        "alert_counts",
        sa.Column("counts", words(24), primary_key=True),
        sa.Column("filled", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("learned", sa.JSON(), nullable=False),
    )
    op.create_table(
        "alert_series",
        sa.Column("counts", words(24), primary_key=True),
        sa.Column("key", words(400), primary_key=True),
        sa.Column("day", words(10), primary_key=True),
        sa.Column("incident", words(24), primary_key=True),
        sa.Column("subject", words(400), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alert_series_subject", "alert_series", ["counts", "subject", "day"])
    op.create_index("ix_alert_series_day", "alert_series", ["counts", "day"])
    op.create_index("ix_alert_series_incident", "alert_series", ["incident", "counts"])
