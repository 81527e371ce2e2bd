"""Records written for other tools and shown to people: JSON Lines, CSV, GeoJSON, table rows, cards and pages."""

from __future__ import annotations

from dateline.export.cards import Card, Line, Part
from dateline.export.changes import Change, changes
from dateline.export.families import FAMILIES, Family, family_of
from dateline.export.incident_cards import IncidentCard, incident_card
from dateline.export.incident_why import Why, incident_why
from dateline.export.incidents import (
    INCIDENT_HEADINGS,
    INCIDENT_WRITERS,
    IncidentWriter,
    incident_row,
    open_incident_writer,
)
from dateline.export.lineage import change_words, decision_words, grade_words
from dateline.export.marks import Block, Mark, Piece, View, view
from dateline.export.page import page
from dateline.export.slots import SLOTS, Slot, SlotName
from dateline.export.table import HEADINGS, ReportTable, TableRow, report_table
from dateline.export.writers import WRITERS, RecordWriter, open_writer

__all__ = [
    "FAMILIES", "HEADINGS", "INCIDENT_HEADINGS", "INCIDENT_WRITERS", "SLOTS", "WRITERS", "Block", "Card", "Change", "Family", "IncidentCard",
    "IncidentWriter", "Line", "Mark", "Part", "Piece", "RecordWriter", "ReportTable", "Slot", "SlotName", "TableRow", "View",
    "Why", "change_words", "changes", "decision_words", "family_of", "grade_words", "incident_card", "incident_row", "incident_why", "open_incident_writer", "open_writer", "page",
    "report_table", "view",
]  # fmt: skip
