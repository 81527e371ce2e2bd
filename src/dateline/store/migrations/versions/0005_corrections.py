"""Corrections: decisions of a coder or a reviewer on a slot of an event, and the events as they are corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID_LENGTH = 24


def upgrade() -> None:
    # On PostgreSQL every text of ours is in the order of code points, as on SQLite.
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None
    words, short = sa.Text(collation=collation), sa.String(ID_LENGTH, collation=collation)
    # Whoever decided until now decided for good.
    op.add_column("decisions", sa.Column("role", words, nullable=False, server_default="reviewer"))
    op.add_column("decisions", sa.Column("slot", words))
    op.add_column("decisions", sa.Column("value", sa.JSON()))
    op.add_column("decisions", sa.Column("old", sa.JSON()))
    op.add_column("decisions", sa.Column("incidents", sa.BigInteger()))
    op.create_index("ix_decisions_action", "decisions", ["action", "number"])
    op.add_column("decision_events", sa.Column("held_in", short))
    op.create_index("ix_decision_events_held_in", "decision_events", ["held_in"])
    op.add_column("tellings", sa.Column("event", sa.JSON()))
    op.add_column("tellings", sa.Column("corrections", sa.JSON()))
