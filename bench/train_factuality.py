"""Fit the weights of the graded score of factuality on a corpus's training file.

    python bench/train_factuality.py TRAIN.jsonl [--output src/dateline/data/factuality_weights.json]

A ridge regression of the labels on the named features of stages/factuality/certainty.py; features of fewer than `LEAST` targets are
left out, and weights that move a score by less than `SLIGHT`. The same file always gives the same weights. Takes a few seconds.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
from pathlib import Path

import numpy as np
from factuality import read_targets

from dateline.stages.factuality.certainty import features

LEAST = 10
PENALTY = 30.0
"""Measured on UW's dev file: 10, 30 and 100 give r 0.778, 0.777 and 0.769; features of at least 5, 10, 20 targets 0.780, 0.777, 0.773."""
SLIGHT = 0.02


def fit(rows: list[tuple[str, ...]], labels: list[float]) -> dict[str, float]:
    """Return the weight of each feature."""
    counts = collections.Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    index = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        matrix[i, [index[name] for name in row if name in index]] = 1.0
    penalty = np.full(len(names), PENALTY)
    penalty[index["bias"]] = 1e-3
    solved = np.linalg.solve(matrix.T @ matrix + np.diag(penalty), matrix.T @ np.array(labels))
    return {name: round(float(w), 3) for name, w in zip(names, solved, strict=True) if abs(w) >= SLIGHT}


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--output", type=Path, default=Path("src/dateline/data/factuality_weights.json"))
    options = parser.parse_args()
    try:
        targets = read_targets(options.file)
    except (OSError, ValueError) as error:
        sys.exit(f"train_factuality: {error}")
    weights = fit([features(t.sentence, t.token) for t in targets], [t.label for t in targets])
    about = {"made_by": "bench/train_factuality.py", "targets": len(targets), "penalty": PENALTY, "least": LEAST}
    text = json.dumps({"about": about, "weights": weights}, ensure_ascii=False, indent=0, sort_keys=True)
    options.output.write_text(text + "\n", "utf-8")
    print(f"{len(targets)} targets, {len(weights)} weights")


if __name__ == "__main__":
    main()
