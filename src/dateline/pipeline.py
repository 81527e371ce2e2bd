"""The pipeline: a loop over stages that turns reports into coded records.

A report whose coding fails is a problem of that report alone: its batch is coded again one by one, and the
culprit comes out as a `Coding` with a failure.
"""

from __future__ import annotations

import dataclasses
import signal
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

from dateline.draft import Draft
from dateline.errors import DatelineError, PipelineError
from dateline.events import CodedReport, Coder, Problem
from dateline.text import Report

if TYPE_CHECKING:
    from dateline.stage import Stage

LANGUAGES = ("en",)
"""ISO 639-1 codes of the languages that the stages read; reports in others are passed over."""

LANGUAGE, UNDATED, FAILED, TIMEOUT = "language", "undated", "failed", "timeout"
"""Codes of the problems that the pipeline itself finds."""

ANNOTATIONS = frozenset(part.name for part in dataclasses.fields(Draft) if not part.name.startswith("_"))
GIVEN = frozenset({"report", "problems"})
"""What a draft holds before any stage."""

LONGEST_MESSAGE = 300
WARM_UP = Report("Soldiers fired rockets at a town on Friday, killing two people, police said.", origin="warm-up")


@dataclass(frozen=True, slots=True)
class Coding:
    """What came of one report: its record, or why there is none; `seconds` is its share of the batch's time."""

    report: Report
    record: CodedReport | None
    failure: Problem | None = None
    seconds: float = 0.0

    @property
    def passed_over(self) -> bool:
        """Whether the report is in a language that is not coded."""
        return self.record is not None and any(problem.code == LANGUAGE for problem in self.record.problems)


class _TimeUp(BaseException):
    """The time for a batch is over. No `Exception`, so that no stage takes it for one of its own."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in their order and the coder that they are; pickles, so that worker processes can be given one.

    Raises:
        PipelineError: a stage needs what none before it assigns.
    """

    stages: tuple[Stage, ...]
    coder: Coder

    def __post_init__(self) -> None:
        check_order(self.stages)

    def warm_up(self) -> None:
        """Load every model and table now, by coding one sentence.

        Raises:
            DatelineError: a model or table is missing.
            PipelineError: a stage fails on a plain sentence, so that it would on any report.
        """
        try:
            self._run([WARM_UP], None)
        except DatelineError:
            raise
        # As in `code`: a stage may raise anything. Here it is nobody's report that is at fault.
        except Exception as error:
            raise PipelineError(f"the stages do not work: {describe(error)}") from error

    def code(self, reports: Sequence[Report], *, seconds: float | None = None) -> list[Coding]:
        """Code reports together; one that fails, or takes too long, is found by coding them one by one.

        Args:
            reports: in the order in which their codings are returned.
            seconds: how long the reports may take together, and then each of them alone. Kept to exactly where the
                system has timers for the main thread, else at the next step from stage to stage.
        """
        started = time.perf_counter()
        try:
            records = self._run_within(reports, seconds)
        except _TimeUp:
            failure = Problem(
                TIMEOUT, f"coding took longer than {seconds:g} seconds; raise code_seconds or cut the report"
            )
        # A stage may come from anyone and raise anything; whatever it is, it must cost no other report its record.
        except Exception as error:
            failure = Problem(FAILED, f"coding failed: {describe(error)}")
        else:
            share = (time.perf_counter() - started) / max(1, len(reports))
            return [Coding(report, record, None, share) for report, record in zip(reports, records, strict=True)]
        if len(reports) > 1:
            return [coding for report in reports for coding in self.code([report], seconds=seconds)]
        return [Coding(report, None, failure, time.perf_counter() - started) for report in reports]

    def _run_within(self, reports: Sequence[Report], seconds: float | None) -> list[CodedReport]:
        if seconds is None:
            return self._run(reports, None)
        with _alarm(seconds):
            return self._run(reports, time.monotonic() + seconds)

    def _run(self, reports: Sequence[Report], deadline: float | None) -> list[CodedReport]:
        spoken = [report for report in reports if is_coded_language(report)]
        drafts: Iterable[Draft] = [Draft(report) for report in spoken]
        for stage in self.stages:
            drafts = _watched(stage.pipe(drafts), deadline)
        finished = iter([self._record(draft) for draft in drafts])
        records = [
            next(finished, None) if is_coded_language(report) else self._passed_over(report) for report in reports
        ]
        whole = [record for record in records if record is not None]
        if len(whole) != len(records) or next(finished, None) is not None:
            names = ", ".join(stage.name for stage in self.stages)
            raise PipelineError(
                f"the stages did not return as many drafts as they were given; one of {names} is at fault"
            )
        return whole

    def _record(self, draft: Draft) -> CodedReport:
        report = draft.report
        if draft.dateline is not None:
            report = dataclasses.replace(report, dateline=draft.dateline)
        problems = [Problem(code, message) for code, message in (*report.problems, *draft.problems)]
        if report.published is None and not any(problem.code == UNDATED for problem in problems):
            problems.append(
                Problem(UNDATED, "no date of publication found; relative times stay open; give one with --published")
            )
        return CodedReport(self.coder, report, draft.events, tuple(dict.fromkeys(problems)))

    def _passed_over(self, report: Report) -> CodedReport:
        problems = [Problem(code, message) for code, message in report.problems]
        if not any(problem.code == LANGUAGE for problem in problems):
            problems.append(
                Problem(
                    LANGUAGE, f"the report is in {report.language!r}; coded are {', '.join(LANGUAGES)}; passed over"
                )
            )
        return CodedReport(self.coder, report, (), tuple(dict.fromkeys(problems)))


def is_coded_language(report: Report) -> bool:
    """Whether the stages read the report's language; one that is not known is taken for theirs."""
    if report.language is None:
        return True
    return report.language.replace("_", "-").split("-")[0].lower() in LANGUAGES


def check_order(stages: Sequence[Stage]) -> None:
    """Raise PipelineError unless every stage finds what it needs, naming the stage that would give it."""
    names = [stage.name for stage in stages]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise PipelineError(f"two stages are called {twice!r}; a stage's name must be its own")
    assigned: dict[str, str] = {}
    for stage in stages:
        for annotation in (*stage.needs, *stage.assigns):
            if annotation not in ANNOTATIONS:
                raise PipelineError(
                    f"stage {stage.name!r} speaks of {annotation!r}, which no draft has; "
                    f"valid are {', '.join(sorted(ANNOTATIONS))}"
                )
        for annotation in stage.needs:
            if annotation not in assigned and annotation not in GIVEN:
                raise PipelineError(
                    f"stage {stage.name!r} needs {annotation!r}, which no stage before it assigns; "
                    f"{_giver(annotation, stages)}"
                )
        for annotation in stage.assigns:
            if annotation in assigned and annotation not in stage.needs:
                raise PipelineError(
                    f"stage {stage.name!r} would write over {annotation!r} of stage {assigned[annotation]!r}; "
                    f"a stage that adds to an annotation must also say that it needs it"
                )
            assigned[annotation] = stage.name


def _giver(annotation: str, stages: Sequence[Stage]) -> str:
    from dateline.stages import built_in

    later = next((stage.name for stage in stages if annotation in stage.assigns), None)
    if later is not None:
        return f"stage {later!r} assigns it: put that before"
    ours = next((kind.name for kind in built_in() if annotation in kind.assigns), None)
    return f"the built-in stage {ours!r} gives it: add that before" if ours else "no built-in stage gives it"


def describe(error: BaseException) -> str:
    """Return an error of a stage in one line, with where in the code it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    message = " ".join(str(error).split())[:LONGEST_MESSAGE]
    where = (
        f" at {'/'.join(frames[-1].filename.replace(chr(92), '/').split('/')[-2:])}:{frames[-1].lineno}"
        if frames
        else ""
    )
    return f"{type(error).__name__}: {message}{where}"


def _watched(drafts: Iterator[Draft], deadline: float | None) -> Iterator[Draft]:
    for draft in drafts:
        if deadline is not None and time.monotonic() > deadline:
            raise _TimeUp
        yield draft


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise _TimeUp in the block after so many seconds, where a timer can be had without taking anybody else's."""
    free = (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )
    if not free:
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TimeUp

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
