"""The types of alerts: what is told, to whom it goes, and how it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.check import absent, check_moment, check_one_of

AlertKind = Literal["match", "surge", "first"]
"""`match`: an incident fits a rule's words. `surge`: more than usual, by the store's own past. `first`: the first of its kind."""

AlertState = Literal["active", "withdrawn"]

AlertChangeKind = Literal["raised", "updated", "withdrawn", "restored"]

Severity = Literal["extreme", "severe", "moderate", "minor", "unknown"]
"""As CAP 1.2 has it (OASIS, 3.2.2, severity), in small letters."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A report behind an alert, with the words of it that state the event.

    Args:
        quote: the anchor of the event. origin: where the report was read from. grade: of outlet and information ("B2").
    """

    report_id: str
    event_id: str
    quote: str
    grade: str
    title: str | None = absent()
    publisher: str | None = absent()
    published: str | None = absent()
    origin: str | None = absent()


@dataclass(frozen=True, slots=True)
class Shown:
    """What an alert shows of its incident: the best supported values. Days are ISO 8601, degrees WGS 84, the radius in km."""

    plover: str
    mode: str | None = absent()
    start: str | None = absent()
    end: str | None = absent()
    place: str | None = absent()
    country: str | None = absent()
    latitude: float | None = absent()
    longitude: float | None = absent()
    radius_km: float | None = absent()
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    killed: int | None = absent()
    injured: int | None = absent()
    sources: int = 1
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Surged:
    """The figures of a surge.

    Args:
        group: what was counted ("country IQ, type ASSAULT"); count: incidents from the first to the last day.
        expected: how many are usual for that many days of these weekdays, by the series' own past.
        score: twice the log-likelihood ratio of the change; threshold: what it had to reach.
        by_chance: how often a month so high a score comes by chance, over all that the rule counts.
    """

    group: str
    first_day: str
    last_day: str
    count: int
    expected: float
    score: float
    threshold: float
    by_chance: float


@dataclass(frozen=True, slots=True)
class Precedent:
    """What came before a first.

    Args:
        group: what it is the first of; months: in how many.
        before: how many of the same came earlier still; last_day: the day of the last of them.
        others: how many incidents of any type the subject (place, actor, target) has in those months.
        since: the day with which the record begins.
    """

    group: str
    months: int
    before: int
    others: int
    since: str
    last_day: str | None = absent()


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that is told once: what, why, and on which evidence.

    Args:
        id: a hash of the rule and of what the alert was first about; it stays whatever becomes of the incident.
        rule: the name of the rule that raised it.
        incident: the id of its incident as it is now; of a surge, the last one in it. incident_version: as it was looked at.
        why: in words, a line for each thing that made it fire.
        others: further incidents of a surge.
        version: raised by each change. raised_at, changed_at: ISO 8601.
        withdrawn: why it was withdrawn.
    """

    id: str
    rule: str
    kind: AlertKind
    state: AlertState
    severity: Severity
    headline: str
    why: tuple[str, ...]
    incident: str
    incident_version: int
    shown: Shown
    evidence: tuple[Cited, ...]
    raised_at: str
    changed_at: str
    version: int = 1
    others: tuple[str, ...] = ()
    surge: Surged | None = absent()
    precedent: Precedent | None = absent()
    withdrawn: str | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.kind, AlertKind, "a kind of alert")
        check_one_of(self.state, AlertState, "the state of an alert")
        check_one_of(self.severity, Severity, "a severity")
        check_moment(self.raised_at, "when an alert was raised")
        check_moment(self.changed_at, "when an alert changed")


@dataclass(frozen=True, slots=True)
class AlertChange:
    """One entry of the feed of alerts; numbers rise by one, without gaps. `alert` is the alert as it then was."""

    number: int
    kind: AlertChangeKind
    at: str
    alert: Alert

    def __post_init__(self) -> None:
        check_one_of(self.kind, AlertChangeKind, "a kind of change of an alert")


@dataclass(frozen=True, slots=True)
class Sighting:
    """An incident as the learned rules count it: its day and what it counts for.

    Args:
        keys: the series that it belongs to. subjects: of `first`, whom or what each key is about, in the same order; else empty.
    """

    incident: str
    day: str
    keys: tuple[str, ...]
    subjects: tuple[str, ...] = ()
