"""A database that is open: what all parts of the store need of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dateline import failpoints
from dateline.errors import StoreError
from dateline.store.database import reading, shown, troubles_mapped, writing

if TYPE_CHECKING:
    import sqlalchemy as sa


class OpenStore:
    """A database that is open: how transactions on it are had."""

    def __init__(self, engine: sa.Engine, url: sa.URL, *, writable: bool) -> None:
        self._engine = engine
        self._url = url
        self._writable = writable

    @property
    def name(self) -> str:
        """How the database is named in messages."""
        return shown(self._url)

    def close(self) -> None:
        """Let go of the database."""
        with troubles_mapped(self._url):
            self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with troubles_mapped(self._url), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        self._see_writable()
        with troubles_mapped(self._url), writing(self._engine) as connection:
            yield connection
            failpoints.reach("before-commit")
        failpoints.reach("after-commit")

    def _see_writable(self) -> None:
        if not self._writable:
            raise StoreError(
                f"{self.name}: it may only be read; make the file and its folder writable, or name another with --db"
            )
