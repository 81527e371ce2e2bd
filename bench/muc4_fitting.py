"""Logistic regressions over named features and numbers, each giving also what it says of messages that it has not seen."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from muc4_features import FeatureWeights
from muc4_former import ANY, TYPES, Linear, message_features
from muc4_spans import candidates
from muc4_templates import STRINGS, Filled, normal
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from dateline.draft import Draft

if TYPE_CHECKING:
    from muc4_heads import Head

FOLDS = 5
UNSEEN = 0
"""The fold that the learned reader was not trained on."""
HEAD_C, SPAN_C, WORD_C, NUMBER_C, PAIR_C, SPLIT_C = 0.1, 0.5, 10.0, 0.3, 0.2, 0.3
"""Inverse strengths of regularisation, each the best of three tried over the folds."""
HEAD_LEAST, SPAN_LEAST, WORD_LEAST = 4, 2, 8
"""In so many examples must a feature stand."""
LEAST_SCALE = 0.01
"""By which a number is divided at least that hardly varies."""
SMALL, SMALL_WORD = 0.04, 0.3
"""Weights nearer to nothing are left out of the file: of nouns and strings, and of whole messages, whose features are scaled."""


@dataclass(slots=True)
class Example:
    """A development message with what it should give."""

    id: str
    fold: int
    draft: Draft
    gold: list[Filled]
    heads: list[Head]
    _strings: dict[str, set[str]] = field(default_factory=dict)

    def strings(self, slot: str) -> set[str]:
        """Return all strings of a slot as the gold has them."""
        if slot not in self._strings:
            self._strings[slot] = {m for t in self.gold for e in t.slots[slot] for m in e}
        return self._strings[slot]

    def holds(self, slot: str, words: str, kind: str = "") -> bool:
        """Tell whether an entity of a slot (of a template of a type) is called so."""
        wanted = [t for t in self.gold if not kind or kind in t.types]
        return any(normal(words) in e for t in wanted for e in t.entities(slot))

    def tells(self, kind: str) -> bool:
        """Tell whether there is a template of a type."""
        return bool(self.gold) if kind == ANY else any(kind in t.types for t in self.gold)


class Columns:
    """Features as columns of a matrix."""

    def __init__(self, rows: Iterable[Iterable[str]], least: int) -> None:
        counts = collections.Counter(f for row in rows for f in row)
        self.names = sorted(f for f, n in counts.items() if n >= least)
        self.index = {f: n for n, f in enumerate(self.names)}

    def matrix(self, rows: Sequence[Iterable[str]]) -> csr_matrix:
        """Return rows of features as a sparse matrix of ones."""
        places, ends = [], [0]
        for row in rows:
            places += [self.index[f] for f in row if f in self.index]
            ends.append(len(places))
        return csr_matrix((np.ones(len(places), np.float32), places, ends), shape=(len(rows), len(self.names)))


def fitted(matrix: Any, labels: Any, strength: float) -> LogisticRegression:
    """Return a logistic regression."""
    return LogisticRegression(C=strength, solver="liblinear", tol=0.01, max_iter=200, random_state=0).fit(
        matrix, labels
    )


def table_of(model: LogisticRegression, columns: Columns, small: float = SMALL) -> FeatureWeights:
    """Return the weights of a regression by feature."""
    found = {f: round(float(w), 2) for f, w in zip(columns.names, model.coef_[0], strict=True) if abs(w) >= small}
    return FeatureWeights.of({"bias": round(float(model.intercept_[0]), 3), **found})


def fit_heads(examples: list[Example]) -> tuple[dict[str, FeatureWeights], dict[str, dict[str, list[float]]]]:
    """Return weights by slot, and the log-odds of every message's nouns by regressions that have not seen it."""
    flat = [(x, h) for x in examples for h in x.heads]
    columns = Columns((h.features for _, h in flat), HEAD_LEAST)
    matrix = columns.matrix([h.features for _, h in flat])
    folds, tables = np.array([x.fold for x, _ in flat]), {}
    unseen: dict[str, dict[str, list[float]]] = {x.id: {s: [] for s in STRINGS} for x in examples}
    for slot in STRINGS:
        fills, odds = np.array([bool(ends(x, h, slot)) for x, h in flat]), np.zeros(len(flat))
        for fold in range(FOLDS):
            some = folds != fold
            odds[~some] = fitted(matrix[some], fills[some], HEAD_C).decision_function(matrix[~some])
        tables[slot] = table_of(fitted(matrix, fills, HEAD_C), columns)
        for (x, _), z in zip(flat, odds, strict=True):
            unseen[x.id][slot].append(float(z))
        print(
            f"nouns of {slot}: {fills.sum()}, best F1 {best_f1(odds, fills):.3f}, {len(tables[slot])} weights",
            flush=True,
        )
    return tables, unseen


def best_f1(odds: Any, labels: Any, wanted: int | None = None) -> float:
    """Return the highest F1 of any threshold."""
    right = np.cumsum(np.asarray(labels)[np.argsort(-np.asarray(odds))])
    return float((2 * right / (np.arange(1, len(right) + 1) + (wanted or right[-1]))).max())


def ends(example: Example, head: Head, slot: str) -> list[bool]:
    """Return for each string that ends with a noun whether the gold has it; empty where it has none of them."""
    word = example.draft.sentences[head.sentence].tokens[head.token].lower
    strings = {s for s in example.strings(slot) if s.endswith(word)}
    if not strings:
        return []
    right = [c.words in strings for c in candidates(example.draft, head.sentence, head.token)]
    return right if any(right) else []


def fit_spans(examples: list[Example]) -> dict[str, FeatureWeights]:
    """Return the weights that choose where a string begins, by slot."""
    tables = {}
    for slot in STRINGS:
        rows: list[tuple[str, ...]] = []
        labels: list[bool] = []
        for example in examples:
            for head in example.heads:
                right = ends(example, head, slot)
                if right:
                    rows += [c.features for c in candidates(example.draft, head.sentence, head.token)]
                    labels += right
        columns = Columns(rows, SPAN_LEAST)
        tables[slot] = table_of(fitted(columns.matrix(rows), labels, SPAN_C), columns)
    return tables


def fit_words(
    examples: list[Example],
) -> tuple[FeatureWeights, dict[str, FeatureWeights], dict[str, dict[str, float]]]:
    """Return the inverse document frequencies, the weights by type, and the log-odds by regressions that have not seen the message."""
    rows = [list(message_features(x.draft)) for x in examples]
    columns = Columns(rows, WORD_LEAST)
    counts = columns.matrix(rows)
    idf = np.log((1 + len(rows)) / (1 + np.asarray(counts.sum(0)).ravel())) + 1
    matrix = counts.multiply(idf).tocsr()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    matrix = csr_matrix(matrix.multiply(1 / norms[:, None]))
    folds, tables = np.array([x.fold for x in examples]), {}
    unseen: dict[str, dict[str, float]] = {x.id: {} for x in examples}
    for kind in (ANY, *TYPES):
        labels, odds = np.array([x.tells(kind) for x in examples]), np.zeros(len(examples))
        for fold in range(FOLDS):
            odds[folds == fold] = fitted(matrix[folds != fold], labels[folds != fold], WORD_C).decision_function(
                matrix[folds == fold]
            )
        tables[kind] = table_of(fitted(matrix, labels, WORD_C), columns, SMALL_WORD)
        for x, z in zip(examples, odds, strict=True):
            unseen[x.id][kind] = float(z)
        print(
            f"messages of {kind}: {labels.sum()}, best F1 {best_f1(odds, labels):.3f}, {len(tables[kind])} weights",
            flush=True,
        )
    used = {
        f: round(float(w), 2)
        for f, w in zip(columns.names, idf, strict=True)
        if any(f in table for table in tables.values())
    }
    return FeatureWeights.of(used), tables, unseen


def fit_numbers(rows: list[list[float]], labels: list[bool], folds: list[int]) -> tuple[Linear, list[float]]:
    """Return a regression over numbers, and the log-odds by ones that have not seen the example."""
    values, wanted, fold = np.array(rows), np.array(labels), np.array(folds)
    mean, scale = values.mean(0), np.maximum(values.std(0), LEAST_SCALE)
    scaled, odds = (values - mean) / scale, np.zeros(len(wanted))
    for each in sorted(set(folds)) if len(set(folds)) > 1 else ():
        odds[fold == each] = fitted(scaled[fold != each], wanted[fold != each], NUMBER_C).decision_function(
            scaled[fold == each]
        )
    model = fitted(scaled, wanted, NUMBER_C)
    rounded = [[round(float(x), 4) for x in xs] for xs in (model.coef_[0], mean, scale)]
    return Linear(tuple(rounded[0]), tuple(rounded[1]), tuple(rounded[2]), round(float(model.intercept_[0]), 4)), [
        float(z) for z in odds
    ]
