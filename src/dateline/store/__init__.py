"""The store: reports, their records, and the ledger of what was coded by whom, in one database."""

from __future__ import annotations

from dateline.store.filters import FILTERS, Condition, Filter, conditions_of
from dateline.store.query import EventRow, Page
from dateline.store.search import Hit, SearchPage
from dateline.store.store import Kept, Known, Store, StoreCounts, name_of, open_store

__all__ = [
    "FILTERS", "Condition", "EventRow", "Filter", "Hit", "Kept", "Known", "Page", "SearchPage", "Store", "StoreCounts", "conditions_of", "name_of", "open_store",
]  # fmt: skip
