"""Tell how well reports of local shootings are grouped into incidents, beside plain ways, and what is lost where.

Run by `gun_violence.py --linkage`; see there. **A report's incident** is that of its main event (`gun_reports.pick`);
where no other report tells that, it is of those that its other attacks are in the one that most reports tell. A report of
which no attack was coded is of the incident of reports that share another event with it, such as the arrest, or of the
report of the likest text where that is a copy; else it stands alone.

**Halves.** An incident is in half 0 or 1 by its id (`half_of`), so that what was tuned on one can be read on the other; all
reports are linked together, and a half is scored by its own reports.

**What is lost where.** The same linkage again, with what is known of the incident in the end put in place of what was
coded of the main event: the day, the town, both, both and the dead and injured. What both together still miss is linkage; the rest of the
loss is extraction. Beside it, of the pairs that were missed: in how many the day or the town is wrong, or was not coded, in one
of the two reports.
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

import linkage_baselines as baselines
import linkage_splink
from gun_places import COUNTRY, in_town
from gun_reports import Incident, attacks_of
from linkage_baselines import Case
from linkage_events import incidents_of_events
from linkage_scores import HEAD, Partition, line, of_several, score, share

from dateline.events import Event, Toll, When
from dateline.gazetteer import open_gazetteer
from dateline.linkage import likeness, sketch_of
from dateline.text import Place

COPY = 0.7
"""Likeness of two texts' sketches from which a report without an event is put with the other."""
HALVES = 2


def half_of(incident: str) -> int:
    """Return the half in which an incident is."""
    return int(sha256(incident.encode()).hexdigest()[:8], 16) % HALVES


# --- linking


def link(cases: list[Case], *, workers: int = 1) -> dict[int, Hashable]:
    """Group reports, by their lines, as dateline links their main events."""
    incident = incidents_of_events((case.record for case in cases if case.record), workers=workers)
    attacks = {case.told.line: [event.id for event in attacks_of(case.record)] for case in cases if case.record}
    tellers = Counter(name for events in attacks.values() for name in {incident[event] for event in events})
    found: dict[int, Hashable] = {}
    for case in cases:
        if not case.event:
            found[case.told.line] = f"line {case.told.line}"
            continue
        name = incident[case.event.id]
        if tellers[name] == 1:
            name = max((incident[event] for event in attacks[case.told.line]), key=lambda other: tellers[other])
        found[case.told.line] = name
    found.update(_copies(cases, found))
    found.update(_beside(cases, incident, found))
    return found


def _beside(
    cases: list[Case], incident: Mapping[str, str], found: Mapping[int, Hashable]
) -> Iterator[tuple[int, Hashable]]:
    """Yield where reports without an attack go that share an arrest or another event with reports of one."""
    tellers: dict[str, list[Hashable]] = defaultdict(list)
    for case in cases:
        if case.record and case.event:
            for name in {incident[event.id] for event in case.record.events}:
                tellers[name].append(found[case.told.line])
    for case in cases:
        if case.record and not case.event:
            names = {incident[event.id] for event in case.record.events}
            beside = Counter(group for name in sorted(names) for group in tellers[name])
            if beside:
                yield case.told.line, beside.most_common(1)[0][0]


def _copies(cases: list[Case], found: Mapping[int, Hashable]) -> Iterator[tuple[int, Hashable]]:
    """Yield where reports without an event go: to that of the likest text, by what their sketches share."""
    sketches = {case.told.line: sketch_of(case.record.report.text) for case in cases if case.record}
    holders: dict[int, list[int]] = defaultdict(list)
    for number, sketch in sketches.items():
        for part in set(sketch):
            holders[part].append(number)
    events = {case.told.line for case in cases if case.event}
    for case in cases:
        own = sketches.get(case.told.line)
        if own is None or case.event:
            continue
        near = {number for part in set(own) for number in holders[part]} & events
        best = max(((likeness(own, sketches[number]), -number) for number in near), default=(0.0, 0))
        if best[0] >= COPY:
            yield case.told.line, found[-best[1]]


# --- what is known in the end, in place of what was coded


def with_day(event: Event, gold: Incident) -> Event:
    """Give the event the incident's day."""
    when = When(start=gold.date, end=gold.date, precision="day", spans=(event.anchor,))
    return replace(event, when=when)


def with_town(event: Event, gold: Incident) -> Event:
    """Give the event the incident's town: the coded place where that is right, else the town as the gazetteer has it."""
    right = [place for place in event.where if in_town([place], gold)]
    if right:
        return replace(event, where=tuple(right))
    entry = next(
        (
            e
            for name in gold.towns
            for e in open_gazetteer().lookup(name)
            if (e.country, e.admin1) == (COUNTRY, gold.state)
        ),
        None,
    )
    place = Place(
        name=gold.towns[0],
        kind="settlement",
        precision="town",
        geonames_id=entry.geonames_id if entry else None,
        latitude=entry.lat if entry else None,
        longitude=entry.lon if entry else None,
        country=COUNTRY,
        admin1=gold.state,
        spans=(event.anchor,),
    )
    return replace(event, where=(place,))


def with_tolls(event: Event, gold: Incident) -> Event:
    """Give the event the incident's dead and injured."""
    tolls = tuple(
        Toll(id=f"{event.id}-{measure}", measure=measure, low=number, high=number, spans=(event.anchor,))
        for measure, number in (("killed", gold.killed), ("injured", gold.injured))
    )
    return replace(event, tolls=tolls)


Mend = Callable[[Event, Incident], Event]


def mended(cases: list[Case], incidents: Mapping[str, Incident], mends: tuple[Mend, ...]) -> list[Case]:
    """Return the cases with their main events mended."""
    return [_mend(case, incidents[case.told.incident], mends) for case in cases]


def _mend(case: Case, gold: Incident, mends: tuple[Mend, ...]) -> Case:
    if case.record is None or case.event is None:
        return case
    event = case.event
    for mend in mends:
        event = mend(event, gold)
    events = tuple(event if e.id == event.id else e for e in case.record.events)
    return Case(case.told, replace(case.record, events=events), event)


MENDS: tuple[tuple[str, tuple[Mend, ...]], ...] = (
    ("dateline, day as known", (with_day,)),
    ("dateline, town as known", (with_town,)),
    ("dateline, day and town as known", (with_day, with_town)),
    ("dateline, day, town, tolls as known", (with_day, with_town, with_tolls)),
)


# --- printing


def show(title: str, gold: Partition, partitions: list[tuple[str, Partition]]) -> None:
    """Print the scores of partitions over some of the reports."""
    reports = len(gold)
    print(f"\n{title}: {reports} reports of {len(set(gold.values()))} incidents")
    print(HEAD)
    for name, whole in partitions:
        found = {report: whole[report] for report in gold}
        pair = of_several(gold, found)
        print(line(name, score(gold, found), score(*pair) if pair[0] else None))


def show_missed(cases: list[Case], found: Partition, incidents: Mapping[str, Incident]) -> None:
    """Print what the pairs that were missed lacked."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.told.incident].append(case)
    counts: Counter[str] = Counter()
    for group in groups.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if found[one.told.line] != found[other.told.line]:
                    counts["all"] += 1
                    counts[_lacking(one, other, incidents[one.told.incident])] += 1
    total = counts.pop("all", 0)
    print(f"\npairs missed: {total}, of which")
    for name, number in counts.most_common():
        print(f"  {name:44} {number:5} {share(number, total):.3f}")


def _lacking(one: Case, other: Case, gold: Incident) -> str:
    if not one.event or not other.event:
        return "of one no attack was coded"
    day = all(baselines.day_of(case) == gold.date for case in (one, other))
    town = all(case.event and in_town(case.event.where, gold) for case in (one, other))
    told = all(baselines.day_of(case) and case.event and case.event.where for case in (one, other))
    if not told:
        return "of one no day or no place was coded"
    return {
        (True, True): "day and town are right in both",
        (True, False): "day is right in both, town is not",
        (False, True): "town is right in both, day is not",
        (False, False): "neither day nor town is right in both",
    }[day, town]


def show_wrong(cases: list[Case], found: Partition) -> None:
    """List the groups that hold several incidents, and the incidents that stand in several groups, by the reports' ids."""
    groups: dict[Hashable, list[Case]] = defaultdict(list)
    parts: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[found[case.told.line]].append(case)
        parts[case.told.incident].append(case)
    for members in groups.values():
        if len({case.told.incident for case in members}) > 1:
            print("wrongly joined: " + " ".join(f"{case.told.id}={case.told.incident}" for case in members))
    for incident, members in parts.items():
        if len({found[case.told.line] for case in members}) > 1:
            print(f"missed, {incident}: " + " ".join(f"{case.told.id}@{found[case.told.line]}" for case in members))


def write(path: pathlib.Path, cases: list[Case], found: Partition) -> None:
    """Write a JSON line a report with its id and the name of its incident."""
    rows = ({"id": case.told.id, "incident": str(found[case.told.line])} for case in cases)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def run(
    cases: list[Case],
    incidents: Mapping[str, Incident],
    *,
    workers: int,
    predictions: pathlib.Path | None,
    wrong: bool,
    splink: bool,
) -> None:
    """Link the reports, write the predictions, and print all figures."""
    found = link(cases, workers=workers)
    if predictions:
        write(predictions, cases, found)
    partitions: list[tuple[str, Partition]] = [
        ("every report alone", baselines.partition(cases, baselines.alone)),
        ("daily actor key, both actors known", baselines.partition(cases, baselines.actors_known)),
        ("daily actor key, any actors", baselines.partition(cases, baselines.daily_actors)),
        ("coded date + town", baselines.partition(cases, baselines.coded_day_and_town)),
    ]
    if not splink:
        print("Splink: not asked for (--splink)")
    elif linkage_splink.installed():
        partitions.append(("Splink", linkage_splink.partition(cases)))
    else:
        print('Splink: left out, for it is not installed; pip install "dateline[splink]"', file=sys.stderr)
    partitions.append(("dateline", found))
    partitions.extend((name, link(mended(cases, incidents, mends), workers=workers)) for name, mends in MENDS)
    partitions.append(("gold date + town", baselines.partition(cases, baselines.gold_day_and_town(incidents))))
    gold = {case.told.line: case.told.incident for case in cases}
    show("all", gold, partitions)
    for half in range(HALVES):
        show(f"half {half}", {r: i for r, i in gold.items() if half_of(i) == half}, partitions)
    show_missed(cases, found, incidents)
    if wrong:
        show_wrong(cases, found)
