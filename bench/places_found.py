"""Tell how many of gold's places the places stage finds anywhere in a report, whatever event they belong to.

    python bench/places_found.py --gold DIR... --texts DIR... [--show]

Each --gold folder holds gold records (JSON), the --texts folder at the same place in the list its reports. Gold places
whose name does not stand in the report (a coder's own words) are left out. A place counts as found where a toponym
shares half its words with it (F1) or lies within 25 km of it, and as right where country and precision agree too.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.draft import Draft
from dateline.gazetteer import distance_km
from dateline.readers import read
from dateline.stages.casing import CasingStage
from dateline.stages.places import PlacesStage
from dateline.stages.syntax import SyntaxStage
from dateline.text import Place, Report

NEAR_KM = 25.0
ALIKE = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place of gold: its report, name, country, precision and point."""

    report: str
    name: str
    country: str | None
    precision: str
    lat: float | None
    lon: float | None


def drafts_of(folder: pathlib.Path, known: set[str]) -> dict[str, Draft]:
    """Read the reports of a folder that gold knows, and find their places."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.stem in known:
            reports = [item for item in read([str(path)]) if isinstance(item, Report)]
            found.update((path.stem, Draft(report)) for report in reports)
    drafts = list(SyntaxStage().pipe(CasingStage().pipe(found.values())))
    stage = PlacesStage()
    stage(Draft(drafts[0].report, sentences=drafts[0].sentences))
    start = time.process_time()
    for draft in drafts:
        stage(draft)
    words = sum(len(draft.report.text.split()) for draft in drafts)
    print(f"{folder}: places took {(time.process_time() - start) / words * 600_000:.1f} ms for 600 words")
    return found


def gold_places(report: str, record: dict[str, Any]) -> Iterator[GoldPlace]:
    """Yield the places of a gold record, each once."""
    seen = set()
    for event in record["events"]:
        where = event.get("where") or []
        for place in where if isinstance(where, list) else [where]:
            gold = GoldPlace(
                report, place["name"] or "", place["country"], place["precision"], place.get("lat"), place.get("lon")
            )
            if gold.name and gold not in seen:
                seen.add(gold)
                yield gold


def likeness(one: str, other: str) -> float:
    """Return the F1 of the words of two names."""
    first, second = (collections.Counter(_WORD.findall(text.lower())) for text in (one, other))
    both = sum((first & second).values())
    return 2 * both / max(1, sum(first.values()) + sum(second.values()))


def best_match(gold: GoldPlace, draft: Draft) -> Place | None:
    """Return the place that agrees best with a gold place: a toponym or the dateline; or None."""
    ranked = []
    places = [(t.place, not t.metonym) for t in draft.toponyms] + ([(draft.dateline, True)] if draft.dateline else [])
    for n, (place, is_scene) in enumerate(places):
        near = (
            place.latitude is not None
            and place.longitude is not None
            and gold.lat is not None
            and gold.lon is not None
            and distance_km(place.latitude, place.longitude, gold.lat, gold.lon) < NEAR_KM
        )
        alike = likeness(place.name, gold.name)
        if near or alike >= ALIKE:
            agreed = (place.country == gold.country) + (place.precision == gold.precision)
            ranked.append((agreed, is_scene, alike, -n))
    return places[-max(ranked)[3]][0] if ranked else None


def main() -> None:
    """Print recall by folder and precision, and the misses if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--gold", nargs="+", type=pathlib.Path, required=True)
    parser.add_argument("--texts", nargs="+", type=pathlib.Path, required=True)
    parser.add_argument("--show", action="store_true", help="list the misses")
    options = parser.parse_args()
    for gold_folder, text_folder in zip(options.gold, options.texts, strict=True):
        records = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(gold_folder.glob("*.json"))}
        drafts = drafts_of(text_folder, set(records))
        counts: collections.Counter[tuple[str, str]] = collections.Counter()
        misses = []
        for report, draft in drafts.items():
            text = draft.report.text.lower()
            for gold in gold_places(report, records[report]):
                if gold.name.lower() not in text:
                    continue
                match = best_match(gold, draft)
                right = match and match.country == gold.country and match.precision == gold.precision
                for kind in ("all", gold.precision):
                    counts[kind, "gold"] += 1
                    counts[kind, "found"] += match is not None
                    counts[kind, "right"] += bool(right)
                if not right:
                    misses.append((gold, match and (match.name, match.country, match.precision)))
        for kind in sorted({kind for kind, _ in counts}):
            n = counts[kind, "gold"]
            found, right = counts[kind, "found"] / n, counts[kind, "right"] / n
            print(f"{gold_folder}  {kind:8} {n:4}  found {found:.3f}  right {right:.3f}")
        if options.show:
            print(*(f"  {gold} {match}" for gold, match in misses), sep="\n")


if __name__ == "__main__":
    main()
