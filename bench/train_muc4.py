"""Fit the weights by which bench/muc4.py forms templates, on the development messages of MUC-4 alone.

    python bench/train_muc4.py --texts dev/dev-muc3-* --gold processed/train.json --out bench/muc4_weights.json [--cache FILE]

Every regression after the first is fitted on what the ones before it say of messages that they have not seen (five folds by the
message's number). What weighs the learned reader's word is fitted on the messages whose number is divisible by five, which
the reader was not trained on. Needs scikit-learn (extra `train`); seeded; ten minutes on one core. `--cache` keeps the coded drafts.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import pickle
import sys
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

from muc4_coding import drafts_of
from muc4_entities import entities
from muc4_fitting import (
    FOLDS,
    PAIR_C,
    SPAN_LEAST,
    Columns,
    Example,
    best_f1,
    fit_heads,
    fit_numbers,
    fit_spans,
    fit_words,
    fitted,
    table_of,
)
from muc4_former import (
    TYPES,
    Linear,
    Sketch,
    Weights,
    entity_numbers,
    form,
    message_numbers,
    pair_features,
    read_entity_numbers,
    read_message_numbers,
)  # fmt: skip
from muc4_heads import heads_of
from muc4_keys import read_messages
from muc4_templates import STRINGS, Counts, read_filled, score_templates

from dateline.draft import Draft

UNSEEN = 0
"""The fold that the learned reader was not trained on."""
TRIED_ENTITY, TRIED_TYPE = (0.2, 0.25, 0.3, 0.35), (0.35, 0.4, 0.45)
"""Thresholds that are tried."""

Odds = dict[str, dict[str, list[float]]]


def main() -> None:
    """Run the command."""
    options = _options()
    try:
        messages = [m for path in options.texts for m in read_messages(path)]
        gold = read_filled(options.gold)
    except (OSError, ValueError) as error:
        sys.exit(f"train_muc4: {error}")
    drafts: list[Draft]
    if options.cache and options.cache.exists():
        drafts = pickle.loads(options.cache.read_bytes())  # noqa: S301 - a file that this command has written itself
    else:
        drafts = list(drafts_of(messages))
        if options.cache:
            options.cache.write_bytes(pickle.dumps(drafts))
    examples = [
        Example(m.id, int(m.id[-4:]) % FOLDS, d, gold[m.id], list(heads_of(d)))
        for m, d in zip(messages, drafts, strict=True)
        if m.id in gold
    ]
    print(f"{len(examples)} messages, {sum(len(x.heads) for x in examples)} nouns", flush=True)
    weights = fit(examples)
    options.out.write_text(
        json.dumps({"about": ABOUT, **dataclasses.asdict(weights)}, ensure_ascii=False) + "\n", "utf-8"
    )


ABOUT = "Fitted by bench/train_muc4.py on the development messages of MUC-4 (DEV 1-1300)."


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="files of development messages")
    parser.add_argument("--gold", type=Path, required=True, help="their templates in GTT's form")
    parser.add_argument("--out", type=Path, required=True, help="file of weights to write")
    parser.add_argument("--cache", type=Path, help="file of coded drafts: read where it exists, else written")
    return parser.parse_args()


def fit(examples: list[Example]) -> Weights:
    """Return all weights."""
    heads, head_odds = fit_heads(examples)
    spans = fit_spans(examples)
    idf, words, word_odds = fit_words(examples)
    sketches = {
        x.id: Sketch(
            {s: entities(s, x.draft, zip(x.heads, head_odds[x.id][s], strict=True), spans[s]) for s in STRINGS},
            word_odds[x.id],
        )
        for x in examples
    }
    entity, entity_odds = fit_entities(examples, sketches)
    incident, type_odds = fit_incidents(examples, sketches)
    pairs = fit_pairs(examples, sketches)
    read_entity, read_incident = fit_reader(examples, sketches, entity_odds, type_odds)
    weights = Weights(heads, spans, idf, words, entity, incident, pairs, {}, {}, read_entity, read_incident)
    return fit_thresholds(weights, examples, sketches, entity_odds, type_odds)


def fit_entities(examples: list[Example], sketches: Mapping[str, Sketch]) -> tuple[dict[str, Linear], Odds]:
    """Return regressions by slot of whether an entity belongs into a template, and the log-odds of unseen ones."""
    models: dict[str, Linear] = {}
    unseen: Odds = {x.id: {} for x in examples}
    for slot in STRINGS:
        which = [(x, n) for x in examples for n in range(len(sketches[x.id].entities[slot]))]
        rows = [entity_numbers(sketches[x.id], slot, n, x.draft) for x, n in which]
        labels = [x.holds(slot, sketches[x.id].entities[slot][n].called()) for x, n in which]
        models[slot], odds = fit_numbers(rows, labels, [x.fold for x, _ in which])
        for x in examples:
            unseen[x.id][slot] = []
        for (x, _), z in zip(which, odds, strict=True):
            unseen[x.id][slot].append(z)
        wanted = sum(len({e for t in x.gold for e in t.entities(slot)}) for x in examples)
        print(f"entities of {slot}: {sum(labels)} of {wanted}, best F1 {best_f1(odds, labels, wanted):.3f}", flush=True)
    return models, unseen


def fit_incidents(
    examples: list[Example], sketches: Mapping[str, Sketch]
) -> tuple[dict[str, Linear], dict[str, dict[str, float]]]:
    """Return regressions of whether a message tells of a type of incident, and the log-odds of unseen ones."""
    models, unseen = {}, {x.id: {} for x in examples}
    rows, folds = [message_numbers(sketches[x.id], x.draft) for x in examples], [x.fold for x in examples]
    for kind in TYPES:
        labels = [x.tells(kind) for x in examples]
        models[kind], odds = fit_numbers(rows, labels, folds)
        for x, z in zip(examples, odds, strict=True):
            unseen[x.id][kind] = z
        print(f"incidents of {kind}: {sum(labels)}, best F1 {best_f1(odds, labels):.3f}", flush=True)
    return models, unseen


def fit_pairs(examples: list[Example], sketches: Mapping[str, Sketch]) -> dict[str, float]:
    """Return the weights by which entities are given to one of several types, from the messages that have several."""
    rows: list[tuple[str, ...]] = []
    labels: list[bool] = []
    for x in examples:
        kinds = [k for k in TYPES if x.tells(k)]
        for slot, several in sketches[x.id].entities.items() if len(kinds) > 1 else ():
            for entity in several:
                if x.holds(slot, entity.called()):
                    rows += [tuple(pair_features(slot, entity, k, x.draft)) for k in kinds]
                    labels += [x.holds(slot, entity.called(), k) for k in kinds]
    columns = Columns(rows, SPAN_LEAST)
    return table_of(fitted(columns.matrix(rows), labels, PAIR_C), columns)


def fit_reader(
    examples: list[Example],
    sketches: Mapping[str, Sketch],
    entity_odds: Odds,
    type_odds: Mapping[str, Mapping[str, float]],
) -> tuple[dict[str, Linear], dict[str, Linear]]:
    """Return the regressions that weigh the learned reader's word, from messages that it was not trained on; none where it read none.

    The log-odds of these messages are replaced by what the regressions, each fitted on four fifths of them, say.
    """
    unseen = [x for x in examples if x.fold == UNSEEN]
    part = {x.id: n % FOLDS for n, x in enumerate(unseen)}
    of_entities, of_incidents = {}, {}
    for slot in STRINGS:
        which, rows = [], []
        for x in unseen:
            for n, entity in enumerate(sketches[x.id].entities[slot]):
                numbers = read_entity_numbers(entity_odds[x.id][slot][n], entity, slot, x.draft)
                if numbers is not None:
                    which.append((x, n, entity))
                    rows.append(numbers)
        if rows:
            labels = [x.holds(slot, e.called()) for x, _, e in which]
            before = best_f1([r[0] for r in rows], labels)
            of_entities[slot], odds = fit_numbers(rows, labels, [part[x.id] for x, _, _ in which])
            print(f"reader, {slot}: best F1 without {before:.3f}, with {best_f1(odds, labels):.3f}", flush=True)
            for (x, n, _), z in zip(which, odds, strict=True):
                entity_odds[x.id][slot][n] = z
    for kind in TYPES:
        told = [(x, read_message_numbers(type_odds[x.id][kind], kind, x.draft)) for x in unseen]
        heard = [(x, numbers) for x, numbers in told if numbers is not None]
        labels = [x.tells(kind) for x, _ in heard]
        if sum(labels) >= FOLDS:
            before = best_f1([n[0] for _, n in heard], labels)
            of_incidents[kind], odds = fit_numbers([n for _, n in heard], labels, [part[x.id] for x, _ in heard])
            print(f"reader, {kind}: best F1 without {before:.3f}, with {best_f1(odds, labels):.3f}", flush=True)
            for (x, _), z in zip(heard, odds, strict=True):
                type_odds[x.id][kind] = z
    return of_entities, of_incidents


def fit_thresholds(
    weights: Weights,
    examples: list[Example],
    sketches: Mapping[str, Sketch],
    entity_odds: Odds,
    type_odds: Mapping[str, Mapping[str, float]],
) -> Weights:
    """Return the weights with the thresholds of highest template F1: first one for all slots and types, then slot by slot."""

    def f1(tried: Weights) -> float:
        total = Counts()
        for x in examples:
            filled = form(tried, sketches[x.id], entity_odds[x.id], type_odds[x.id], x.draft)
            total.add(score_templates(x.gold, filled).all())
        return total.figures()[2]

    best: tuple[float, Any] = (0.0, weights)
    for entity, kind in product(TRIED_ENTITY, TRIED_TYPE):
        tried = dataclasses.replace(
            weights, entity_least=dict.fromkeys(STRINGS, entity), type_least=dict.fromkeys(TYPES, kind)
        )
        best = max(best, (f1(tried), tried), key=lambda pair: pair[0])
    print(f"template F1, unseen messages: {best[0]:.4f}", flush=True)
    for field, names, values in (("type_least", TYPES, TRIED_TYPE), ("entity_least", STRINGS, TRIED_ENTITY)):
        for name, value in product(names, values):
            tried = dataclasses.replace(best[1], **{field: {**getattr(best[1], field), name: value}})
            best = max(best, (f1(tried), tried), key=lambda pair: pair[0])
    print(f"template F1, unseen messages: {best[0]:.4f}; {best[1].entity_least}, {best[1].type_least}", flush=True)
    return best[1]


if __name__ == "__main__":
    main()
