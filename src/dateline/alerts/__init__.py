"""Alerts: rules in words of the record and learned ones, what they make of incidents, and the forms in which alerts go out.

The store keeps alerts and follows its own change feed with these (`dateline.store.alerts`); this room knows no database.
"""

from __future__ import annotations

from dateline.alerts.alert import Alert, AlertChange, Cited, Precedent, Shown, Sighting, Surged
from dateline.alerts.replay import Fired, replay
from dateline.alerts.rules import First, Rule, Surge, read_rules

__all__ = [
    "Alert", "AlertChange", "Cited", "Fired", "First", "Precedent", "Rule", "Shown", "Sighting", "Surge", "Surged", "read_rules",
    "replay",
]  # fmt: skip
