"""Hints for SQLite's planner, which knows little of how common a value is; PostgreSQL has statistics, and a hint would hide them from it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ClauseElement, Executable
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    import sqlalchemy as sa

T = TypeVar("T")


class _checked(FunctionElement[Any]):  # noqa: N801 - a function of SQL, named as such
    """A column that SQLite is to look at row by row, by no index of it."""

    name = "checked"
    inherit_cache = True

    def __init__(self, column: sa.ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(_checked)
def _plain(element: _checked, compiler: Any, **how: Any) -> str:
    (column,) = element.clauses
    return str(compiler.process(column, **how))


@compiles(_checked, "sqlite")
def _by_no_index(element: _checked, compiler: Any, **how: Any) -> str:
    (column,) = element.clauses
    return f"+{compiler.process(column, **how)}"


def checked(column: sa.ColumnElement[T]) -> sa.ColumnElement[T]:
    """Return a column for a condition that is checked on what another index finds, and finds nothing itself."""
    return cast("sa.ColumnElement[T]", _checked(column))


@contextlib.contextmanager
def looked_up(connection: sa.Connection, *without: str) -> Iterator[None]:
    """Have what is asked meanwhile be looked up by an index, to find out whether there is more than so much of it.

    PostgreSQL takes rows for evenly spread, and would go through all from the start for the first of what lies at the end.

    Args:
        without: other ways of its planner that are not to be gone either.
    """
    ways = ("enable_seqscan", *without) if connection.dialect.name == "postgresql" else ()
    for way in ways:
        connection.exec_driver_sql(f"SET LOCAL {way} = off")
    yield
    for way in ways:
        connection.exec_driver_sql(f"SET LOCAL {way} = on")


class _explained(Executable, ClauseElement):  # noqa: N801
    """What PostgreSQL thinks of a query, which is not run."""

    inherit_cache = False

    def __init__(self, query: sa.Select[Any]) -> None:
        self.query = query


@compiles(_explained, "postgresql")
def _explain(element: _explained, compiler: Any, **how: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.query, **how)}"


def guessed(connection: sa.Connection, query: sa.Select[Any]) -> int:
    """Return how many rows PostgreSQL takes a query to have: near the truth where its statistics know what is asked for, else anything."""
    plan = connection.execute(_explained(query)).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])
