"""Score coded records against gold, slot by slot, and show every error with its sentence."""

from dateline.evaluation.calibration import Band, CurvePoint, bands, calibration_error, curve
from dateline.evaluation.facts import SLOTS, Facts, Value, facts_of
from dateline.evaluation.loading import CodedEvents, GoldReport, keys_of, read_coded, read_gold, sheets
from dateline.evaluation.page import errors_page
from dateline.evaluation.scoring import (
    ALL,
    EVENTS,
    Evaluation,
    EventErrors,
    Figures,
    ReportScore,
    Rules,
    Sheet,
    SlotError,
    evaluate,
)

__all__ = [
    "ALL",
    "EVENTS",
    "SLOTS",
    "Band",
    "CodedEvents",
    "CurvePoint",
    "Evaluation",
    "EventErrors",
    "Facts",
    "Figures",
    "GoldReport",
    "ReportScore",
    "Rules",
    "Sheet",
    "SlotError",
    "Value",
    "bands",
    "calibration_error",
    "curve",
    "errors_page",
    "evaluate",
    "facts_of",
    "keys_of",
    "read_coded",
    "read_gold",
    "sheets",
]
