"""Tell how many of gold's times and tolls the stages find anywhere in a report, whatever event they belong to.

    python bench/values_found.py --gold DIR... --texts DIR... [--skip lee-] [--show]

Each --gold folder holds gold records (JSON), the --texts folder at the same place in the list its reports. A gold
time counts as found where some expression of the report gives its first and its last day; times that only repeat
the default (the day before publication and the day of it) are left out. A gold toll counts as found where a toll
mention of its own has its measure and both bounds. Spurious tolls are an upper bound: gold names a figure once,
however often a report repeats it, and none of accidents. Criminal events are left out.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import json
import pathlib
import sys
import time
from typing import Any

from dateline.draft import Draft
from dateline.readers import read
from dateline.stages.casing import CasingStage
from dateline.stages.phrases import PhrasesStage
from dateline.stages.places import PlacesStage
from dateline.stages.syntax import SyntaxStage
from dateline.stages.times import TimesStage
from dateline.stages.tolls import TollsStage
from dateline.text import Report


def drafts_of(folder: pathlib.Path, gold: dict[str, Any]) -> dict[str, Draft]:
    """Read the reports that gold knows and run the stages up to the tolls."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.stem not in gold:
            continue
        for item in read([str(path)]):
            if isinstance(item, Report):
                found[path.stem] = Draft(item)
            else:
                print(item, file=sys.stderr)
    stages = (CasingStage(), SyntaxStage(), PlacesStage(), PhrasesStage())
    stream: Any = list(found.values())
    for stage in stages:
        stream = list(stage.pipe(stream))
    words = max(1, sum(len(draft.report.text.split()) for draft in stream))
    for name, work in (("times", TimesStage()), ("tolls", TollsStage())):
        start = time.process_time()
        for draft in stream:
            work(draft)
        print(f"{folder}: {name} took {(time.process_time() - start) / words * 600_000:.1f} ms for 600 words")
    return found


def days(begin: str | None, until: str | None) -> tuple[str, str]:
    """Cut the ends of an interval to days."""
    return (begin or "")[:10], (until or "")[:10]


def score_times(name: str, events: list[dict[str, Any]], draft: Draft, *, show: bool) -> tuple[int, int]:
    """Count the gold times of a report, and those found."""
    published = draft.report.published
    day = dt.date.fromisoformat(published[:10]) if published else None
    default = ((day - dt.timedelta(1)).isoformat(), day.isoformat()) if day else ("", "")
    told = {days(t.begin, t.until) for t in draft.times}
    right = total = 0
    for event in events:
        when = event["when"]
        if not when or days(when["start"], when["end"]) == default:
            continue
        total += 1
        if days(when["start"], when["end"]) in told:
            right += 1
        elif show:
            print(f"  {name}: {when['start']}..{when['end']} {event['anchor'][:90]}")
    return right, total


def score_tolls(
    name: str, events: list[dict[str, Any]], draft: Draft, *, show: bool
) -> dict[str, tuple[int, int, int]]:
    """Count by measure the gold tolls found, the gold tolls, and the toll mentions of a report."""
    left = [(t.measure, t.low, t.high) for t in draft.tolls]
    table: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    for measure, _, _ in left:
        table[measure][2] += 1
    for event in events:
        for toll in event["tolls"]:
            key = (toll["measure"], toll["low"], toll["high"])
            table[toll["measure"]][1] += 1
            if key in left:
                left.remove(key)
                table[toll["measure"]][0] += 1
            elif show:
                print(f"  {name}: {key} {toll['who']} | {event['anchor'][:80]}")
    return {measure: (row[0], row[1], row[2]) for measure, row in table.items()}


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", nargs="+", type=pathlib.Path, required=True)
    parser.add_argument("--texts", nargs="+", type=pathlib.Path, required=True)
    parser.add_argument("--skip", default="", help="leave out the reports whose name starts so in the figures of times")
    parser.add_argument("--show", action="store_true", help="print what was not found")
    args = parser.parse_args()
    times = [0, 0]
    tolls: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    for folder, texts in zip(args.gold, args.texts, strict=True):
        gold = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
        for name, draft in drafts_of(texts, gold).items():
            events = [event for event in gold[name]["events"] if event.get("sphere") != "criminal"]
            if not (args.skip and name.startswith(args.skip)):
                right, total = score_times(name, events, draft, show=args.show)
                times = [times[0] + right, times[1] + total]
            for measure, row in score_tolls(name, events, draft, show=args.show).items():
                tolls[measure] = [a + b for a, b in zip(tolls[measure], row, strict=True)]
    print(f"times found {times[0]} of {times[1]}: {times[0] / max(1, times[1]):.3f}")
    tolls["all tolls"] = [sum(row[i] for row in tolls.values()) for i in range(3)]
    for measure, (right, total, said) in tolls.items():
        print(
            f"{measure:12} found {right} of {total}: {right / max(1, total):.3f}; of {said} mentions {right / max(1, said):.3f}"
        )


if __name__ == "__main__":
    main()
