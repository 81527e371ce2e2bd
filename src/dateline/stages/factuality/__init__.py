"""Factuality: whether a mention's event happened, was tried, is planned, threatened, possible or denied, and how surely."""

from dateline.stages.factuality.certainty import certainty
from dateline.stages.factuality.judging import FactualityStage, judge

__all__ = ["FactualityStage", "certainty", "judge"]
