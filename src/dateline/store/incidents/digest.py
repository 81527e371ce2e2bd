"""The digest of a store: equal for equal content, whatever the order in which it came, the time and the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dateline.store.incidents.grading import all_standing
from dateline.store.incidents.tables import decision_events, decisions, incidents, members, tellings
from dateline.store.tables import ledger, records, reports, versions

if TYPE_CHECKING:
    from collections.abc import Mapping

STREAMED = 500
"""Rows that are read at a time."""


def digests(connection: sa.Connection) -> Mapping[str, str]:
    """Return the digest of each part of the store.

    Left out is what does not belong to the content: rows and numbers, times, where a report was read from, versions of
    incidents and the ids that they had before.
    """
    return {name: _digest(lines(connection)) for name, lines in PARTS.items()}


def _digest(lines: Iterable[object]) -> str:
    """Return the digest of a set of lines in any order: the sum of their hashes."""
    total, number = 0, 0
    for line in lines:
        text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        total += int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), "big")
        number += 1
    return hashlib.sha256(f"{number} {total % (1 << 256):x}".encode()).hexdigest()[:32]


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
    yield from connection.execution_options(yield_per=STREAMED).execute(query)


def _plain(*columns: sa.Column[Any], of: sa.FromClause | None = None) -> Callable[[sa.Connection], Iterator[object]]:
    query = sa.select(*columns)
    if of is not None:
        query = query.select_from(of)
    return lambda connection: (list(row) for row in _rows(connection, query))


def _incidents(connection: sa.Connection) -> Iterator[object]:
    for row in _rows(connection, sa.select(incidents.c.incident)):
        data = {name: value for name, value in row.incident.items() if name not in {"version", "aliases"}}
        data["review"] = {name: value for name, value in data["review"].items() if name != "at"}
        data["tellers"] = [
            {name: value for name, value in teller.items() if name != "origin"} for teller in data["tellers"]
        ]
        if "corrections" in data:
            data["corrections"] = [
                {name: value for name, value in one.items() if name not in {"number", "at"}}
                for one in data["corrections"]
            ]
        yield data


def _decisions(connection: sa.Connection) -> Iterator[object]:
    d, e = decisions.c, decision_events.c
    query = sa.select(decisions).where(d.undone.is_(False), d.action != "undo").order_by(d.number)
    for place, row in enumerate(connection.execute(query).all()):
        named = connection.execute(sa.select(e.side, e.event_id).where(e.number == row.number).order_by(e.ordinal))
        said = [row.action, row.state, row.by, row.role, row.reason, row.slot, row.value, row.old]
        yield [place, *said, [list(one) for one in named]]


def _grades(connection: sa.Connection) -> Iterator[object]:
    return ([one.of, one.subject, one.grade, one.by, one.reason] for one in all_standing(connection))


PARTS: dict[str, Callable[[sa.Connection], Iterator[object]]] = {
    "reports": _plain(reports.c.id, reports.c.current),
    "versions": _plain(versions.c.key, versions.c.version, versions.c.report_id, versions.c.current),
    "records": _plain(records.c.report_id, records.c.fingerprint, records.c.latest, records.c.record),
    "ledger": _plain(ledger.c.report_id, ledger.c.fingerprint, ledger.c.status, ledger.c.code),
    "partition": _plain(
        tellings.c.event_id, members.c.incident, members.c.joined_to, members.c.weight,
        of=tellings.outerjoin(members, members.c.telling == tellings.c.id),
    ),
    "incidents": _incidents,
    "decisions": _decisions,
    "grades": _grades,
}  # fmt: skip
