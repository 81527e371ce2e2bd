"""Fill a store with a made archive in minutes, for measuring queries at size.

    python bench/fill_store.py --db PATH_OR_URL... --events 1000000 [--base 20000] [--linked] [--seed 1]

**The rows are laid down directly, and linkage was run on the first stretch alone.** The first `--base` events are made one by one
(made_archive.py) and turned into rows by dateline's own functions: reports, records, events, tellings, incidents as linkage and
consolidation make them, facets, words to search by, changes. All others are the same rows moved by whole weeks, with the ids that
their content gives: so a million events are the base many times over, one after the other, with the same towns, actors,
outlets and words, but for their days. The store says that another linker made it: what is added later waits until `dateline link` links it
anew; `dateline db check` finds nothing wrong in it.

With `--linked` keys, links and components are laid down too, so that what is added is linked as in any store (`store_scale.py --base`).
Keys are those of the moved days; between one stretch and the next there are no links, and the wording of each stretch but the last
counts as its own, since no archive tells everything fifty times in the same words. So `dateline db check` misses links there.

Each database must be new or empty; it is SQLite or PostgreSQL (there a superuser, since what points to what is not checked row
by row). Indexes are made at the end. Printed are the events a second while filling, and all in all.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from filled_rows import NOW, Base, Facet
from made_archive import CODER

from dateline.store import open_store
from dateline.store.database import writing
from dateline.store.incidents.kit import default_kit
from dateline.store.incidents.linking import LINKER
from dateline.store.tables import metadata
from dateline.store.totals import renew_totals
from dateline.store.words import vector_of

if TYPE_CHECKING:
    import sqlalchemy as sa

Columns = Sequence[str]
Rows = Iterable[Sequence[Any]]
Put = Callable[[str, Columns, Rows], None]


class Facets:
    """Numbers and spellings of facets, and how many incidents stand under each."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.labels: dict[str, str | None] = {}
        self.number: Counter[str] = Counter()

    def rows(self, found: Sequence[Facet]) -> list[tuple[int, int, int]]:
        """Return rows of `incident_facets`, in the order of its key."""
        for name, label, *_ in found:
            self.ids.setdefault(name, len(self.ids) + 1)
            if self.labels.get(name) is None:
                self.labels[name] = label
        self.number.update(name for name, *_ in found)
        return sorted((self.ids[name], number, shelf) for name, _, shelf, number in found)


STRANGE = "another linker"
"""What the store says its linker was, where no links are laid down."""


STRANGE = "another linker"
"""What the store says its linker was, where no links are laid down."""


def lay(base: Base, events: int, put: Put, put_words: Callable[[list[int]], None]) -> None:
    """Lay down so many events or a few more, stretch by stretch."""
    facets = Facets()
    start = time.monotonic()
    stretches = -(-events // base.events)
    for times in range(stretches):
        laid = base.moved(times, last=times == stretches - 1)
        for table in metadata.sorted_tables:
            if columns := laid.tables.get(table.name):
                put(table.name, list(columns), zip(*columns.values(), strict=True))
        put("incident_facets", ("facet", "number", "shelf"), facets.rows(laid.facets))
        put_words(laid.numbers)
        done = (times + 1) * base.events
        rate = done / (time.monotonic() - start)
        print(f"  {done} events laid down, {rate:.0f} a second", file=sys.stderr, flush=True)
    rows = [
        (number, name.partition(":")[0], name, facets.number[name], facets.labels[name])
        for name, number in facets.ids.items()
    ]
    put("facets", ("id", "kind", "name", "incidents", "label"), rows)
    put("coders", ("fingerprint", "version", "model", "settings", "first_used"),
        [(CODER.fingerprint, CODER.version, CODER.model, CODER.settings, NOW)])  # fmt: skip
    put("linkage", ("name", "value"), [(LINKER, default_kit().linker.fingerprint if base.linked else STRANGE)])


def fill_sqlite(engine: sa.Engine, base: Base, events: int) -> None:
    """Fill a file of SQLite; a run that is broken off leaves a file that is no store."""
    raw = engine.raw_connection()
    cursor: Any = raw.cursor()
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1500000", "foreign_keys=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = cursor.execute(query).fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute("BEGIN")

    def put(table: str, columns: Columns, rows: Rows) -> None:
        listed, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" for _ in columns)
        cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({places})', rows)  # noqa: S608 - our own tables

    def put_words(numbers: list[int]) -> None:
        rows = sorted((number, *words) for number, words in zip(numbers, base.words, strict=True))
        cursor.executemany("INSERT INTO search_words (rowid, head, body) VALUES (?, ?, ?)", rows)

    lay(base, events, put, put_words)
    print("  making indexes", file=sys.stderr, flush=True)
    for _, sql in indexes:
        cursor.execute(sql)
    cursor.execute("COMMIT")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA analysis_limit=1000")
    cursor.execute("ANALYZE")
    raw.close()


def fill_postgres(engine: sa.Engine, base: Base, events: int) -> None:
    """Fill a database of PostgreSQL, in one transaction."""
    raw = engine.raw_connection()
    connection: Any = raw.driver_connection
    cursor = connection.cursor()
    for setting in ("session_replication_role = replica", "maintenance_work_mem = '1GB'", "statement_timeout = 0"):
        cursor.execute(f"SET {setting}")
    query = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint) AND indexname <> 'uq_versions_current' AND tablename <> 'dateline_schema'"
    )
    indexes = cursor.execute(query).fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')

    def put(table: str, columns: Columns, rows: Rows) -> None:
        listed = ", ".join(f'"{name}"' for name in columns)
        with cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    vectors = [vector_of(head.split(), body.split()) for head, body in base.words]

    def put_words(numbers: list[int]) -> None:
        put("search_words", ("id", "words"), zip(numbers, vectors, strict=True))

    lay(base, events, put, put_words)
    print("  making indexes", file=sys.stderr, flush=True)
    for _, sql in indexes:
        cursor.execute(sql)
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            if column.autoincrement is True:
                found = cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", (table.name, column.name)).fetchone()
                if found and found[0]:
                    last = f'SELECT setval(%s, (SELECT coalesce(max("{column.name}"), 1) FROM "{table.name}"))'  # noqa: S608
                    cursor.execute(last, (found[0],))
    connection.commit()
    connection.autocommit = True
    cursor.execute("VACUUM ANALYZE")
    raw.close()


def main() -> int:
    """Fill a store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", required=True, nargs="+", help="paths or URLs of new databases")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument(
        "--base", type=int, default=20_000, help="events that are made one by one; all others are these, moved"
    )
    parser.add_argument("--linked", action="store_true", help="lay down what linkage goes by too")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    stores = [open_store(db) for db in options.db]
    for store in stores:
        if store.counts().reports:
            sys.exit(f"{store.name} holds reports already; name a new database")
    start = time.monotonic()
    base = Base(min(options.base, options.events), seed=options.seed, linked=options.linked)
    making = time.monotonic() - start
    print(f"  {base.events} events made in {making:.0f} s", file=sys.stderr, flush=True)
    for store in stores:
        start = time.monotonic()
        engine = store._engine  # noqa: SLF001 - the bench looks under the cover
        (fill_sqlite if engine.dialect.name == "sqlite" else fill_postgres)(engine, base, options.events)
        with writing(engine) as connection:
            renew_totals(connection)
        took = making + time.monotonic() - start
        counts = store.counts()
        print(
            f"{store.name}: {counts.events} events of {counts.reports} reports, {counts.incidents} incidents, laid down directly "
            f"(linked in the first stretch alone) in {took:.0f} s: {counts.events / took:.0f} a second",
            flush=True,
        )
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
