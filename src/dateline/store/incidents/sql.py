"""Small helps for statements over many values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 500
"""Values in one IN: databases limit how many a statement may hold, and plans get slow long before that."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield values so many at a time."""
    it = iter(values)
    while some := list(islice(it, size)):
        yield some


def given(name: str) -> sa.BindParameter[Any]:
    """Return a place in a statement that each of many rows fills."""
    return sa.bindparam(name)


def rows_in(
    connection: sa.Connection,
    statement: sa.Select[Any],
    column: sa.ColumnElement[Any],
    values: Iterable[Any],
    size: int = CHUNK,
) -> Iterator[sa.Row[Any]]:
    """Yield the rows of a statement where the column is one of the values."""
    for some in chunks(values, size):
        # All of a chunk at once: row by row takes three times as long.
        yield from connection.execute(statement.where(column.in_(some))).all()


def among(connection: sa.Connection, column: sa.ColumnElement[int], numbers: Sequence[int]) -> sa.ColumnElement[bool]:
    """Return whether a column is one of very many numbers, which are given as one value: an IN of thousands takes long to write."""
    if connection.dialect.name == "postgresql":
        return column == sa.any_(sa.cast(list(numbers), postgresql.ARRAY(sa.BigInteger)))
    listed = sa.func.json_each(json.dumps(list(numbers))).table_valued("value")
    return column.in_(sa.select(listed.c.value))


def delete_in(connection: sa.Connection, table: sa.Table, column: sa.ColumnElement[Any], values: Iterable[Any]) -> None:
    """Delete the rows where the column is one of the values."""
    for some in chunks(values):
        connection.execute(table.delete().where(column.in_(some)))


def insert_all(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, none being well."""
    if rows:
        connection.execute(table.insert(), rows)


def add_to(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add numbers to the rows of a table of totals, found by its key; those that are not there begin at nothing."""
    if not rows:
        return
    insert: Any = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    keys = list(table.primary_key.columns)
    numbers = [column for column in table.c if column not in set(keys)]
    more = {column.name: column + insert.excluded[column.name] for column in numbers}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=more), rows)
