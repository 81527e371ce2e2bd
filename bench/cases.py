"""Code our own case-suite and print how much of it is right, theme by theme.

    python bench/cases.py examples/cases [--errors 20] [--predictions FILE] [--html FILE]

A case is a sentence or a short report with its gold record (examples/cases/README.md). It is *right* where nothing of it is
missed, wrong or more than gold has; *found* where its events are the ones of gold and of their types, whatever their slots.
Slots are counted as `dateline evaluate` counts them. A theme is a file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dateline.codec import dumps
from dateline.errors import DatelineError
from dateline.evaluation import (
    ALL,
    EVENTS,
    Evaluation,
    GoldReport,
    ReportScore,
    errors_page,
    evaluate,
    read_gold,
    sheets,
)
from dateline.project import Project
from dateline.scoring import coded_events, reports_of


def is_right(report: ReportScore) -> bool:
    """Tell whether nothing of a case is wrong."""
    return not report.errors and not report.missing


def is_found(report: ReportScore) -> bool:
    """Tell whether the events of a case are there, no others, and all of their types."""
    whole = all(error.kind == "wrong" for error in report.errors)
    return whole and not report.missing and not any(s.slot == "plover" for e in report.errors for s in e.slots)


def theme_of(gold: GoldReport) -> str:
    """Return the theme of a case: the name of its file."""
    return Path(gold.where.rpartition(":")[0]).stem


def line(name: str, found: Evaluation) -> str:
    """Return the figures of a theme in a line."""
    cases = len(found.reports)
    right, known = sum(map(is_right, found.reports)), sum(map(is_found, found.reports))
    events, slots = found.figures[EVENTS], found.figures[ALL]
    return f"{name:28}{cases:7d}{right / cases:8.3f}{known / cases:8.3f}{events.f1:10.3f}{slots.f1:10.3f}"


def main() -> None:
    """Code, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, help="folder of cases, or one file of them")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print so many cases that are not right")
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="write the coded records as JSON Lines")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page of all errors")
    args = parser.parse_args()
    try:
        gold = read_gold(args.cases)
    except DatelineError as error:
        sys.exit(f"{error}")
    with Project() as project:
        outcomes = list(project.code_reports(reports_of(gold, args.cases, None)))
    records = [outcome.record for outcome in outcomes if outcome.record is not None]
    coded = coded_events(records)
    print(f"{'theme':28}{'cases':>7}{'right':>8}{'found':>8}{'events F1':>10}{'slots F1':>10}")
    for theme in sorted({theme_of(g) for g in gold}):
        print(line(theme, evaluate(sheets([g for g in gold if theme_of(g) == theme], coded))))
    found = evaluate(sheets(gold, coded))
    print(line("all", found))
    for report in [r for r in found.reports if not is_right(r)][: args.errors]:
        for error in report.errors:
            print(f"\n{report.key}: {error.kind}: {error.head}\n    {error.before}[{error.anchor}]{error.after}")
            for slot in error.slots:
                print(f"    {slot.slot}: gold {slot.gold or 'nothing'}, coded {slot.coded or 'nothing'}")
    if args.predictions:
        args.predictions.write_text("".join(dumps(record) + "\n" for record in records), encoding="utf-8")
    if args.html:
        args.html.write_text(errors_page(found, gold=str(args.cases), coded="dateline"), encoding="utf-8")


if __name__ == "__main__":
    main()
