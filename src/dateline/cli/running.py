"""Follow a run: write its records, show how far it is, and end it with a summary and an exit status."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.cli.exits import FAILED, INTERRUPTED, SOME_FAILED, Stop, say
from dateline.cli.output import Destination, choose_format, destination
from dateline.cli.progress import Progress, summary_lines
from dateline.cli.sinks import Sink, open_sink
from dateline.outcomes import Tally

if TYPE_CHECKING:
    from dateline.outcomes import Outcome, Summary


@dataclass(frozen=True, slots=True)
class Writing:
    """How records are written.

    Args:
        fmt: format; None for what the file's ending says. output: file; None for standard output.
        criminal: events of the criminal sphere as well. least_confidence: events that the coder is less sure of are left out.
    """

    fmt: str | None
    output: Path | None
    criminal: bool
    least_confidence: float = 0.0


@dataclass(slots=True)
class Run:
    """A run over many inputs.

    Args:
        verb: what is done to them.
        total: how many there are, where that is known.
        quiet: without progress and summary.
        kept_in: the store that the records go to; empty where nothing is kept.
    """

    verb: str
    total: int | None
    quiet: bool
    kept_in: str = ""
    tally: Tally = field(default_factory=Tally)

    def write(self, outcomes: Iterable[Outcome], writing: Writing) -> None:
        """Write the records of all outcomes, then say what came of them.

        Raises:
            Stop: with the exit status, where not all went well.
        """
        name = choose_format(writing.fmt, writing.output)
        with destination(writing.output) as out:
            sink = open_sink(name, out.stream, criminal=writing.criminal, least_confidence=writing.least_confidence)
            try:
                self._follow(outcomes, out, sink)
            except KeyboardInterrupt:
                self._interrupted(out, sink)
            sink.close()
            summary = self.tally.summary()
            if summary.reports == summary.failures:
                # Nothing came of it: a file with a head and no rows would look like a result.
                self._summarise(summary)
                raise Stop(FAILED)
        self._summarise(summary)
        if summary.failures:
            raise Stop(SOME_FAILED)

    def keep(self, outcomes: Iterable[Outcome]) -> None:
        """Follow outcomes whose records are kept as they come, and written nowhere else; say what came of them.

        Raises:
            Stop: with the exit status, where not all went well.
        """
        try:
            with Progress(self.tally, self.total, self.verb, quiet=self.quiet) as progress:
                for outcome in outcomes:
                    progress.moved(outcome)
        except KeyboardInterrupt:
            done = self.tally.summary().coded
            say(
                f"Stopped: {done} report{'' if done == 1 else 's'} done; what is in {self.kept_in} is whole. "
                f"The same command goes on from there."
            )
            raise Stop(INTERRUPTED) from None
        summary = self.tally.summary()
        self._summarise(summary)
        if summary.failures:
            raise Stop(FAILED if summary.reports == summary.failures else SOME_FAILED)

    def _follow(self, outcomes: Iterable[Outcome], out: Destination, sink: Sink) -> None:
        with Progress(self.tally, self.total, self.verb, quiet=self.quiet) as progress:
            for outcome in outcomes:
                if outcome.record is not None:
                    with progress.hidden() if out.stream.isatty() else nullcontext():
                        sink.write(outcome.record)
                        # Whoever reads a pipe gets each record when it is there.
                        out.stream.flush()
                progress.moved(outcome)

    def _interrupted(self, out: Destination, sink: Sink) -> None:
        sink.close()
        summary = self.tally.summary()
        partial = out.keep_partial() if summary.reports > summary.failures else None
        done = f"{summary.coded} report{'' if summary.coded == 1 else 's'} coded"
        if self.kept_in:
            say(f"Stopped: {done}; what is in {self.kept_in} is whole. The same command goes on from there.")
        elif partial is not None:
            say(f"Stopped: {done}; their records are in {partial}.")
        else:
            say(f"Stopped: {done}.")
        raise Stop(INTERRUPTED) from None

    def _summarise(self, summary: Summary) -> None:
        if not summary.reports:
            say("Nothing to code: the inputs hold no report.")
        elif not self.quiet:
            for line in summary_lines(summary, self.kept_in):
                say(line)
