"""What full-text search finds, kept inside the transaction that keeps reports and incidents.

Two tables: `search` says what can be found; `search_words` holds the words, in the database's own form (FTS5 on SQLite,
tsvector on PostgreSQL), and is no table of SQLAlchemy's. A row's number says where it stands among hits: newer days are
higher, within a day the order is that of ids' hashes. So a page of hits is a walk along the index, however many there are,
and the same whatever was stored first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.store import words as w
from dateline.store.tables import reports, search
from dateline.text import Report, Section

REPORT, INCIDENT = "report", "incident"
KINDS = (REPORT, INCIDENT)

DAY_SHIFT = 40
"""Bits of a row's number below its day: ten digits of the id's hash. Two of one day that share them, one in a million
million, stand one after the other."""

CHUNK = 200
"""Reports that are read at a time where all are indexed anew."""


def keep_report_text(connection: sa.Connection, report: Report) -> None:
    """Have a report found by its words; its text never changes under its id, so this is done once."""
    title = report.title or ""
    _insert(connection, REPORT, report.id, report.published, *w.indexed(title, _body(report)), keep_words=False)


@dataclass(frozen=True, slots=True)
class IncidentText:
    """What an incident is found by.

    Args:
        title: what goes for its headline; `text`: all else (names, places, anchors).
        day: ISO 8601; the first of it, by which hits are ordered. Empty where it is not known.
    """

    id: str
    title: str
    text: str
    day: str


def keep_incident_texts(connection: sa.Connection, texts: Sequence[IncidentText]) -> None:
    """Have incidents found by these words, and no more by those that they had before."""
    before = _rows(connection, INCIDENT, [text.id for text in texts])
    for text in texts:
        head, body = w.indexed(text.title, text.text)
        known = before.get(text.id)
        if known is not None:
            now = (day_number(text.day), " ".join(head), " ".join(body))
            if (known.id >> DAY_SHIFT, known.head, known.body) == now:
                continue
            _delete(connection, known)
        _insert(connection, INCIDENT, text.id, text.day, head, body, keep_words=True)


def drop_incident_texts(connection: sa.Connection, ids: Collection[str]) -> None:
    """Have incidents found no more."""
    for row in _rows(connection, INCIDENT, ids).values():
        _delete(connection, row)


def fill(connection: sa.Connection) -> None:
    """Have all stored reports found that are not yet: after a migration."""
    after = ""
    unfound = ~sa.exists().where(search.c.kind == REPORT, search.c.ref == reports.c.id)
    while True:
        query = sa.select(*_TOLD).where(reports.c.id > after, unfound).order_by(reports.c.id).limit(CHUNK)
        found = connection.execute(query).all()
        for row in found:
            _insert(connection, REPORT, row.id, row.published, *report_words(row), keep_words=False)
        if not found:
            return
        after = found[-1].id


def renew(connection: sa.Connection) -> None:
    """Make the words of all that is found anew, from the texts; rows of `search` stay, those of missing reports come."""
    sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql(
        "INSERT INTO search_words (search_words) VALUES ('delete-all')" if sqlite else "DELETE FROM search_words"
    )
    _drop_odd(connection)
    after = -1
    joined = search.outerjoin(reports, sa.and_(search.c.ref == reports.c.id, search.c.kind == REPORT))
    columns = (search.c.id.label("number"), search.c.kind, search.c.head, search.c.body, *_TOLD)
    while True:
        query = sa.select(*columns).select_from(joined).where(search.c.id > after).order_by(search.c.id).limit(CHUNK)
        found = connection.execute(query).all()
        for row in found:
            known = (row.head or "").split(), (row.body or "").split()
            _insert_words(connection, row.number, *(report_words(row) if row.kind == REPORT else known))
        if not found:
            break
        after = found[-1].number
    fill(connection)


def tidy(connection: sa.Connection) -> None:
    """Put the index of words together, so that it is quick to read."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('optimize')")
    else:
        connection.exec_driver_sql("SELECT gin_clean_pending_list('ix_search_words_words')")


def _drop_odd(connection: sa.Connection) -> None:
    """Take out what no report stands behind any more, or that stands at another day."""
    joined = search.outerjoin(reports, search.c.ref == reports.c.id)
    asked = sa.select(search.c.id, reports.c.id, reports.c.published).select_from(joined).where(search.c.kind == REPORT)
    odd = [row[0] for row in connection.execute(asked) if row[1] is None or row[0] >> DAY_SHIFT != day_number(row[2])]
    for number in odd:
        connection.execute(search.delete().where(search.c.id == number))


_TOLD = (reports.c.id, reports.c.title, reports.c.published, reports.c.text, reports.c.sections)


def report_words(row: Any) -> tuple[list[str], list[str]]:
    """Return the words of the headline and of the rest of a stored report."""
    sections = tuple(Section(**section) for section in row.sections)
    return w.indexed(row.title or "", _body(Report(row.text, row.id, sections=sections, title=row.title)))


def _body(report: Report) -> str:
    """Return a report's text without its headline, if that stands there as such."""
    title = next(report.stretches("title"), None)
    if title is None or not report.title:
        return report.text
    return f"{report.text[: title.start]}\n{report.text[title.end :]}"


def _rows(connection: sa.Connection, kind: str, refs: Collection[str]) -> dict[str, sa.Row[Any]]:
    found: dict[str, sa.Row[Any]] = {}
    ordered = sorted(refs)
    for start in range(0, len(ordered), CHUNK):
        query = sa.select(search).where(search.c.kind == kind, search.c.ref.in_(ordered[start : start + CHUNK]))
        found.update((row.ref, row) for row in connection.execute(query))
    return found


def _insert(
    connection: sa.Connection,
    kind: str,
    ref: str,
    day: str | None,
    head: list[str],
    body: list[str],
    *,
    keep_words: bool,
) -> None:
    number = (day_number(day) << DAY_SHIFT) + int(ref[:10], 16)
    while connection.execute(sa.select(search.c.id).where(search.c.id == number)).scalar() is not None:
        number += 1
    row: dict[str, Any] = {"id": number, "kind": kind, "ref": ref}
    words = {"head": " ".join(head), "body": " ".join(body)}
    # What FTS5 is to forget it must be told again; a report's words follow from its text, and it is never forgotten.
    connection.execute(search.insert(), row | (words if keep_words else {}))
    _insert_words(connection, number, head, body)


def _insert_words(connection: sa.Connection, number: int, head: list[str], body: list[str]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO search_words (rowid, head, body) VALUES (?, ?, ?)", (number, " ".join(head), " ".join(body))
        )
    else:
        connection.exec_driver_sql(
            "INSERT INTO search_words (id, words) VALUES (%s, %s::tsvector)", (number, w.vector_of(head, body))
        )


def _delete(connection: sa.Connection, row: sa.Row[Any]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO search_words (search_words, rowid, head, body) VALUES ('delete', ?, ?, ?)",
            (row.id, row.head, row.body),
        )
    else:
        connection.exec_driver_sql("DELETE FROM search_words WHERE id = %s", (row.id,))
    connection.execute(search.delete().where(search.c.id == row.id))


def day_number(day: str | None) -> int:
    """Return the number of a day; 0 where there is none."""
    try:
        return dt.date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return 0
