"""Learn the weights that tell candidate events from other words, and news from background.

    python bench/train_weights.py --gold DIR... --texts DIR... --scorer score_records.py [--plain reports.jsonl]
        [--cases examples/cases] [--told bench/plain_talk.tsv] [--hold-out modern leads]
        [--output src/dateline/data/event_weights.json] [--standing-only]

Each --gold folder holds gold records, the --texts folder at the same place in the list its reports (JSON with
title, text and published, or plain text). Every candidate of the coder is paired with the gold events by the
yardstick that users score with (--scorer); a candidate that is paired is right. Reports that tell of no political event
(--plain FILE.jsonl, by their category) add candidates that are none, at a lower weight; --cases and --told add short texts
of our own (train_texts.py). A third of the reports of each set that --hold-out names, chosen by the hash of their ids, is left out.
Two logistic regressions with an L2 penalty are fitted: one for "is an event", one for "is current". Prints cross-validated figures, folds split by
report, and writes the weights of a fit on everything, the second beside the first; with --standing-only the second alone. Needs scikit-learn; takes under two minutes on two cores.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import pathlib
import sys
from dataclasses import dataclass, field
from typing import Any

from train_texts import read_cases, read_told

from dateline.codec import to_data
from dateline.draft import Draft
from dateline.evaluation import calibration_error
from dateline.readers import ReadOptions, read, read_text
from dateline.stages import built_in
from dateline.stages.coding import CodingStage, WeighingStage
from dateline.stages.coding.compose import compose
from dateline.stages.coding.features import features_of
from dateline.stages.coding.gather import gather
from dateline.stages.coding.material import Material
from dateline.stages.coding.news import news_of
from dateline.stages.coding.nothing import nothing
from dateline.stages.coding.standing import settle_standing
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report

PENALTY = 0.2
"""Inverse strength of the L2 penalty: of 0.06, 0.12, 0.2 and 0.3, the last two gave the same event F1 on modern reports and
leads (0.691; 0.682 and 0.683 the others), and 0.2 the better calibration (an error of 0.020 against 0.026)."""
PLAIN = frozenset({"entertainment", "sports", "technology", "science", "business"})
"""Categories of stories that tell of no political event, but for a few asides."""
PLAIN_WEIGHT = 0.3
"""What a candidate of such a story weighs: at 1 it costs the others twice as much as it gains."""
NEWS_PENALTY = 0.3
"""The same for standing: 0.05, 0.1 and 0.3 gave 0.831, 0.831 and 0.835 right of the open reports' events, cross-validated."""
CASES = "cases"
CASE_WEIGHT = 0.5
"""What the events of the case-suite weigh for standing: nearly all of them are news, as few reports' are."""
KEPT = CodingStage.threshold
"""The probability from which on the coder keeps a candidate."""
HELD = 3
RARE = 4
"""Features seen in fewer candidates are left out."""


@dataclass
class Example:
    """A candidate with its features and what the gold says of it."""

    report: str
    features: dict[str, float]
    right: bool
    weight: float
    current: bool | None
    source: str = ""
    news: dict[str, float] = field(default_factory=dict)
    """The features of its standing."""


@dataclass
class Corpus:
    """Drafts with their gold events."""

    drafts: list[Draft] = field(default_factory=list)
    gold: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)


def load_scorer(path: pathlib.Path) -> Any:
    """Import the yardstick from its file."""
    spec = importlib.util.spec_from_file_location("yardstick", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: cannot be read as a Python module; give --scorer the path of score_records.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_held(key: str) -> bool:
    """Whether a report is of the third that is left out of a set, by its id."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % HELD == 0


def load(golds: list[pathlib.Path], texts: list[pathlib.Path], held: list[str], cases: list[pathlib.Path]) -> Corpus:
    """Read reports with their gold, and cases, and run every stage but the last over them."""
    corpus = Corpus()
    for folder in golds:
        for file in sorted(folder.glob("*.json")):
            data = json.loads(file.read_text("utf-8"))
            if folder.parent.name in held and is_held(data["id"]):
                continue
            corpus.gold[data["id"]] = data["events"]
            corpus.source[data["id"]] = folder.parent.name
    found = read([str(t) for t in texts], options=ReadOptions())
    reports = [item for item in found if isinstance(item, Report) and pathlib.Path(item.origin).stem in corpus.gold]
    for folder in cases:
        for report, events in read_cases([folder]):
            corpus.gold[report.origin or ""] = events
            corpus.source[report.origin or ""] = folder.name
            reports.append(report)
    corpus.drafts = run(reports)
    return corpus


def run(reports: list[Report], *, gate: bool = True) -> list[Draft]:
    """Run every stage over some reports up to where candidates are weighed; without the gate every sentence is parsed."""
    stream: Any = iter([Draft(r, dateline=r.dateline) for r in reports])
    for kind in built_in():
        if kind is WeighingStage:
            break
        stream = (SyntaxStage(parse_all=not gate) if kind is SyntaxStage else kind()).pipe(stream)
    return list(stream)


def plain_examples(path: pathlib.Path) -> list[Example]:
    """Return the candidates of reports that tell of no political event, each of them wrong; folds go by story.

    Every sentence is parsed, though coding would pass over most: the filter is to know the words of other such news.
    """
    found: list[Example] = []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["category"] in PLAIN]
    options = [ReadOptions(published=row.get("published")) for row in rows]
    reports = [read_text(row["text"], title=row["title"], options=o) for row, o in zip(rows, options, strict=True)]
    for row, draft in zip(rows, run(reports, gate=False), strict=True):
        for material in candidates(draft):
            features = features_of(draft, material)
            found.append(
                Example(row["story"], features, right=False, weight=PLAIN_WEIGHT, current=None, source="plain")
            )
    return found


def told_examples(path: pathlib.Path) -> list[Example]:
    """Return the candidates of short texts that say only which types of event they tell."""
    told = read_told(path)
    found: list[Example] = []
    for item, draft in zip(told, run([t.report for t in told]), strict=True):
        for material in candidates(draft):
            right = material.plover in item.types
            features = features_of(draft, material)
            found.append(
                Example(item.report.origin or "", features, right=right, weight=1.0, current=None, source="told")
            )
    return found


def candidates(draft: Draft) -> list[Material]:
    """Return the candidates of a report that no rule leaves out and whose event is not one of crime."""
    materials = [m for m in gather(draft) if not nothing(draft, m)]
    settle_standing(draft, materials)
    return [m for m in materials if (e := compose(draft, m, 0.5)) is not None and e.sphere != "criminal"]


def examples(corpus: Corpus, scorer: Any) -> list[Example]:
    """Pair every candidate with the gold events of its report."""
    found: list[Example] = []
    for draft in corpus.drafts:
        key = pathlib.Path(draft.report.origin).stem
        pairs = [(m, e) for m in candidates(draft) if (e := compose(draft, m, 0.5)) is not None]
        gold = [g for g in map(scorer.flat, corpus.gold[key]) if g["sphere"] != "criminal"]
        system = [scorer.flat(to_data(e)) for _, e in pairs]
        text = (draft.report.title or "") + "\n" + draft.report.text
        matched = {j: i for i, j in scorer.pair(gold, system, text)}
        for j, (material, _) in enumerate(pairs):
            if j in matched:
                g = gold[matched[j]]
                same = g["plover"] == material.plover
                features = features_of(draft, material)
                found.append(
                    Example(
                        key,
                        features,
                        right=True,
                        weight=1.0 if same else 0.5,
                        current=g["standing"] == "current",
                        source=corpus.source[key],
                        news=news_of(draft, material, features),
                    )
                )
            else:
                found.append(
                    Example(
                        key,
                        features_of(draft, material),
                        right=False,
                        weight=1.0,
                        current=None,
                        source=corpus.source[key],
                    )
                )
    return found


def fit(rows: list[dict[str, float]], labels: list[bool], weights: list[float], penalty: float) -> dict[str, float]:
    """Fit one logistic regression and return its weights by feature name."""
    from collections import Counter

    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in rows for name in row)
    kept = [{k: x for k, x in row.items() if counts[k] >= RARE and k != "bias"} for row in rows]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(kept)
    model = LogisticRegression(C=penalty, max_iter=3000)
    model.fit(matrix, labels, sample_weight=weights)
    learned = {
        str(n): round(float(w), 4)
        for n, w in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(w) > 5e-4
    }
    learned["bias"] = round(float(model.intercept_[0]), 4)
    return learned


def apply(weights: dict[str, float], row: dict[str, float]) -> float:
    """Return the probability that the weights give a row."""
    import math

    total = weights["bias"] + sum(v * weights.get(k, 0.0) for k, v in row.items() if k != "bias")
    return 1 / (1 + math.exp(-total))


def _error(scores: list[tuple[float, Example]]) -> float:
    return calibration_error([(s, e.right) for s, e in scores if s >= KEPT]) or 0.0


def cross_validate(found: list[Example], gaps: dict[str, int], penalty: float) -> None:
    """Print event F1 over thresholds, and the standing's accuracy, from five folds split by report."""
    missed = sum(gaps.values())
    reports = sorted({e.report for e in found})
    fold = {r: i % 5 for i, r in enumerate(reports)}
    scores: list[tuple[float, Example]] = []
    standing: list[tuple[str, bool]] = []
    for k in range(5):
        train = [e for e in found if fold[e.report] != k]
        test = [e for e in found if fold[e.report] == k]
        keep = fit([e.features for e in train], [e.right for e in train], [e.weight for e in train], penalty)
        scores += [(apply(keep, e.features), e) for e in test]
        news = fit_news(train)
        standing += [(e.source, (apply(news, e.news) >= 0.5) == e.current) for e in test if e.current is not None]
    for name in ("plain", "told"):
        part = [(s, e) for s, e in scores if e.source == name and not e.right]
        if part:
            print(
                f"{name}: {sum(s >= KEPT for s, _ in part)} of {len(part)} candidates that are no event kept at {KEPT}"
            )
    scores = [(s, e) for s, e in scores if e.source in gaps]
    found = [e for e in found if e.source in gaps]
    total = sum(e.right for e in found) + missed
    for name in sorted({e.source for e in found}):
        rows = [(s, e) for s, e in scores if e.source == name]
        whole = sum(e.right for _, e in rows) + gaps[name]
        best = max(
            (2 * sum(e.right for s, e in rows if s >= t) / (sum(s >= t for s, _ in rows) + whole), t)
            for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
        )
        print(
            f"{name}: best F1 {best[0]:.3f} at {best[1]:.2f}; recall of candidates {sum(e.right for _, e in rows) / whole:.3f}; "
            f"expected calibration error {_error(rows):.3f}"
        )
    print(f"expected calibration error of all that is kept: {_error(scores):.3f}")
    for threshold in (0.2, 0.25, 0.3, 0.33, 0.36, 0.4, 0.45, 0.5):
        kept = [e for s, e in scores if s >= threshold]
        right = sum(e.right for e in kept)
        print(
            f"threshold {threshold:.2f}: kept {len(kept):4d} P {right / len(kept):.3f} R {right / total:.3f} F1 {2 * right / (len(kept) + total):.3f}"
        )
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [(s, e.right) for s, e in scores if low <= s < low + 0.2]
        if inside:
            said, was = (sum(x) / len(inside) for x in zip(*inside, strict=True))
            print(
                f"calibration {low:.1f}-{low + 0.2:.1f}: {len(inside):4d} candidates, said {said:.2f}, right {was:.2f}"
            )
    for name in sorted({source for source, _ in standing}):
        right = [r for source, r in standing if source == name]
        print(f"standing, {name}: {sum(right) / len(right):.3f} right of {len(right)}")


def fit_news(found: list[Example]) -> dict[str, float]:
    """Fit the weights of standing on the candidates that gold has."""
    known = [e for e in found if e.current is not None]
    weights = [CASE_WEIGHT if e.source == CASES else 1.0 for e in known]
    return fit([e.news for e in known], [bool(e.current) for e in known], weights, NEWS_PENALTY)


def write_news(path: pathlib.Path, found: list[Example]) -> None:
    """Write the weights of standing."""
    about = {
        "made_by": "bench/train_weights.py",
        "penalty": NEWS_PENALTY,
        "events": sum(e.current is not None for e in found),
    }
    path.write_text(json.dumps({"about": about, "weights": fit_news(found)}, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"wrote {path}")


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--texts", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--scorer", type=pathlib.Path, required=True)
    parser.add_argument(
        "--plain", type=pathlib.Path, help="JSON Lines of reports with category, most of which tell of no event"
    )
    parser.add_argument("--cases", type=pathlib.Path, nargs="+", default=[], help="folders of cases with gold")
    parser.add_argument("--told", type=pathlib.Path, help="table of short texts with the types of their events")
    parser.add_argument("--hold-out", nargs="+", default=[], metavar="SET", help="sets of which a third is left out")
    parser.add_argument("--output", type=pathlib.Path)
    parser.add_argument(
        "--standing-only", action="store_true", help="write the weights of standing alone, beside --output"
    )
    parser.add_argument("--penalty", type=float, default=PENALTY)
    args = parser.parse_args()
    scorer = load_scorer(args.scorer)
    corpus = load(args.gold, args.texts, args.hold_out, args.cases)
    found = examples(corpus, scorer)
    gaps = dict.fromkeys(corpus.source.values(), 0)
    for key, events in corpus.gold.items():
        gaps[corpus.source[key]] += sum(e.get("sphere") != "criminal" for e in events)
    for e in found:
        gaps[e.source] -= e.right
    missed = sum(gaps.values())
    print(
        f"{len(corpus.drafts)} reports, {len(found)} candidates, {sum(e.right for e in found)} right; {missed} gold events without a candidate"
    )
    found += plain_examples(args.plain) if args.plain else []
    found += told_examples(args.told) if args.told else []
    cross_validate(found, gaps, args.penalty)
    if args.output and not args.standing_only:
        keep = fit([e.features for e in found], [e.right for e in found], [e.weight for e in found], args.penalty)
        about = {
            "made_by": "bench/train_weights.py",
            "penalty": args.penalty,
            "reports": len(corpus.drafts),
            "candidates": len(found),
        }
        args.output.write_text(json.dumps({"about": about, "weights": keep}, indent=0, sort_keys=True) + "\n", "utf-8")
        print(f"wrote {args.output}")
    if args.output:
        write_news(args.output.with_name("standing_weights.json"), found)


if __name__ == "__main__":
    main()
