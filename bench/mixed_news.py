"""Code mixed news: which categories get political events, and how much faster a report that tells of none is passed over.

    python bench/mixed_news.py REPORTS.jsonl [--quiet-not world] [--rounds 3] [--show]

Each line is a report with title, text, published and category. Prints per category how many reports get a political event,
their share in all categories but those that --quiet-not names (`world` by default, which is news of events), and the
processor time per report of those that tell of no event and of the others, in one process, as the median over rounds.
With --show every event of the quiet categories is printed, so that one can look at each. Ends with status 1 where the ratio
is under 5 or the share over 0.10.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass

from dateline.assembly import build_pipeline
from dateline.events import CodedReport
from dateline.pipeline import Pipeline
from dateline.readers import ReadOptions, read_text
from dateline.settings import RunSettings
from dateline.text import Report

LEAST_RATIO = 5.0
MOST_LOUD = 0.10


@dataclass(frozen=True)
class Item:
    """A report with its category."""

    category: str
    report: Report


def load(path: pathlib.Path) -> list[Item]:
    """Read the reports of a JSON Lines file."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [
            Item(
                row["category"],
                read_text(row["text"], title=row["title"], options=ReadOptions(published=row.get("published"))),
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"{path}: not JSON Lines of reports with title, text and category ({type(error).__name__}: {error})")


def code(pipeline: Pipeline, reports: list[Report]) -> list[CodedReport]:
    """Code reports in batches of the default size."""
    size = RunSettings().batch_reports
    found = []
    for at in range(0, len(reports), size):
        for coding in pipeline.code(reports[at : at + size]):
            if coding.record is None:
                sys.exit(f"{coding.report.title}: {coding.failure}")
            found.append(coding.record)
    return found


def seconds(pipeline: Pipeline, reports: list[Report], rounds: int) -> float:
    """Return the processor seconds per report, the median over rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        code(pipeline, reports)
        times.append((time.process_time() - start) / max(1, len(reports)))
    return statistics.median(times)


def main() -> int:
    """Code, count, time, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=pathlib.Path)
    parser.add_argument("--quiet-not", nargs="+", default=["world"], metavar="CATEGORY", help="categories of events")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--show", action="store_true", help="print the events of the quiet categories")
    args = parser.parse_args()
    items = load(args.reports)
    pipeline = build_pipeline()
    pipeline.warm_up()
    records = code(pipeline, [item.report for item in items])
    told = [[e for e in record.events if e.sphere != "criminal"] for record in records]
    number, loud = (
        Counter(i.category for i in items),
        Counter(i.category for i, e in zip(items, told, strict=True) if e),
    )
    for category in sorted(number):
        print(f"{category:16}{loud[category]:4d} of {number[category]:4d} reports get a political event")
    quiet = [(i, e) for i, e in zip(items, told, strict=True) if i.category not in args.quiet_not]
    share = sum(bool(e) for _, e in quiet) / max(1, len(quiet))
    print(f"quiet categories: {sum(bool(e) for _, e in quiet)} of {len(quiet)}, {share:.3f} (at most {MOST_LOUD:.2f})")
    for item, events in quiet if args.show else []:
        for event in events:
            print(f"  {item.report.title}: {event.type.plover} {event.confidence:.2f} [{event.anchor.quote}]")
    silent = [i.report for i, record in zip(items, records, strict=True) if not record.events]
    telling = [i.report for i, record in zip(items, records, strict=True) if record.events]
    passed, coded = seconds(pipeline, silent, args.rounds), seconds(pipeline, telling, args.rounds)
    ratio = coded / passed if passed else 0.0
    print(
        f"{len(silent)} reports without events: {1000 * passed:.1f} ms each; {len(telling)} with: {1000 * coded:.1f} ms"
    )
    print(f"passed over at {ratio:.1f} times the speed (at least {LEAST_RATIO:.0f})")
    return 0 if ratio >= LEAST_RATIO and share <= MOST_LOUD else 1


if __name__ == "__main__":
    sys.exit(main())
