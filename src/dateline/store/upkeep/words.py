"""Whether all that is stored can be found by its words, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from dateline.store import words as w
from dateline.store.indexing import DAY_SHIFT, REPORT, day_number, report_words
from dateline.store.tables import reports, search
from dateline.store.upkeep.steps import REWORD, Fault

PHRASE = 12
"""Words in a row that are asked of SQLite, whose index of words cannot be read back: enough to know a text by."""


def faults_of_search(connection: sa.Connection, ids: Sequence[str]) -> Iterator[Fault]:
    """Yield which of these reports are not found by their words, or not by the day on which they were published."""
    columns = (
        reports.c.id,
        reports.c.title,
        reports.c.published,
        reports.c.text,
        reports.c.sections,
        search.c.id.label("number"),
    )
    joined = reports.outerjoin(search, sa.and_(search.c.ref == reports.c.id, search.c.kind == REPORT))
    for row in connection.execute(sa.select(*columns).select_from(joined).where(reports.c.id.in_(ids))):
        where = f"search, report {row.id}"
        if row.number is None:
            yield Fault("search", where, "search does not know it", REWORD)
            continue
        if row.number >> DAY_SHIFT != day_number(row.published):
            yield Fault("search", where, f"it stands among hits by another day than {row.published}", REWORD)
        try:
            head, body = report_words(row)
        except (TypeError, ValueError):
            continue  # The check of reports says what is wrong with it.
        if not is_found(connection, row.number, head, body):
            yield Fault("search", where, "it is not found by its words", REWORD)


def faults_of_rows(connection: sa.Connection) -> Iterator[Fault]:
    """Yield rows of the search of reports that are not there."""
    gone = sa.select(search.c.ref).where(
        search.c.kind == REPORT, ~sa.exists().where(reports.c.id == search.c.ref).correlate(search)
    )
    for (ref,) in connection.execute(gone.limit(100)):
        yield Fault("search", f"search, report {ref}", "there is no such report", REWORD)


def is_found(connection: sa.Connection, number: int, head: list[str], body: list[str]) -> bool:
    """Whether a row of the search is found by its words."""
    if connection.dialect.name == "postgresql":
        query = "SELECT words = %s::tsvector FROM search_words WHERE id = %s"
        return bool(connection.exec_driver_sql(query, (w.vector_of(head, body), number)).scalar())
    parts = {"head": head[:PHRASE], "body": body[-PHRASE:]}
    asked = " AND ".join(f'{{{name}}} : "{" ".join(words)}"' for name, words in parts.items() if words)
    if not asked:
        return True
    query = "SELECT 1 FROM search_words WHERE search_words MATCH ? AND rowid = ?"
    return connection.exec_driver_sql(query, (asked, number)).scalar() is not None
