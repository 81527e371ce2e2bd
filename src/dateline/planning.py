"""What an archive takes, said before the run: a sample of it is read, coded, stored and weighed. Wiring beside `project`.

::

    with dateline.Project() as project:
        print(plan(project, ["archive/"]).reports)

Times are processor time, which other work on the machine disturbs little; hours by the clock follow from it by the model of
docs/scale.md.
"""

from __future__ import annotations

import io
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dateline.errors import MissingInput
from dateline.events import CodedReport
from dateline.export.formats.extras import needed
from dateline.pipeline import WARM_UP
from dateline.readers import read_text
from dateline.readers.sampling import Piece, Survey, single_pieces, survey, windows
from dateline.shards.parts import PartWriter
from dateline.store import open_store
from dateline.text import Report

if TYPE_CHECKING:
    from dateline.project import Paths, Project

T = TypeVar("T")
EFFICIENCY = 0.9
"""What two processes and more do of what as many processors could (`python bench/executors.py`: 1.9 of 2)."""
LINK_EVENTS, LINK_SECONDS, LINK_GROWTH = 100_000, 112.0, 1.1
"""Linking an archive anew: events, seconds of processors, and the power by which these grow with events
(`python bench/linkage_scale.py --events 10000 100000 1000000 --base 100000`)."""
LEAST_WINDOWS, MOST_WINDOWS = 4, 40
MOST_STORED = 120
"""Records that are stored to weigh the store: enough that its empty pages matter little."""
NINETY_FIVE = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and the bounds between which it lies in 95 of 100 samples."""

    low: float
    value: float
    high: float

    @classmethod
    def of(cls, value: float, error: float) -> Estimate:
        """Return an estimate with so much standard error, as a share of the value."""
        return cls(value * max(0.0, 1 - NINETY_FIVE * error), value, value * (1 + NINETY_FIVE * error))

    def times(self, other: float) -> Estimate:
        """Return so many times the estimate."""
        return Estimate(self.low * other, self.value * other, self.high * other)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an archive holds, and what coding it takes.

    Args:
        files, size: of the archive, in bytes. unreadable: inputs that are not there.
        sampled: reports that were read; coded: of them those that were coded to measure.
        reports: in the archive. foreign, failing: shares of them that are passed over for their language, that cannot be read or coded.
        eventful: share of the coded that tell of an event. events: in the archive.
        read, code, store: seconds of a processor a report (code: one that is not passed over).
        link: seconds of processors to link all events anew.
        run: by number of workers, seconds by the clock, without storing.
        worker_memory, driver_memory, shard_disk, store_disk: in bytes.
    """

    files: int
    size: int
    unreadable: int
    sampled: int
    coded: int
    reports: Estimate
    foreign: float
    failing: float
    eventful: float
    events: Estimate
    read: float
    code: float
    store: float
    link: float
    run: tuple[tuple[int, Estimate], ...]
    worker_memory: int
    driver_memory: int
    shard_disk: Estimate
    store_disk: Estimate

    @property
    def reader_feeds(self) -> int:
        """How many workers one driver can feed with what it reads; more of them wait."""
        a_report = self.code * (1 - self.foreign)
        return max(1, math.floor((self.read + a_report) / (EFFICIENCY * self.read))) if self.read else sys.maxsize


@dataclass(frozen=True, slots=True)
class _Sample:
    """What was read: reports, failures, what the archive holds by it, seconds of a processor a report."""

    reports: list[Report]
    failed: int
    total: float
    error: float
    seconds: float


def plan(
    project: Project,
    paths: Paths,
    *,
    sample: int = 300,
    seconds: float = 60.0,
    workers: Sequence[int] = (1, 2, 4, 8, 16),
    moved: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
) -> Plan:
    """Sample an archive and return what it takes.

    Args:
        sample: reports that are coded, at most. seconds: after so long no more are read, and then no more coded.
        workers: numbers of them for which the time is told.
        moved: is told of steps, as (what, done, of how many).

    Raises:
        MissingInput: nothing stands under the paths that could be sampled.
        SettingsError: pyarrow is not installed.
    """
    needed("pyarrow", extra="parquet", what="weighing shards")
    listed = [str(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)]
    found = survey(listed)
    if not found.files:
        if found.unreadable:
            raise found.unreadable[0]
        raise MissingInput(", ".join(listed), "there is nothing to sample here", advice="name files or folders")
    # What reading loads once is no cost of a report.
    read_text(WARM_UP.text)
    samples = _read(project, found, sample, seconds, moved)
    total = sum(one.total for one in samples)
    drawn = [
        report for one in samples for report in _evenly(one.reports, max(1, round(sample * one.total / max(1, total))))
    ]
    driver = _resident()
    coding = _code(project, drawn, seconds, moved)
    return _reckoned(found, samples, coding, workers=workers, driver=driver)


def _reckoned(
    found: Survey, samples: Sequence[_Sample], coding: _Coded, *, workers: Sequence[int], driver: int
) -> Plan:
    """Return what the whole archive takes, from what its sample took."""
    total = sum(one.total for one in samples)
    spread = math.hypot(*(one.error * one.total for one in samples)) / total if total else 0.0
    whole, failed = sum(len(one.reports) for one in samples), sum(one.failed for one in samples)
    read = sum(one.seconds * one.total for one in samples) / total if total else 0.0
    reports = Estimate.of(total, spread)
    error = math.hypot(spread, coding.error)
    all_coded = not spread and coding.done == round(total)
    told = sum(len(record.events) for record in coding.records) / max(1, coding.done)
    events = Estimate.of(total * told, 0.0 if all_coded else math.hypot(spread, coding.event_error))
    in_english = max(1, coding.done - coding.foreign)
    shard, stored, storing = _weigh(coding.records)
    return Plan(
        files=found.files,
        size=found.single_bytes + found.many_bytes,
        unreadable=len(found.unreadable),
        sampled=whole + failed,
        coded=coding.done,
        reports=reports,
        foreign=coding.foreign / max(1, coding.done),
        failing=(failed + coding.failed * whole / max(1, coding.done)) / max(1, whole + failed),
        eventful=sum(bool(record.events) for record in coding.records) / in_english,
        events=events,
        read=read,
        code=coding.seconds * coding.done / in_english,
        store=storing,
        link=LINK_SECONDS * (events.value / LINK_EVENTS) ** LINK_GROWTH,
        run=tuple((n, Estimate.of(_clock(total, read, read + coding.seconds, n), error)) for n in workers),
        worker_memory=_resident(peak=True),
        driver_memory=driver,
        shard_disk=reports.times(shard),
        store_disk=reports.times(stored),
    )


def _clock(total: float, read: float, cost: float, workers: int) -> float:
    """Return seconds by the clock: one driver reads for all workers, and shares the processors with them."""
    return total * (cost if workers == 1 else max(read, cost / (workers * EFFICIENCY)))


def _read(
    project: Project, found: Survey, sample: int, seconds: float, moved: Callable[[str, int, int], None]
) -> list[_Sample]:
    options = project.read_options()
    until = time.monotonic() + seconds
    samples = []
    if found.single:
        pieces, spent = _taken(single_pieces(found, options), sample, sample, until, moved)
        counts = [len(piece.reports) for piece in pieces]
        total = found.single * statistics.fmean(counts)
        # Every file was read: nothing is estimated.
        whole = len(pieces) == found.single
        error = 0.0 if whole or not total else _error(counts)
        samples.append(_sample(pieces, total, error, spent))
    if found.many:
        pieces, spent = _taken(windows(found, options), sample, MOST_WINDOWS, until, moved)
        size = sum(piece.size for piece in pieces)
        density = sum(len(piece.reports) for piece in pieces) / size if size else 0.0
        gaps = [len(piece.reports) - density * piece.size for piece in pieces]
        mean = statistics.fmean(len(piece.reports) for piece in pieces) if pieces else 0.0
        whole = size >= found.many_bytes
        error = 0.0 if whole or len(pieces) < 2 or not mean else statistics.stdev(gaps) / mean / math.sqrt(len(pieces))
        samples.append(_sample(pieces, density * found.many_bytes, error, spent))
    return samples


def _taken(
    pieces: Iterator[Piece], sample: int, most: int, until: float, moved: Callable[[str, int, int], None]
) -> tuple[list[Piece], float]:
    """Return pieces that hold so many reports and are as many as an estimate needs, and the processors' seconds for them."""
    started = _processor()
    found: list[Piece] = []
    reports = 0
    for piece in islice(pieces, most):
        found.append(piece)
        reports += len(piece.reports)
        moved("reading a sample", min(reports, sample), sample)
        if (reports >= sample and len(found) >= LEAST_WINDOWS) or time.monotonic() > until:
            break
    # A reader's own process is counted when it has ended.
    if hasattr(pieces, "close"):
        pieces.close()
    return found, _processor() - started


def _sample(pieces: list[Piece], total: float, error: float, spent: float) -> _Sample:
    reports = [report for piece in pieces for report in piece.reports]
    return _Sample(reports, sum(piece.failed for piece in pieces), total, error, spent / max(1, len(reports)))


@dataclass(frozen=True, slots=True)
class _Coded:
    """What coding the sample took: seconds a report, those passed over among them."""

    records: list[CodedReport]
    done: int
    foreign: int
    failed: int
    seconds: float
    error: float
    event_error: float


def _code(
    project: Project, reports: Sequence[Report], seconds: float, moved: Callable[[str, int, int], None]
) -> _Coded:
    project.pipeline.warm_up()
    until = time.monotonic() + seconds
    started = _processor()
    outcomes = []
    for outcome in project.code_reports(reports):
        outcomes.append(outcome)
        moved("coding the sample", len(outcomes), len(reports))
        if time.monotonic() > until:
            break
    spent = _processor() - started
    return _Coded(
        [outcome.record for outcome in outcomes if outcome.record is not None],
        len(outcomes),
        sum(outcome.status == "passed over" for outcome in outcomes),
        sum(outcome.status == "failed" for outcome in outcomes),
        spent / max(1, len(outcomes)),
        _error([outcome.seconds for outcome in outcomes]),
        _error([len(outcome.record.events) for outcome in outcomes if outcome.record is not None]),
    )


def _weigh(records: Sequence[CodedReport]) -> tuple[float, float, float]:
    """Return bytes a report in shards and in a store, and seconds to store it, from storing some."""
    if not records:
        return 0.0, 0.0, 0.0
    stream = io.BytesIO()
    writer = PartWriter(stream)
    for record in records:
        writer.write(record)
    writer.close()
    from dateline.adding import add_records

    some = list(_evenly(records, MOST_STORED))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weighed.db"
        open_store(path).close()
        empty = path.stat().st_size
        started = _processor()
        store = open_store(path)
        for _ in add_records(store, some, batch=16):
            pass
        store.close()
        spent = _processor() - started
        size = path.stat().st_size - empty
    return stream.tell() / len(records), size / len(some), spent / len(some)


def _evenly(items: Sequence[T], most: int) -> Sequence[T]:
    return items if len(items) <= most else [items[n * len(items) // most] for n in range(most)]


def _error(values: Sequence[float]) -> float:
    """Return the standard error of the mean, as a share of it."""
    mean = statistics.fmean(values) if values else 0.0
    return statistics.stdev(values) / mean / math.sqrt(len(values)) if len(values) > 1 and mean else 0.0


def _processor() -> float:
    """Return the processor time of this process and of those that ended under it, in seconds."""
    return sum(os.times()[:4])


def _resident(*, peak: bool = False) -> int:
    """Return the memory of this process in bytes: now, where the system tells that, or at most so far."""
    statm = Path("/proc/self/statm")
    if not peak and statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
