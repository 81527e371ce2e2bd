"""Measure how often the crosswalk gives the ACLED code that careful readers gave.

Usage: python tools/measure_crosswalk.py SHARED [--show]

Each gold event under SHARED/data/modern and SHARED/data/leads, and the mission report's, is put to the crosswalk with
its own gold type, mode, kinds, weapons, tolls and factuality; what only the wording tells (the crosswalk's flags) is
read off the anchor. Criminal events are left out, as scores do.
"""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.ontology import CrosswalkQuery, load_ontology


def gold_events(shared: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each gold event with the name of its report."""
    paths = [*(shared / "data/modern/gold").glob("*.json"), *(shared / "data/leads/gold").glob("*.json")]
    for path in [*sorted(paths), shared / "mission/baghdad.json"]:
        for event in json.loads(path.read_text(encoding="utf-8"))["events"]:
            yield path.stem, event


def query_of(event: dict[str, Any]) -> CrosswalkQuery:
    """Return the crosswalk's question for a gold event."""

    def kinds(*roles: str) -> tuple[str, ...]:
        return tuple(p["kind"] for p in event["participants"] if p["role"] in roles)

    low, high = event["count"]
    return CrosswalkQuery(
        event["plover"],
        event["mode"],
        perpetrators=kinds("perpetrator", "speaker"),
        targets=kinds("target", "recipient"),
        victims=kinds("victim"),
        parties=kinds("party"),
        weapons=frozenset(event["weapons"]),
        tolls=frozenset(t["measure"] for t in event["tolls"] if t["high"] != 0),
        factuality=event["factuality"],
        sphere=event.get("sphere", "political"),
        many=(low or 0) > 1 or (high or 0) > 1,
        flags=load_ontology().flags_in(event["plover"], event["anchor"]),
    )


def main() -> None:
    """Print agreement by type, and the commonest disagreements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--show", action="store_true", help="list every disagreement by report")
    options = parser.parse_args()
    ontology = load_ontology()
    right: collections.Counter[str] = collections.Counter()
    total: collections.Counter[str] = collections.Counter()
    apart: collections.Counter[tuple[str, str | None, str | None, str | None]] = collections.Counter()
    for report, event in gold_events(options.shared):
        if event.get("sphere") == "criminal":
            continue
        query = query_of(event)
        found = ontology.crosswalk(query).acled
        for key in ("all", event["plover"], *(["with an ACLED code"] if event["acled"] else [])):
            total[key] += 1
            right[key] += found == event["acled"]
        if found != event["acled"]:
            apart[event["plover"], event["mode"], event["acled"], found] += 1
            if options.show:
                row = ontology.explain(query, "acled")
                print(f"{report}: {query.plover} {query.mode} gold {event['acled']}, got {found}: {row and row.note}")
                print(f"    {event['anchor'][:100]}")
    for key, count in total.most_common():
        print(f"{right[key] / count:.3f}  {right[key]:5d} of {count:5d}  {key}")
    print("\nCommonest disagreements (type, mode, gold, crosswalk):")
    for (plover, mode, gold, found), count in apart.most_common(25):
        print(f"{count:4d}  {plover} {mode}: {gold} -> {found}")


if __name__ == "__main__":
    main()
