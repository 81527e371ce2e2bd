"""Tell how well the tolls of local shootings come out when the reports of one are made one incident.

    python bench/incident_tolls.py --reports reports.jsonl --incidents incidents.jsonl [--records FILE] [--workers 2]
        [--predictions FILE]

Reports and incidents are those of `gun_violence.py`, and so is the event that is picked of each report. Reports are put
together as they are known to belong, so that only consolidation is judged and not linkage. An incident's counts are final and
count everybody; a measure that nobody tells counts as 0.

Printed, for incidents told by at least so many reports: the share whose killed and injured are right by the last report alone (the
sum of its figures, as `gun_violence.py` has it); by the best figure of the incident; by the first, the latest and the
greatest of the totals that its reports tell; and, of those with a figure, the share whose low and high hold the count.
Predictions are a JSON line an incident.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gun_reports import Incident, coded, coded_before, figure, pick, read_incidents, read_told

from dateline.consolidation import Member, consolidate
from dateline.events import CodedReport, Event
from dateline.incidents import Figure, TollHistory
from dateline.linkage import sketch_of

MEASURES = ("killed", "injured")
REPORTS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with what its reports say: its histories by measure, and the event of the last report."""

    name: str
    known: Incident
    reports: int
    histories: dict[str, TollHistory]
    last: Event | None

    def count(self, measure: str) -> int:
        """Return the count that is known in the end."""
        return self.known.killed if measure == "killed" else self.known.injured


def cases(read: Iterable[tuple[str, str, CodedReport]], known: dict[str, Incident]) -> list[Case]:
    """Return the incidents of coded reports, each report given with its incident and its day."""
    grouped: dict[str, dict[str, tuple[str, CodedReport]]] = collections.defaultdict(dict)
    for incident, day, record in read:
        grouped[incident][record.report.id] = (day, record)
    found = []
    for name, reports in sorted(grouped.items()):
        in_order = [record for _, record in sorted(reports.values(), key=lambda pair: (pair[0], pair[1].report.id))]
        picked = [(record, pick(record)) for record in in_order]
        members = [Member.of(r.report, e, sketch=sketch_of(r.report.text)) for r, e in picked if e is not None]
        tolls = consolidate(members).tolls if members else ()
        found.append(Case(name, known[name], len(reports), {t.measure: t for t in tolls}, picked[-1][1]))
    return found


def best(case: Case, measure: str) -> int:
    """Return the best figure of the incident; who was shot and is not told to have died was injured."""

    def told(one: str) -> int:
        history = case.histories.get(one)
        return (history.best or 0) if history else 0

    return max(told("injured"), told("casualties") - told("killed")) if measure == "injured" else told(measure)


def last_report(case: Case, measure: str) -> int:
    """Return what the last report says by itself."""
    return figure(case.last, measure) if case.last else 0


def of_totals(choose: Callable[[list[Figure]], Figure]) -> Callable[[Case, str], int]:
    """Return the rule that takes one of the totals that are told."""

    def rule(case: Case, measure: str) -> int:
        history = case.histories.get(measure)
        totals = [f for f in history.figures if f.whole and f.low is not None] if history else []
        return (choose(totals).low or 0) if totals else 0

    return rule


RULES: tuple[tuple[str, Callable[[Case, str], int]], ...] = (
    ("last report", last_report),
    ("best", best),
    ("first", of_totals(lambda figures: figures[0])),
    ("latest", of_totals(lambda figures: figures[-1])),
    ("greatest", of_totals(lambda figures: max(figures, key=lambda one: one.low or 0))),
)


def holds(case: Case, measure: str) -> bool | None:
    """Return whether low and high hold the count; None where no total is told."""
    history = case.histories.get(measure)
    if history is None or history.low is None:
        return None
    return history.low <= case.count(measure) and (history.high is None or case.count(measure) <= history.high)


def report(found: list[Case]) -> None:
    """Print the figures."""
    for least in REPORTS:
        asked = [case for case in found if case.reports >= least]
        if not asked:
            continue
        print(f"told by {least} or more: {len(asked)} incidents")
        for measure in MEASURES:
            shares = [
                f"{name} {sum(rule(case, measure) == case.count(measure) for case in asked) / len(asked):.3f}"
                for name, rule in RULES
            ]
            held = [answer for case in asked if (answer := holds(case, measure)) is not None]
            share = f"{sum(held) / len(held):.3f} of {len(held)}" if held else "none told"
            print(f"  {measure:8} {'  '.join(shares)}  low to high holds {share}")


def main() -> None:
    """Read or code the reports, consolidate each incident, and print how its tolls came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=pathlib.Path, required=True, help="JSON Lines of reports")
    parser.add_argument("--incidents", type=pathlib.Path, required=True, help="JSON Lines of incidents")
    parser.add_argument("--records", type=pathlib.Path, help="take the records of the reports from here: JSON Lines")
    parser.add_argument("--workers", type=int, default=1, help="processes that code")
    parser.add_argument("--predictions", type=pathlib.Path, help="write a JSON line an incident here")
    options = parser.parse_args()
    known = read_incidents(options.incidents)
    told = read_told(options.reports, known)
    if not told:
        sys.exit(f"{options.reports}: holds no report of an incident of {options.incidents}")
    records = (
        coded_before(options.records, told)
        if options.records
        else coded(options.reports, told, workers=options.workers)
    )
    found = cases(((one.incident, one.published, record) for one, record in records), known)
    if options.predictions:
        lines = (json.dumps({"incident": c.name} | {m: best(c, m) for m in MEASURES}) for c in found)
        options.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    report(found)


if __name__ == "__main__":
    main()
