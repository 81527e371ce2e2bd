"""How surely a candidate is an event of the report: a logistic model over what the stages found.

The weights are data (data/event_weights.json), learned by bench/train_weights.py; the features are named so that
a confidence can be explained. Values are plain sums, no library is needed to apply them.
"""

from __future__ import annotations

import functools
import json
import math
from importlib import resources

from dateline.draft import Draft
from dateline.stages.coding.features import features_of
from dateline.stages.coding.material import Material


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    source = resources.files("dateline").joinpath("data/event_weights.json")
    weights: dict[str, dict[str, float]] = json.loads(source.read_text("utf-8"))
    return weights


def weigh(draft: Draft, material: Material) -> tuple[float, float]:
    """Return the probabilities, 0…1, that a candidate is an event as the codebook defines it, and that it is current."""
    features = features_of(draft, material)
    return _probability(features, _weights()["weights"]), _probability(features, _weights()["standing"])


def _probability(features: dict[str, float], weights: dict[str, float]) -> float:
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 3)
