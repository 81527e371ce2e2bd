"""Reading of the actor tables in `data/`: rows become states, actors and roles; a broken row is an error that names it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from dateline.errors import DataError

STATES = "states.tsv"
ACTORS = "actors.tsv"
LEADERS = "leaders.tsv"
ROLES = "roles.tsv"
BLOCKS = "actor_blocks.tsv"

COLUMNS = {
    STATES: ("iso2", "id", "name", "aliases", "adjectives", "demonyms", "capitals", "metonyms", "basis"),
    ACTORS: ("id", "name", "aliases", "country", "kind", "start", "end", "parent", "basis"),
    LEADERS: ("id", "name", "aliases", "surname", "country", "kind", "start", "end", "role", "basis"),
    ROLES: ("lemma", "kind", "human", "owner", "basis"),
    BLOCKS: ("phrase", "basis"),
}


def rows_of(table: str) -> Iterator[list[str]]:
    """Yield the rows of a table of `data/`, in its columns' order.

    Raises:
        DataError: the header or a row has not the columns that the table should have.
    """
    expected = list(COLUMNS[table])
    text = resources.files("dateline").joinpath("data", table).read_text("utf-8")
    header = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.startswith("# "):
            continue
        cells = line.split("\t")
        if header:
            if cells != expected:
                raise DataError(f"data/{table}: columns {cells}; expected {expected}; install dateline anew")
            header = False
        elif len(cells) != len(expected):
            raise DataError(
                f"data/{table}, line {number}: {len(cells)} columns; expected {len(expected)}; install dateline anew"
            )
        else:
            yield cells


def listed(cell: str) -> tuple[str, ...]:
    """Return the items of a cell."""
    return tuple(cell.split("|")) if cell else ()


def year_of(cell: str) -> int | None:
    """Return the year of a cell, None where it is empty."""
    return int(cell) if cell else None
