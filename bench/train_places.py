"""Learn the weights that rank the places of one name: which Paris, which Springfield, the state or the city of New York.

    python bench/train_places.py --corpora FILE.xml... [--gold DIR... --texts DIR...] [--folds 5]
        [--output src/dateline/data/place_weights.json]

The corpora are those of bench/geoparsing.py; the spans are given, and the nearest namesake within 161 km of the gold
coordinates is right. Each --gold folder holds gold records, the --texts folder at the same place in the list its
reports: the names of gold's places are sought in the report, and the namesake of gold's country and precision that lies
within 161 km is right. A conditional logistic regression over the signs of stages/places/ranking.py is fitted (an L2
penalty draws the weights to those of importance alone); the shares of the other names, which the signs count, are those
of the weights that ship, so run it again until nothing changes. Prints accuracy with those and cross-validated accuracy of
new ones, folds split by article, and writes the weights of a fit on everything if asked. Takes about two minutes.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from typing import Any

import numpy as np
from geoparsing import NEAR_KM, read_corpus, report_of

from dateline.draft import Draft
from dateline.gazetteer import Entry, Gazetteer, distance_km, open_gazetteer
from dateline.readers import read
from dateline.stages.places.given import Given
from dateline.stages.places.ranking import Weights, load_weights
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report

SIGNS = tuple(f.name for f in fields(Weights))
PENALTY = 1.0
"""L2 penalty on the distance from importance alone; 0.3 and 3 change no figure by more than 0.002."""
ALIKE_KM = 5.0
"""Namesakes that lie no more than this farther from gold than the nearest are right too."""
LEAST = {"is_country": 0.5, "is_area": 0.0, "has_seat": 0.0}
"""Local news names the Lebanon of its county more often than the state; elsewhere a state must not lose for being one. Without
these bounds LGL gains 0.001 and GeoVirus loses 0.007 of the accuracy within 161 km; with 0.5 for has_seat both gain 0.002, but
news of conflict, where Kabul is the town, loses 0.02."""
STEPS, RATE = 600, 0.05


@dataclass(frozen=True)
class Marked:
    """A name in a report and what gold says of it: coordinates, and country and precision where it has them."""

    start: int
    end: int
    lat: float
    lon: float
    country: str | None = None
    precision: str | None = None


@dataclass(frozen=True)
class Example:
    """One name of an article: the signs of its places, which of them are right, and how often it is named."""

    source: str
    article: int
    signs: Any
    right: Any
    times: int


def of_corpus(path: pathlib.Path) -> Iterator[tuple[str, Draft, list[Marked]]]:
    """Yield the articles of a corpus with their toponyms that have coordinates."""
    articles = read_corpus(path)
    drafts = SyntaxStage().pipe([Draft(report_of(article)) for article in articles])
    for article, draft in zip(articles, drafts, strict=True):
        yield (
            path.name,
            draft,
            [Marked(t.start, t.end, t.lat, t.lon) for t in article.toponyms if t.lat is not None and t.lon is not None],
        )


def of_records(gold: pathlib.Path, texts: pathlib.Path) -> Iterator[tuple[str, Draft, list[Marked]]]:
    """Yield the reports of a folder with the names of gold's places where they stand in the text."""
    records = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(gold.glob("*.json"))}
    reports = [r for r in read([str(texts)]) if isinstance(r, Report) and pathlib.Path(r.origin).stem in records]
    for draft in SyntaxStage().pipe([Draft(report) for report in reports]):
        record = records[pathlib.Path(draft.report.origin).stem]
        marked: dict[tuple[int, int], Marked] = {}
        for event in record["events"]:
            where = event.get("where") or []
            for place in where if isinstance(where, list) else [where]:
                if place.get("lat") is None or not place["name"]:
                    continue
                for match in re.finditer(rf"\b{re.escape(place['name'])}\b", draft.report.text):
                    marked[match.span()] = Marked(
                        *match.span(), place["lat"], place["lon"], place["country"], place["precision"]
                    )
        yield gold.parent.name, draft, list(marked.values())


def examples_of(
    source: str, number: int, draft: Draft, marked: list[Marked], gazetteer: Gazetteer
) -> Iterator[Example]:
    """Yield the names of an article that have more places than one, of which one at least is right."""
    given = Given(draft, [(m.start, m.end) for m in marked], gazetteer)
    seen: dict[str, list[Marked]] = {}
    names = {}
    for name, mark in zip(given.names, marked, strict=True):
        if name is not None:
            seen.setdefault(name.folded, []).append(mark)
            names[name.folded] = name
    for folded, marks in seen.items():
        pairs = given.ranking.features(names[folded])
        right = _right([entry for entry, _ in pairs], marks[0])
        if len(pairs) > 1 and any(right):
            yield Example(
                source, number, np.array([astuple(s) for _, s in pairs]), np.array(right, dtype=float), len(marks)
            )


def _right(entries: list[Entry], mark: Marked) -> list[bool]:
    fitting = [
        (mark.country is None or e.country == mark.country)
        and (mark.precision is None or e.precision == mark.precision)
        for e in entries
    ]
    far = [distance_km(e.lat, e.lon, mark.lat, mark.lon) for e in entries]
    least = min((km for km, fits in zip(far, fitting, strict=True) if fits), default=NEAR_KM)
    return [fits and km <= min(NEAR_KM, least + ALIKE_KM) for km, fits in zip(far, fitting, strict=True)]


def shares(scores: Any) -> Any:
    """Return the probabilities of scores in log odds."""
    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


def fit(examples: list[Example]) -> Any:
    """Return the weights that make the right places likeliest."""
    start = np.array([1.5 if sign == "importance" else 0.0 for sign in SIGNS])
    weights, first, second = start.copy(), np.zeros(len(SIGNS)), np.zeros(len(SIGNS))
    weight = np.array([1 + np.log(e.times) for e in examples])
    least = np.array([LEAST.get(sign, -np.inf) for sign in SIGNS])
    for step in range(1, STEPS + 1):
        slope = 2 * PENALTY * (weights - start)
        for example, times in zip(examples, weight, strict=True):
            p = shares(example.signs @ weights)
            q = p * example.right
            slope -= times * ((q / max(q.sum(), 1e-12) - p) @ example.signs)
        slope /= weight.sum()
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = np.maximum(weights, least)
    return weights


def accuracy(examples: list[Example], weights: Any) -> dict[str, tuple[float, int]]:
    """Return by source the share of names whose likeliest place is right, and how many there are."""
    hits: dict[str, list[bool]] = {}
    for e in examples:
        hits.setdefault(e.source, []).extend([bool(e.right[int(np.argmax(e.signs @ weights))])] * e.times)
    return {source: (sum(h) / len(h), len(h)) for source, h in hits.items()}


def told(figures: dict[str, tuple[float, int]]) -> str:
    """Return figures by source as one line."""
    return "  ".join(f"{source} {share:.3f} of {n}" for source, (share, n) in figures.items())


def main() -> None:
    """Print figures, and write weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", nargs="+", type=pathlib.Path, required=True)
    parser.add_argument("--gold", nargs="*", type=pathlib.Path, default=[])
    parser.add_argument("--texts", nargs="*", type=pathlib.Path, default=[])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    articles = [a for path in options.corpora for a in of_corpus(path)]
    articles += [a for gold, texts in zip(options.gold, options.texts, strict=True) for a in of_records(gold, texts)]
    examples = [
        e
        for number, (source, draft, marked) in enumerate(articles)
        for e in examples_of(source, number, draft, marked, gazetteer)
    ]
    print("weights that ship:", told(accuracy(examples, np.array(astuple(load_weights())))))
    found: dict[str, list[float]] = {}
    for fold in range(options.folds):
        weights = fit([e for e in examples if e.article % options.folds != fold])
        for source, (share, n) in accuracy([e for e in examples if e.article % options.folds == fold], weights).items():
            found.setdefault(source, []).append(share * n)
    sizes = {source: n for source, (_, n) in accuracy(examples, weights).items()}
    print("cross-validated:  ", told({s: (sum(h) / sizes[s], sizes[s]) for s, h in found.items()}))
    weights = fit(examples)
    rounded = {sign: round(float(w), 2) for sign, w in zip(SIGNS, weights, strict=True)}
    print("fit on everything:", told(accuracy(examples, weights)), rounded)
    if options.output:
        about = {
            "made_by": "bench/train_places.py",
            "names": len(examples),
            "articles": len(articles),
            "penalty": PENALTY,
        }
        options.output.write_text(json.dumps({"about": about, "weights": rounded}, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
