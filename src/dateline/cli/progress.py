"""What a long run says on standard error: a bar in a terminal, a line now and then elsewhere, a summary at the end."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, TextIO

from dateline.cli.terminal import safe, width_for

if TYPE_CHECKING:
    from dateline.outcomes import Outcome, Summary, Tally

REDRAW_SECONDS = 0.2
LINE_SECONDS = 30.0
"""Between two lines where standard error is no terminal: a log should not drown in them."""
BAR_WIDTH = 24
CLEAR_LINE = "\r\x1b[2K"


@dataclass(slots=True)
class Progress:
    """Follows a run; a context that shows a bar in a terminal from its beginning to its end.

    The bar is drawn by a thread of its own, since reports come in batches: between two of them the time left still
    changes, and a run that loads a model should not look dead.

    Args:
        tally: counts the outcomes.
        total: how many inputs there are, where that is known.
        verb: what is done to them.
        quiet: say nothing but failures.
        stream: where to.
    """

    tally: Tally
    total: int | None = None
    verb: str = "coding"
    quiet: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _drawn: bool = False
    _last: float = field(default_factory=time.monotonic)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if not self.quiet and self.stream.isatty():
            self._thread = threading.Thread(target=self._keep_drawing, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        self._clear()

    def moved(self, outcome: Outcome) -> None:
        """Count one more outcome, and name it where it failed."""
        with self._lock:
            self.tally.add(outcome)
        if outcome.error is not None and not (self.quiet and outcome.status == "skipped"):
            self.say(f"{outcome.status}: {outcome.error.message}")
        now = time.monotonic()
        if self._thread is None and not self.quiet and now - self._last >= LINE_SECONDS:
            self._last = now
            self.say(progress_line(self.tally.summary(), self.total, self.verb))

    def say(self, line: str) -> None:
        """Write a line above the bar."""
        with self.hidden():
            self.stream.write(f"{safe(line)}\n")
            self.stream.flush()

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the bar away for as long as something else is written to the same terminal."""
        with self._lock:
            self._clear()
            yield

    def _clear(self) -> None:
        if self._drawn:
            self.stream.write(CLEAR_LINE)
            self.stream.flush()
            self._drawn = False

    def _keep_drawing(self) -> None:
        while not self._over.wait(REDRAW_SECONDS):
            with self._lock:
                line = bar_line(self.tally.summary(), self.total, self.verb)[: width_for(self.stream) - 1]
                self.stream.write(f"{CLEAR_LINE}{line}")
                self.stream.flush()
                self._drawn = True


def bar_line(summary: Summary, total: int | None, verb: str) -> str:
    """Return the bar with its figures."""
    if not summary.reports:
        return f"{verb} … starting, {duration(summary.seconds)}"
    bar = ""
    if total:
        done = min(BAR_WIDTH, BAR_WIDTH * summary.reports // total)
        bar = f"{'━' * done}{'╌' * (BAR_WIDTH - done)} "
    return bar + progress_line(summary, total, verb)


def progress_line(summary: Summary, total: int | None, verb: str) -> str:
    """Return how far the run is, its rate, the time left as far as it can be told, and the failures."""
    of = f" of {total}" if total else ""
    parts = [f"{verb} {summary.reports}{of}", f"{summary.rate:.1f}/s"]
    if total and summary.rate > 0 and total > summary.reports:
        parts.append(f"{duration((total - summary.reports) / summary.rate)} left")
    if summary.failures:
        parts.append(f"{summary.failures} failed")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Return a time as m:ss or h:mm:ss."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def summary_lines(summary: Summary, kept_in: str = "") -> list[str]:
    """Return the summary of a run: its figures, then a line for each thing that a user should know."""
    statuses = [f"{number} {status}" for status, number in summary.statuses if status not in ("failed", "passed over")]
    where = f" in {kept_in}" if kept_in else ""
    figures = f"{_many(summary.reports, 'report')}, {_many(summary.events, 'event')}{where}"
    pace = f"{summary.seconds:.1f} s ({summary.rate:.1f}/s)"
    lines = [f"{figures}: {', '.join(statuses) or 'none coded'}; {pace}"]
    if summary.failures:
        kinds = ", ".join(f"{number} {code}" for code, number in summary.failed)
        lines.append(f"{summary.failures} failed: {kinds}")
    if summary.undated:
        lines.append(f"{summary.undated} undated: relative times stay open; give the date with --published")
    if summary.passed_over:
        lines.append(f"{summary.passed_over} passed over: in a language that is not coded")
    others = [f"{code} ({number})" for code, number in summary.problems if code != "language"]
    if others:
        lines.append(f"problems noted in records: {', '.join(others)}")
    return lines


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
