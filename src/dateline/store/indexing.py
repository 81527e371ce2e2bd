"""What full-text search finds, kept inside the transaction that keeps reports and incidents.

Two tables: `search` says what can be found; `search_words` holds the words, in the database's own form (FTS5 on SQLite,
tsvector on PostgreSQL), and is no table of SQLAlchemy's. A row's number says where it stands among hits: newer days are
higher, within a day the order is that of ids' hashes. So a page of hits is a walk along the index, however many there are,
and the same whatever was stored first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
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


def keep_report_texts(connection: sa.Connection, found: Iterable[Report]) -> None:
    """Have reports found by their words; a text never changes under its id, so this is done once."""
    texts = (_Words(one.id, one.published, *w.indexed(one.title or "", _body(one))) for one in found)
    _insert(connection, REPORT, list(texts), keep_words=False)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is to be found by which words, under the number that its day gives."""

    ref: str
    day: str | None
    head: list[str]
    body: list[str]


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


def keep_incident_texts(connection: sa.Connection, texts: Sequence[IncidentText]) -> dict[str, int]:
    """Have incidents found by these words, and no more by those that they had before; return the number of each by its id."""
    before = _rows(connection, INCIDENT, [text.id for text in texts])
    numbers = {ref: int(row.id) for ref, row in before.items()}
    old, new = [], []
    for text in texts:
        head, body = w.indexed(text.title, text.text)
        known = before.get(text.id)
        if known is not None:
            now = (day_number(text.day), " ".join(head), " ".join(body))
            if (known.id >> DAY_SHIFT, known.head, known.body) == now:
                continue
            old.append(known)
        new.append(_Words(text.id, text.day, head, body))
    _delete(connection, old)
    return numbers | _insert(connection, INCIDENT, new, keep_words=True)


def drop_incident_texts(connection: sa.Connection, ids: Collection[str]) -> None:
    """Have incidents found no more."""
    _delete(connection, list(_rows(connection, INCIDENT, ids).values()))


def fill(connection: sa.Connection) -> None:
    """Have all stored reports found that are not yet: after a migration."""
    after = ""
    unfound = ~sa.exists().where(search.c.kind == REPORT, search.c.ref == reports.c.id)
    while True:
        query = sa.select(*_TOLD).where(reports.c.id > after, unfound).order_by(reports.c.id).limit(CHUNK)
        found = connection.execute(query).all()
        texts = [_Words(row.id, row.published, *report_words(row)) for row in found]
        _insert(connection, REPORT, texts, keep_words=False)
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
        if not found:
            break
        known = [report_words(row) if row.kind == REPORT else _kept(row) for row in found]
        _insert_words(connection, [(row.number, *words) for row, words in zip(found, known, strict=True)])
        after = found[-1].number
    fill(connection)


def _kept(row: Any) -> tuple[list[str], list[str]]:
    """Return the words of what may change, which are kept."""
    return (row.head or "").split(), (row.body or "").split()


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


def _insert(connection: sa.Connection, kind: str, texts: Sequence[_Words], *, keep_words: bool) -> dict[str, int]:
    """Have these found; none of them is yet. Return the number that each got, by what it is of."""
    wanted = [number_of(text.day, text.ref) for text in texts]
    taken: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        near = sa.select(search.c.id).where(search.c.id.in_(wanted[start : start + CHUNK]))
        taken.update(connection.execute(near).scalars())
    rows: list[dict[str, Any]] = []
    for number, text in zip(wanted, texts, strict=True):
        free = number
        while free in taken:
            free += 1
            if connection.execute(sa.select(search.c.id).where(search.c.id == free)).scalar() is not None:
                taken.add(free)
        taken.add(free)
        row = {"id": free, "kind": kind, "ref": text.ref}
        # What FTS5 is to forget it must be told again; a report's words follow from its text, and it is never forgotten.
        rows.append(row | ({"head": " ".join(text.head), "body": " ".join(text.body)} if keep_words else {}))
    if rows:
        connection.execute(search.insert(), rows)
        _insert_words(connection, [(row["id"], text.head, text.body) for row, text in zip(rows, texts, strict=True)])
    return {row["ref"]: row["id"] for row in rows}


def _insert_words(connection: sa.Connection, texts: Sequence[tuple[int, list[str], list[str]]]) -> None:
    """Lay words down under their numbers."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO search_words (rowid, head, body) VALUES (?, ?, ?)",
            [(number, " ".join(head), " ".join(body)) for number, head, body in texts],
        )
    else:
        connection.exec_driver_sql(
            "INSERT INTO search_words (id, words) VALUES (%s, %s::tsvector)",
            [(number, w.vector_of(head, body)) for number, head, body in texts],
        )


def _delete(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> None:
    """Have incidents found no more by what these rows hold."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO search_words (search_words, rowid, head, body) VALUES ('delete', ?, ?, ?)",
            [(row.id, row.head, row.body) for row in rows],
        )
    else:
        connection.exec_driver_sql("DELETE FROM search_words WHERE id = %s", [(row.id,) for row in rows])
    for start in range(0, len(rows), CHUNK):
        ids = [row.id for row in rows[start : start + CHUNK]]
        connection.execute(search.delete().where(search.c.id.in_(ids)))


def number_of(day: str | None, ref: str) -> int:
    """Return the number at which something stands in the search, if no other has it."""
    return (day_number(day) << DAY_SHIFT) + int(ref[:10], 16)


def first_number(day: str) -> int:
    """Return the least number that something of a day can have: what is higher is of that day or a later one."""
    return day_number(day) << DAY_SHIFT


DATED = 1 << DAY_SHIFT
"""The least number of what has a day at all."""


def day_number(day: str | None) -> int:
    """Return the number of a day; 0 where there is none."""
    try:
        return dt.date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return 0
