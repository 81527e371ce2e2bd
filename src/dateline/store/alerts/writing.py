"""Alerts written: the row as it is now, an entry of the feed, and what is to be sent, together."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from dateline.alerts import making
from dateline.alerts.alert import Alert, AlertChangeKind
from dateline.alerts.rules import Rule
from dateline.codec import from_data, to_data
from dateline.errors import RecordError, StoreError
from dateline.store.alerts.tables import alert_changes, alert_deliveries, alerts
from dateline.store.incidents.sql import insert_all, rows_in


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert with its place: the incident, series and last day by which it is found."""

    alert: Alert
    incident: str
    group: str | None
    day: str | None


def read_alert(data: Any) -> Alert:
    """Return the alert of its JSON form.

    Raises:
        StoreError: the row was changed by another hand.
    """
    try:
        return from_data(Alert, data, where="alert")
    except RecordError as error:
        raise StoreError(f"a stored alert is not what was stored: {error}") from error


@dataclass(slots=True)
class Pen:
    """Writes alerts within a transaction; `told` counts what it wrote by kind."""

    connection: sa.Connection
    destinations: Sequence[str]
    at: str
    told: Counter[AlertChangeKind] = field(default_factory=Counter)

    def of_incident(self, rule: str, names: Iterable[str]) -> list[AlertRow]:
        """Return the alerts of a rule (surges left out) on an incident under any of its ids, active ones first, then the oldest."""
        query = sa.select(alerts).where(alerts.c.rule == rule, alerts.c.kind != "surge")
        rows = list(rows_in(self.connection, query, alerts.c.incident, sorted(set(names))))
        return [_row(row) for row in sorted(rows, key=lambda row: (row.state != "active", row.raised))]

    def of_group(self, rule: str, group: str) -> list[AlertRow]:
        """Return the alerts of a rule on a series, the oldest first."""
        query = sa.select(alerts).where(alerts.c.rule == rule, alerts.c.group == group)
        return [_row(row) for row in self.connection.execute(query.order_by(alerts.c.raised))]

    def active_of(self, names: Iterable[str]) -> list[AlertRow]:
        """Return the alerts of any rule that stand on incidents."""
        query = sa.select(alerts).where(alerts.c.state == "active")
        return [_row(row) for row in rows_in(self.connection, query, alerts.c.incident, names)]

    def tell(
        self, rule: Rule, row: AlertRow | None, alert: Alert, *, group: str | None = None, day: str | None = None
    ) -> AlertRow | None:
        """Write an alert that holds now: raised where it is new, restored where it was withdrawn, else updated if it differs."""
        kind: AlertChangeKind = "raised"
        if row is not None:
            now = making.changed(row.alert, alert)
            if now is None:
                return row
            kind = "restored" if row.alert.state == "withdrawn" else "updated"
            alert = now
        return self._write(kind, alert, group, day, rule.to or self.destinations)

    def withdraw(self, row: AlertRow, why: str) -> None:
        """Withdraw an alert; it goes wherever it went before."""
        d, c = alert_deliveries.c, alert_changes.c
        query = sa.select(d.destination).join(alert_changes, c.number == d.number).where(c.alert_id == row.alert.id)
        known = set(self.connection.execute(query.distinct()).scalars())
        to = [name for name in self.destinations if name in known]
        self._write("withdrawn", making.withdrawn(row.alert, why, self.at), row.group, row.day, to)

    def _write(
        self, kind: AlertChangeKind, alert: Alert, group: str | None, day: str | None, to: Iterable[str]
    ) -> AlertRow:
        last = self.connection.execute(sa.select(sa.func.max(alert_changes.c.number))).scalar()
        number = (last or 0) + 1
        alert = dataclasses.replace(alert, changed_at=self.at)
        data = to_data(alert)
        values = {
            "state": alert.state, "group": group, "day": day, "incident": alert.incident, "changed": number, "alert": data,
        }  # fmt: skip
        if kind == "raised":
            fixed = {"id": alert.id, "rule": alert.rule, "kind": alert.kind, "raised": number}
            self.connection.execute(alerts.insert(), values | fixed)
        else:
            self.connection.execute(alerts.update().where(alerts.c.id == alert.id).values(**values))
        entry = {"number": number, "alert_id": alert.id, "kind": kind, "at": self.at, "alert": data}
        self.connection.execute(alert_changes.insert(), entry)
        waiting = {"number": number, "state": "waiting", "tries": 0, "due": self.at, "error": None, "done": None}
        insert_all(self.connection, alert_deliveries, [waiting | {"destination": name} for name in dict.fromkeys(to)])
        self.told[kind] += 1
        return AlertRow(alert, alert.incident, group, day)


def _row(row: Any) -> AlertRow:
    return AlertRow(read_alert(row.alert), row.incident, row.group, row.day)
