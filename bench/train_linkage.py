"""Fit the weights by which linkage weighs whether two tellings are one incident.

    python bench/train_linkage.py --local CODED.jsonl REPORTS.jsonl --stories CODED.jsonl REPORTS.jsonl
        --examples CODED.jsonl examples/incidents.tsv --pairs CODED.jsonl examples/pairs
        --groups CODED.jsonl examples/pairs/groups --muc4 CODED.jsonl MUC4-REPORTS.jsonl KEYS --output FILE

Each source is given as coded (`dateline code --format jsonl --criminal`) and as it tells what is one (`linkage_sources`).
Weights are those of two logistic regressions over the levels of the comparisons, one of pairs of which one at least is political, one of
all others, on pairs that share a blocking key. They
start at `linkage_prior.tsv` and pay for going away from it (a normal prior around it, PRIOR_SPREAD wide), so that
what the data do not show keeps the weight set by hand. Every source counts as much as its share says, however many pairs it has: local news of
shootings does not swallow political news. Where it is only known that some pair of two reports is one incident, the
likeliest by the weights so far is taken for it, and all is fitted again (ROUNDS times).

Half of the local incidents and a third of the pairs and groups, by the hash of their names, are never learned from; figures on these
parts are printed. The same input gives the same file.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from linkage_muc4 import muc4_pairs
from linkage_sources import (
    Choice,
    Example,
    aside,
    example_reports,
    group_pairs,
    local_pairs,
    local_reports,
    moved_pairs,
    question_pairs,
    story_pairs,
    story_reports,
    strangers,
)

PRIOR_SPREAD = 0.5
SHARES = {
    "local": 1000.0, "moved": 100.0, "stories": 150.0, "examples": 300.0, "strangers": 400.0, "questions": 400.0, "groups": 150.0,
    "muc4": 100.0, "muc4 moved": 100.0,
}  # fmt: skip
"""How many pairs each source counts for. Local news has most pairs and the surest answers."""
MOST_IMPORTANT = 8.0
"""What one example counts for at most: a source of few must not be learned by heart."""
ROUNDS = 4
STEPS = 60
TINY = 1e-6
FIXED = "bias"
DIFFERENCE = ("none", "other", "apart", "far", "means_other")
"""How the names of levels begin on which two tellings differ."""
NOTHING = (".unknown", ".undated", "copy.none", "clause.other", "reality.same")
"""Ends of the names of levels on which nothing is known, or nothing of note."""
PRIOR = pathlib.Path(__file__).with_name("linkage_prior.tsv")


def read_prior(path: pathlib.Path = PRIOR) -> dict[str, float]:
    """Return the weights set by hand, the bias among them."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return {name: float(weight) for name, weight in lines[1:]}


def log_odds(levels: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the weight of a pair."""
    return weights["bias"] + sum(weights.get(level, 0.0) for level in levels)


Tables = Mapping[bool, Mapping[str, float]]
"""Weights of political pairs (True) and of all others (False)."""


def chosen(found: Sequence[Example | Choice], tables: Tables) -> list[Example]:
    """Return the examples, of each choice the likeliest option."""
    examples = [item for item in found if isinstance(item, Example)]
    choices = [item for item in found if isinstance(item, Choice)]
    return examples + [
        max(c.options, key=lambda e: (log_odds(e.levels, tables[e.political]), e.levels)) for c in choices
    ]


def importance_of(examples: Iterable[Example]) -> dict[str, float]:
    """Return what one example of each source counts for."""
    counts = collections.Counter(example.source for example in examples)
    return {source: min(MOST_IMPORTANT, SHARES[source] / count) for source, count in counts.items()}


def fit(examples: Sequence[Example], prior: Mapping[str, float], importance: Mapping[str, float]) -> dict[str, float]:
    """Return the weights that fit best, by Newton's method.

    The bias stays as it was set, and levels on which nothing is known at 0: of two tellings that say nothing of each other
    nothing is learned from data in which nearly all say much. And what differs may not speak for: a level of difference
    that would come out above 0 is held there, and the others are fitted again.

    Raises:
        KeyError: a level has no prior weight.
    """
    lost = {level for example in examples for level in example.levels} - prior.keys()
    if lost:
        raise KeyError(min(lost))
    free = {name for name in prior if name != FIXED and not name.endswith(NOTHING)}
    while True:
        weights = _fit(examples, prior, sorted(free), importance)
        wrong = {name for name in free if weights[name] > 0 and name.split(".")[1].startswith(DIFFERENCE)}
        if not wrong:
            return dict.fromkeys(prior, 0.0) | {FIXED: prior[FIXED]} | weights
        free -= wrong


def _fit(
    examples: Sequence[Example], prior: Mapping[str, float], names: Sequence[str], importance: Mapping[str, float]
) -> dict[str, float]:
    number = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        for level in example.levels:
            if level in number:
                matrix[row, number[level]] = 1.0
    same = np.array([example.same for example in examples], float)
    counts = np.array([importance[example.source] for example in examples])
    start = np.array([prior[name] for name in names])
    weights = _newton(matrix, same, counts, start, prior[FIXED])
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


Array = npt.NDArray[np.float64]


def _newton(matrix: Array, same: Array, importance: Array, start: Array, base: float) -> Array:
    """Return the weights of greatest posterior; each step is halved until it does not overshoot."""
    sign = 2 * same - 1
    pull = np.eye(len(start)) / PRIOR_SPREAD**2

    def loss(weights: Array) -> float:
        away = weights - start
        return float(importance @ np.logaddexp(0, -sign * (matrix @ weights + base)) + away @ pull @ away / 2)

    weights = start.copy()
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(matrix @ weights + base, -30, 30)))
        slope = matrix.T @ (importance * (same - likely)) - pull @ (weights - start)
        bend = (matrix * (importance * likely * (1 - likely))[:, None]).T @ matrix + pull
        step = np.linalg.solve(bend, slope)
        while loss(weights + step) > loss(weights) and np.abs(step).max() > TINY:
            step /= 2
        weights = weights + step
        if np.abs(step).max() <= TINY:
            break
    return weights


def train(found: Sequence[Example | Choice], prior: Mapping[str, float]) -> dict[bool, dict[str, float]]:
    """Return the weights fitted to examples and choices, of political pairs and of the others."""
    tables = {political: dict(prior) for political in (True, False)}
    for _ in range(ROUNDS):
        examples = chosen(found, tables)
        importance = importance_of(examples)
        tables = {
            political: fit([e for e in examples if e.political is political], prior, importance) for political in tables
        }
    return tables


def figures(name: str, examples: Sequence[Example], tables: Tables) -> None:
    """Print how pairs come out one by one."""
    right = collections.Counter((e.same, log_odds(e.levels, tables[e.political]) >= 0) for e in examples)
    print(
        f"{name:24} pairs {len(examples):6}  same {right[True, True] + right[True, False]:5}"
        f"  of these missed {right[True, False]:4}, of the others joined {right[False, True]:4}"
    )


def main() -> None:
    """Fit the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name, of in (("local", "REPORTS"), ("stories", "REPORTS"), ("examples", "TABLE"), ("pairs", "FOLDER")):
        parser.add_argument(f"--{name}", nargs=2, type=pathlib.Path, metavar=("CODED", of))
    parser.add_argument("--groups", nargs=2, type=pathlib.Path, metavar=("CODED", "FOLDER"))
    parser.add_argument("--muc4", nargs=3, type=pathlib.Path, metavar=("CODED", "REPORTS", "KEYS"))
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    learned: list[Example | Choice] = []
    tests: dict[str, list[Example]] = {}
    if options.local:
        told = local_reports(*options.local)
        learned += local_pairs(t for t in told if not aside(t.group, 2))
        learned += moved_pairs(t for t in told if not aside(t.group, 2))
        tests["local, kept aside"] = list(local_pairs(t for t in told if aside(t.group, 2)))
    stories = story_reports(*options.stories) if options.stories else []
    examples_told = example_reports(*options.examples) if options.examples else []
    learned += [*story_pairs(stories, "stories"), *story_pairs(examples_told, "examples")]
    learned += strangers([*stories, *examples_told])
    if options.pairs:
        learned += question_pairs(options.pairs[1], options.pairs[0], kept_aside=False)
        tests["questions, kept aside"] = list(question_pairs(options.pairs[1], options.pairs[0], kept_aside=True))
    if options.groups:
        learned += group_pairs(options.groups[1], options.groups[0], kept_aside=False)
        tests["groups, kept aside"] = list(group_pairs(options.groups[1], options.groups[0], kept_aside=True))
    if options.muc4:
        learned += muc4_pairs(*options.muc4)
    prior = read_prior()
    tables = train(learned, prior)
    examples = chosen(learned, tables)
    for source in sorted({example.source for example in examples}):
        figures(source, [example for example in examples if example.source == source], tables)
    for name, held in tests.items():
        figures(name, held, tables)
    write(tables, examples, options.output)


def write(tables: Tables, examples: Sequence[Example], path: pathlib.Path) -> None:
    """Write the weights and print them in words: how many pairs were on each level, and how many of them one incident."""
    about = {
        "made_by": "bench/train_linkage.py",
        "pairs": len(examples),
        "prior_spread": PRIOR_SPREAD,
        "shares": SHARES,
    }
    levels = {political: {n: w for n, w in sorted(table.items()) if n != FIXED} for political, table in tables.items()}
    data = {"about": about, "bias": tables[True][FIXED], "political": levels[True], "local": levels[False]}
    path.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"bias {data['bias']:+.2f}: log-odds before anything is compared")
    for political, table in levels.items():
        print("political pairs" if political else "local pairs")
        of_sphere = [example for example in examples if example.political is political]
        counts = collections.Counter(level for example in of_sphere for level in example.levels)
        ones = collections.Counter(level for example in of_sphere if example.same for level in example.levels)
        for name, weight in table.items():
            print(f"{weight:+.2f}  {name:28} on {counts[name]:6} pairs, one incident {ones[name]:5}")


if __name__ == "__main__":
    main()
