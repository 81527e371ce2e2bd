"""The command that scores coding against gold: evaluate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, Stop, say
from dateline.errors import SettingsError

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.events import CodedReport
    from dateline.scoring import CodedEvents, CurvePoint, Evaluation, EventErrors, GoldReport, SlotError

CURVE_STEP = 2
"""Every second step of the curve is printed: twenty lines are more than a look takes in."""


GoldArgument = Annotated[
    Path,
    typer.Argument(
        metavar="GOLD",
        help="Gold records: a JSON file, a folder of them, or JSON Lines; in the gold form, the record form, or with "
        "their texts (docs/codebook.md).",
        show_default=False,
    ),
]
AgainstOption = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="FILE",
        help="Score these records (JSON Lines) instead of coding the reports now.",
        show_default=False,
    ),
]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        metavar="PATH",
        help="The reports that the gold is of, named as its ids.  [default: texts or reports beside GOLD]",
        show_default=False,
    ),
]
CurrentOption = Annotated[bool, typer.Option("--current", help="Only events that are their report's news.")]
PairedOption = Annotated[
    bool, typer.Option("--paired", help="Count slots of events that were found alone: how right are their values?")
]
ErrorsOption = Annotated[
    int, typer.Option("--errors", "-e", min=0, metavar="N", help="List so many errors; 0 for none.")
]
CurveOption = Annotated[
    bool, typer.Option("--curve", help="Show precision, recall and F1 of events at each least confidence.")
]
PageOption = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page of all errors with their sentences.", show_default=False),
]
FormOption = Annotated[str, typer.Option("--format", "-f", metavar="FORM", help="table or json.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "dateline evaluate gold/ --texts reports/",
            "dateline evaluate gold.jsonl --html errors.html",
            "dateline evaluate gold/ --against theirs.jsonl --errors 0",
            "dateline evaluate gold/ --min-confidence 0.6 --curve",
        )
    )(evaluate)


def evaluate(
    gold: GoldArgument,
    *,
    against: AgainstOption = None,
    texts: TextsOption = None,
    current: CurrentOption = False,
    paired: PairedOption = False,
    min_confidence: o.MinConfidenceOption = 0.0,
    errors: ErrorsOption = 20,
    curve: CurveOption = False,
    html: PageOption = None,
    form: FormOption = "table",
    workers: o.WorkersOption = None,
    executor: o.ExecutorOption = None,
    address: o.AddressOption = None,
    settings: o.SettingsOption = None,
    quiet: o.QuietOption = False,
) -> None:
    """Score coding against gold records, slot by slot, and list what is wrong with its sentence.

    Events are paired by the words that state them, type, place, day, participants and tolls. Every value that gold or
    the coder states counts as one slot; those of an event without a pair count as missed or as not in gold. Criminal
    events are left out.
    """
    from dateline.cli.output import destination, standard_output
    from dateline.cli.terminal import console_for
    from dateline.scoring import Rules, errors_page, read_coded, read_gold, score
    from dateline.scoring import curve as curve_of

    if form not in {"table", "json"}:
        raise SettingsError(f"--format must be table or json; got {form!r}")
    wanted = read_gold(gold)
    if against is not None:
        coded = read_coded(against)
    else:
        coded = _code(wanted, gold, texts, coders=o.Coders(workers, executor, address), settings=settings, quiet=quiet)
    found = score(wanted, coded, Rules(current=current, paired=paired, least_confidence=min_confidence))
    missing = [report.key for report in found.reports if report.missing]
    if missing:
        say(f"No record of {len(missing)} of {len(wanted)} reports, whose events count as missed: {_some(missing)}")
    points = curve_of(found) if curve else []
    if form == "json":
        typer.echo(_as_json(found, points))
    else:
        _print(found, points, errors, console_for(standard_output()))
    if html is not None:
        with destination(html) as out:
            out.stream.write(errors_page(found, gold=str(gold), coded=str(against or "dateline")))
        if str(html) != "-":
            say(f"Written: {html}")
    if len(missing) == len(wanted):
        raise Stop(FAILED)


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _code(
    gold: list[GoldReport], where: Path, texts: Path | None, *, coders: o.Coders, settings: Path | None, quiet: bool
) -> dict[str, CodedEvents]:
    from dateline.cli.progress import Progress
    from dateline.outcomes import Tally
    from dateline.scoring import coded_events, reports_of

    tally = Tally()

    def records() -> Iterator[CodedReport]:
        with (
            coders.project(settings=settings) as project,
            Progress(tally, len(gold), "coding", quiet=quiet) as progress,
        ):
            for outcome in project.code_reports(reports_of(gold, where, texts)):
                progress.moved(outcome)
                if outcome.record is not None:
                    yield outcome.record

    return coded_events(records())


def _print(found: Evaluation, points: list[CurvePoint], errors: int, console: Console) -> None:
    from dateline.cli.terminal import safe
    from dateline.scoring import ALL, EVENTS, SLOTS, calibration_error

    console.print(f"{'':16}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'gold':>8}{'coded':>8}")
    for name in (EVENTS, *SLOTS, ALL):
        f = found.figures[name]
        console.print(
            f"{name:16}{f.precision:7.3f}{f.recall:7.3f}{f.f1:7.3f}{f.right:8d}{f.gold:8d}{f.coded:8d}",
            style="bold" if name in {EVENTS, ALL} else "",
        )
    error = calibration_error(found.judged)
    if error is not None:
        console.print(f"\nExpected calibration error of confidence: {error:.3f}")
    if points:
        console.print(f"\n{'confidence':16}{'P':>7}{'R':>7}{'F1':>7}{'kept':>8}")
        for point in points[::CURVE_STEP]:
            f = point.figures
            console.print(f"from {point.least:<11.2f}{f.precision:7.3f}{f.recall:7.3f}{f.f1:7.3f}{f.coded:8d}")
    listed = [(report.key, event) for report in found.reports for event in report.errors]
    for key, event in listed[:errors]:
        console.print()
        for line, style in _lines(key, event):
            console.print(safe(line), style=style)
    if errors and len(listed) > errors:
        console.print(
            f"\n{len(listed) - errors} more events with errors; --errors {len(listed)} lists them, --html FILE shows them all."
        )


def _lines(key: str, event: EventErrors) -> Iterator[tuple[str, str]]:
    kinds = {"missed": "missed", "spurious": "not in gold", "wrong": "differs"}
    styles = {"missed": "red", "spurious": "yellow", "wrong": "cyan"}
    yield f"{key}: {kinds[event.kind]}: {event.head}", styles[event.kind]
    yield f"    {event.before}[{event.anchor}]{event.after}", ""
    for error in event.slots:
        yield f"    {error.slot}: {_told(error)}", ""


def _told(error: SlotError) -> str:
    if error.kind == "missed":
        return f"gold has {error.gold}"
    if error.kind == "spurious":
        return f"coded {error.coded}, gold has none"
    return f"gold has {error.gold}, coded {error.coded}"


def _as_json(found: Evaluation, points: list[CurvePoint]) -> str:
    from dateline.scoring import calibration_error

    figures = {
        name: {
            "precision": round(f.precision, 4), "recall": round(f.recall, 4), "f1": round(f.f1, 4),
            "right": f.right, "gold": f.gold, "coded": f.coded,
        }
        for name, f in found.figures.items()
    }  # fmt: skip
    data: dict[str, object] = {"figures": figures, "calibration_error": calibration_error(found.judged)}
    if points:
        data["curve"] = [
            {
                "from": p.least, "precision": round(p.figures.precision, 4), "recall": round(p.figures.recall, 4),
                "f1": round(p.figures.f1, 4), "kept": p.figures.coded,
            }
            for p in points
        ]  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=2)
