"""Files of databases, damaged as a faulty disk would."""

import contextlib
import os
import sqlite3
from pathlib import Path


def page_of(path, name):
    """A leaf page of a table or an index of a SQLite file: where it starts, its size."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        size = raw.execute("PRAGMA page_size").fetchone()[0]
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    data = Path(path).read_bytes()
    while data[(page - 1) * size] in {2, 5}:  # an inner page: its last child stands in its header
        start = (page - 1) * size
        page = int.from_bytes(data[start + 8 : start + 12], "big")
    return (page - 1) * size, size


def damage(path, name):
    """Turn over bytes in the middle of what a page holds."""
    start, size = page_of(path, name)
    with Path(path).open("r+b") as file:
        file.seek(start + size // 2)
        words = file.read(size // 2 - 8)
        file.seek(start + size // 2)
        file.write(bytes(byte ^ 0xFF for byte in words))
        file.flush()
        os.fsync(file.fileno())
