"""How surely a candidate is an event of the report: a logistic model over what the stages found.

The weights are data (data/event_weights.json, data/standing_weights.json), learned by bench/train_weights.py; the features are named so that
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
from dateline.stages.coding.news import news_of

MAIN_SHOOTING = 0.8
"""Least probability of the shooting that local news of one is about."""


@functools.cache
def _weights(file: str) -> dict[str, float]:
    source = resources.files("dateline").joinpath(f"data/{file}")
    weights: dict[str, float] = json.loads(source.read_text("utf-8"))["weights"]
    return weights


def weigh(draft: Draft, material: Material) -> tuple[float, float]:
    """Return the probabilities, 0…1, that a candidate is an event as the codebook defines it, and that it is current."""
    features = features_of(draft, material)
    news = _probability(news_of(draft, material, features), _weights("standing_weights.json"))
    right = _probability(features, _weights("event_weights.json"))
    return max(right, MAIN_SHOOTING) if material.cluster.main else right, news


def _probability(features: dict[str, float], weights: dict[str, float]) -> float:
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 3)
