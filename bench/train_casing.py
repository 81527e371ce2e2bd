"""Train the model that gives text without case its case back.

    python bench/train_casing.py --texts PATH... [--test PATH... --held PARTS] [--epochs 5]
        [--output src/dateline/data/casing.npz]

Reads mixed-case news (folders of JSON or plain text; JSON Lines with title and text), leaves out what is itself without
case, and learns from it (a) a vocabulary: how often each word is written lower, capitalised and in capitals where no
sentence opens, counted in documents, with its word classes in the lemma index of spaCy's small English model; and (b) the
weights of a chain over tags, by the averaged perceptron, from features of the words, of the vocabulary and of our
lists of names (`stages/casing/features.py`). For (b) a document's words are looked up in the vocabulary of the other folds, so
that the weights learn what an unknown word looks like.

Of the texts that are also given to --test, one in --held is left out of both (by `sha256(id)`, first 32 bits). Printed is
for these, where no sentence opens: the share of words whose case is right, and precision, recall and F1 of those written
with a capital, beside the figures for giving every word its most frequent form. Takes five minutes on one core.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from dateline.readers.datelines import find_dateline
from dateline.stages.casing.features import BUCKETS, feature_rows, written
from dateline.stages.casing.model import FORMS, OPENING, TAGS, CaseModel, Vocabulary, best_path, code_of, hash_of
from dateline.stages.casing.names import listings
from dateline.stages.casing.units import Unit, sentences_in, units_in

SEED = 11
FOLDS = 5
CLASSES = ("noun", "verb", "adj", "adv")
CASED = (0.01, 0.25)
"""Shares of capitals among the letters of a sentence outside of which it is taken for text without case, or a headline."""
SCALE = 16
"""Weights are kept as whole numbers, so many to one."""


@dataclass
class Sample:
    """A sentence of training text: its units and the tag of each."""

    document: str
    units: list[Unit]
    tags: str


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of every document of a folder or file."""
    if path.is_dir():
        files = sorted(f for f in path.rglob("*") if f.suffix in {".json", ".txt", ".jsonl"})
        if not files:
            sys.exit(f"{path}: no .json, .jsonl or .txt in it")
        for file in files:
            yield from texts_of(file)
    elif path.suffix == ".jsonl":
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield str(row["id"]), f"{row.get('text', '')}"
    elif path.suffix == ".json":
        row = json.loads(path.read_text("utf-8"))
        if isinstance(row, dict) and "text" in row:
            yield path.stem, row["text"]
    elif path.is_file():
        yield path.stem, path.read_text("utf-8", errors="replace")
    else:
        sys.exit(f"{path}: no such file or folder")


def held_out(document: str, parts: int) -> bool:
    """Whether a document belongs to the part that is left aside."""
    return parts > 0 and int(hashlib.sha256(document.encode()).hexdigest()[:8], 16) % parts == 0


def samples_of(documents: Iterable[tuple[str, str]]) -> Iterator[Sample]:
    """Yield the sentences of documents that are written with case."""
    for document, text in documents:
        for begin, end in sentences_in(text, 0, len(text)):
            head = find_dateline(text[begin:end])
            start = begin + (head.end if head is not None else 0)  # a dateline in capitals says nothing of its words
            raw = text[start:end]
            letters = sum(map(str.isalpha, raw)) or 1
            capitals = sum(map(str.isupper, raw)) / letters
            units = units_in(text, start, end)
            if len(units) < 4 or not CASED[0] <= capitals <= CASED[1]:
                continue
            long_words = [u for u in units[1:] if len(u.key) > 3]
            if len(long_words) > 2 and sum(text[u.start].isupper() for u in long_words) > 0.6 * len(long_words):
                continue
            tags = [written(text[u.start : u.end]) for u in units]
            if units[0].opens and tags[0] != "U":
                tags[0] = "S"
            yield Sample(document, units, "".join(tags))


def count(samples: Iterable[Sample]) -> dict[str, dict[str, int]]:
    """Return in how many documents each word is written how, where it opens no sentence."""
    seen: dict[str, dict[str, int]] = collections.defaultdict(lambda: collections.defaultdict(int))
    told: set[tuple[str, str, str]] = set()
    for sample in samples:
        for unit, tag in zip(sample.units, sample.tags, strict=True):
            if tag != "S" and (sample.document, unit.key, tag) not in told:
                told.add((sample.document, unit.key, tag))
                seen[unit.key][tag] += 1
    return seen


def word_classes() -> dict[str, int]:
    """Return the word classes of the words in spaCy's lemma index, as bits."""
    from dateline.stages.syntax.parser import load_model

    lemmatizer = cast("Any", load_model().get_pipe("lemmatizer"))
    table = lemmatizer.lookups.get_table("lemma_index")
    found: dict[str, int] = collections.defaultdict(int)
    for bit, name in enumerate(CLASSES):
        for word in table[name]:
            if word.isalpha():
                for form in inflected(word, name):
                    found[form] |= 1 << bit
    return found


def inflected(word: str, name: str) -> Iterator[str]:
    """Yield a word and its regular forms."""
    yield word
    if name in {"noun", "verb"}:
        yield word[:-1] + "ies" if word.endswith("y") else word + ("es" if word[-1] in "sxzh" else "s")
    if name == "verb":
        stem = word.removesuffix("e")
        yield from (stem + "ed", stem + "ing")


def vocabulary_of(counts: dict[str, dict[str, int]], classes: dict[str, int], *, least: int) -> Vocabulary:
    """Return the vocabulary of counts and word classes; words in fewer documents than `least` are left out."""
    rows = {}
    for word in counts.keys() | classes.keys():
        told = counts.get(word, {})
        if sum(told.values()) >= least or classes.get(word):
            code = code_of(told.get("L", 0), told.get("C", 0), told.get("U", 0)) if sum(told.values()) >= least else 0
            rows[hash_of(word)] = (code, classes.get(word, 0))
    order = sorted(rows)
    return Vocabulary(
        np.array(order, dtype=np.uint32),
        np.array([rows[h][0] for h in order], dtype=np.uint8),
        np.array([rows[h][1] for h in order], dtype=np.uint8),
    )


def rows_for(samples: Sequence[Sample], vocabulary: Vocabulary) -> list[np.ndarray]:
    """Return the features of sentences."""
    return [
        np.array(feature_rows(s.units, listings(s.units), vocabulary.of([u.key for u in s.units])), dtype=np.int32)
        for s in samples
    ]


def learn(samples: Sequence[Sample], rows: Sequence[np.ndarray], *, epochs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and steps by the averaged perceptron."""
    weights = np.zeros((BUCKETS, len(FORMS)))
    steps = np.zeros((len(TAGS), len(TAGS)))
    sums, step_sums = np.zeros_like(weights), np.zeros_like(steps)
    order = list(range(len(samples)))
    shuffler = random.Random(SEED)  # noqa: S311  (an order of sentences, no secret)
    now = 1
    for epoch in range(epochs):
        shuffler.shuffle(order)
        wrong = total = 0
        for n in order:
            sample, features = samples[n], rows[n]
            scores = weights[features].sum(axis=1)
            got = best_path(scores.tolist(), steps.tolist(), [u.opens for u in sample.units])
            total += len(got)
            now += 1
            if got == sample.tags:
                continue
            for i, (mine, gold) in enumerate(zip(got, sample.tags, strict=True)):
                if mine != gold:
                    wrong += 1
                    for change, tag in ((1.0, form_for(gold, scores[i])), (-1.0, form_for(mine, scores[i]))):
                        np.add.at(weights[:, tag], features[i], change)
                        np.add.at(sums[:, tag], features[i], change * now)
                if i and got[i - 1 : i + 1] != sample.tags[i - 1 : i + 1]:
                    pairs = ((1.0, sample.tags), (-1.0, got))
                    for change, tags in pairs:
                        x, y = TAGS.index(tags[i - 1]), TAGS.index(tags[i])
                        steps[x, y] += change
                        step_sums[x, y] += change * now
        print(f"epoch {epoch + 1}: {wrong} of {total} words wrong ({wrong / max(1, total):.4f})", flush=True)
    return weights - sums / now, steps - step_sums / now


def form_for(tag: str, scores: np.ndarray) -> int:
    """Return the form whose weights a tag rests on: the better of lower and capitalised where a sentence opens."""
    at = TAGS.index(tag)
    return int(scores[0] < scores[1]) if at == OPENING else at


def whole(values: np.ndarray) -> np.ndarray:
    """Return weights as whole numbers."""
    clipped: np.ndarray = np.clip(np.rint(values * SCALE), -32000, 32000).astype(np.int16)
    return clipped


@dataclass
class Tally:
    """How many words were given the right case."""

    right: int = 0
    total: int = 0
    hit: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, got: str, gold: str) -> None:
        """Count one sentence; words that open one are left out."""
        for mine, true in zip(got, gold, strict=True):
            if true == "S" or mine == "S":
                continue
            self.total += 1
            self.right += mine == true
            self.hit += mine == true != "L"
            self.given += mine != "L"
            self.wanted += true != "L"

    def line(self) -> str:
        """Return the figures as a line."""
        p, r = self.hit / max(1, self.given), self.hit / max(1, self.wanted)
        return f"words right {self.right / max(1, self.total):.4f} of {self.total}; capitals P {p:.4f} R {r:.4f} F1 {2 * p * r / max(1e-9, p + r):.4f}"


def train(samples: Sequence[Sample], *, epochs: int, least: int = 2) -> CaseModel:
    """Return the model that samples teach."""
    classes = word_classes()
    documents = sorted({s.document for s in samples})
    fold = {d: int(hashlib.sha256(d.encode()).hexdigest()[8:16], 16) % FOLDS for d in documents}
    rows: list[np.ndarray] = [np.zeros(0)] * len(samples)
    for k in range(FOLDS):
        others = vocabulary_of(count(s for s in samples if fold[s.document] != k), classes, least=least)
        mine = [n for n, s in enumerate(samples) if fold[s.document] == k]
        for n, features in zip(mine, rows_for([samples[n] for n in mine], others), strict=True):
            rows[n] = features
    weights, steps = learn(samples, rows, epochs=epochs)
    return CaseModel(vocabulary_of(count(samples), classes, least=least), whole(weights), whole(steps))


def evaluate(model: CaseModel, tests: Sequence[Sample], counts: dict[str, dict[str, int]]) -> None:
    """Print how many words of sentences get their case back, beside each word's most frequent form."""
    learned, plain = Tally(), Tally()
    for sample in tests:
        learned.add(model.forms(sample.units, listings(sample.units)), sample.tags)
        forms = [max(told, key=lambda t: told[t]) if (told := counts.get(u.key)) else "C" for u in sample.units]
        plain.add("".join(["S" if t == "S" else f for f, t in zip(forms, sample.tags, strict=True)]), sample.tags)
    print(f"model: {learned.line()}")
    print(f"most frequent form: {plain.line()}")


def main() -> None:
    """Train, print what is held out, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", nargs="+", type=Path, required=True, help="folders or files of mixed-case news")
    parser.add_argument("--test", nargs="*", type=Path, default=[], help="folders or files whose held part is scored")
    parser.add_argument("--held", type=int, default=3, help="leave out one document in so many, by the hash of its id")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--output", type=Path, help="where the model is written")
    given = parser.parse_args()
    samples = [
        sample
        for path in given.texts
        for sample in samples_of(
            (d, t) for d, t in texts_of(path) if path not in given.test or not held_out(d, given.held)
        )
    ]
    print(f"{len(samples)} sentences, {sum(len(s.units) for s in samples)} words", flush=True)
    model = train(samples, epochs=given.epochs)
    counts = count(samples)
    for path in given.test:
        tests = list(samples_of((d, t) for d, t in texts_of(path) if held_out(d, given.held)))
        print(f"{path}: {len(tests)} sentences left out")
        evaluate(model, tests, counts)
    if given.output:
        np.savez_compressed(
            given.output,
            hashes=model.vocabulary.hashes, counts=model.vocabulary.counts, classes=model.vocabulary.classes,
            weights=model.weights, steps=model.steps,
        )  # fmt: skip
        print(f"{given.output}: {given.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
