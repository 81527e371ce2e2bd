"""Whether the database itself is sound: its pages, its indexes, what points to what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from dateline.store.tables import metadata
from dateline.store.upkeep.steps import REINDEX, RESTORE, Fault, Progress

PAGES = "pages"
MOST_ROWS = 100
"""Rows that are listed of one kind of fault."""


def faults_of_pages(connection: sa.Connection, progress: Progress) -> Iterator[Fault]:
    """Yield what the database's own means find wrong in its files."""
    if connection.dialect.name == "sqlite":
        progress(PAGES, 0, 0)
        yield from _by_integrity_check(connection, progress)
    else:
        yield from _by_reading_all(connection, progress)


def faults_of_references(connection: sa.Connection, progress: Progress) -> Iterator[Fault]:
    """Yield rows that point to rows that are not there."""
    tables = metadata.sorted_tables
    for number, table in enumerate(tables):
        progress("references", number, len(tables))
        for constraint in table.foreign_key_constraints:
            pairs = [(part.parent, part.column) for part in constraint.elements]
            there = sa.exists().where(*(child == parent for child, parent in pairs))
            given = [child.is_not(None) for child, _ in pairs]
            # The parent may be the table itself: then one of the two goes by another name.
            query = sa.select(*(child for child, _ in pairs)).where(*given, ~there.correlate(table)).limit(MOST_ROWS)
            for row in connection.execute(query):
                named = ", ".join(f"{child.name} {value}" for (child, _), value in zip(pairs, row, strict=True))
                what = f"it points to a row of {constraint.referred_table.name} that is not there"
                yield Fault("references", f"{table.name}, {named}", what, RESTORE)


def _by_integrity_check(connection: sa.Connection, progress: Progress) -> Iterator[Fault]:
    if _integrity(connection, "1") == []:
        return
    # Something is wrong: which table it is that has it, or an index of it.
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    names = [str(name) for name in connection.exec_driver_sql(query).scalars()]
    named = False
    for number, name in enumerate(names):
        progress(PAGES, number, len(names))
        lines = _integrity(connection, f"'{name}'")
        if lines:
            named = True
            more = f" (and {len(lines) - 1} more such lines)" if len(lines) > 1 else ""
            by_reindex = all(_OF_INDEX.search(line) for line in lines)
            where = f"table {name} or an index of it"
            yield Fault(PAGES, where, f"{lines[0]}{more}", REINDEX if by_reindex else RESTORE)
    if not named:
        yield Fault(PAGES, "the file", "; ".join(_integrity(connection, "3")), RESTORE)


def _integrity(connection: sa.Connection, of: str) -> list[str]:
    """Return what SQLite's check says of a table, or in so many messages of the file; nothing where that is sound."""
    messages = connection.exec_driver_sql(f"PRAGMA integrity_check({of})").scalars()
    lines = [line.strip() for message in messages for line in str(message).splitlines()]
    return [line for line in lines if line and line != "ok" and not line.startswith("***")]


_OF_INDEX = re.compile(r"(missing from|wrong # of entries in|non-unique entry in) index")
"""What can be mended by making an index anew: the index is whole in itself, and only does not fit its table."""


def _by_reading_all(connection: sa.Connection, progress: Progress) -> Iterator[Fault]:
    """Read every row of every table, and every index from end to end: PostgreSQL tells of a bad page when it meets one."""
    present = set(sa.inspect(connection).get_table_names())
    names = [name for name in (*metadata.tables, "search_words") if name in present]
    for number, name in enumerate(names):
        progress(PAGES, number, len(names))
        table = metadata.tables.get(name)
        rows, fault = _asked(connection, name, f'SELECT count(*), sum(length(t::text)) FROM "{name}" t')  # noqa: S608
        if fault is not None:
            yield fault
            continue
        for index in _indexes(table) if table is not None else ():
            yield from _of_index(connection, name, index, int(rows[0]))


def _indexes(table: sa.Table) -> Iterator[tuple[str, list[str]]]:
    """Yield the ordered indexes over a whole table: name, and what each is ordered by, as SQL."""
    if table.primary_key.columns:
        yield str(table.primary_key.name or f"pk_{table.name}"), [_term(one) for one in table.primary_key.columns]
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint):
            yield str(constraint.name), [_term(one) for one in constraint.columns]
    for index in table.indexes:
        options = index.dialect_options["postgresql"]
        if options["where"] is None and options["using"] in {False, None, "btree"}:
            yield str(index.name), [_term(one) for one in index.expressions]


def _term(part: object) -> str:
    """Return a column's quoted name, or the words of an expression."""
    return f'"{part.name}"' if isinstance(part, sa.Column) else str(part)


def _of_index(connection: sa.Connection, table: str, index: tuple[str, list[str]], rows: int) -> Iterator[Fault]:
    """Yield whether an index has all rows, in order: as amcheck asks, without that extension."""
    name, terms = index
    listed = ", ".join(terms)
    walked = f'SELECT ROW({listed}) AS r FROM "{table}" ORDER BY {listed}'  # noqa: S608 - names of our own tables
    query = (
        "SELECT count(*), coalesce(sum(CASE WHEN p > r THEN 1 ELSE 0 END), 0) FROM "  # noqa: S608
        f"(SELECT r, lag(r) OVER () AS p FROM ({walked}) AS walked) AS pairs"
    )
    where = f"index {name} of {table}"
    found, fault = _asked(connection, where, query, by_index=True)
    if fault is not None:
        yield fault
    elif int(found[0]) != rows:
        yield Fault(PAGES, where, f"it leads to {found[0]} rows of {rows}", REINDEX)
    elif int(found[1]):
        yield Fault(PAGES, where, f"{found[1]} of its entries are out of order", REINDEX)


def _asked(connection: sa.Connection, where: str, query: str, *, by_index: bool = False) -> tuple[Any, Fault | None]:
    """Return the one row of a query, or the fault that reading met."""
    try:
        with connection.begin_nested():
            for scan in ("seqscan", "bitmapscan", "sort"):
                connection.exec_driver_sql(f"SET LOCAL enable_{scan} = {'off' if by_index else 'on'}")
            return connection.exec_driver_sql(query).one(), None
    except sa.exc.DBAPIError as error:
        what = " ".join(str(error.orig).split())
        return None, Fault(PAGES, where, what, REINDEX if by_index else RESTORE)
