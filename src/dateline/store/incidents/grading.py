"""Grades of the Admiralty code, as they stand: the last that was given of each outlet, report or event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from dateline.consolidation import NO_GRADES, Grades
from dateline.consolidation.members import outlet_key
from dateline.store.incidents.material import Material
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import grades


def standing(connection: sa.Connection, of: str, subjects: Iterable[str]) -> dict[str, Any]:
    """Return the last grade of each subject that has one."""
    query = sa.select(grades.c.subject, grades.c.grade).where(grades.c["of"] == of).order_by(grades.c.number)
    found = {}
    for row in rows_in(connection, query, grades.c.subject, sorted(set(subjects))):
        found[row.subject] = row.grade
    return found


def grades_of(connection: sa.Connection, materials: Iterable[Material]) -> Grades:
    """Return the grades that bear on events; one of an event goes before one of its whole report."""
    if connection.execute(sa.select(grades.c.number).limit(1)).scalar() is None:
        return NO_GRADES
    materials = list(materials)
    named = {outlet_key(name) for m in materials for name in (m.publisher, m.agency) if name}
    reports = standing(connection, "report", (m.report_id for m in materials))
    information = {m.event.id: reports[m.report_id] for m in materials if m.report_id in reports}
    information |= standing(connection, "event", (m.event.id for m in materials))
    return Grades.of(standing(connection, "publisher", named), information)
