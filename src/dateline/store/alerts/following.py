"""One step along the change feed: alerts raised, updated and withdrawn, with the position, in one transaction.

A change is looked at by what the incident is now, not by what it was then: to look again is harmless, and who comes late still
tells the truth. An incident that went into another takes its alerts along: the ids that an incident had before (its aliases) are
looked for as well, so that nothing is told twice because an earlier report came to light and gave the incident another id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from dateline import failpoints
from dateline.alerts import judging, keys, making
from dateline.alerts.alert import Sighting
from dateline.alerts.matching import why_fits
from dateline.alerts.rules import Rule
from dateline.alerts.usual import GAP, MONTH
from dateline.incidents import Incident
from dateline.store.alerts import counting
from dateline.store.alerts.counting import StoredHistory
from dateline.store.alerts.tables import alert_follow
from dateline.store.alerts.writing import AlertRow, Pen
from dateline.store.incidents.rows import incident_of
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import changes, incidents

AT_ONCE = 200
"""Changes of one step, at most: a step holds up other writers for a few tenths of a second."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a step did: changes looked at, and how many alerts were raised, updated, withdrawn."""

    changes: int = 0
    raised: int = 0
    updated: int = 0
    withdrawn: int = 0


@dataclass(slots=True)
class _Scene:
    """What a step works on: the incidents that changed, as they are now, and the alerts that hang on them."""

    connection: sa.Connection
    name: str
    at: str
    pen: Pen
    present: dict[str, Incident] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    def incident(self, name: str) -> Incident | None:
        """Return an incident by its id as it is now, None where it is none any more."""
        if name in self.present:
            return self.present[name]
        data = self.connection.execute(sa.select(incidents.c.incident).where(incidents.c.id == name)).scalar()
        return None if data is None else incident_of(data, self.name)


def begin(connection: sa.Connection, follower: str, rules: Any, *, from_start: bool) -> int:
    """Return how far a follower is; one that is new begins with what changes from now on, or with all there was.

    Args:
        rules: as they are shown.
    """
    query = sa.select(alert_follow).where(alert_follow.c.follower == follower)
    row = connection.execute(query).first()
    if row is not None:
        if row.rules != rules:
            connection.execute(alert_follow.update().where(alert_follow.c.follower == follower).values(rules=rules))
        return int(row.position)
    last = sa.select(sa.func.coalesce(sa.func.max(changes.c.number), 0))
    position = 0 if from_start else int(connection.execute(last).scalar_one())
    connection.execute(alert_follow.insert(), {"follower": follower, "position": position, "rules": rules})
    return position


def step(
    connection: sa.Connection, rules: Sequence[Rule], *, follower: str, destinations: Sequence[str], name: str, at: str
) -> Step:
    """Look at the next changes of the feed.

    Args:
        destinations: names of all of them; a rule that names none goes to each. name: of the store, for messages.
        at: the time that alerts bear.
    """
    place = alert_follow.c.follower == follower
    position = connection.execute(sa.select(alert_follow.c.position).where(place)).scalar_one()
    c = changes.c
    query = sa.select(c.number, c.incident, c.into).where(c.number > position).order_by(c.number).limit(AT_ONCE)
    rows = connection.execute(query).all()
    if not rows:
        return Step()
    scene = _Scene(connection, name, at, Pen(connection, destinations, at))
    _read(scene, rows)
    for rule in rules:
        if rule.learned:
            _learned(scene, rule)
        else:
            for incident in scene.present.values():
                _match(scene, rule, incident)
    _take_back(scene)
    failpoints.reach("mid-alerts")
    connection.execute(alert_follow.update().where(place).values(position=rows[-1].number))
    told = scene.pen.told
    return Step(len(rows), told["raised"] + told["restored"], told["updated"], told["withdrawn"])


def _read(scene: _Scene, rows: Iterable[Any]) -> None:
    """Read the incidents of some changes as they are now, and those into which one went."""
    named = dict.fromkeys(name for row in rows for name in (row.incident, row.into) if name)
    query = sa.select(incidents.c.id, incidents.c.incident)
    found = {row.id: row.incident for row in rows_in(scene.connection, query, incidents.c.id, sorted(named))}
    scene.present = {name: incident_of(found[name], scene.name) for name in named if name in found}
    scene.absent = {name for name in named if name not in found}


# --- rules in words


def _match(scene: _Scene, rule: Rule, incident: Incident) -> None:
    ours = scene.pen.of_incident(rule.name, [incident.id, *incident.aliases])
    kept = ours[0] if ours else _heir(scene, rule, incident)
    for double in ours[1:]:
        if double.alert.state == "active":
            scene.pen.withdraw(double, f"its incident went into {incident.id}, of which alert {ours[0].alert.id} tells")
    why = why_fits(rule, incident, today=None if kept is not None and kept.alert.state == "active" else scene.at)
    if why is None:
        if kept is not None and kept.alert.state == "active":
            scene.pen.withdraw(kept, _why_not(incident))
        return
    name = kept.alert.id if kept else making.alert_id(rule.name, incident.id)
    scene.pen.tell(rule, kept, making.make_alert(rule, "match", incident, why, name=name, at=scene.at))


def _heir(scene: _Scene, rule: Rule, incident: Incident) -> AlertRow | None:
    """Return the alert that an incident takes over: of one that is none any more, of the same type and told by the same page or file.

    A page that is corrected is another version of its report, whose event may stand on other words and so have another id.
    """
    places = {teller.origin for teller in incident.tellers if teller.origin}
    for row in scene.pen.active_of(sorted(scene.absent)):
        alert = row.alert
        same = (
            alert.rule == rule.name and alert.kind != "surge" and alert.shown.plover == incident.types[0].value.plover
        )
        if same and any(cited.origin in places for cited in alert.evidence):
            return row
    return None


def _why_not(incident: Incident) -> str:
    review = incident.review
    if review.state == "rejected":
        return f"{review.by or 'somebody'} rejected the incident" + (f": {review.reason}" if review.reason else "")
    return "the incident was corrected and does not fit the rule any more"


def _take_back(scene: _Scene) -> None:
    """Withdraw the alerts of incidents that are none any more and that no other took over."""
    elsewhere = {alias for incident in scene.present.values() for alias in incident.aliases}
    for row in scene.pen.active_of(sorted(scene.absent - elsewhere)):
        if row.alert.kind != "surge":
            scene.pen.withdraw(row, "the incident was retracted: no report tells it any more")


# --- learned rules


def _learned(scene: _Scene, rule: Rule) -> None:
    counts = rule.counts_as
    sightings = {}
    for incident in scene.present.values():
        found = keys.sighting(rule, incident)
        if found is not None:
            sightings[incident.id] = found
    gone = {*scene.absent, *scene.present, *(name for one in scene.present.values() for name in one.aliases)}
    touched = counting.count_anew(scene.connection, counts, gone, list(sightings.values()))
    if not counting.is_whole(scene.connection, counts):
        return
    history = StoredHistory(scene.connection, counts)
    if rule.surge is not None:
        for key, days in sorted(touched.items()):
            _surge(scene, rule, key, days, history)
    else:
        _firsts(scene, rule, touched, sightings, history)


def _surge(scene: _Scene, rule: Rule, key: str, days: set[str], history: StoredHistory) -> None:
    """Judge a series again on the days that a change bears on, and on those of the alerts that stand."""
    if rule.surge is None:
        return
    standing = scene.pen.of_group(rule.name, key)
    found: dict[str, Any] = {}
    starts = {*days, *(row.day for row in standing if row.alert.state == "active" and row.day)}
    asked = sorted(
        {one.day for day in starts for one in history.of_key(key, day, judging.iso(judging.ordinal(day) + GAP - 1))}
    )
    for day in asked:
        usual = counting.usual_of(scene.connection, rule, history, day)
        judged = judging.judge_surge(rule.surge, key, day, history, usual)
        if judged is not None:
            found[day] = judged
    for row in standing:
        near = [day for day in found if row.day and abs(judging.ordinal(day) - judging.ordinal(row.day)) <= GAP]
        if near:
            for day in near[:-1]:
                found.pop(day)
            _tell_surge(scene, rule, key, near[-1], found.pop(near[-1]), row)
        elif row.alert.state == "active" and row.day in starts:
            scene.pen.withdraw(row, "counts were corrected; there was no surge")
    last: AlertRow | None = None
    for day, judged in sorted(found.items()):
        if last is not None and last.day and judging.ordinal(day) - judging.ordinal(last.day) > GAP:
            last = None
        last = _tell_surge(scene, rule, key, day, judged, last) or last


def _tell_surge(scene: _Scene, rule: Rule, key: str, day: str, judged: Any, row: AlertRow | None) -> AlertRow | None:
    surged, ids = judged
    found = [incident for name in ids[-making.MOST_CITED :] if (incident := scene.incident(name)) is not None]
    if not found or rule.surge is None or (row is None and not _is_recent(rule, day, scene.at)):
        return None
    why = judging.surge_words(surged, round(rule.surge.history_days / MONTH))
    alert = making.make_alert(
        rule, "surge", found[-1], why, name=row.alert.id if row else making.alert_id(rule.name, key, day), at=scene.at,
        others=found[:-1][::-1], other_ids=ids, surge=surged,
    )  # fmt: skip
    return scene.pen.tell(rule, row, alert, group=key, day=day)


def _is_recent(rule: Rule, day: str, at: str) -> bool:
    return rule.within_days is None or judging.ordinal(at[:10]) - judging.ordinal(day) <= rule.within_days


def _firsts(
    scene: _Scene, rule: Rule, touched: dict[str, set[str]], sightings: dict[str, Sighting], history: StoredHistory
) -> None:
    """Judge what changed, and again the alerts of the same series: an earlier incident may have come to light."""
    rows: dict[str, AlertRow | None] = dict.fromkeys(sightings)
    for incident in scene.present.values():
        for row in scene.pen.of_incident(rule.name, [incident.id, *incident.aliases]):
            rows[incident.id] = rows.get(incident.id) or row
        if incident.id in rows and rows[incident.id] is None:
            rows[incident.id] = _heir(scene, rule, incident)
    for key in sorted(touched):
        for row in scene.pen.of_group(rule.name, key):
            if row.alert.state == "active" and row.incident not in scene.absent:
                rows.setdefault(row.incident, row)
    for name, kept in rows.items():
        found = scene.incident(name)
        if found is not None:
            _first(scene, rule, found, sightings.get(name) or keys.sighting(rule, found), kept, history)


def _first(
    scene: _Scene, rule: Rule, incident: Incident, one: Sighting | None, row: AlertRow | None, history: StoredHistory
) -> None:
    if rule.first is None:
        return
    active = row is not None and row.alert.state == "active"
    judged = None
    if one is not None and (active or _is_recent(rule, one.day, scene.at)):
        # What was told once is not taken back because others have become more striking since.
        bar = judging.Bar() if active else counting.bar_of(scene.connection, rule, history, one.day)
        judged = judging.judge_first(rule.first, one, history, bar)
    if judged is None or one is None:
        if row is not None and active:
            scene.pen.withdraw(row, _why_no_first(incident, one))
        return
    precedent, key = judged
    alert = making.make_alert(
        rule, "first", incident, judging.first_words(rule.first, precedent),
        name=row.alert.id if row else making.alert_id(rule.name, incident.id), at=scene.at, precedent=precedent,
    )  # fmt: skip
    scene.pen.tell(rule, row, alert, group=key, day=one.day)


def _why_no_first(incident: Incident, one: Sighting | None) -> str:
    if one is not None:
        return "it is not the first: an earlier one came to light, or it was corrected"
    return _why_not(incident)
