"""Learn the weights that tell whether two groups of mentions of one report are one event.

    python bench/train_merging.py --gold DIR... --texts DIR... --scorer score_records.py [--output src/dateline/data/merging_weights.json]

Each group of mentions that the syntax of a sentence joins is composed on its own and given to the gold event that it
is most like by the yardstick; two groups of one type are alike where they go to the same gold event, different where
to two. A logistic regression with an L2 penalty is fitted on the pairs. Prints cross-validated figures, folds split
by report. Needs scikit-learn; takes about a minute.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from typing import Any

from train_weights import Corpus, apply, fit, load, load_scorer

from dateline.codec import to_data
from dateline.draft import Cluster, Draft
from dateline.stages.coding.compose import compose
from dateline.stages.coding.gather import gather
from dateline.stages.coding.standing import settle_standing
from dateline.stages.merging import linked_groups
from dateline.stages.merging.agree import excludes, pair_features, view_of

PENALTY = 0.5
FLOOR = 0.45
"""Likeness to a gold event from which on a group is taken to tell it: the yardstick's own."""


def assigned(draft: Draft, gold: list[dict[str, Any]], scorer: Any) -> list[tuple[list[int], int | None]]:
    """Return each group of mentions with the gold event that it tells, None where it tells none."""
    groups = linked_groups(draft)
    draft.clusters = tuple(Cluster(n, tuple(g)) for n, g in enumerate(groups))
    materials = gather(draft)
    settle_standing(draft, materials)
    flat = [scorer.flat(g) for g in gold]
    text = (draft.report.title or "") + "\n" + draft.report.text
    found: list[tuple[list[int], int | None]] = []
    for material in materials:
        group = list(material.cluster.mentions)
        event = compose(draft, material, 0.5)
        if event is None:
            continue
        system = scorer.flat(to_data(event))
        scores = [(scorer.likeness(g, system, text), i) for i, g in enumerate(flat) if g["plover"] == material.plover]
        best = max(scores, default=(0.0, -1))
        found.append((group, best[1] if best[0] >= FLOOR else None))
    return found


def pairs(corpus: Corpus, scorer: Any) -> list[tuple[str, dict[str, float], bool]]:
    """Return the pairs of groups with features and whether they are one event."""
    found = []
    for draft in corpus.drafts:
        key = pathlib.Path(draft.report.origin).stem
        groups = assigned(draft, corpus.gold[key], scorer)
        views = [view_of(draft, group) for group, _ in groups]
        for j in range(len(groups)):
            for i in range(j):
                a, b = groups[i][1], groups[j][1]
                if a is None or b is None or excludes(views[i], views[j]):
                    continue
                found.append((key, pair_features(views[i], views[j]), a == b))
    return found


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--texts", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--scorer", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path)
    args = parser.parse_args()
    scorer = load_scorer(args.scorer)
    corpus = load(args.gold, args.texts)
    found = pairs(corpus, scorer)
    print(f"{len(found)} pairs, {sum(r for _, _, r in found)} of one event")
    reports = sorted({k for k, _, _ in found})
    fold = {r: i % 5 for i, r in enumerate(reports)}
    scores = []
    for n in range(5):
        train = [(f, r) for k, f, r in found if fold[k] != n]
        learned = fit([f for f, _ in train], [r for _, r in train], [1.0] * len(train), PENALTY)
        scores += [(apply(learned, f), r) for k, f, r in found if fold[k] == n]
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        said = [r for s, r in scores if s >= threshold]
        total = sum(r for _, r in scores)
        print(f"threshold {threshold}: P {sum(said) / max(1, len(said)):.3f} R {sum(said) / total:.3f}")
    if args.output:
        learned = fit([f for _, f, _ in found], [r for _, _, r in found], [1.0] * len(found), PENALTY)
        about = {"made_by": "bench/train_merging.py", "penalty": PENALTY, "pairs": len(found)}
        args.output.write_text(
            json.dumps({"about": about, "weights": learned}, indent=0, sort_keys=True) + "\n", "utf-8"
        )
        print(f"wrote {args.output}")


if __name__ == "__main__":
    main()
