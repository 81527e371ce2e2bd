"""Progress of work in named steps on standard error: one line drawn over in a terminal, a line a step elsewhere."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import Self, TextIO

from dateline.cli.progress import BAR_WIDTH, CLEAR_LINE, LINE_SECONDS, REDRAW_SECONDS
from dateline.cli.terminal import safe, width_for


@dataclass(slots=True)
class Steps:
    """Shows how far each step is; a context that takes its line away at the end.

    Args:
        quiet: say nothing.
        stream: where to.
    """

    quiet: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _last: float = 0.0
    _drawn: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._drawn:
            self.stream.write(CLEAR_LINE)
            self.stream.flush()

    def moved(self, what: str, done: int, total: int) -> None:
        """Say that so much of a step is done.

        Args:
            what: the step, such as "linking".
            done: units of work; total: how many there are, 0 where that is not known.
        """
        now = time.monotonic()
        terminal = self.stream.isatty()
        if self.quiet or now - self._last < (REDRAW_SECONDS if terminal else LINE_SECONDS):
            return
        if not terminal and not self._last:
            # A short step leaves no line in a log.
            self._last = now
            return
        self._last = now
        line = f"{what} {done:,}" + (f" of {total:,}" if total else "")
        if terminal:
            filled = min(BAR_WIDTH, BAR_WIDTH * done // total) if total else 0
            bar = f"{'━' * filled}{'╌' * (BAR_WIDTH - filled)} " if total else ""
            self.stream.write(f"{CLEAR_LINE}{safe(bar + line)[: width_for(self.stream) - 1]}")
            self._drawn = True
        else:
            self.stream.write(f"{safe(line)}\n")
        self.stream.flush()
