"""The part of the store that keeps alerts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.alerts.alert import Alert, AlertChange, AlertKind
from dateline.alerts.rules import Rule
from dateline.errors import Ambiguous, NotFound, SettingsError
from dateline.store.alerts import counting, following
from dateline.store.alerts.tables import alert_changes, alert_deliveries, alert_follow, alerts
from dateline.store.alerts.writing import read_alert
from dateline.store.incidents.store import IncidentStore, moment
from dateline.store.incidents.tables import changes

PAGE = 50
"""Alerts of a page, where no other number is asked for."""


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Alerts of a list, the last changed first, and the cursor of the next page; None where this is the last."""

    alerts: tuple[Alert, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A change of an alert on its way to a destination.

    Args:
        state: waiting, sent, given-up. due: when it is tried next, done: when it was sent or given up; ISO 8601.
    """

    number: int
    destination: str
    state: str
    tries: int
    due: str
    error: str | None
    done: str | None


@dataclass(frozen=True, slots=True)
class FollowState:
    """How far a follower is: `behind` counts the changes that it has not looked at; `rules` are its rules as data."""

    follower: str
    position: int
    behind: int
    rules: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RuleAlerts:
    """How many alerts of a kind a rule has raised: those that stand, and those that were withdrawn."""

    rule: str
    kind: AlertKind
    active: int
    withdrawn: int


class AlertStore(IncidentStore):
    """Alerts: each public method is a transaction of its own."""

    # --- following

    def begin_following(self, follower: str, rules: Sequence[Any], *, from_start: bool = False) -> int:
        """Return how far a follower of the change feed is; a new one begins now, or with all there was.

        Args:
            rules: as data, to be shown.
        """
        with self._writing() as connection:
            return following.begin(connection, follower, list(rules), from_start=from_start)

    def count_past(self, rule: Rule) -> int:
        """Count some incidents of the past for a learned rule; return how many were looked at, 0 when all are counted."""
        with self._reading() as connection:
            if counting.is_whole(connection, rule.counts_as):
                return 0
        with self._writing() as connection:
            return counting.fill_some(connection, rule, self.name)

    def follow(self, rules: Sequence[Rule], *, follower: str, destinations: Sequence[str] = ()) -> following.Step:
        """Look at the next changes of the feed: raise, update and withdraw alerts, and move on, in one transaction."""
        with self._reading() as connection:
            position = connection.execute(
                sa.select(alert_follow.c.position).where(alert_follow.c.follower == follower)
            ).scalar()
            last = connection.execute(sa.select(sa.func.max(changes.c.number))).scalar()
        if position is None:
            raise NotFound(f"{self.name}: nobody called {follower!r} follows its changes yet")
        if (last or 0) <= position:
            return following.Step()
        with self._writing() as connection:
            return following.step(
                connection, rules, follower=follower, destinations=destinations, name=self.name, at=moment()
            )

    def followers(self) -> tuple[FollowState, ...]:
        """Return who follows the change feed for alerts, and how far each is."""
        with self._reading() as connection:
            last = connection.execute(sa.select(sa.func.max(changes.c.number))).scalar() or 0
            rows = connection.execute(sa.select(alert_follow).order_by(alert_follow.c.follower)).all()
        return tuple(FollowState(row.follower, row.position, last - row.position, tuple(row.rules)) for row in rows)

    # --- asking

    def alerts(
        self, *, state: str | None = None, rule: str | None = None, kind: str | None = None, incident: str | None = None,
        limit: int = PAGE, cursor: str | None = None,
    ) -> AlertPage:  # fmt: skip
        """Return a page of alerts, the last changed first.

        Args:
            state: active or withdrawn; rule: its name; kind: match, surge or first; incident: the id of the incident as it is now.
        """
        if limit < 1:
            raise SettingsError(f"limit must be 1 or more; got {limit}")
        where = [
            column == value
            for column, value in (
                (alerts.c.state, state),
                (alerts.c.rule, rule),
                (alerts.c.kind, kind),
                (alerts.c.incident, incident),
            )
            if value is not None
        ]
        if cursor is not None:
            if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
                raise SettingsError(f"{cursor!r} is no cursor of this list; give back the one of the page before")
            where.append(alerts.c.changed < int(cursor))
        query = sa.select(alerts.c.changed, alerts.c.alert).where(*where).order_by(alerts.c.changed.desc())
        with self._reading() as connection:
            rows = connection.execute(query.limit(limit + 1)).all()
        more = len(rows) > limit
        return AlertPage(
            tuple(read_alert(row.alert) for row in rows[:limit]), str(rows[limit - 1].changed) if more else None
        )

    def alerts_by_rule(self) -> tuple[RuleAlerts, ...]:
        """Return how many alerts of each kind each rule has raised, by its name."""
        a = alerts.c
        active = sa.func.sum(sa.case((a.state == "active", 1), else_=0))
        query = sa.select(a.rule, a.kind, active, sa.func.count()).group_by(a.rule, a.kind).order_by(a.rule, a.kind)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(RuleAlerts(rule, kind, int(some), int(number - some)) for rule, kind, some, number in rows)

    def alert(self, reference: str) -> Alert:
        """Return an alert by its id or the start of it.

        Raises:
            NotFound: there is none. Ambiguous: several begin so.
        """
        start = reference.strip().lower()
        query = sa.select(alerts.c.alert).where(alerts.c.id.startswith(start, autoescape=True)).limit(2)
        with self._reading() as connection:
            found = list(connection.execute(query).scalars()) if len(start) >= 4 else []
        if len(found) > 1:
            raise Ambiguous(f"{self.name}: several alerts begin with {start}; give more of the id")
        if not found:
            raise NotFound(f"{self.name}: there is no alert {start[:24]!r}; list them with: dateline alerts list")
        return read_alert(found[0])

    def alert_changes(self, since: int = 0, *, limit: int = 1000, alert: str | None = None) -> tuple[AlertChange, ...]:
        """Return what became of alerts after a number of their feed, in order; numbers rise by one."""
        where = [alert_changes.c.number > since]
        if alert is not None:
            where.append(alert_changes.c.alert_id == alert)
        query = sa.select(alert_changes).where(*where).order_by(alert_changes.c.number).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(AlertChange(row.number, row.kind, row.at, read_alert(row.alert)) for row in rows)

    def last_alert_change(self) -> int:
        """Return the number of the last entry of the feed of alerts; 0 where there is none."""
        with self._reading() as connection:
            return int(connection.execute(sa.select(sa.func.max(alert_changes.c.number))).scalar() or 0)

    # --- sending

    def due_deliveries(self, now: str, *, limit: int = 100) -> tuple[tuple[Delivery, AlertChange], ...]:
        """Return what is to be sent by now, the earliest first, with the change of the alert that it is about."""
        d = alert_deliveries
        query = (
            sa.select(d, alert_changes.c.kind, alert_changes.c.at, alert_changes.c.alert)
            .join(alert_changes, alert_changes.c.number == d.c.number)
            .where(d.c.state == "waiting", d.c.due <= now)
            .order_by(d.c.due, d.c.number)
            .limit(limit)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple((_delivery(row), AlertChange(row.number, row.kind, row.at, read_alert(row.alert))) for row in rows)

    def mark_delivery(
        self, delivery: Delivery, state: str, *, at: str, error: str | None = None, due: str | None = None
    ) -> None:
        """Write what came of a try.

        Args:
            state: sent, given-up, or waiting for another try at `due`.
        """
        d = alert_deliveries.c
        values: Mapping[str, Any] = {
            "state": state, "tries": delivery.tries + 1, "error": error, "due": due or delivery.due,
            "done": None if state == "waiting" else at,
        }  # fmt: skip
        where = (d.number == delivery.number, d.destination == delivery.destination)
        with self._writing() as connection:
            connection.execute(alert_deliveries.update().where(*where).values(**values))

    def deliveries(
        self, *, alert: str | None = None, state: str | None = None, limit: int = 1000
    ) -> tuple[Delivery, ...]:
        """Return what was or is to be sent, the last first."""
        d, c = alert_deliveries, alert_changes.c
        query = sa.select(d).join(alert_changes, c.number == d.c.number)
        if alert is not None:
            query = query.where(c.alert_id == alert)
        if state is not None:
            query = query.where(d.c.state == state)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(d.c.number.desc(), d.c.destination).limit(limit)).all()
        return tuple(map(_delivery, rows))

    def count_alerts(self) -> Mapping[str, int]:
        """Return how many alerts there are by state, and how many deliveries (`delivery waiting` …)."""
        with self._reading() as connection:
            found: dict[str, int] = {}
            for table, head in ((alerts, ""), (alert_deliveries, "delivery ")):
                query = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
                found |= {f"{head}{state}": int(number) for state, number in connection.execute(query)}
        return found


def _delivery(row: Any) -> Delivery:
    return Delivery(row.number, row.destination, row.state, row.tries, row.due, row.error, row.done)


def later(at: str, seconds: float) -> str:
    """Return a time so many seconds after another, both ISO 8601 in UTC."""
    return (dt.datetime.fromisoformat(at) + dt.timedelta(seconds=seconds)).isoformat(timespec="seconds")
