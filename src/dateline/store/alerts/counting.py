"""What the learned rules count, kept in the store: a row for each incident and series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.alerts import judging, keys
from dateline.alerts.alert import Sighting
from dateline.alerts.judging import Bar, Seen
from dateline.alerts.rules import Rule
from dateline.alerts.usual import GAP, Usual, as_data, of_data
from dateline.store.alerts.tables import alert_counts, alert_series
from dateline.store.incidents.rows import incident_of
from dateline.store.incidents.sql import insert_all, rows_in
from dateline.store.incidents.tables import incidents

FILLED_AT_ONCE = 400
"""Incidents of the past that are counted in one transaction: well under a second."""

MONTHS_KEPT = 36
"""Months for which it is kept what was usual."""

_S = alert_series.c


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """The history of a rule in the store (`dateline.alerts.judging.History`)."""

    connection: sa.Connection
    counts: str

    def of_key(self, key: str, first: str, last: str) -> Sequence[Seen]:
        """See `History`."""
        query = sa.select(_S.day, _S.incident).where(
            _S.counts == self.counts, _S.key == key, _S.day.between(first, last)
        )
        return [Seen(*row) for row in self.connection.execute(query.order_by(_S.day, _S.incident))]

    def before(self, key: str, day: str) -> Sequence[Seen]:
        """See `History`."""
        query = sa.select(_S.day, _S.incident).where(_S.counts == self.counts, _S.key == key, _S.day < day)
        return [
            Seen(*row) for row in self.connection.execute(query.order_by(_S.day.desc(), _S.incident.desc()).limit(1))
        ]

    def number_before(self, key: str, day: str) -> int:
        """See `History`."""
        query = sa.select(sa.func.count()).where(_S.counts == self.counts, _S.key == key, _S.day < day)
        return int(self.connection.execute(query.select_from(alert_series)).scalar_one())

    def of_subject(self, subject: str, first: str, last: str) -> Sequence[Seen]:
        """See `History`."""
        query = sa.select(_S.day, _S.incident).where(
            _S.counts == self.counts, _S.subject == subject, _S.day.between(first, last)
        )
        return [Seen(*row) for row in self.connection.execute(query)]

    def begins(self) -> str | None:
        """See `History`."""
        query = sa.select(sa.func.min(_S.day)).where(_S.counts == self.counts)
        found: str | None = self.connection.execute(query).scalar_one()
        return found

    def rows(self, first: str, before: str) -> Iterator[Any]:
        """Yield (key, subject, day, incident) between two days, the second left out, in the order of days."""
        query = sa.select(_S.key, _S.subject, _S.day, _S.incident).where(
            _S.counts == self.counts, _S.day >= first, _S.day < before
        )
        ordered = query.order_by(_S.day, _S.incident, _S.key)
        # Said of the statement alone: said of the connection it would hold for all that is written after.
        yield from self.connection.execute(ordered, execution_options={"yield_per": 5000})


def count_anew(
    connection: sa.Connection, counts: str, ids: Iterable[str], found: Sequence[Sighting]
) -> dict[str, set[str]]:
    """Write what incidents count for now in place of what they counted for.

    Returns:
        With each series that is not as it was the days on which it changed.
    """
    query = sa.select(_S.key, _S.subject, _S.day, _S.incident).where(_S.counts == counts)
    before = {tuple(row) for row in rows_in(connection, query, _S.incident, sorted(set(ids)))}
    # One incident counts for a series once, whatever subjects it names.
    by_key: dict[tuple[str, str], tuple[Any, ...]] = {}
    for one in found:
        for key, subject in zip(one.keys, one.subjects or ("",) * len(one.keys), strict=True):
            by_key.setdefault((key, one.incident), (key, subject, one.day, one.incident))
    now = set(by_key.values())
    for row in sorted(before - now):
        connection.execute(
            alert_series.delete().where(_S.counts == counts, _S.key == row[0], _S.day == row[2], _S.incident == row[3])
        )
    names = ("key", "subject", "day", "incident")
    fresh = [dict(zip(names, row, strict=True)) | {"counts": counts} for row in sorted(now - before)]
    insert_all(connection, alert_series, fresh)
    touched: dict[str, set[str]] = {}
    for row in before ^ now:
        touched.setdefault(row[0], set()).add(row[2])
    return touched


def is_whole(connection: sa.Connection, counts: str) -> bool:
    """Whether all of the past is counted."""
    query = sa.select(alert_counts.c.whole).where(alert_counts.c.counts == counts)
    return bool(connection.execute(query).scalar())


def fill_some(connection: sa.Connection, rule: Rule, name: str) -> int:
    """Count some incidents of the past for a rule; return how many were looked at, 0 where all are counted.

    Those that change meanwhile are counted by whoever follows the change feed; to count one twice is harmless.
    """
    counts = rule.counts_as
    row = connection.execute(sa.select(alert_counts).where(alert_counts.c.counts == counts)).first()
    if row is None:
        connection.execute(alert_counts.insert(), {"counts": counts, "filled": 0, "whole": False, "learned": {}})
    elif row.whole:
        return 0
    query = sa.select(incidents.c.row, incidents.c.incident).where(incidents.c.row > (row.filled if row else 0))
    some = connection.execute(query.order_by(incidents.c.row).limit(FILLED_AT_ONCE)).all()
    found = [incident_of(one.incident, name) for one in some]
    sightings = [one for one in (keys.sighting(rule, incident) for incident in found) if one is not None]
    count_anew(connection, counts, [incident.id for incident in found], sightings)
    done = {"filled": some[-1].row} if len(some) == FILLED_AT_ONCE else {"whole": True}
    connection.execute(alert_counts.update().where(alert_counts.c.counts == counts).values(**done))
    return len(some)


def usual_of(connection: sa.Connection, rule: Rule, history: StoredHistory, day: str) -> Usual | None:
    """Return what is usual in the month of a day, learned when the month is first asked for."""
    surge = rule.surge
    if surge is None:
        return None
    month = judging.month_of(day)
    name = f"{month} {surge.false_alarms:g} {surge.history_days} {surge.least}"

    def learn() -> Any:
        first = judging.iso(judging.ordinal(month) - surge.history_days - GAP)
        rows = ((row.key, row.day) for row in history.rows(first, month))
        usual = judging.learn_usual(rule, surge, rows, begins=history.begins() or day, month=month)
        return None if usual is None else as_data(usual)

    data = _learned(connection, rule.counts_as, name, learn)
    return None if data is None else of_data(data)


def bar_of(connection: sa.Connection, rule: Rule, history: StoredHistory, day: str) -> Bar | None:
    """Return from which score on firsts are told in the month of a day."""
    first = rule.first
    if first is None or first.false_alarms is None:
        return Bar()
    month = judging.month_of(day)
    name = f"{month} {first.false_alarms:g} {first.months} {first.least_before}"

    def learn() -> Any:
        rows = (
            tuple(row) for row in history.rows(judging.iso(judging.ordinal(month) - judging.bar_days(first)), month)
        )
        bar = judging.learn_bar(first, rows, begins=history.begins() or day, month=month)
        return None if bar is None else bar.score

    score = _learned(connection, rule.counts_as, name, learn)
    return None if score is None else Bar(float(score))


def _learned(connection: sa.Connection, counts: str, name: str, learn: Any) -> Any:
    query = sa.select(alert_counts.c.learned).where(alert_counts.c.counts == counts)
    known = dict(connection.execute(query).scalar() or {})
    if name in known:
        return known[name]
    found = learn()
    if found is not None:  # where the past is too short, more of it may come at any time
        kept = dict(sorted(known.items())[-MONTHS_KEPT:]) | {name: found}
        connection.execute(alert_counts.update().where(alert_counts.c.counts == counts).values(learned=kept))
    return found
