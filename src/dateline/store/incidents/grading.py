"""Grades of the Admiralty code, as they stand: the last that was given of each outlet, report or event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa

from dateline.consolidation import NO_GRADES, Grades
from dateline.consolidation.members import outlet_key
from dateline.errors import SettingsError
from dateline.incidents import Credibility, Reliability
from dateline.store.incidents.material import Material
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import grades

GradeOf = Literal["publisher", "report", "event"]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade that somebody gave: A to F to an outlet (`publisher`), 1 to 6 to what a report or one event tells."""

    number: int
    of: GradeOf
    subject: str
    grade: str
    by: str
    at: str
    reason: str


def check_grade(of: GradeOf, grade: str) -> None:
    """See that a grade is one of its scale.

    Raises:
        SettingsError: it is not.
    """
    valid = get_args(Reliability if of == "publisher" else Credibility)
    if grade not in valid:
        raise SettingsError(f"the grade of {'an outlet' if of == 'publisher' else 'information'} is one of "
                            f"{', '.join(valid)}; got {grade!r}")  # fmt: skip


def standing(connection: sa.Connection, of: GradeOf, subjects: Iterable[str]) -> dict[str, Any]:
    """Return the last grade of each subject that has one."""
    query = sa.select(grades.c.subject, grades.c.grade).where(grades.c["of"] == of).order_by(grades.c.number)
    found = {}
    for row in rows_in(connection, query, grades.c.subject, sorted(set(subjects))):
        found[row.subject] = row.grade
    return found


def all_standing(connection: sa.Connection) -> tuple[Grade, ...]:
    """Return the last grade of each subject, in the order in which they were given."""
    c = grades.c
    found = {}
    for row in connection.execute(sa.select(grades).order_by(c.number)):
        found[row.of, row.subject] = Grade(row.number, row.of, row.subject, row.grade, row.by, row.at, row.reason)
    return tuple(sorted(found.values(), key=lambda grade: grade.number))


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
