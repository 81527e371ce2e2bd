"""Whether the totals that are kept are what counting gives."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from dateline.store.incidents.tables import facet_totals, incident_months
from dateline.store.totals import facets_counted, kept_totals, months_counted, tally
from dateline.store.upkeep.steps import RECOUNT, Fault

MOST_ROWS = 100
"""Rows that are listed of one kind of fault."""


def faults_of_totals(connection: sa.Connection) -> Iterator[Fault]:
    """Yield totals that are not what counting gives."""
    kept, counted = kept_totals(connection), tally(connection)
    for name, number in counted.items():
        if kept[name] != number:
            yield Fault(
                "totals", f"totals, {name}", f"it is kept as {kept[name]}, and counting gives {number}", RECOUNT
            )
    for table, counting in ((facet_totals, facets_counted()), (incident_months, months_counted())):
        stored = sa.select(*table.c).where(table.c.incidents != 0)
        for query in (sa.except_(counting, stored), sa.except_(stored, counting)):
            for row in connection.execute(query.limit(MOST_ROWS)):
                named = ", ".join(f"{name} {value}" for name, value in zip(table.c.keys(), row, strict=True))
                yield Fault("totals", f"{table.name}, {named}", "it is not what counting gives", RECOUNT)
