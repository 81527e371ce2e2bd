"""What the API answers with, for its OpenAPI: shapes of its own, beside the types of the record and of incidents.

Answers are written from plain data and not read through these again: a page of 50,000 points would wait for it. The test of the
OpenAPI holds them to what is said here. A route names its shape, and schemas are made when the OpenAPI is asked for (`describing.py`):
to make them for each route took a second of every start.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from dateline.alerts import Alert, AlertChange
from dateline.corrections import Disagreement, EventReview
from dateline.events import Event
from dateline.incidents import Change, Decision, Incident, ReviewState
from dateline.showing import Family, Line, Slot
from dateline.store import Beat, FollowState, Grade, Hit, IncidentRow, Name, ReportRow, RuleAlerts
from dateline.text import Report


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)


class ErrorWords(_Shape):
    """What went wrong: a code for programs, words for people, and what to do instead."""

    code: str
    message: str
    advice: str = ""


class ErrorBody(_Shape):
    """The shape of every error."""

    error: ErrorWords


class Rows(_Shape):
    """A page of a list; `cursor` is that of the next, null where this is the last."""

    rows: list[IncidentRow]
    cursor: str | None


class Count(_Shape):
    """A number of incidents; where that is not `exact`, so many at least."""

    count: int
    exact: bool


class Points(_Shape):
    """Columns of one length, an incident each; `family` is a place in the vocabulary's list of families.

    `total` incidents fit, or more where that is not `exact`; where they are more than can be drawn the latest are given,
    and `truncated` says so.
    """

    total: int
    exact: bool
    truncated: bool
    id: list[str]
    lat: list[float | None]
    lon: list[float | None]
    km: list[float | None]
    precision: list[str | None]
    family: list[int]
    killed: list[int | None]
    first: list[str | None]
    last: list[str | None]
    review: list[ReviewState]


ValueCounts = list[list[str | int]]
"""Pairs of a value and a number. (A tuple would say so better; validators of OpenAPI stumble over `prefixItems`.)"""


class _Of(_Shape):
    """What was counted in the latest `of` incidents that fit, where that is not `exact`."""

    exact: bool
    of: int | None


class Bins(_Of):
    """Columns: the middles of cells of a degree with how many incidents lie in each; months with how many of each family."""

    lat: list[float]
    lon: list[float]
    count: list[int]
    months: list[str]
    families: list[list[int]]
    killed: list[int]


class Facets(_Of):
    """Commonest values with how many incidents have them, for each facet."""

    type: ValueCounts
    country: ValueCounts
    actor: ValueCounts
    place: ValueCounts
    mode: ValueCounts
    weapon: ValueCounts
    publisher: ValueCounts
    review: ValueCounts
    factuality: ValueCounts


class Why(_Shape):
    """An incident with all evidence, and what people decided about it."""

    incident: Incident
    decisions: list[Decision]


class Card(_Shape):
    """An incident in words."""

    heading: str
    code: str
    badges: list[str]
    lines: list[Line]
    reports: list[Line]


class OtherEvent(_Shape):
    """An event that a report tells beside an incident, and the incident that it is in."""

    id: str
    anchor: str
    incident: str | None


class Telling(_Shape):
    """A report that tells an incident: the events that tell it, and the others."""

    report: Report
    events: list[Event]
    others: list[OtherEvent]


class Tellings(RootModel[list[Telling]]):
    """The reports that tell an incident."""

    model_config = ConfigDict(defer_build=True)


class Decided(_Shape):
    """A decision, and the incident with the version that it has now."""

    decision: Decision
    incident: str
    version: int


class OneDecision(_Shape):
    """A decision."""

    decision: Decision


class Decisions(_Shape):
    """What people decided, the first first."""

    decisions: list[Decision]


class Grades(_Shape):
    """The grades that stand."""

    grades: list[Grade]


class Changes(_Shape):
    """A stretch of the change feed, and the number to go on from."""

    changes: list[Change]
    last: int


class AlertRows(_Shape):
    """A page of alerts, the last changed first."""

    alerts: list[Alert]
    cursor: str | None


class AlertCounts(_Shape):
    """How many alerts stand and were withdrawn, by rule; `last` is the number of the last entry of their feed."""

    active: int
    withdrawn: int
    last: int
    rules: list[RuleAlerts]


class AlertChanges(_Shape):
    """A stretch of the feed of alerts, and the number to go on from."""

    changes: list[AlertChange]
    last: int


class Followers(_Shape):
    """Who follows the change feed for alerts."""

    followers: list[FollowState]


class Hits(_Shape):
    """Reports and incidents that a search found, the best first."""

    hits: list[Hit]


class Overview(_Of):
    """Counts a month by family (a list each, in the order of the vocabulary), killed a month, and who against whom."""

    total: int
    months: list[str]
    families: list[list[int]]
    killed: list[int]
    actors: list[str]
    matrix: list[list[int]]


class Profile(_Of):
    """Incidents of an actor or a place: counts a month by family, with whom, where."""

    name: str
    total: int
    months: list[str]
    families: list[list[int]]
    killed: list[int]
    actors: ValueCounts
    places: ValueCounts
    countries: ValueCounts


class Names(_Shape):
    """Names with how many incidents have them, the commonest first."""

    names: list[Name]


class Reports(_Shape):
    """A page of a list of reports; `cursor` is that of the next, null where this is the last."""

    rows: list[ReportRow]
    cursor: str | None


class FormatWords(_Shape):
    """A format that incidents are written in; `notes`: whether it may leave something out."""

    name: str
    ending: str
    what: str
    row: str
    notes: bool


class SlotWords(_Shape):
    """A slot that can be corrected; `choices` are the closed lists of its fields, `colour` the slot that it is shown as."""

    name: str
    label: str
    many: bool
    optional: bool
    colour: str
    key: str
    choices: dict[str, list[str]]


class SlotTable(_Shape):
    """The slots that can be corrected, and the modes of each type."""

    slots: list[SlotWords]
    modes: dict[str, list[str]]


class Corrected(_Shape):
    """A decision on an event, the event with what all said of it, its incident and the version that it has now."""

    decision: Decision
    event: EventReview
    incident: str | None
    version: int | None


class Proposals(_Shape):
    """What marked words may stand for, the likeliest first."""

    proposals: list[Proposed]


class Proposed(_Shape):
    """A value that marked words may stand for: of a slot of many values one of them."""

    slot: str
    value: Any
    words: str
    why: str


class GazetteerPlaces(_Shape):
    """Places of the gazetteer, the likeliest first, to set one by hand: a place of the record but for its words."""

    places: list[dict[str, Any]]


class DictionaryActors(_Shape):
    """Actors of the dictionary."""

    actors: list[dict[str, Any]]


class BulkDecided(_Shape):
    """What came of a bulk action."""

    decision: Decision | None
    done: int
    skipped: int


class Disagreements(_Shape):
    """Slots over which people differ, side by side; `cursor` is that of the next page."""

    rows: list[Disagreement]
    cursor: str | None


class Formats(_Shape):
    """The formats that incidents are written in."""

    formats: list[FormatWords]


class Session(_Shape):
    """Who asks, what they may do, and as what they decide; `signed_in`: a token let them in, and they may sign out."""

    user: str
    rights: str
    role: str
    signed_in: bool
    version: str


class WatcherWord(_Shape):
    """That a watcher goes round: ok, degraded, stuck, or silent where it has said nothing for long."""

    watcher: str
    at: str
    status: str


class Health(_Shape):
    """That the store answers, and how its watchers fare."""

    status: str
    version: str
    watchers: list[WatcherWord]


class Watchers(_Shape):
    """The last word of each watcher, whole."""

    watchers: list[Beat]


class Vocabulary(_Shape):
    """Words and colours of the page."""

    families: list[Family]
    slots: list[Slot]
    labels: dict[str, str]
