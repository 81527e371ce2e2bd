"""What the benches over news reports of local shootings share: reports and incidents as read, coded, and the event picked.

Reports are JSON Lines with `id`, `incident`, `published`, `title` and `text`; incidents with `incident`, `date`, `state`,
`city_or_county` ("town", "town (part or neighbour)" or "name (county)"), `killed` and `injured`.
"""

from __future__ import annotations

import collections
import json
import pathlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.codec import loads
from dateline.errors import DatelineError
from dateline.events import CodedReport, Event, Toll
from dateline.project import Project
from dateline.readers import read
from dateline.text import Report

HAPPENED = frozenset({"happened", "attempted"})


@dataclass(frozen=True, slots=True)
class Incident:
    """What is known of a shooting in the end."""

    date: str
    state: str
    towns: tuple[str, ...]
    killed: int
    injured: int


@dataclass(frozen=True, slots=True)
class Told:
    """A report of an incident, and the number of its line."""

    id: str
    incident: str
    published: str
    line: int
    last: bool


def rows_of(path: pathlib.Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the objects of a JSON Lines file with the number of their line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        sys.exit(f"{path}: cannot be read: {error.strerror or error}")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                sys.exit(f"{path}:{number}: is no JSON object: {error}")


def read_incidents(path: pathlib.Path) -> dict[str, Incident]:
    """Return the incidents by their id."""
    found = {}
    for number, row in rows_of(path):
        try:
            towns = [t.strip() for t in re.split(r"[()]", str(row["city_or_county"])) if t.strip()]
            if towns[-1] == "county":
                towns = [f"{towns[0]} County"]
            found[str(row["incident"])] = Incident(
                str(row["date"])[:10],
                str(row["state"]),
                tuple(towns),
                int(str(row["killed"])),
                int(str(row["injured"])),
            )
        except (KeyError, ValueError) as error:
            sys.exit(f"{path}:{number}: is no incident: {error!r}")
    return found


def read_told(path: pathlib.Path, incidents: dict[str, Incident]) -> list[Told]:
    """Return the reports that tell a known incident; the last of each by day of publication, then by line."""
    rows = []
    for number, row in rows_of(path):
        try:
            rows.append((str(row["incident"]), str(row["published"])[:10], number, str(row["id"])))
        except KeyError as error:
            sys.exit(f"{path}:{number}: is no report of an incident: {error!r}")
    last = {incident: line for incident, _, line, _ in sorted(rows)}
    return [Told(i, n, p, line, last[n] == line) for n, p, line, i in rows if n in incidents]


def coded(path: pathlib.Path, chosen: list[Told], *, workers: int) -> Iterator[tuple[Told, CodedReport]]:
    """Yield the chosen reports with their records; one that cannot be coded is named on standard error."""
    lines = {told.line: told for told in chosen}
    # The reader names what it read by the file and the number of the line.
    wanted = (item for item in read([str(path)]) if isinstance(item, Report) and _line(item.origin) in lines)
    failed: collections.Counter[str] = collections.Counter()
    with Project(workers=workers) as project:
        for outcome in project.code_reports(wanted):
            if outcome.record is None:
                failed[outcome.error.code if outcome.error else "failed"] += 1
                continue
            yield lines[_line(outcome.origin)], outcome.record
    if failed:
        print(f"not coded: {dict(failed)}", file=sys.stderr)


def coded_before(path: pathlib.Path, chosen: list[Told]) -> Iterator[tuple[Told, CodedReport]]:
    """Yield the chosen reports with their records from a file that `dateline code --criminal --format jsonl` wrote of them."""
    lines = {told.line: told for told in chosen}
    try:
        rows = path.read_text("utf-8").splitlines()
    except OSError as error:
        sys.exit(f"{path}: cannot be read: {error.strerror or error}")
    for number, row in enumerate(rows, start=1):
        try:
            record = loads(row)
            told = lines.get(_line(record.report.origin))
        except (DatelineError, ValueError) as error:
            sys.exit(f"{path}:{number}: is no coded record of a line of the reports: {error}")
        if told is not None:
            yield told, record


def _line(origin: str) -> int:
    return int(origin.rsplit(":", 1)[-1])


# --- picking


def figure(event: Event, measure: str) -> int:
    """Return how many an event harmed by a measure: the sum of its tolls that stand for themselves.

    Who was shot and is not told to have died was injured: so many at least.
    """
    if measure == "injured":
        return max(_sum(event, measure), _sum(event, "casualties") - _sum(event, "killed"))
    return _sum(event, measure)


def _sum(event: Event, measure: str) -> int:
    own = {t.id: t.measure for t in event.tolls}
    tolls = [t for t in event.tolls if t.measure == measure and t.superseded_by is None]
    return sum(_number(t) for t in tolls if t.part_of is None or own[t.part_of] != measure)


def _number(toll: Toll) -> int:
    return toll.low if toll.low is not None else (toll.high or 0)


def attacks_of(record: CodedReport) -> list[Event]:
    """Return the attacks of a report that happened or were attempted."""
    return [e for e in record.events if e.type.plover == "ASSAULT" and e.factuality in HAPPENED]


def pick(record: CodedReport) -> Event | None:
    """Return the event that is the incident; None where no attack was coded."""
    attacks = attacks_of(record)
    title = max((s.end for s in record.report.sections if s.kind == "title"), default=0)

    def rank(event: Event) -> tuple[object, ...]:
        harm = any(t.measure in {"killed", "injured", "casualties"} and t.high != 0 for t in event.tolls)
        told = (event.when is not None and event.when.basis == "text") + bool(event.where) + harm
        headline = event.anchor.start < title
        return (
            event.type.mode == "firearms" or harm,
            event.standing == "current",
            headline,
            told,
            -event.anchor.start,
        )

    return max(attacks, key=rank, default=None)
