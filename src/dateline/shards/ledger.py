"""The ledger of a folder of shards: one SQLite file, held by one run at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import StoreError
from dateline.events import Coder

LEDGER = "_ledger.db"
"""Its name begins so that pandas, Spark and pyarrow pass it over where they are given the folder."""
FORM = "dateline-shards/1"
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE shards (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
    reports INTEGER NOT NULL, events INTEGER NOT NULL
);
CREATE TABLE reports (id BLOB PRIMARY KEY, shard INTEGER NOT NULL REFERENCES shards) WITHOUT ROWID;
"""
_LOCKED = "another run is writing these shards, or was until a moment ago; wait for it, or write to another folder"


@dataclass(frozen=True, slots=True)
class Shard:
    """One finished file.

    Args:
        sha256: of the file's bytes; size: in bytes; reports, events: how many stand in it.
    """

    number: int
    name: str
    sha256: str
    size: int
    reports: int
    events: int


class Ledger:
    """An open ledger.

    Args:
        folder: where it stands.
        coder: who codes; None to read only.

    Raises:
        StoreError: there is none to read, another run holds it, it is of another coder, or it is damaged.
    """

    def __init__(self, folder: Path, coder: Coder | None) -> None:
        self._path = folder / LEDGER
        if coder is None and not self._path.exists():
            raise StoreError(f"{folder}: there are no shards here: it has no {LEDGER}")
        with self._mapped():
            self._connection = sqlite3.connect(self._path, timeout=2.0, isolation_level=None)
        try:
            with self._mapped():
                self._begin(coder)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of the ledger."""
        self._connection.close()

    def known(self, ids: Iterable[str]) -> set[str]:
        """Return which of the reports stand in a shard."""
        keys = [bytes.fromhex(id_) for id_ in set(ids)]
        asked = f"SELECT id FROM reports WHERE id IN ({','.join('?' * len(keys))})"  # noqa: S608 - question marks alone
        with self._mapped():
            return {row[0].hex() for row in self._connection.execute(asked, keys)}

    def shards(self) -> list[Shard]:
        """Return the finished shards, the first first."""
        asked = "SELECT number, name, sha256, bytes, reports, events FROM shards ORDER BY number"
        with self._mapped():
            return [Shard(*row) for row in self._connection.execute(asked)]

    def enter(self, shard: Shard, ids: Iterable[str]) -> None:
        """Enter a finished shard with its reports; when this returns, that outlives a power cut."""
        row = (shard.number, shard.name, shard.sha256, shard.size, shard.reports, shard.events)
        with self._mapped():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("INSERT INTO shards VALUES (?, ?, ?, ?, ?, ?)", row)
                lines = ((bytes.fromhex(id_), shard.number) for id_ in ids)
                self._connection.executemany("INSERT INTO reports VALUES (?, ?)", lines)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def coder(self) -> Coder:
        """Return who coded the shards."""
        with self._mapped():
            said = dict(self._connection.execute("SELECT name, value FROM about").fetchall())
        return Coder(said["version"], said["model"], said["settings"])

    def _begin(self, coder: Coder | None) -> None:
        if coder is None:
            self._check_form()
            return
        # One run at a time: the lock is held until the process ends, however it ends. The journal is a plain file, so that
        # the folder may stand on a file system that machines share.
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode = TRUNCATE")
        self._connection.execute("PRAGMA synchronous = EXTRA")
        self._connection.execute("BEGIN EXCLUSIVE")
        if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self._connection.execute(statement)
            about = {"form": FORM, "version": coder.version, "model": coder.model, "settings": coder.settings}
            self._connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        self._connection.execute("COMMIT")
        self._check_form()
        if self.coder() != coder:
            raise StoreError(
                f"{self._path.parent}: these shards are of another coder ({self.coder().fingerprint}) than the present one "
                f"({coder.fingerprint}), and records of two are not mixed; write to another folder"
            )

    def _check_form(self) -> None:
        row = self._connection.execute("SELECT value FROM about WHERE name = 'form'").fetchone()
        if row is None or row[0] != FORM:
            raise StoreError(f"{self._path}: this is no ledger of shards that this version can read")

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreError(f"{self._path.parent}: {_LOCKED}") from error
            if "full" in str(error):
                raise StoreError(f"{self._path}: the disk is full; what was written before is safe") from error
            raise StoreError(f"{self._path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: the ledger is damaged: {error}") from error
