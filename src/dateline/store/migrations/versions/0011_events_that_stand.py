"""Which events are as coded, and which stand after what people said; indexes by what lists of events are asked.

What people corrected is laid down by `bring_up` afterwards, since it takes reading records.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("coded", "stands"):
        op.add_column("events", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE events SET coded = NOT coded, stands = NOT stands WHERE record_id IN (SELECT r.id FROM records r "
        "JOIN reports p ON p.id = r.report_id WHERE r.latest AND p.current)"
    )
    op.create_index("ix_events_stands", "events", ["stands", "day", "id"])
    op.create_index("ix_events_coded", "events", ["coded", "day", "id"])
    op.create_index("ix_events_last", "events", [sa.text("coalesce(last_day, '9999-12-31')"), "day"])
    op.create_index("ix_events_first", "events", [sa.text("coalesce(first_day, '0001-01-01')"), "day"])
    op.create_index("ix_events_acled", "events", [sa.text("lower(acled)")])
    op.create_index("ix_events_plover", "events", ["plover"])
    op.create_index("ix_events_mode", "events", ["mode"])
    op.create_index("ix_event_actors_name", "event_actors", [sa.text("substr(name, 1, 200)")])
    op.create_index("ix_event_tolls_low", "event_tolls", ["measure", "low"])
    # Of what an incident stands under all is read at once, and of very many from here alone.
    op.drop_index("ix_incident_facets_number", table_name="incident_facets")
    op.create_index("ix_incident_facets_number", "incident_facets", ["number", "facet", "shelf"])
