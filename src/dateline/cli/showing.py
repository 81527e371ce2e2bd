"""The command that shows one report for reading: show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, SOME_FAILED, Stop, say
from dateline.errors import MissingInput, NotFound, SettingsError

if TYPE_CHECKING:
    from dateline.events import CodedReport
    from dateline.outcomes import Outcome


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "dateline show report.txt",
            "dateline show feed.jsonl:12 --html page.html",
            "FORCE_COLOR=1 dateline show 5fa6fe27 | less -R",
        )
    )(show)


def show(
    report: Annotated[
        str,
        typer.Argument(
            metavar="REPORT",
            help="A file (FILE:LINE for one line of JSON Lines), - for standard input; or, of a stored report, its id, an "
            "event's id, the start of either, or where it was read from.",
            show_default=False,
        ),
    ],
    *,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write one self-contained page instead; - for standard output.",
            show_default=False,
        ),
    ] = None,
    db: o.DbOption = None,
    published: o.PublishedOption = None,
    publisher: o.PublisherOption = None,
    settings: o.SettingsOption = None,
) -> None:
    """Show one report with every coded value marked.

    Its events follow the text as cards. A file is coded on the spot and not kept.
    """
    if report == "-" or Path(_file_of(report)).exists():
        records = _coded(report, published, publisher, settings)
    else:
        records = iter([_stored(report, db)])
    if html is not None:
        _write_page(records, html)
    else:
        _print(records)


def _file_of(report: str) -> str:
    """Return the file that a report stands in: the name itself, or what stands before a line number."""
    line = re.fullmatch(r"(.+):\d+", report)
    return line[1] if line and not Path(report).exists() else report


def _coded(report: str, published: str | None, publisher: str | None, settings: Path | None) -> Iterator[CodedReport]:
    """Yield the records of a file's reports; name what failed, and end with a status where any did."""
    from dateline.project import Project
    from dateline.showing import read_options

    file = _file_of(report)
    failures = shown = 0
    with Project(settings=settings) as project:
        outcomes: Iterator[Outcome] = project.code(
            [file], options=read_options(published=published, publisher=publisher)
        )
        for outcome in outcomes:
            if report not in {file, outcome.origin}:
                continue
            if outcome.record is not None:
                shown += 1
                yield outcome.record
            elif outcome.error is not None:
                failures += outcome.status == "failed"
                say(f"{outcome.status}: {outcome.error.message}")
            if file != report:
                break
    if not shown and not failures:
        raise MissingInput(
            report,
            "there is no report in it" if file == report else "there is no report in that line",
            advice=f"see which there are with: dateline code {file}",
        )
    if failures:
        raise Stop(SOME_FAILED if shown else FAILED)


def _stored(report: str, db: str | None) -> CodedReport:
    from dateline.project import Project

    try:
        with Project(db) as project:
            return project.get(report)
    except NotFound as error:
        raise NotFound(f"{report}: no such file, and no such report in the store ({error})") from error


def _print(records: Iterator[CodedReport]) -> None:
    from dateline.cli.output import standard_output
    from dateline.cli.reading import print_view
    from dateline.cli.terminal import console_for
    from dateline.showing import view

    console = console_for(standard_output())
    for number, record in enumerate(records):
        if number:
            console.print("\n" * 2)
        print_view(console, view(record))


def _write_page(records: Iterator[CodedReport], path: Path) -> None:
    from dateline.cli.output import destination
    from dateline.showing import page

    record = next(records)
    other = next(records, None)
    if other is not None:
        raise SettingsError(
            f"--html: one page shows one report, and here are several; name one, such as {record.report.origin} "
            f"or {other.report.origin}"
        )
    with destination(path) as out:
        out.stream.write(page(record))
    if str(path) != "-":
        say(f"Written: {path}")
