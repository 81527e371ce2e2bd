"""Tell how well date, town and tolls of local shootings are coded from news reports of them.

    python bench/gun_violence.py --reports reports.jsonl --incidents incidents.jsonl [--sample 300] [--seed 1]
        [--workers 2] [--predictions FILE] [--show]

Reports are JSON Lines with `id`, `incident`, `published`, `title` and `text`; incidents with `incident`, `date`, `state`,
`city_or_county` ("town", "town (part or neighbour)" or "name (county)"), `killed` and `injured`. Each report is coded as `dateline code`
does it, with events of all spheres.

**The event of the incident** is picked without gold: of the ASSAULT events that happened or were attempted, one whose
words or people say shooting or harm, then one that is current, then one that the headline tells, then the one with the
most of date, place and toll, and last the first in the text. Its date is the day on which it starts; its killed and injured are the
sums of its tolls of a measure that are neither superseded nor a part of another; who was shot ("casualties") and is not told
to have died counts as injured.

**What counts as right.** The date: the same day. The town: a place of the event bears the incident's name, lies in its
county, where only that is known, or lies within NEAR_KM of where the gazetteer has the incident's town; asked only of reports that name the town. Killed and injured: the
incident's figure, asked of the incident's last report. An incident's counts are final and count everybody; a report that
says nothing of a measure counts as saying 0, although in a record "not stated" and "zero" differ.

Beside each figure stands what plain rules reach on the same reports: day of publication, and the day before; the first
town of the text that the gazetteer knows in the incident's country; 1 killed where a word of death stands, else 0; 1
injured where a word of wounding stands, else 0.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import functools
import json
import pathlib
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from dateline.events import CodedReport, Event, Toll
from dateline.gazetteer import Entry, distance_km, fold, open_gazetteer
from dateline.project import Project
from dateline.readers import read
from dateline.text import Place, Report

COUNTRY = "US"
NEAR_KM = 10.0
"""A place this near to the incident's town is in it: a small town's own width, or a quarter of a large one."""
MANY = 2
"""Dead from which an incident is shown apart."""
HAPPENED = frozenset({"happened", "attempted"})
_DEATH = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|dead|deadly|die[sd]?|death|fatal(?:ly)?|homicide|murder\w*|slain)\b", re.IGNORECASE
)
_WOUND = re.compile(r"\b(?:wound(?:s|ed)|injur(?:ed|ies|y)|hurt|stable condition|critical condition)\b", re.IGNORECASE)
_SAINT = re.compile(r"^(?:saint|st\.?)\s+", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*)(?:\s+[A-Z][\w.'’-]*){0,3}")


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read from one report, by the coder and by the plain rules."""

    id: str
    incident: str
    anchor: str | None
    date: str | None
    basis: str | None
    places: tuple[str, ...]
    killed: int
    injured: int
    town_right: bool | None
    plain_town_right: bool | None
    plain_killed: int
    plain_injured: int


# --- reading


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


def pick(record: CodedReport) -> Event | None:
    """Return the event that is the incident; None where no attack was coded."""
    attacks = [e for e in record.events if e.type.plover == "ASSAULT" and e.factuality in HAPPENED]
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


# --- comparing


def plain_name(name: str) -> str:
    """Return a town's name in the form in which names are compared."""
    return _SAINT.sub("st ", fold(name))


def points_of(incident: Incident) -> list[tuple[float, float]]:
    """Return where the gazetteer has the incident's towns."""
    return [
        (entry.lat, entry.lon)
        for name in incident.towns
        for entry in open_gazetteer().lookup(name)
        if entry.country == COUNTRY and entry.admin1 == incident.state
    ]


def names_town(text: str, incident: Incident) -> bool:
    """Whether a report names the incident's town."""
    plain = re.sub(r"\bsaint ", "st ", fold(text))
    return any(re.search(rf"\b{re.escape(plain_name(name))}\b", plain) for name in incident.towns)


def in_town(places: Iterable[Place], incident: Incident) -> bool:
    """Whether one of the places bears the incident's name or lies near it."""
    names = {plain_name(name) for name in incident.towns}
    points = points_of(incident)
    for place in places:
        if plain_name(place.name) in names or (place.admin1 == incident.state and place.admin2 in incident.towns):
            return True
        if place.latitude is None or place.longitude is None or place.precision not in {"site", "town"}:
            continue
        if any(distance_km(place.latitude, place.longitude, lat, lon) <= NEAR_KM for lat, lon in points):
            return True
    return False


def first_town(text: str, incident: Incident) -> bool:
    """Whether the first name in a report that a town of the country bears is the incident's."""
    names = {plain_name(name) for name in incident.towns}
    for match in _NAME.finditer(text):
        words = match.group().split()
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size]).strip(".,'’-")
            entry = next((e for e in _entries(name) if e.precision == "town"), None)
            if entry is not None and entry.country == COUNTRY:
                return plain_name(name) in names
    return False


@functools.lru_cache(4096)
def _entries(name: str) -> tuple[Entry, ...]:
    return open_gazetteer().lookup(name)


def answer(told: Told, record: CodedReport, incident: Incident) -> Answer:
    """Return what one report says of its incident."""
    event = pick(record)
    text = record.report.text
    named = names_town(text, incident)
    when = event.when if event else None
    where = event.where if event else ()
    return Answer(
        id=told.id,
        incident=told.incident,
        anchor=event.anchor.quote if event else None,
        date=when.start[:10] if when and when.start else None,
        basis=when.basis if when else None,
        places=tuple(place.name for place in where),
        killed=figure(event, "killed") if event else 0,
        injured=figure(event, "injured") if event else 0,
        town_right=in_town(where, incident) if named else None,
        plain_town_right=first_town(text, incident) if named else None,
        plain_killed=int(bool(_DEATH.search(text))),
        plain_injured=int(bool(_WOUND.search(text))),
    )


# --- printing

Pair = tuple[Told, Answer]
Check = Callable[[Told, Answer], bool]


def show(name: str, pairs: list[Pair], *rules: tuple[str, Check]) -> None:
    """Print one line: how many, the share that the coder has right, and the share of each plain rule."""
    if not pairs:
        print(f"{name:28} n     0")
        return
    shares = [(rule, sum(check(told, given) for told, given in pairs) / len(pairs)) for rule, check in rules]
    print(f"{name:28} n {len(pairs):5}   " + "   ".join(f"{rule} {share:.3f}" for rule, share in shares))


def report_figures(pairs: list[Pair], incidents: dict[str, Incident]) -> None:
    """Print the figures of the coder and of the plain rules."""

    def day(told: Told, back: int) -> str:
        return (dt.date.fromisoformat(told.published) - dt.timedelta(days=back)).isoformat()

    def on(told: Told) -> Incident:
        return incidents[told.incident]

    dates: tuple[tuple[str, Check], ...] = (
        ("coded", lambda t, a: a.date == on(t).date),
        ("published", lambda t, _: day(t, 0) == on(t).date),
        ("day before", lambda t, _: day(t, 1) == on(t).date),
    )
    show("date", pairs, *dates)
    show("date, where it is told", [p for p in pairs if p[1].basis == "text"], *dates)
    show(
        "town, where it is named",
        [p for p in pairs if p[1].town_right is not None],
        ("coded", lambda _, a: bool(a.town_right)),
        ("first town", lambda _, a: bool(a.plain_town_right)),
    )
    last = [p for p in pairs if p[0].last]
    many = [p for p in last if on(p[0]).killed >= MANY]
    killed: tuple[tuple[str, Check], ...] = (
        ("coded", lambda t, a: a.killed == on(t).killed),
        ("word of death", lambda t, a: a.plain_killed == on(t).killed),
    )
    injured: tuple[tuple[str, Check], ...] = (
        ("coded", lambda t, a: a.injured == on(t).injured),
        ("word of wounding", lambda t, a: a.plain_injured == on(t).injured),
    )
    show("killed, last report", last, *killed)
    show(f"killed, {MANY} or more died", many, *killed)
    show("injured, last report", last, *injured)
    show(f"injured, {MANY} or more died", many, *injured)
    show("an attack was coded", pairs, ("coded", lambda _, a: a.anchor is not None))


def show_misses(pairs: list[Pair], incidents: dict[str, Incident]) -> None:
    """List the ids of reports with what was coded and what is so, by measure."""
    for told, given in pairs:
        gold = incidents[told.incident]
        wrong = []
        if given.date != gold.date:
            wrong.append(f"date {given.date} ({given.basis}) for {gold.date}, published {told.published}")
        if given.town_right is False:
            wrong.append(f"town {list(given.places)} for {gold.towns[-1]}")
        if told.last and given.killed != gold.killed:
            wrong.append(f"killed {given.killed} for {gold.killed}")
        if told.last and given.injured != gold.injured:
            wrong.append(f"injured {given.injured} for {gold.injured}")
        if wrong:
            print(f"  {told.id}: {'; '.join(wrong)}")


def main() -> None:
    """Code the reports and print how they agree with the incidents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=pathlib.Path, required=True, help="JSON Lines of reports")
    parser.add_argument("--incidents", type=pathlib.Path, required=True, help="JSON Lines of incidents")
    parser.add_argument("--sample", type=int, help="take this many reports at random")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--workers", type=int, default=1, help="processes that code")
    parser.add_argument("--predictions", type=pathlib.Path, help="write what was read from each report, JSON Lines")
    parser.add_argument("--show", action="store_true", help="list the misses, by the reports' ids")
    options = parser.parse_args()
    incidents = read_incidents(options.incidents)
    chosen = read_told(options.reports, incidents)
    if not chosen:
        sys.exit(f"{options.reports}: none of its reports is of an incident of {options.incidents}")
    if options.sample and options.sample < len(chosen):
        drawn = random.Random(options.seed).sample(chosen, options.sample)  # noqa: S311
        chosen = sorted(drawn, key=lambda told: told.line)
    start = time.perf_counter()
    pairs = list(coded(options.reports, chosen, incidents, workers=options.workers))
    if options.predictions:
        lines = (json.dumps(asdict(given), ensure_ascii=False) + "\n" for _, given in pairs)
        options.predictions.write_text("".join(lines), "utf-8")
    print(
        f"{len(pairs)} reports of {len({t.incident for t, _ in pairs})} incidents, {time.perf_counter() - start:.0f} s"
    )
    report_figures(pairs, incidents)
    if options.show:
        show_misses(pairs, incidents)


def coded(path: pathlib.Path, chosen: list[Told], incidents: dict[str, Incident], *, workers: int) -> Iterator[Pair]:
    """Yield the chosen reports with what the coder reads in them; one that cannot be coded is named on standard error."""
    lines = {told.line: told for told in chosen}
    # The reader names what it read by the file and the number of the line.
    wanted = (item for item in read([str(path)]) if isinstance(item, Report) and _line(item.origin) in lines)
    failed: collections.Counter[str] = collections.Counter()
    with Project(workers=workers) as project:
        for outcome in project.code_reports(wanted):
            if outcome.record is None:
                failed[outcome.error.code if outcome.error else "failed"] += 1
                continue
            told = lines[_line(outcome.origin)]
            yield told, answer(told, outcome.record, incidents[told.incident])
    if failed:
        print(f"not coded: {dict(failed)}", file=sys.stderr)


def _line(origin: str) -> int:
    return int(origin.rsplit(":", 1)[-1])


if __name__ == "__main__":
    main()
