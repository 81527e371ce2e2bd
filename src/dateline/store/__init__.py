"""The store: reports, their records, the incidents that they tell, and the ledger of what was coded by whom, in one database."""

from __future__ import annotations

from dateline.store.filters import FILTERS, Condition, Filter, conditions_of
from dateline.store.incidents.filters import INCIDENT_FILTERS, LISTED_KINDS, IncidentFilter
from dateline.store.incidents.grading import Grade
from dateline.store.incidents.query import ORDERS, IncidentPage
from dateline.store.incidents.rows import IncidentRow
from dateline.store.query import EventRow, Page
from dateline.store.search import Hit, SearchPage
from dateline.store.store import Kept, Known, Store, StoreCounts, name_of, open_store

__all__ = [
    "FILTERS", "INCIDENT_FILTERS", "LISTED_KINDS", "ORDERS", "Condition", "EventRow", "Filter", "Grade", "Hit", "IncidentFilter",
    "IncidentPage", "IncidentRow", "Kept", "Known", "Page", "SearchPage", "Store", "StoreCounts", "conditions_of", "name_of", "open_store",
]  # fmt: skip
