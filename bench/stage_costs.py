"""Tell what share of the pipeline's time each stage takes, and places, times and tolls together.

    python bench/stage_costs.py [REPORTS...] [--rounds 5] [--limit 0.15]

Codes the reports of the folders or files (default: examples/reports) in one process and one thread, in batches as
`dateline code` does, and measures the processor time that is spent in each stage. The first round is not counted (models
and tables are loaded in it); of the others each share is the median. Every round writes other numbers into the texts, so
that nothing comes out of a cache. Ends with status 1 where the three take more than --limit together.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.assembly import build_pipeline
from dateline.draft import Draft
from dateline.pipeline import is_coded_language
from dateline.readers import read
from dateline.settings import RunSettings
from dateline.stage import Stage
from dateline.text import Report

ROOT = pathlib.Path(__file__).resolve().parents[1]
WATCHED = ("places", "times", "tolls")
LIMIT = 0.15
"""What finding places, times and tolls may take of the whole: they are what records stand on, not what costs."""
_NUMBER = re.compile(r"(?<![\w,.:-])[2-9][0-9](?![\w,.:%-])")


def varied(report: Report, seed: int) -> Report:
    """Return the report with other two-digit numbers: as long, but no text that was seen before."""

    def other(found: re.Match[str]) -> str:
        return str(20 + (int(found.group()) + seed * 7) % 80)

    return replace(report, text=_NUMBER.sub(other, report.text))


def run(stages: Sequence[Stage], reports: Sequence[Report], seconds: dict[str, float]) -> None:
    """Pass the reports through the stages one stage at a time and add up each stage's processor time."""
    size = RunSettings().batch_reports
    for at in range(0, len(reports), size):
        drafts: Iterable[Draft] = [Draft(report) for report in reports[at : at + size]]
        for stage in stages:
            start = time.process_time()
            drafts = list(stage.pipe(iter(drafts)))
            seconds[stage.name] += time.process_time() - start


def shares_of(stages: Sequence[Stage], reports: Sequence[Report], *, rounds: int) -> list[dict[str, float]]:
    """Return the seconds of each stage in each round after the first."""
    found = []
    for seed in range(rounds + 1):
        seconds = dict.fromkeys((stage.name for stage in stages), 0.0)
        run(stages, [varied(report, seed) for report in reports], seconds)
        if seed:
            found.append(seconds)
    return found


def main() -> int:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", default=[str(ROOT / "examples" / "reports")])
    parser.add_argument("--rounds", type=int, default=5, help="rounds that are counted (default: 5)")
    parser.add_argument("--limit", type=float, default=LIMIT, help=f"most of the three together (default: {LIMIT})")
    args = parser.parse_args()
    reports = [item for item in read(args.reports) if isinstance(item, Report) and is_coded_language(item)]
    if not reports or args.rounds < 1:
        sys.exit(f"nothing to measure: {len(reports)} reports in {', '.join(args.reports)}, {args.rounds} rounds")
    stages = build_pipeline().stages
    found = shares_of(stages, reports, rounds=args.rounds)
    words = sum(len(report.text.split()) for report in reports)
    print(f"{len(reports)} reports of {words / len(reports):.0f} words on average, {args.rounds} rounds")
    for stage in stages:
        share = statistics.median(seconds[stage.name] / sum(seconds.values()) for seconds in found)
        cost = statistics.median(seconds[stage.name] for seconds in found) / words * 600_000
        print(f"{stage.name:14} {share:6.1%} {cost:7.2f} ms for 600 words")
    together = statistics.median(sum(s[name] for name in WATCHED) / sum(s.values()) for s in found)
    print(f"{', '.join(WATCHED)} together: {together:.1%} of the pipeline (at most {args.limit:.0%})")
    return 0 if together <= args.limit else 1


if __name__ == "__main__":
    sys.exit(main())
