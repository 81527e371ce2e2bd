"""Laying down what linkage makes of a whole store at once: tellings, keys and links, on several processes.

The same rows come of it as where each report is brought up by itself (`tellings`, `blocks`); but tellings are drawn by processes beside
this one, and pairs are compared by them, range by range of days (`dateline.linkage.Linking`). In memory are some 50 bytes of each event.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from dateline import failpoints
from dateline.events import CodedReport
from dateline.store import query
from dateline.store.eventing import lay_corrected, mark_coded
from dateline.store.incidents.attaching import reattach
from dateline.store.incidents.kit import Kit, default_kit, encode, hashed, signed
from dateline.store.incidents.overlay import overlays_of, said_in
from dateline.store.incidents.sql import chunks, insert_all
from dateline.store.incidents.tables import links, telling_keys, tellings
from dateline.store.incidents.tellings import AS_CODED, due_records
from dateline.store.query import RawRecord
from dateline.store.tables import records

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dateline.linkage import Linking, Noted

AT_ONCE = 256
"""Reports of which the tellings are drawn in one go."""
ROWS_AT_ONCE = 20_000
RANK_ZERO = 1 << 63


@dataclass(frozen=True, slots=True)
class Drawn:
    """A telling as a row of `tellings`, and what linkage notes of it."""

    row: dict[str, Any]
    noted: Noted


def draw(some: Sequence[RawRecord]) -> list[Drawn]:
    """Return the tellings of stored records that nobody corrected."""
    return [drawn for raw in some for drawn in drawn_of(raw.row, raw.read())]


def drawn_of(record_row: int, record: CodedReport) -> Iterator[Drawn]:
    """Yield the tellings of a record."""
    from dateline.linkage import Noted

    kit = default_kit()
    for telling in kit.tellings_of(record):
        row = {
            "event_id": telling.event_id, "report_id": telling.report_id, "record_id": record_row,
            "twin": hashed(kit.twin_of(telling)), "first": True, "data": encode(telling), **AS_CODED,
        }  # fmt: skip
        yield Drawn(row, Noted.of(telling))


def lay_all(
    connection: sa.Connection, kit: Kit, ids: Sequence[str], tell: Callable[[int], None], *, workers: int
) -> set[str]:
    """Lay down the tellings, keys and links of these reports, all that there are; return the events that decisions now hold on.

    Args:
        tell: called with how many of the reports are drawn.
    """
    from dateline.linkage import NO_CONSTRAINTS, Linking

    disturbed = {event for some in chunks(ids, AT_ONCE) for event in reattach(connection, some).events}
    with Linking(kit.linker, NO_CONSTRAINTS, workers=workers) as linking:
        rows = array("q")
        for done, drawn in _drawn(connection, ids, workers):
            insert = tellings.insert().returning(tellings.c.id, sort_by_parameter_order=True)
            if drawn:
                rows.extend(int(row) for row in connection.execute(insert, [one.row for one in drawn]).scalars())
            for one in drawn:
                linking.add(one.noted)
            tell(done)
        failpoints.reach("mid-linking")
        linking.settle()
        _lay_rows(connection, linking, rows)
    return disturbed


def _drawn(connection: sa.Connection, ids: Sequence[str], workers: int) -> Iterator[tuple[int, list[Drawn]]]:
    """Yield the tellings of some reports at a time, with how many reports are done."""
    with ExitStack() as stack:
        pool = None
        if workers > 1 and len(ids) > AT_ONCE:
            pool = stack.enter_context(ProcessPoolExecutor(workers, get_context("spawn")))
        under_way: deque[tuple[int, list[Drawn], Future[list[Drawn]] | list[Drawn]]] = deque()
        for place, some in enumerate(chunks(ids, AT_ONCE)):
            due = due_records(connection, some)
            said = said_in(connection, some).keys()
            coded = [row for report, row in due.items() if report not in said]
            raw = [one for part in chunks(coded) for one in query.raw_records_where(connection, records.c.id.in_(part))]
            corrected = list(_corrected(connection, [due[report] for report in said if report in due]))
            under_way.append((place * AT_ONCE + len(some), corrected, pool.submit(draw, raw) if pool else draw(raw)))
            if len(under_way) > 2 * workers or pool is None:
                yield _result(*under_way.popleft())
        for left in under_way:
            yield _result(*left)


def _result(done: int, corrected: list[Drawn], found: Future[list[Drawn]] | list[Drawn]) -> tuple[int, list[Drawn]]:
    return done, corrected + (found.result() if isinstance(found, Future) else found)


def _corrected(connection: sa.Connection, rows: Iterable[int]) -> Iterator[Drawn]:
    """Yield the tellings of records of which people corrected events, as corrected."""
    found = {
        row: record for some in chunks(rows) for row, record in query.records_where(connection, records.c.id.in_(some))
    }
    laid = overlays_of(connection, found.values())
    mark_coded(connection, laid)
    lay_corrected(connection, found, laid)
    for row, record in found.items():
        over = laid.get(record.report.id)
        for one in drawn_of(row, over.record if over else record):
            what = over.stored.get(one.row["event_id"]) if over else None
            yield Drawn({**one.row, **(what or {})}, one.noted)


def _lay_rows(connection: sa.Connection, linking: Linking, rows: array[int]) -> None:
    """Write which tellings are compared, their keys, and the links."""
    nodes = linking.nodes
    others = [rows[number] for number in (nodes.firsts != range(len(nodes))).nonzero()[0].tolist()]
    for some in chunks(others):
        connection.execute(tellings.update().where(tellings.c.id.in_(some)).values(first=False))
    ranks = nodes.ranks
    for keys, owners in nodes.keyed():
        found = zip(keys.tolist(), ranks[owners].tolist(), owners.tolist(), strict=True)
        made = (
            {"key": signed(key), "rank": rank - RANK_ZERO, "telling": rows[one]} for key, rank, one in sorted(found)
        )
        for some_rows in chunks(made, ROWS_AT_ONCE):
            insert_all(connection, telling_keys, some_rows)
    for some_links in linking.links():
        ends = zip(some_links.one.tolist(), some_links.two.tolist(), some_links.weights.tolist(), strict=True)
        laid = ((*sorted((rows[one], rows[two])), weight) for one, two, weight in ends)
        for part in chunks(({"a": a, "b": b, "weight": weight} for a, b, weight in laid), ROWS_AT_ONCE):
            insert_all(connection, links, part)
