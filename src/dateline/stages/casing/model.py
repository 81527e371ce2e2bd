"""The model that decides a word's case: a vocabulary of how words are written, and weights of a chain over the sentence."""

from __future__ import annotations

import functools
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal

from dateline.errors import DataError
from dateline.stages.casing.features import BUCKETS, feature_rows
from dateline.stages.casing.names import Listing
from dateline.stages.casing.units import Unit

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FILE = "casing.npz"
Form = Literal["L", "C", "U"]
FORMS = "LCU"
TAGS = FORMS + "S"
OPENING = TAGS.index("S")
"""Lower, Capitalised, all UPPER, and the capital of a sentence's first word, which says nothing of the word."""
STEPS = (0, 1, 4, 20, 100)
"""Counts from which on a word has been seen so written: never, rarely, at times, often, always about."""


def grade(count: float) -> int:
    """Return the step of a count."""
    return sum(count >= step for step in STEPS) - 1


def code_of(lower: float, capitalised: float, upper: float) -> int:
    """Return how often a word is written in each way as one number below 125."""
    return (grade(lower) * len(STEPS) + grade(capitalised)) * len(STEPS) + grade(upper)


def hash_of(word: str) -> int:
    """Return the number under which the vocabulary knows a word."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How words are written: their hashes in order, and beside each its counts (`code_of`) and word classes."""

    hashes: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint8]
    classes: npt.NDArray[np.uint8]

    def of(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return the counts and the classes of words; 0 and 0 of one that it does not know."""
        import numpy as np

        if not words or not len(self.hashes):
            return [(0, 0)] * len(words)
        wanted = np.array([hash_of(word) for word in words], dtype=np.uint32)
        at = np.searchsorted(self.hashes, wanted)
        at[at == len(self.hashes)] = 0
        here = self.hashes[at] == wanted
        return list(zip((self.counts[at] * here).tolist(), (self.classes[at] * here).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class CaseModel:
    """Decides how the words of a sentence are written.

    Args:
        vocabulary: how words are written elsewhere.
        weights: of every feature for every form.
        steps: of every pair of tags that follow each other.
    """

    vocabulary: Vocabulary
    weights: npt.NDArray[np.int16]
    steps: npt.NDArray[np.int16]

    def forms(self, units: Sequence[Unit], listed: Sequence[Listing]) -> str:
        """Return the tag of every unit of a sentence, with what the lists of names say of it."""
        import numpy as np

        if not units:
            return ""
        rows = feature_rows(units, listed, self.vocabulary.of([unit.key for unit in units]))
        scores = self.weights[np.array(rows)].sum(axis=1, dtype=np.int64).tolist()
        return best_path(scores, self.steps.tolist(), [unit.opens for unit in units])


def best_path(scores: Sequence[Sequence[float]], steps: Sequence[Sequence[float]], opens: Sequence[bool]) -> str:
    """Return the tags with the highest sum of scores and steps.

    A word that opens a sentence is S or U, no other is S. S scores as the better of L and C, since it may be either.
    """
    totals: dict[int, float] = {}
    back: list[dict[int, int]] = []
    for row, first in zip(scores, opens, strict=True):
        allowed = (2, OPENING) if first else (0, 1, 2)
        if not back:
            back.append({})
            totals = {tag: _score(row, tag) for tag in allowed}
            continue
        origin: dict[int, int] = {}
        following: dict[int, float] = {}
        for tag in allowed:
            best = max(totals, key=lambda old: totals[old] + steps[old][tag])
            origin[tag] = best
            following[tag] = totals[best] + steps[best][tag] + _score(row, tag)
        back.append(origin)
        totals = following
    tag = max(totals, key=lambda t: totals[t])
    path = [tag]
    for origin in reversed(back[1:]):
        tag = origin[tag]
        path.append(tag)
    return "".join(TAGS[t] for t in reversed(path))


def _score(row: Sequence[float], tag: int) -> float:
    return max(row[0], row[1]) if tag == OPENING else row[tag]


def load(data: bytes) -> CaseModel:
    """Return the model that a file holds.

    Raises:
        DataError: it is none of ours.
    """
    import numpy as np

    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as parts:
            vocabulary = Vocabulary(parts["hashes"], parts["counts"], parts["classes"])
            model = CaseModel(vocabulary, parts["weights"], parts["steps"])
    except (ValueError, KeyError, OSError) as error:
        raise DataError(f"data/{FILE}: no model of case: {error}; install dateline again") from error
    if model.weights.shape != (BUCKETS, len(FORMS)) or model.steps.shape != (len(TAGS), len(TAGS)):
        raise DataError(f"data/{FILE}: weights of shape {model.weights.shape}; install dateline again")
    return model


@functools.cache
def load_case_model() -> CaseModel:
    """Return the model that ships with dateline; read once.

    Raises:
        DataError: it is not there, or broken.
    """
    try:
        return load(resources.files("dateline").joinpath("data", FILE).read_bytes())
    except FileNotFoundError as error:
        raise DataError(f"data/{FILE} is missing; install dateline again") from error
