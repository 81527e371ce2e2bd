"""The store: reports, their records, the incidents that they tell, and the ledger of what was coded by whom, in one database."""

from __future__ import annotations

from dateline.store.alerts.following import Step
from dateline.store.alerts.store import AlertPage, Delivery, FollowState, RuleAlerts
from dateline.store.filters import FILTERS, Condition, Filter, conditions_of
from dateline.store.incidents.bulk import Chosen
from dateline.store.incidents.figures import Counted, Month, Months, Point, PointTexts
from dateline.store.incidents.filters import INCIDENT_FILTERS, LISTED_KINDS, IncidentFilter
from dateline.store.incidents.gold import Judged
from dateline.store.incidents.grading import Grade
from dateline.store.incidents.naming import Name
from dateline.store.incidents.profiles import Profile
from dateline.store.incidents.query import ORDERS, IncidentPage, Number
from dateline.store.incidents.rows import IncidentRow
from dateline.store.query import EventCount, EventRow, Page
from dateline.store.reporting import REPORT_FILTERS, ReportPage, ReportRow
from dateline.store.search import Hit, SearchPage
from dateline.store.store import Kept, Known, Store, StoreCounts, name_of, open_store, upgrade
from dateline.store.upkeep import Backup, Checked, Fault, Progress, Restored, Vacuumed, restore
from dateline.store.watching.store import Beat

__all__ = [
    "FILTERS", "INCIDENT_FILTERS", "LISTED_KINDS", "ORDERS", "REPORT_FILTERS", "AlertPage", "Backup", "Beat", "Checked", "Chosen", "Condition",
    "Counted", "Delivery", "EventCount", "EventRow", "Fault", "Filter", "FollowState", "Grade", "Hit", "IncidentFilter", "IncidentPage", "IncidentRow",
    "Judged", "Kept", "Known", "Month", "Months", "Name", "Number", "Page", "Point", "PointTexts", "Profile", "Progress", "ReportPage", "ReportRow",
    "Restored", "RuleAlerts", "SearchPage", "Step", "Store", "StoreCounts", "Vacuumed", "conditions_of", "name_of", "open_store", "restore", "upgrade",
]  # fmt: skip
