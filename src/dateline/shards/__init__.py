"""Coded reports as numbered Parquet files in a folder, with a ledger of content hashes that alone decides what is done.

::

    coded/
      _ledger.db             SQLite: which shards there are, with the hash of each, and which reports stand in which
      part-000001.parquet    a row an event (a row a report without any), the whole record in the first row of each report

A shard is written beside its place, brought to the disk, moved there, and only then entered in the ledger, with all its
reports, in one transaction. Whatever ends a run in between leaves a file that the ledger does not know, which the next run
takes away: nothing is lost and nothing doubled, and what is done again is at most the reports of one shard.
"""

from __future__ import annotations

from dateline.shards.folder import ShardFolder, ShardSettings, ShardWriter
from dateline.shards.ledger import LEDGER, Shard
from dateline.shards.parts import COLUMNS, read_part

__all__ = ["COLUMNS", "LEDGER", "Shard", "ShardFolder", "ShardSettings", "ShardWriter", "read_part"]
