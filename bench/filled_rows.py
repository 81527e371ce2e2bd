"""The rows of a made archive as they stand in a store, and the same rows moved to another time.

Used by fill_store.py. What a report, a record, an incident come to in the tables is asked of dateline's own functions, and which events
are one incident of its linkage (filled_links.py). Of moved rows keys are made anew, since they hold days; links and incidents are moved.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from filled_links import key_columns, linked, twins_of
from made_archive import CODER, MadeReport, archive

from dateline.consolidation import Member, consolidate
from dateline.events import CodedReport, Event, event_id
from dateline.incidents import Incident, Joined
from dateline.linkage import Cluster, Telling
from dateline.store.incidents.kit import default_kit, encode, hashed
from dateline.store.incidents.rows import data_of, facets_of, incident_row
from dateline.store.incidents.wording import incident_text
from dateline.store.indexing import DAY_SHIFT, INCIDENT, REPORT, day_number, report_words
from dateline.store.rows import actor_rows, event_row, place_rows, record_data, report_row, toll_rows
from dateline.store.words import indexed
from dateline.text import Report, content_id

NOW = "2026-01-01T00:00:00+00:00"
"""When all of it was stored."""

WEEK = 7
TOKEN = re.compile(r"((?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|made/\d+\.txt)")
"""What changes where a row is moved: ids, days, and where a report was read from."""

NUMBERED: dict[str, tuple[tuple[str, str], ...]] = {
    "records": (("id", "records"),),
    "events": (("id", "events"), ("record_id", "records")),
    "event_places": (("event_row", "events"),),
    "event_actors": (("event_row", "events"),),
    "event_tolls": (("event_row", "events"),),
    "tellings": (("id", "tellings"), ("record_id", "records")),
    "members": (("telling", "tellings"), ("part", "tellings")),
    "links": (("a", "tellings"), ("b", "tellings")),
    "incidents": (("row", "incidents"), ("changed", "changes")),
    "changes": (("number", "changes"),),
}
"""Columns that number rows, and of which table."""

Told = tuple[Member, Telling, int]
"""What an event is to its incident, its telling, and the telling's row."""

Template = str | list[str]
Row = dict[str, Any]


Facet = tuple[str, str | None, int, int]
"""Name, spelling, shelf, the number of the incident; in the base, the place of the incident among all instead."""


@dataclass(slots=True)
class Made:
    """Rows of the stretch that is made event by event, by table; the words of what is searched, in the order of `search`."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    words: list[tuple[str, str]] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Laid:
    """Rows of a stretch of time: of each table its columns, each with all its values.

    Args:
        numbers: in the search, in the order of the words of the base.
    """

    tables: dict[str, dict[str, list[Any]]]
    numbers: list[int]
    facets: list[Facet]


class Base:
    """The stretch of the archive that is made event by event; `moved` gives it again at a later time.

    Args:
        events: of the stretch.
        linked: give rows of links, keys and components too.
    """

    def __init__(self, events: int, *, seed: int, linked: bool) -> None:
        self._kit = default_kit()
        self.linked = linked
        self._laid = Made()
        self._numbers: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))
        self._reports: list[tuple[Report, tuple[tuple[str, str, int, int], ...]]] = []
        self._lay(list(archive(events, seed=seed)))
        self.events = len(self._laid.tables["events"])
        self.weeks = weeks_between([report.published[:10] for report, _ in self._reports if report.published])
        self._sizes = {name: len(rows) for name, rows in self._laid.tables.items()}
        self._columns = {
            name: {column: [_template(row[column]) for row in rows] for column in rows[0]}
            for name, rows in self._laid.tables.items()
        }

    @property
    def words(self) -> list[tuple[str, str]]:
        """The words of what is searched, of headlines and of the rest: the same at any time."""
        return self._laid.words

    # --- laying down the first stretch

    def _next(self, table: str) -> int:
        return next(self._numbers[table])

    def _lay(self, made: Sequence[MadeReport]) -> None:
        told: dict[str, Told] = {}
        for one in made:
            self._lay_report(one, told)
        laid = self._laid.tables["tellings"]
        twins = twins_of(*([row[name] for row in laid] for name in ("twin", "event_id", "id")))
        found = linked(self._kit, {number: telling for _, telling, number in told.values()}, twins)
        self._twins = [group for group in twins if len(group) > 1]
        if self.linked:
            self._laid.tables["links"] = [{"a": a, "b": b, "weight": weight} for a, b, weight in found.links]
        for cluster in found.clusters:
            self._lay_incident(cluster, told, found.parts)

    def _lay_report(self, made: MadeReport, told: dict[str, Told]) -> None:
        record, tables = made.record, self._laid.tables
        report = record.report
        place = {"key": report.key, "version": 1, "origin": report.origin, "current": True, "added_at": NOW}
        tables["reports"].append(report_row(report) | place)
        tables["versions"].append(place | {"report_id": report.id})
        row = self._next("records")
        tables["records"].append({
            "id": row, "report_id": report.id, "fingerprint": CODER.fingerprint, "latest": True,
            "record": record_data(record), "created_at": NOW,
        })  # fmt: skip
        tables["ledger"].append({
            "report_id": report.id, "fingerprint": CODER.fingerprint, "status": "coded", "code": None, "message": None,
            "at": NOW,
        })  # fmt: skip
        words = report_words(_Told(report.id, report.title, report.text, tables["reports"][-1]["sections"]))
        self._laid.words.append((" ".join(words[0]), " ".join(words[1])))
        tables["search"].append(_search_row(REPORT, report.published, report.id))
        tellings = {telling.event_id: telling for telling in self._kit.tellings_of(record)}
        for ordinal, event in enumerate(record.events):
            self._lay_event(event, ordinal, row)
            telling = tellings[event.id]
            number = self._next("tellings")
            tables["tellings"].append({
                "id": number, "event_id": event.id, "report_id": report.id, "record_id": row,
                "twin": hashed(self._kit.twin_of(telling)), "first": True, "data": encode(telling),
            })  # fmt: skip
            told[event.id] = (Member.of(report, event, sketch=telling.sketch), telling, number)
        anchors = tuple((e.id, e.type.plover, e.anchor.start, e.anchor.end) for e in record.events)
        self._reports.append((report, anchors))

    def _lay_event(self, event: Event, ordinal: int, record: int) -> None:
        tables, number = self._laid.tables, self._next("events")
        marks = {"coded": True, "stands": True}
        tables["events"].append({"id": number, "record_id": record, **event_row(event, ordinal), **marks})
        for name, rows in (("event_places", place_rows), ("event_actors", actor_rows), ("event_tolls", toll_rows)):
            tables[name].extend({"event_row": number, **row} for row in rows(event))

    def _lay_incident(self, cluster: Cluster, told: dict[str, Told], parts: dict[int, tuple[int, int]]) -> None:
        """Lay down an incident of linkage."""
        joins = {join.event: join for join in cluster.joins}
        members = [
            _joined(told[event][0], joins[event].to, joins[event].weight) if event in joins else told[event][0]
            for event in cluster.members
        ]
        incident = consolidate(members)
        data = data_of(incident)
        number = self._next("changes")
        row = incident_row(incident, data) | {"row": self._next("incidents"), "changed": number, "number": 0}
        tables = self._laid.tables
        tables["incidents"].append(row)
        tables["changes"].append({
            "number": number, "incident": incident.id, "kind": "new", "version": 1, "at": NOW, "slots": [], "into": None,
        })  # fmt: skip
        for event in cluster.members:
            telling, join = told[event][2], joins.get(event)
            place = dict(zip(("part", "cut"), parts[telling], strict=True)) if self.linked else {}
            tables["members"].append({
                "telling": telling, "incident": incident.id, "joined_to": join and join.to,
                "weight": join and join.weight, **place,
            })  # fmt: skip
        self._found_by(incident, row)

    def _found_by(self, incident: Incident, row: Row) -> None:
        place = len(self._laid.tables["incidents"]) - 1
        found = sorted(facets_of(incident).items())
        self._laid.facets.extend((name, label, row["shelf"], place) for name, label in found)
        text = incident_text(incident, title=row["title"], day=row["day"])
        head, body = map(" ".join, indexed(text.title, text.text))
        self._laid.words.append((head, body))
        self._laid.tables["search"].append(
            _search_row(INCIDENT, row["day"], incident.id) | {"head": head, "body": body}
        )

    # --- the same at another time

    def moved(self, times: int, *, last: bool) -> Laid:
        """Return the rows of the stretch, moved by so many times its length: other days, other ids, the same words.

        Args:
            last: what comes later is linked with these by its wording; to all others that is strange.
        """
        known = self._tokens(times)
        tables = {}
        for name, columns in self._columns.items():
            by = {column: times * self._sizes[table] for column, table in NUMBERED.get(name, ()) if column in columns}
            tables[name] = {column: _moved(values, known, by.get(column)) for column, values in columns.items()}
        _choose_firsts(tables["tellings"], times)
        if self.linked:
            _turn_links(tables["links"], self._twins, tables["tellings"], times * self._sizes["tellings"])
            tables["telling_keys"] = key_columns(self._kit, tables["tellings"], 0 if last else times + 1)
        found = tables["search"]
        numbers = [_search_number(day, ref) for day, ref in zip(found.pop("day"), found["ref"], strict=True)]
        found["id"] = numbers
        number_of = {
            (kind, ref): number for kind, ref, number in zip(found["kind"], found["ref"], numbers, strict=True)
        }
        here = [number_of[INCIDENT, name] for name in tables["incidents"]["id"]]
        tables["incidents"]["number"] = here
        facets = [(name, label, shelf, here[place]) for name, label, shelf, place in self._laid.facets]
        return Laid(tables, numbers, facets)

    def _tokens(self, times: int) -> dict[str, str]:
        """Return what each token becomes."""
        known = _Moving(dt.timedelta(days=times * WEEK * self.weeks), times * len(self._reports))
        for report, anchors in self._reports:
            published = known[report.published[:10]] + report.published[10:] if report.published else None
            new = content_id(report.publisher, report.url, published, report.text)
            known[report.id] = new
            for event, plover, start, end in anchors:
                known[event] = content_id(new, plover, str(start), str(end))
        return known


def weeks_between(days: Collection[str]) -> int:
    """Return by how many weeks a stretch of these days is moved to follow itself."""
    length = (dt.date.fromisoformat(max(days)) - dt.date.fromisoformat(min(days))).days + 1
    return math.ceil(length / WEEK)


def later(record: CodedReport, by: dt.timedelta) -> CodedReport:
    """Return a record as it would stand so much later; the words stay."""

    def moved(moment: str | None) -> str | None:
        return (dt.date.fromisoformat(moment[:10]) + by).isoformat() + moment[10:] if moment else moment

    origin = f"later/{record.report.origin}"
    report = dataclasses.replace(record.report, published=moved(record.report.published), origin=origin, key=origin)
    events = tuple(
        dataclasses.replace(
            event, id=event_id(report, event.type.plover, event.anchor),
            when=event.when and dataclasses.replace(event.when, start=moved(event.when.start), end=moved(event.when.end)),
        )
        for event in record.events
    )  # fmt: skip
    return dataclasses.replace(record, report=report, events=events)


def _moved(values: list[Any], known: dict[str, str], by: int | None) -> list[Any]:
    """Return the values of a column at another time: numbers of rows rise, tokens become others, all else stays."""
    if by is not None:
        return [value + by for value in values]
    if any(type(value) is list for value in values):
        return [_filled(value, known) if type(value) is list else value for value in values]
    return values


def _choose_firsts(tellings: dict[str, list[Any]], times: int) -> None:
    """Let the first by id of each group of twins be the one that is compared; at another time twins are others."""
    if times:
        tellings["twin"] = [hashed(f"{twin} {times}") for twin in tellings["twin"]]
    first: dict[int, str] = {}
    for twin, event in zip(tellings["twin"], tellings["event_id"], strict=True):
        first[twin] = min(event, first.get(twin, event))
    pairs = zip(tellings["twin"], tellings["event_id"], strict=True)
    tellings["first"] = [first[twin] == event for twin, event in pairs]


def _turn_links(links: dict[str, list[Any]], twins: list[list[int]], tellings: dict[str, list[Any]], by: int) -> None:
    """Let links of twins lead to the one that is compared now."""
    first = {group[0] + by: row + by for group in twins for row in group if tellings["first"][row - 1]}
    ends = [sorted((first.get(a, a), first.get(b, b))) for a, b in zip(links["a"], links["b"], strict=True)]
    links["a"], links["b"] = [a for a, _ in ends], [b for _, b in ends]


class _Moving(dict[str, str]):
    """What tokens become: ids as they are set down, days and origins as they are counted, all else as it is."""

    def __init__(self, by: dt.timedelta, reports: int) -> None:
        super().__init__()
        self._by, self._reports = by, reports

    def __missing__(self, token: str) -> str:
        new = token
        if token.startswith("made/"):
            new = f"made/{int(token[5:-4]) + self._reports}.txt"
        elif token[4:5] == "-" and token not in {NOW[:10], "9999-12-31"}:
            new = (dt.date.fromisoformat(token) + self._by).isoformat()
        self[token] = new
        return new


@dataclass(frozen=True, slots=True)
class _Told:
    id: str
    title: str | None
    text: str
    sections: list[dict[str, Any]]


def _joined(member: Member, to: str, weight: float) -> Member:
    return dataclasses.replace(member, joined=Joined(to, weight))


def _search_number(day: str | None, ref: str) -> int:
    return (day_number(day) << DAY_SHIFT) + int(ref[:10], 16)


def _search_row(kind: str, day: str | None, ref: str) -> Row:
    return {"id": 0, "kind": kind, "ref": ref, "head": None, "body": None, "day": (day or "")[:10]}


def _template(value: Any) -> Any:
    """Return a value with its tokens apart; what is JSON becomes text."""
    if isinstance(value, (dict, list)):
        value = json.dumps(value)
    if not isinstance(value, str):
        return value
    parts = TOKEN.split(value)
    return parts if len(parts) > 1 else value


def _filled(parts: list[str], known: dict[str, str]) -> str:
    filled = parts.copy()
    filled[1::2] = [known[token] for token in parts[1::2]]
    return "".join(filled)
