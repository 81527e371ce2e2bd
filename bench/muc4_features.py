"""Weights of features, kept under hashes of the features' names.

Most features of bench/train_muc4.py hold words of the messages that they were fitted on: nouns and pairs of words, surnames among
them. No text of that corpus may stand in this project, so the file of weights has no name, only its hash, sorted by the hash: whoever
has a message can ask for its features, but nobody can read words or their order out of the file. All tables are kept so, also those
whose features are no words, for the sake of one form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

BYTES = 6
"""Of a hash: that two of a hundred thousand names share one happens once in 56,000 fits."""
CACHED = 1 << 18
"""Names whose hashes are remembered, in some 40 MB."""


@lru_cache(CACHED)
def hash_of(name: str) -> str:
    """Return the hash of a feature's name, as hexadecimal digits."""
    return blake2b(name.encode("utf-8", "replace"), digest_size=BYTES).hexdigest()


@dataclass(frozen=True, slots=True)
class FeatureWeights:
    """The weights of features, "bias" among them: asked for by name, kept by hash."""

    by_hash: Mapping[str, float]

    @classmethod
    def of(cls, named: Mapping[str, float]) -> FeatureWeights:
        """Return weights that are given by name."""
        return cls(dict(sorted((hash_of(name), weight) for name, weight in named.items())))

    def __contains__(self, name: str) -> bool:
        return hash_of(name) in self.by_hash

    def __getitem__(self, name: str) -> float:
        return self.by_hash[hash_of(name)]

    def __len__(self) -> int:
        return len(self.by_hash)

    def get(self, name: str, default: float = 0.0) -> float:
        """Return the weight of a feature, or what stands for one that has none."""
        return self.by_hash.get(hash_of(name), default)

    def odds(self, names: Iterable[str]) -> float:
        """Return the log-odds of an example that has these features."""
        return self.odds_of(map(hash_of, names))

    def odds_of(self, hashes: Iterable[str]) -> float:
        """Return the log-odds of an example by the hashes of its features, for several tables that are asked for the same ones."""
        known = self.by_hash
        return self["bias"] + sum([known[each] for each in hashes if each in known])
