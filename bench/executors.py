"""Measure one process against two: worker processes and actors of Ray, in one run, with the records held to be the same to the byte.

    python bench/executors.py [--reports 480] [--rounds 3] [--workers 2] [--stories REPORTS.jsonl] [--json]

Reports are those of archive_speed.py (news of every kind from the shared development data, where DATELINE_SHARED has it, and examples/reports),
in every round with other numbers and names. In each round every executor codes the same reports, in turn; loading models, starting
workers and starting Ray are done before and not counted; with few reports the end of a round, where one worker waits for the other, weighs more
(1.77 and 1.68 with 128). Two ratios to one process are told: by the clock (median of the rounds), and by
processor time, that of all processes of the executor together, Ray's own among them: what as many free cores would give if they were
never idle, which other work on the machine disturbs little. Floors: 1.7 with worker processes, 1.6 with Ray; ends with status 1
where both ratios of one of them are under its floor, or a record differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pathlib
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive_speed import Story, held, stories
from speed import ROOT

from dateline.assembly import build_pipeline
from dateline.codec import dumps
from dateline.executor import Executor, Task, make_executor
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings
from dateline.text import Report

FLOORS = {"multiprocessing": 1.7, "ray": 1.6}
SETTINGS = RunSettings(code_seconds=120.0)


@dataclass(slots=True)
class Turns:
    """What an executor took, a turn a round: seconds by the clock, and of processors."""

    started: float
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)


def reports_of(story_list: Sequence[Story], number: int, seed: int) -> list[Report]:
    """Return so many reports, no two alike."""
    found = []
    for n in range(number):
        story = story_list[n % len(story_list)]
        text = "\n\n".join(story.paragraphs)
        name = f"{seed}/{n}"
        found.append(
            Report(
                f"{story.title}\n\n{text}",
                name,
                title=story.title,
                publisher=f"Paper {name}",
                published=story.published,
                language="en",
            )
        )
    return found


def turn(executor: Executor, reports: Sequence[Report], into: Turns) -> None:
    """Code the reports and note what it took."""
    start, processor = time.monotonic(), held()[2]
    digest = hashlib.sha256()
    for done in executor.map(Task(report, n) for n, report in enumerate(reports)):
        if done.coding is None or done.coding.record is None:
            sys.exit(f"a report was not coded: {done.coding and done.coding.failure}")
        digest.update(dumps(done.coding.record).encode())
    into.clock.append(time.monotonic() - start)
    into.processor.append(held()[2] - processor)
    into.digests.append(digest.hexdigest())


def started(pipeline: Pipeline, kind: str, workers: int, warm: Sequence[Report]) -> tuple[Executor, Turns]:
    """Start an executor and let every worker of it code something."""
    start = time.monotonic()
    executor = make_executor(pipeline, workers=None if kind == "in-process" else workers, settings=SETTINGS, kind=kind)
    for _ in executor.map(Task(report, None) for report in warm):
        pass
    return executor, Turns(time.monotonic() - start)


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=480)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    shared = pathlib.Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared")) / "data/stories/reports.jsonl"
    parser.add_argument("--stories", type=pathlib.Path, default=shared if shared.exists() else None)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    pipeline = build_pipeline()
    kinds = ("in-process", *FLOORS)
    rounds = [
        reports_of(list(stories(given.stories, seed + 1, 0.0)), given.reports, seed) for seed in range(given.rounds)
    ]
    warm = reports_of(list(stories(given.stories, 99, 0.0)), 64 * given.workers, 99)
    executors = {kind: started(pipeline, kind, given.workers, warm) for kind in kinds}
    for n, reports in enumerate(rounds):
        # Each is first, second and last in turn.
        for kind in kinds[n % 3 :] + kinds[: n % 3]:
            turn(executors[kind][0], reports, executors[kind][1])
    for executor, _ in executors.values():
        executor.close()
    return told({kind: turns for kind, (_, turns) in executors.items()}, given)


def told(turns: dict[str, Turns], given: argparse.Namespace) -> int:
    """Print the figures; return 1 where one falls short."""
    alone = turns["in-process"]
    same = all(each.digests == alone.digests for each in turns.values())
    figures: dict[str, object] = {"reports": given.reports * given.rounds, "workers": given.workers, "same": same}
    falls_short = not same
    for kind, floor in FLOORS.items():
        each = turns[kind]
        clock = statistics.median(one / many for one, many in zip(alone.clock, each.clock, strict=True))
        processor = given.workers * sum(alone.processor) / sum(each.processor)
        figures[kind] = {"clock": clock, "processor": processor, "started": each.started}
        falls_short |= given.workers == 2 and max(clock, processor) < floor
    if given.json:
        print(json.dumps(figures))
        return int(falls_short)
    seconds = sum(alone.processor) / figures["reports"] if isinstance(figures["reports"], int) else 0.0
    print(f"{figures['reports']} reports; one process: {seconds * 1000:.1f} ms of a processor a report")
    for kind in FLOORS:
        found = figures[kind]
        if isinstance(found, dict):
            print(
                f"{kind:16} {given.workers} workers: {found['clock']:.2f} times by the clock, {found['processor']:.2f} by processor time"
                f" (ready after {found['started']:.0f} s)"
            )
    print("records are the same to the byte" if same else "RECORDS DIFFER")
    return int(falls_short)


if __name__ == "__main__":
    sys.exit(main())
