"""Evaluation as the faces use it: gold read, its reports coded where no system's records are given, and scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.codec import to_data
from dateline.errors import InputError, SettingsError
from dateline.evaluation import (
    ALL,
    EVENTS,
    SLOTS,
    CodedEvents,
    CurvePoint,
    Evaluation,
    EventErrors,
    GoldReport,
    Rules,
    SlotError,
    calibration_error,
    curve,
    errors_page,
    evaluate,
    facts_of,
    keys_of,
    read_coded,
    read_gold,
    sheets,
)  # fmt: skip
from dateline.text import Report

if TYPE_CHECKING:
    from dateline.events import CodedReport

__all__ = [
    "ALL",
    "EVENTS",
    "SLOTS",
    "CodedEvents",
    "CurvePoint",
    "Evaluation",
    "EventErrors",
    "GoldReport",
    "Rules",
    "SlotError",
    "calibration_error",
    "coded_events",
    "curve",
    "errors_page",
    "read_coded",
    "read_gold",
    "reports_of",
    "score",
]

TEXT_FOLDERS = ("texts", "reports")
"""Where the reports of a folder of gold stand beside it, unless it is said."""


def score(gold: Sequence[GoldReport], coded: dict[str, CodedEvents], rules: Rules | None = None) -> Evaluation:
    """Score what was coded of each gold report."""
    return evaluate(sheets(list(gold), coded), rules)


def coded_events(records: Iterable[CodedReport]) -> dict[str, CodedEvents]:
    """Return what was coded now, by every key that gold may call its report."""
    found: dict[str, CodedEvents] = {}
    for record in records:
        report = record.report
        events = tuple(facts_of(to_data(event)) for event in record.events)
        coded = CodedEvents(report.title or "", report.text, events)
        for key in keys_of(report.origin or "", report.id):
            found.setdefault(key, coded)
    return found


def reports_of(gold: Sequence[GoldReport], where: Path, texts: Path | None) -> Iterator[Report | InputError]:
    """Yield the reports that gold is of: those it brings along, else those that stand under `texts`.

    Args:
        where: the path of the gold; beside its folder `texts` or `reports` is looked for where `texts` is None.

    Raises:
        SettingsError: reports are needed, and it is not known where they are.
    """
    from dateline.readers import ReadOptions, read, read_text

    without = {g.key for g in gold if g.report is None and g.text is None}
    for item in gold:
        if item.report is not None:
            yield item.report
        elif item.text is not None:
            try:
                yield read_text(
                    item.text, origin=item.key, title=item.title, options=ReadOptions(published=item.published)
                )
            except InputError as error:
                yield error
    if without:
        for found in read([str(texts or _beside(where))]):
            origin = found.origin if isinstance(found, InputError) else found.origin or ""
            report_id = "" if isinstance(found, InputError) else found.id
            if without & set(keys_of(origin, report_id)):
                yield found


def _beside(where: Path) -> Path:
    folder = where if where.is_dir() else where.parent
    for name in TEXT_FOLDERS:
        beside = folder.parent / name
        if beside.is_dir():
            return beside
    raise SettingsError(
        f"{where}: this gold has no texts, and there is no folder {' or '.join(TEXT_FOLDERS)} beside {folder}; say "
        "where its reports are with --texts FOLDER, or give a system's records with --against RECORDS.jsonl"
    )
