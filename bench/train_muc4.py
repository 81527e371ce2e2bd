"""Fit the weights by which bench/muc4.py forms templates, on the development messages of MUC-4 alone.

    python bench/train_muc4.py --texts dev/dev-muc3-* --gold processed/train.json --reader FOLDER --out bench/muc4_weights.json [--cache FILE]

Every regression after the first is fitted on what the ones before it say of messages that they have not seen (five folds by the
message's number). What weighs the learned reader's word is fitted on the messages whose number is divisible by five, by a
reader that was not trained on them (train_reader.py leaves them out of all but the last). Needs scikit-learn (extra `train`);
seeded; five minutes on one core. `--cache` keeps the coded drafts.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import pickle
import sys
from collections.abc import Mapping
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from muc4_coding import drafts_of, read_again
from muc4_entities import Entity, entities
from muc4_fitting import (
    FOLDS,
    PAIR_C,
    SPAN_LEAST,
    SPLIT_C,
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
    PARTED,
    TYPES,
    Linear,
    Sketch,
    Weights,
    entity_numbers,
    form,
    message_numbers,
    pair_features,
    probability,
    read_numbers,
)  # fmt: skip
from muc4_heads import heads_of
from muc4_keys import read_messages
from muc4_splitting import clusters_of, togetherness
from muc4_templates import STRINGS, Counts, Filled, normal, read_filled, score_entities, score_templates

from dateline.draft import Draft

if TYPE_CHECKING:
    from muc4_features import FeatureWeights

UNSEEN = 0
"""The fold that the learned reader was not trained on."""
TRIED_ENTITY, TRIED_TYPE = (0.2, 0.25, 0.3, 0.35), (0.3, 0.35, 0.4)
"""Thresholds that are tried."""

TRIED_SPLIT = (0.0, 0.5, 1.0)

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
    for x in examples:
        if options.reader and x.fold == UNSEEN:
            read_again(x.draft, options.reader)
        else:
            x.draft.readings = ()
    print(f"{len(examples)} messages, {sum(len(x.heads) for x in examples)} nouns", flush=True)
    weights = fit(examples)
    options.out.write_text(
        json.dumps({"about": ABOUT, **dataclasses.asdict(weights)}, ensure_ascii=False, separators=(",", ":")) + "\n",
        "utf-8",
    )


ABOUT = "Fitted by bench/train_muc4.py on the development messages of MUC-4 (DEV 1-1300). Features under hashes: muc4_features.py."


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="files of development messages")
    parser.add_argument("--gold", type=Path, required=True, help="their templates in GTT's form")
    parser.add_argument("--out", type=Path, required=True, help="file of weights to write")
    parser.add_argument("--cache", type=Path, help="file of coded drafts: read where it exists, else written")
    parser.add_argument(
        "--reader",
        type=Path,
        help="folder of a learned reader that has not seen the messages whose number is divisible by five",
    )
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
    read_entity = fit_reader(examples, sketches, entity_odds)
    splits, unseen = fit_splits(examples, sketches)
    weights = Weights(heads, spans, idf, words, entity, incident, pairs, splits, 0.0, {}, {}, read_entity)
    return fit_thresholds(weights, unseen, examples, sketches, entity_odds, type_odds)


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
    models: dict[str, Linear] = {}
    unseen: dict[str, dict[str, float]] = {x.id: {} for x in examples}
    rows, folds = [message_numbers(sketches[x.id], x.draft) for x in examples], [x.fold for x in examples]
    for kind in TYPES:
        labels = [x.tells(kind) for x in examples]
        models[kind], odds = fit_numbers(rows, labels, folds)
        for x, z in zip(examples, odds, strict=True):
            unseen[x.id][kind] = z
        print(f"incidents of {kind}: {sum(labels)}, best F1 {best_f1(odds, labels):.3f}", flush=True)
    return models, unseen


def fit_pairs(examples: list[Example], sketches: Mapping[str, Sketch]) -> FeatureWeights:
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


def fit_splits(examples: list[Example], sketches: Mapping[str, Sketch]) -> tuple[FeatureWeights, list[FeatureWeights]]:
    """Return the weights by which the targets of a type are parted by incident, and by fold those of regressions that have not seen it."""
    rows: list[tuple[str, ...]] = []
    labels, folds = [], []
    for x in examples:
        clusters = clusters_of(x.draft)
        for kind in TYPES:
            wanted = [t for t in x.gold if kind in t.types]
            held = [
                (e, _templates_of(e, wanted))
                for slot in PARTED
                for e in sketches[x.id].entities[slot]
                if _templates_of(e, wanted)
            ]
            for (one, its), (other, others) in combinations(held, 2):
                rows.append(tuple(set(togetherness(one, other, x.draft, clusters))))
                labels.append(bool(its & others))
                folds.append(x.fold)
    columns, together, fold = Columns(rows, SPAN_LEAST), np.array(labels), np.array(folds)
    matrix = columns.matrix(rows)
    tables = [table_of(fitted(matrix[fold != each], together[fold != each], SPLIT_C), columns) for each in range(FOLDS)]
    print(f"pairs of targets: {len(labels)}, of one incident {sum(labels)}", flush=True)
    return table_of(fitted(matrix, together, SPLIT_C), columns), tables


def _templates_of(entity: Entity, wanted: list[Filled]) -> frozenset[int]:
    name = normal(entity.called())
    return frozenset(n for n, t in enumerate(wanted) if any(name in e for e in t.entities(entity.slot)))


def fit_reader(examples: list[Example], sketches: Mapping[str, Sketch], entity_odds: Odds) -> dict[str, Linear]:
    """Return the regressions that weigh the learned reader's word, from messages that it was not trained on; none where it read none.

    The log-odds of these messages are replaced by what the regressions, each fitted on four fifths of them, say. (Its word of
    the types of incident made them no surer.)
    """
    unseen = [x for x in examples if x.fold == UNSEEN]
    part = {x.id: n % FOLDS for n, x in enumerate(unseen)}
    found = {}
    for slot in STRINGS:
        which, rows = [], []
        for x in unseen:
            for n, entity in enumerate(sketches[x.id].entities[slot]):
                numbers = read_numbers(entity_odds[x.id][slot][n], entity, slot, x.draft)
                if numbers is not None:
                    which.append((x, n, entity))
                    rows.append(numbers)
        if rows:
            labels = [x.holds(slot, e.called()) for x, _, e in which]
            before = best_f1([r[0] for r in rows], labels)
            found[slot], odds = fit_numbers(rows, labels, [part[x.id] for x, _, _ in which])
            print(f"reader, {slot}: best F1 without {before:.3f}, with {best_f1(odds, labels):.3f}", flush=True)
            for (x, n, _), z in zip(which, odds, strict=True):
                entity_odds[x.id][slot][n] = z
    return found


def fit_thresholds(
    weights: Weights,
    splits: list[FeatureWeights],
    examples: list[Example],
    sketches: Mapping[str, Sketch],
    entity_odds: Odds,
    type_odds: Mapping[str, Mapping[str, float]],
) -> Weights:
    """Return the weights with the thresholds of highest template F1 and CEAF-REE together over messages that no regression has seen."""
    telling = [
        x for x in examples if x.gold or any(probability(z) >= min(TRIED_TYPE) for z in type_odds[x.id].values())
    ]

    def figures(tried: Weights) -> tuple[float, float]:
        templates, entities = Counts(), Counts()
        for x in telling:
            own = dataclasses.replace(tried, splits=splits[x.fold])
            filled = form(own, sketches[x.id], entity_odds[x.id], type_odds[x.id], x.draft)
            templates.add(score_templates(x.gold, filled).all())
            entities.add(score_entities(x.gold, filled).all())
        return templates.figures()[2], entities.figures()[2]

    best: tuple[tuple[float, float], Weights] = ((0.0, 0.0), weights)

    def attempt(**changed: object) -> None:
        nonlocal best
        tried = dataclasses.replace(best[1], **changed)  # type: ignore[arg-type]
        best = max(best, (figures(tried), tried), key=lambda pair: sum(pair[0]))

    for entity, kind in product(TRIED_ENTITY, TRIED_TYPE):
        attempt(entity_least=dict.fromkeys(STRINGS, entity), type_least=dict.fromkeys(TYPES, kind))
    for least in TRIED_SPLIT:
        attempt(split_least=least)
    print("template F1 and CEAF-REE, unseen messages: {:.4f}, {:.4f}".format(*best[0]), flush=True)
    print(best[1].entity_least, best[1].type_least, best[1].split_least, flush=True)
    return best[1]


if __name__ == "__main__":
    main()
