"""The tables of the watcher, valid on SQLite and on PostgreSQL alike.

::

    watch_sources ──< watch_items     feeds and sitemaps, how they fare; what they listed, and what became of it
    watch_files                       files of watched folders that were read, as they then were
    watch_beats                       watchers, with a word of each every few seconds

What a feed lists is written together with the marks (ETag) by which the server says "as it was" the next time: a crash leaves both
or neither, so that nothing is lost between them.
"""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.tables import Id, Json, Words, metadata

watch_sources = sa.Table(
    "watch_sources",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("address", Words(), nullable=False),
    sa.Column("etag", Words()),
    sa.Column("modified", Words()),
    sa.Column("looked", sa.Integer, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("due", sa.Float, nullable=False),
    sa.Column("well", Words()),
    sa.Column("error", Words()),
)
"""`looked`: how often it answered; `failures`: how often in a row it did not. `due`: when it is looked at next, in seconds since 1970.
`well`: when it answered last."""

watch_items = sa.Table(
    "watch_items",
    metadata,
    sa.Column("source", Id, sa.ForeignKey("watch_sources.id"), primary_key=True),
    sa.Column("item", Id, primary_key=True),
    sa.Column("place", Id, index=True),
    sa.Column("digest", Id, nullable=False),
    sa.Column("state", Words(), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due", sa.Float, nullable=False),
    sa.Column("error", Words()),
    sa.Column("seen", Words(), nullable=False),
    sa.Column("data", Json),
)
"""`item` and `place` are hashes of the item's id and of its address; `state`: waiting, done, failed, passed-over. `data` is the item
itself while it waits."""
sa.Index("ix_watch_items_state", watch_items.c.state, watch_items.c.due)

watch_files = sa.Table(
    "watch_files",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("path", Words(), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("changed", sa.BigInteger, nullable=False),
    sa.Column("at", Words(), nullable=False),
)
"""`changed` is the time at which a file was last changed, in nanoseconds since 1970, as the file system says."""

watch_beats = sa.Table(
    "watch_beats",
    metadata,
    sa.Column("watcher", Words(100), primary_key=True),
    sa.Column("at", Words(), nullable=False),
    sa.Column("data", Json, nullable=False),
)
