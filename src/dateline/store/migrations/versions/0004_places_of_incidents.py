"""How exactly an incident's place is known: its precision and radius as columns, for maps."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHUNK = 500


def upgrade() -> None:
    # On PostgreSQL every text of ours is in the order of code points, as on SQLite.
    text = sa.Text(collation="C") if op.get_bind().dialect.name == "postgresql" else sa.Text()
    op.add_column("incidents", sa.Column("place_precision", text))
    op.add_column("incidents", sa.Column("radius_km", sa.Float()))
    _fill()


def _fill() -> None:
    """Draw the new columns from the incidents that are there."""
    connection = op.get_bind()
    incidents = sa.table(
        "incidents", sa.column("row", sa.BigInteger), sa.column("incident", sa.Text),
        sa.column("place_precision", sa.Text), sa.column("radius_km", sa.Float),
    )  # fmt: skip
    text = sa.cast(incidents.c.incident, sa.Text)
    change = incidents.update().where(incidents.c.row == sa.bindparam("known"))
    change = change.values(place_precision=sa.bindparam("exact"), radius_km=sa.bindparam("wide"))
    after = 0
    while True:
        query = sa.select(incidents.c.row, text.label("data")).where(incidents.c.row > after)
        rows = connection.execute(query.order_by(incidents.c.row).limit(CHUNK)).all()
        if not rows:
            return
        after = rows[-1].row
        values = [{"known": row.row, **_spread(json.loads(row.data))} for row in rows]
        connection.execute(change, values)


def _spread(incident: dict[str, Any]) -> dict[str, Any]:
    places = [told["value"] for told in incident.get("where", ())]
    best = next((place for place in places if place.get("latitude") is not None), None)
    return {"exact": best["precision"] if best else None, "wide": best.get("radius_km") if best else None}
