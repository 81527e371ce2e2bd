"""The part of the store that keeps what a watcher has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.store.alerts.store import AlertStore
from dateline.store.incidents.sql import chunks, insert_all, rows_in
from dateline.store.incidents.store import moment
from dateline.store.watching.tables import watch_beats, watch_files, watch_items, watch_sources
from dateline.text import content_id

LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a feed or sitemap fares; see the table."""

    id: str
    kind: str
    address: str
    etag: str | None
    modified: str | None
    looked: int
    failures: int
    due: float
    well: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as a feed lists it.

    Args:
        id: its own. address: of its page, None where it has none. digest: of what it says.
        why_not: why it is passed over, None where it is to be read. data: the item as JSON.
    """

    id: str
    address: str | None
    digest: str
    why_not: str | None
    data: Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits to be read."""

    source: str
    item: str
    tries: int
    data: Any


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when it was read: bytes, and nanoseconds of its last change."""

    path: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Beat:
    """A word of a watcher: when, and how it fares as data."""

    watcher: str
    at: str
    data: Any


class WatchStore(AlertStore):
    """What was seen: each public method is a transaction of its own."""

    # --- sources

    def begin_watching(self, sources: Iterable[tuple[str, str]]) -> tuple[SourceState, ...]:
        """Return how sources, given as (kind, address), fare; those that are new are due at once."""
        wanted = {content_id(kind, address): (kind, address) for kind, address in sources}
        with self._reading() as connection:
            rows = list(rows_in(connection, sa.select(watch_sources), watch_sources.c.id, sorted(wanted)))
        if len(rows) < len(wanted):
            rows = self._add_sources(wanted)
        by_id = {str(row.id): SourceState(*tuple(row)) for row in rows}
        return tuple(by_id[name] for name in wanted)

    def _add_sources(self, wanted: Mapping[str, tuple[str, str]]) -> list[sa.Row[Any]]:
        with self._writing() as connection:
            known = set(connection.execute(sa.select(watch_sources.c.id)).scalars())
            plain = {"looked": 0, "failures": 0, "due": 0.0}
            new = [
                {"id": name, "kind": kind, "address": address} | plain
                for name, (kind, address) in wanted.items()
                if name not in known
            ]
            insert_all(connection, watch_sources, new)
            return list(rows_in(connection, sa.select(watch_sources), watch_sources.c.id, sorted(wanted)))

    def note_listing(
        self,
        source: str,
        items: Sequence[Listed],
        *,
        due: float,
        etag: str | None,
        modified: str | None,
        error: str | None,
    ) -> Mapping[str, int]:
        """Write what a source listed together with its marks; return how many items came to which state.

        An item that says something else than when it was read waits again; one that another item's page stands for is done.
        """
        counts: dict[str, int] = {}
        i, s = watch_items.c, watch_sources.c
        with self._writing() as connection:
            names = {content_id(one.id): one for one in items}
            where = sa.select(watch_items).where(i.source == source)
            known = {row.item: row for row in rows_in(connection, where, i.item, list(names))}
            places = {content_id(one.address) for one in names.values() if one.address}
            seen = {
                (row.place, row.digest)
                for row in rows_in(connection, sa.select(i.place, i.digest), i.place, sorted(places))
            }
            fresh = []
            for name, one in names.items():
                row = known.get(name)
                if row is not None and row.digest == one.digest:
                    continue
                place = content_id(one.address) if one.address else None
                double = row is None and (place, one.digest) in seen
                state = "passed-over" if one.why_not else "done" if double else "waiting"
                counts[state] = counts.get(state, 0) + 1
                values = {
                    "place": place, "digest": one.digest, "state": state, "tries": 0, "due": 0.0,
                    "error": one.why_not and one.why_not[:LONGEST_ERROR], "data": one.data if state == "waiting" else None,
                }  # fmt: skip
                if row is None:
                    fresh.append(values | {"source": source, "item": name, "seen": moment()})
                else:
                    connection.execute(watch_items.update().where(i.source == source, i.item == name).values(**values))
            for some in chunks(fresh):
                insert_all(connection, watch_items, some)
            values = {"due": due, "etag": etag, "modified": modified, "failures": 0, "well": moment(), "error": error}
            connection.execute(watch_sources.update().where(s.id == source).values(looked=s.looked + 1, **values))
        return counts

    def note_unchanged(self, source: str, *, due: float) -> None:
        """Write that a source is as it was."""
        s = watch_sources.c
        values = {"due": due, "failures": 0, "well": moment(), "error": None}
        with self._writing() as connection:
            connection.execute(watch_sources.update().where(s.id == source).values(**values))

    def note_failure(self, source: str, *, due: float, error: str) -> None:
        """Write that a source did not answer, or not with anything that can be read."""
        s = watch_sources.c
        with self._writing() as connection:
            connection.execute(
                watch_sources.update()
                .where(s.id == source)
                .values(due=due, failures=s.failures + 1, error=error[:LONGEST_ERROR])
            )

    def sources(self) -> tuple[SourceState, ...]:
        """Return how all sources fare that were ever watched."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(watch_sources).order_by(watch_sources.c.address)).all()
        return tuple(SourceState(*row) for row in rows)

    # --- items

    def waiting_items(self, now: float, *, limit: int, sources: Sequence[str]) -> tuple[Waiting, ...]:
        """Return items of some sources that are due, the longest due first."""
        i = watch_items.c
        query = sa.select(i.source, i.item, i.tries, i.data).where(
            i.state == "waiting", i.due <= now, i.source.in_(sources)
        )
        with self._reading() as connection:
            rows = connection.execute(query.order_by(i.due, i.source, i.item).limit(limit)).all()
        return tuple(Waiting(*row) for row in rows)

    def note_item(self, one: Waiting, state: str, *, error: str | None = None, due: float = 0.0) -> None:
        """Write what became of an item: done, failed, or waiting for another try."""
        i = watch_items.c
        values: dict[str, Any] = {
            "state": state,
            "tries": one.tries + 1,
            "error": error and error[:LONGEST_ERROR],
            "due": due,
        }
        if state != "waiting":
            values["data"] = None
        with self._writing() as connection:
            connection.execute(
                watch_items.update()
                .where(i.source == one.source, i.item == one.item, i.state == "waiting")
                .values(**values)
            )

    def count_items(self) -> Mapping[str, int]:
        """Return how many items there are by state."""
        query = sa.select(watch_items.c.state, sa.func.count()).group_by(watch_items.c.state)
        with self._reading() as connection:
            return {state: int(number) for state, number in connection.execute(query)}

    # --- files

    def known_files(self, paths: Iterable[str]) -> Mapping[str, FileState]:
        """Return files that were read, as they then were, by path."""
        f = watch_files.c
        ids = {content_id(path): path for path in paths}
        with self._reading() as connection:
            rows = list(rows_in(connection, sa.select(f.id, f.path, f.size, f.changed), f.id, list(ids)))
        return {ids[row.id]: FileState(row.path, row.size, row.changed) for row in rows}

    def note_files(self, files: Sequence[FileState]) -> None:
        """Write that files were read."""
        f = watch_files.c
        with self._writing() as connection:
            for one in files:
                name = content_id(one.path)
                values = {"path": one.path, "size": one.size, "changed": one.changed, "at": moment()}
                done = connection.execute(watch_files.update().where(f.id == name).values(**values))
                if not done.rowcount:
                    connection.execute(watch_files.insert(), values | {"id": name})

    # --- beats

    def beat(self, watcher: str, data: Any) -> None:
        """Write a word of a watcher."""
        b = watch_beats.c
        with self._writing() as connection:
            done = connection.execute(watch_beats.update().where(b.watcher == watcher).values(at=moment(), data=data))
            if not done.rowcount:
                connection.execute(watch_beats.insert(), {"watcher": watcher, "at": moment(), "data": data})

    def beats(self) -> tuple[Beat, ...]:
        """Return the last word of each watcher."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(watch_beats).order_by(watch_beats.c.watcher)).all()
        return tuple(Beat(*row) for row in rows)
