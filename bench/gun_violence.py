"""Tell how well date, town and tolls of local shootings are coded from news reports of them.

    python bench/gun_violence.py --reports reports.jsonl --incidents incidents.jsonl [--sample 300] [--seed 1]
        [--workers 2] [--records FILE] [--predictions FILE] [--show]
    python bench/gun_violence.py --linkage reports.jsonl incidents.jsonl [--workers 2] [--records FILE]
        [--predictions FILE] [--splink] [--show]

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

**With --linkage** the reports are linked, and it is told how well they are grouped into incidents (`gun_linkage.py`;
measures in `linkage_scores.py`, the plain ways beside it in `linkage_baselines.py` and `linkage_splink.py`). Predictions
are then a JSON line a report: `{"id", "incident"}`; --show lists what was wrongly joined and missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import pathlib
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from gun_places import first_town, in_town, names_town
from gun_reports import Incident, Told, coded, coded_before, figure, pick, read_incidents, read_told

from dateline.events import CodedReport

MANY = 2
"""Dead from which an incident is shown apart."""
_DEATH = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|dead|deadly|die[sd]?|death|fatal(?:ly)?|homicide|murder\w*|slain)\b", re.IGNORECASE
)
_WOUND = re.compile(r"\b(?:wound(?:s|ed)|injur(?:ed|ies|y)|hurt|stable condition|critical condition)\b", re.IGNORECASE)


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
    parser.add_argument("--reports", type=pathlib.Path, help="JSON Lines of reports")
    parser.add_argument("--incidents", type=pathlib.Path, help="JSON Lines of incidents")
    parser.add_argument(
        "--linkage", type=pathlib.Path, nargs=2, metavar=("REPORTS", "INCIDENTS"), help="tell how well these are linked"
    )
    parser.add_argument("--records", type=pathlib.Path, help="take the records of the reports from here: JSON Lines")
    parser.add_argument("--sample", type=int, help="take this many reports at random")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--workers", type=int, default=1, help="processes that code")
    parser.add_argument("--predictions", type=pathlib.Path, help="write what was found for each report, JSON Lines")
    parser.add_argument("--splink", action="store_true", help="with --linkage: Splink as one more plain way")
    parser.add_argument("--show", action="store_true", help="list the misses, by the reports' ids")
    options = parser.parse_args()
    if options.linkage:
        options.reports, options.incidents = options.linkage
    if not options.reports or not options.incidents:
        parser.error("--reports and --incidents are wanted, or --linkage with both")
    incidents = read_incidents(options.incidents)
    chosen = read_told(options.reports, incidents)
    if not chosen:
        sys.exit(f"{options.reports}: none of its reports is of an incident of {options.incidents}")
    if options.sample and options.sample < len(chosen):
        drawn = random.Random(options.seed).sample(chosen, options.sample)  # noqa: S311
        chosen = sorted(drawn, key=lambda told: told.line)
    start = time.perf_counter()
    records = (
        coded_before(options.records, chosen)
        if options.records
        else coded(options.reports, chosen, workers=options.workers)
    )
    if options.linkage:
        run_linkage(chosen, dict(records), incidents, options)
    else:
        run_values(
            [(told, answer(told, record, incidents[told.incident])) for told, record in records], incidents, options
        )
    print(f"{time.perf_counter() - start:.0f} s")


def run_values(pairs: list[Pair], incidents: dict[str, Incident], options: argparse.Namespace) -> None:
    """Print and write how well the values were coded."""
    if options.predictions:
        lines = (json.dumps(asdict(given), ensure_ascii=False) + "\n" for _, given in pairs)
        options.predictions.write_text("".join(lines), "utf-8")
    print(f"{len(pairs)} reports of {len({t.incident for t, _ in pairs})} incidents")
    report_figures(pairs, incidents)
    if options.show:
        show_misses(pairs, incidents)


def run_linkage(
    chosen: list[Told], records: dict[Told, CodedReport], incidents: dict[str, Incident], options: argparse.Namespace
) -> None:
    """Print and write how well the reports were linked."""
    from gun_linkage import run
    from linkage_baselines import Case

    run(
        [Case.of(told, records.get(told)) for told in chosen],
        incidents,
        workers=options.workers,
        predictions=options.predictions,
        wrong=options.show,
        splink=options.splink,
    )


if __name__ == "__main__":
    main()
