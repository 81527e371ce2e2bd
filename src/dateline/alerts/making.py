"""Alerts made of incidents: what they show, their evidence, and how one differs from the next."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from dateline.alerts.alert import Alert, AlertKind, Cited, Precedent, Shown, Surged
from dateline.alerts.matching import doers, figure, sufferers
from dateline.alerts.rules import Rule
from dateline.export.incident_words import title
from dateline.incidents import Incident
from dateline.text import content_id

MOST_CITED = 8
"""Reports that an alert cites: the first of each source before the copies."""

MOST_OTHERS = 50
"""Other incidents of a surge that are named."""

UNTOLD = frozenset({"incident_version", "version", "raised_at", "changed_at"})
"""Fields of an alert whose change alone is none."""


def alert_id(rule: str, *about: str) -> str:
    """Return the id of an alert by its rule and what it is first about."""
    return content_id("alert", rule, *about)


def shown_of(incident: Incident) -> Shown:
    """Return what an alert shows of an incident."""
    best = incident.types[0].value
    when = incident.when[0].value if incident.when else None
    place = incident.where[0].value if incident.where else None
    at = next((told.value for told in incident.where if told.value.latitude is not None), place)
    return Shown(
        plover=best.plover, mode=best.mode, start=when.start if when else None, end=when.end if when else None,
        place=place.name if place else None, country=place.country if place else None,
        latitude=at.latitude if at else None, longitude=at.longitude if at else None, radius_km=at.radius_km if at else None,
        actors=tuple(dict.fromkeys(told.value.name for told in doers(incident)))[:6],
        targets=tuple(dict.fromkeys(told.value.name for told in sufferers(incident)))[:6],
        killed=figure(incident, "killed"), injured=figure(incident, "injured"), sources=incident.sources,
        confidence=round(incident.confidence, 3),
    )  # fmt: skip


def evidence_of(incidents: Sequence[Incident]) -> tuple[Cited, ...]:
    """Return the reports behind an alert, of each incident the one that broke it first."""
    found: list[Cited] = []
    for incident in incidents:
        sources: set[int] = set()
        for teller in incident.tellers:
            if teller.source in sources or teller.copies is not None:
                continue
            sources.add(teller.source)
            cited = Cited(
                report_id=teller.report_id, event_id=teller.event_id, quote=teller.anchor,
                grade=f"{teller.reliability}{teller.credibility}", title=teller.title, publisher=teller.publisher,
                published=teller.published, origin=teller.origin,
            )  # fmt: skip
            found.append(cited)
            if len(incidents) > 1:
                break
    return tuple(found[:MOST_CITED])


def make_alert(
    rule: Rule,
    kind: AlertKind,
    incident: Incident,
    why: tuple[str, ...],
    *,
    name: str,
    at: str,
    others: Sequence[Incident] = (),
    other_ids: Sequence[str] = (),
    surge: Surged | None = None,
    precedent: Precedent | None = None,
) -> Alert:
    """Return an alert as it is raised.

    Args:
        name: its id. at: the time, ISO 8601. others: further incidents whose reports are cited; other_ids: all of a surge.
    """
    return Alert(
        id=name, rule=rule.name, kind=kind, state="active", severity=rule.severity,
        headline=_headline(incident, surge, precedent), why=why, incident=incident.id, incident_version=incident.version,
        shown=shown_of(incident), evidence=evidence_of([incident, *others]), raised_at=at, changed_at=at,
        others=tuple(one for one in dict.fromkeys(other_ids) if one != incident.id)[:MOST_OTHERS],
        surge=surge, precedent=precedent,
    )  # fmt: skip


def _headline(incident: Incident, surge: Surged | None, precedent: Precedent | None) -> str:
    if surge is not None:
        return f"Surge: {surge.count} incidents instead of {surge.expected:g} ({surge.group})"
    if precedent is not None:
        return f"First in {precedent.months} months ({precedent.group}): {title(incident)}"
    return title(incident)


def changed(before: Alert, now: Alert) -> Alert | None:
    """Return an alert as it goes on from what it was; None where nothing of it differs."""
    if all(
        getattr(before, part.name) == getattr(now, part.name)
        for part in dataclasses.fields(Alert)
        if part.name not in UNTOLD
    ):
        return None
    return dataclasses.replace(now, id=before.id, raised_at=before.raised_at, version=before.version + 1)


def withdrawn(before: Alert, why: str, at: str) -> Alert:
    """Return an alert as it is withdrawn."""
    return dataclasses.replace(before, state="withdrawn", withdrawn=why, changed_at=at, version=before.version + 1)
