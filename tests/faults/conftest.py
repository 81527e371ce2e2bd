"""Every fault test runs on both databases where it can."""

from tests.support.databases import backend, db, empty_db, server
from tests.support.scale import figure

__all__ = ["backend", "db", "empty_db", "figure", "server"]
