"""Made reports for tests of what keeps them: a coder that knows their records beforehand, so that coding costs nothing."""

from __future__ import annotations

import functools
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from dateline.draft import Draft
from dateline.events import CodedReport, Coder
from dateline.pipeline import Pipeline
from dateline.stage import PerDraft

BENCH = Path(__file__).parents[2] / "bench"
CODER = Coder("made", "generator", "1")
OTHER = Coder("made", "generator", "2")
"""Another coder, whose records lack the last event of each report that has several."""


@functools.cache
def made_reports(events, *, seed=1, a_day=8.0):
    """The reports of a made archive with so many events, and the name of the incident that each event tells.

    Few incidents a day, so that a small archive lasts long enough to hold all that a large one does.
    """
    sys.path.insert(0, str(BENCH))
    try:
        from made_archive import archive
    finally:
        sys.path.remove(str(BENCH))
    return tuple(archive(events, seed=seed, a_day=a_day))


def write_records(path, events, **fields):
    """Write the records of a made archive for `Told`; return them."""
    records = [made.record for made in made_reports(events, **fields)]
    path.write_bytes(pickle.dumps(records))
    return records


@functools.cache
def read_records(path):
    """Return the records that were written."""
    return tuple(pickle.loads(Path(path).read_bytes()))  # noqa: S301 - our own file of a moment ago


@functools.cache
def _events_by_report(path):
    return {record.report.id: record.events for record in read_records(path)}


@dataclass(frozen=True, slots=True)
class Told(PerDraft):
    """Gives each report the events that were made for it.

    Args:
        path: where `write_records` wrote them.
        fewer: leave the last event out, where there are several.
    """

    name: ClassVar[str] = "told"
    needs: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = ("events",)
    path: str = ""
    fewer: bool = False

    def __call__(self, draft: Draft) -> Draft:
        # The sentence that a pipeline warms up with is none of ours.
        events = _events_by_report(self.path).get(draft.report.id, ())
        draft.events = events[:-1] if self.fewer and len(events) > 1 else events
        return draft


def made_pipeline(path, *, fewer=False):
    """A pipeline that codes the made reports as `CODER`, or as `OTHER`."""
    return Pipeline((Told(str(path), fewer),), OTHER if fewer else CODER)


def made_record(record, *, fewer=False):
    """What that pipeline makes of a record."""
    events = record.events[:-1] if fewer and len(record.events) > 1 else record.events
    return CodedReport(OTHER if fewer else CODER, record.report, events, record.problems)
