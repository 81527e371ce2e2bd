"""What came of each input, and of a run as a whole."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from dateline.errors import InputError, SkippedInput
from dateline.events import CodedReport, Problem
from dateline.pipeline import UNDATED, Coding
from dateline.text import Report

Status = Literal["coded", "stored", "unchanged", "new version", "passed over", "skipped", "failed"]
STATUSES: dict[Status, str] = {
    "coded": "coded; nothing is kept",
    "stored": "coded and stored",
    "unchanged": "was stored with the same coder before; its record comes from the store",
    "new version": "coded and stored as the next version of a report that has changed",
    "passed over": "in a language that is not coded; a record without events says so",
    "skipped": "files of a folder, of kinds that are not read: said once a folder, and neither an input nor a failure",
    "failed": "could not be read or coded; the error says why",
}
"""Every status and what it means."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one input.

    Args:
        origin: the input as the user named it, with a line number where it has one.
        record: what was coded; None where it failed.
        error: why there is no record: a code (`missing`, `unreadable`, `limit`, `empty`, `skipped`, `failed`, `timeout`,
            `crashed` …) and one line that names the input.
        new: whether the record was coded now, and not taken from the store.
        seconds: spent on coding it.
    """

    origin: str
    status: Status
    record: CodedReport | None = None
    error: Problem | None = None
    new: bool = True
    seconds: float = 0.0

    @property
    def undated(self) -> bool:
        """Whether the report says nothing of when it was published."""
        return self.record is not None and self.record.report.published is None


def outcome_of(read: Report | InputError, coding: Coding | None, *, stored: CodedReport | None = None) -> Outcome:
    """Return what came of an input that was not stored now.

    Args:
        read: the report, or why there is none.
        coding: what came of coding it; None where it was not coded.
        stored: its record, where the store had it already.
    """
    status: Status
    if isinstance(read, InputError):
        status = "skipped" if isinstance(read, SkippedInput) else "failed"
        return Outcome(read.origin, status, error=Problem(read.code, str(read)))
    if coding is None:
        passed = stored is not None and Coding(read, stored).passed_over
        return Outcome(read.origin, "passed over" if passed else "unchanged", stored, new=False)
    if coding.failure is not None:
        return Outcome(read.origin, "failed", error=named(read.origin, coding.failure), seconds=coding.seconds)
    status = "passed over" if coding.passed_over else "coded"
    return Outcome(read.origin, status, coding.record, seconds=coding.seconds)


def named(origin: str, failure: Problem | None) -> Problem | None:
    """Return a failure with the input's name at its head, as every line about an input has it."""
    return None if failure is None else Problem(failure.code, f"{origin}: {failure.message}")


@dataclass(frozen=True, slots=True)
class Recoded:
    """A stored report coded anew: its record before and now; `new` is None where coding failed, and `error` says why."""

    origin: str
    old: CodedReport | None
    new: CodedReport | None
    error: Problem | None = None

    @property
    def changed(self) -> bool:
        """Whether what the coder found differs: events, problems, the dateline's place."""
        if self.old is None or self.new is None:
            return self.old is not self.new
        before, now = ((each.events, each.problems, each.report.dateline) for each in (self.old, self.new))
        return before != now


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures.

    Args:
        reports: inputs of which something came, failures included; what was skipped in folders is none.
        statuses: how many came to each status, those that came to none left out.
        events: in all records that were given back.
        failed: failures by the code of their error.
        undated: records of reports whose date of publication is not known.
        problems: records by the code of each problem that they carry.
        seconds: from the start to now; `rate` is in reports a second.
    """

    reports: int
    events: int
    statuses: tuple[tuple[Status, int], ...]
    failed: tuple[tuple[str, int], ...]
    problems: tuple[tuple[str, int], ...]
    undated: int
    seconds: float

    @property
    def rate(self) -> float:
        """Reports a second."""
        return self.reports / self.seconds if self.seconds > 0 else 0.0

    @property
    def failures(self) -> int:
        """How many inputs failed."""
        return sum(number for _, number in self.failed)

    @property
    def coded(self) -> int:
        """How many reports have a record that was coded now."""
        return sum(number for status, number in self.statuses if status in {"coded", "stored", "new version"})

    @property
    def passed_over(self) -> int:
        """How many reports are in a language that is not coded."""
        return dict(self.statuses).get("passed over", 0)


@dataclass(slots=True)
class Tally:
    """Counts outcomes as they come; `summary()` may be asked for at any time."""

    started: float = field(default_factory=time.monotonic)
    _reports: int = 0
    _events: int = 0
    _undated: int = 0
    _statuses: Counter[Status] = field(default_factory=Counter)
    _failed: Counter[str] = field(default_factory=Counter)
    _problems: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.status == "skipped":
            return
        self._reports += 1
        self._statuses[outcome.status] += 1
        if outcome.error is not None:
            self._failed[outcome.error.code] += 1
        if outcome.record is not None:
            self._events += len(outcome.record.events)
            self._undated += outcome.undated
            self._problems.update({problem.code for problem in outcome.record.problems})

    def summary(self) -> Summary:
        """Return the figures so far."""
        order = list(STATUSES)
        return Summary(
            reports=self._reports,
            events=self._events,
            statuses=tuple(sorted(self._statuses.items(), key=lambda item: order.index(item[0]))),
            failed=tuple(sorted(self._failed.items())),
            problems=tuple(sorted((code, n) for code, n in self._problems.items() if code != UNDATED)),
            undated=self._undated,
            seconds=time.monotonic() - self.started,
        )
