"""Commands that hand incidents on: export, plot."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import say
from dateline.cli.incidents import Order
from dateline.cli.selecting import selecting
from dateline.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.exporting import ExportFormat, NoteFile, NoteTally
    from dateline.incidents import Incident
    from dateline.project import Project

LEFT_OUT = ".left-out.csv"
"""What the name of the file beside an export, which says what it leaves out or loses, ends in after the export's own name."""


class Listing(TyperCommand):
    """A command whose help ends with the table of formats, which is loaded only to be shown."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, then the table."""
        from dateline.exporting import FORMATS, GOLD

        super().format_epilog(ctx, formatter)
        with formatter.section("Formats"):
            formatter.write_dl([(one.name, f"{one.what} ({one.ending}){_extra(one)}") for one in (*FORMATS, GOLD)])


def _extra(one: ExportFormat) -> str:
    return f'; needs pip install "dateline[{one.extra}]"' if one.extra else ""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        cls=Listing,
        epilog=examples(
            "dateline export --output incidents.xlsx",
            "dateline export --format acled --since 2023 --country IQ --output iraq.csv",
            "dateline export --format html --search embassy --output embassies.html",
            "dateline export --format polecat --events --output events.tsv",
            "dateline export --format gold --output reviewed.gold.jsonl",
            "dateline export --format gold --output reviewed/",
        ),
    )(export)
    app.command(
        epilog=examples(
            "dateline plot map --country SD --output sudan.png",
            "dateline plot timeline --type PROTEST --step week --output protests.svg",
            "dateline plot actors --since 2023 --dark --output who.png",
        )
    )(plot)


@selecting
def export(
    filters: dict[str, object],
    *,
    order: Annotated[
        Order, typer.Option("--order", help="The latest, most told, deadliest, last changed or least sure first.")
    ] = Order.DAY,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many; 0 for all.")] = 0,
    events: Annotated[bool, typer.Option("--events", help="Each event of each report, nothing merged.")] = False,
    as_coded: Annotated[
        bool, typer.Option("--as-coded", help="With --events: as they were coded, without what people corrected.")
    ] = False,
    db: o.DbOption = None,
    fmt: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="What to write, one of those below; by default what the ending of --output says.",
            show_default=False,
        ),
    ] = None,
    output: o.OutputOption = None,
    left_out: Annotated[
        Path | None,
        typer.Option(
            "--left-out",
            metavar="FILE",
            help="Write here what the format leaves out or loses.  [default: beside --output, with .left-out.csv after its name]",
            show_default=False,
        ),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Gold: also reports of which only some events have been reviewed.")
    ] = False,
) -> None:
    """Write incidents in the form that a field or a tool uses.

    Which incidents is for the filters to say; one given several times asks for any of its values. Where a format's rules
    leave an incident out, or have no room for something of it, a file beside the output says so row by row. Gold is written of
    reports: those whose events people have all accepted, corrected or rejected, as corrected; a line each with its report, or,
    where --output names a folder, one of gold and one of reports in it.
    """
    from dateline.exporting import GOLD, format_of, format_of_file
    from dateline.project import Project

    if fmt is None and output is None:
        raise SettingsError("in which format? Give --format NAME, or --output FILE with an ending that says so")
    if as_coded and not events:
        raise SettingsError("--as-coded is for single events: give --events too; incidents are made of what stands")
    form = format_of(fmt) if fmt is not None else format_of_file(output or Path())
    with Project(db) as project:
        if form is GOLD:
            _gold(project, filters, output=output, side=left_out, partial=partial)
            return
        side = left_out or _beside(form, output)
        single = _events(project, filters, as_coded=as_coded) if events else None
        found = project.incidents.each(order=order.value, **filters) if single is None else single
        written, counts = _write(form, found, limit, output=output, side=side)
    say(_told(written, counts, form, side))


def _gold(
    project: Project, filters: dict[str, object], *, output: Path | None, side: Path | None, partial: bool
) -> None:
    from dateline.cli.output import destination
    from dateline.exporting import GOLD, NoteFile, NoteTally, write_gold

    found = project.incidents.desk.gold(**filters)
    folder = output if output is not None and (output.is_dir() or output.suffix == "") and str(output) != "-" else None
    beside = side or (folder / f"gold{LEFT_OUT}" if folder is not None else _beside(GOLD, output))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        stream = opened.enter_context(destination(output)).stream if folder is None else None
        notes = NoteFile(opened.enter_context(destination(beside)).stream) if beside is not None else NoteTally()
        taken = write_gold(found, stream, notes, folder=folder, partial=partial)
    left = notes.counts["left out"]
    told = f"{taken - left} report{'' if taken - left == 1 else 's'} as gold"
    where = f": see {beside}" if beside is not None else "; --left-out FILE says which"
    say(f"{told}; {left} left out, not all of whose events are reviewed{where}." if left else f"{told}.")


def _events(project: Project, filters: dict[str, object], *, as_coded: bool) -> Iterator[Incident]:
    from dateline.exporting import each_alone

    for record in project.records(all_versions=False, as_coded=as_coded, **filters):
        yield from each_alone(record)


def _beside(form: ExportFormat, output: Path | None) -> Path | None:
    """Return the file beside the output; None where the format keeps all, or where there is no file to be beside."""
    if not form.notes or output is None or str(output) == "-" or (output.exists() and not output.is_file()):
        return None
    return output.with_name(f"{output.name}{LEFT_OUT}")


def _write(
    form: ExportFormat, found: Iterator[Incident], most: int, *, output: Path | None, side: Path | None
) -> tuple[int, NoteFile | NoteTally]:
    from dateline.cli.output import destination
    from dateline.exporting import NoteFile, NoteTally, write_incidents

    with ExitStack() as opened:
        out = opened.enter_context(destination(output))
        if form.binary and out.stream.isatty():
            raise SettingsError(f"{form.name} is for programs, not for a terminal; give --output FILE")
        notes = NoteFile(opened.enter_context(destination(side)).stream) if side is not None else NoteTally()
        stream = out.stream.buffer if form.binary else out.stream
        return write_incidents(islice(found, most or None), form.name, stream, notes), notes


def _told(written: int, notes: NoteFile | NoteTally, form: ExportFormat, side: Path | None) -> str:
    """Return the line that says what was written, and what was not."""
    if not written:
        return "No incident fits."
    without, lost = notes.counts["left out"], notes.counts["lost"]
    rows = written - without
    told = f"{rows} incident{'' if rows == 1 else 's'} as {form.name}"
    parts = [
        f"{without} left out" if without else "",
        f"{lost} value{'' if lost == 1 else 's'} without room" if lost else "",
    ]
    left = ", ".join(part for part in parts if part)
    where = f": see {side}" if side is not None else "; --left-out FILE says which"
    return f"{told}; {left}{where}." if left else f"{told}."


class Picture(StrEnum):
    """What can be drawn."""

    MAP = "map"
    TIMELINE = "timeline"
    ACTORS = "actors"


class Step(StrEnum):
    """What a bar of a timeline stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@selecting
def plot(
    picture: Annotated[Picture, typer.Argument(metavar="PICTURE", help="map, timeline or actors.", show_default=False)],
    filters: dict[str, object],
    *,
    step: Annotated[
        Step | None,
        typer.Option(
            "--step", help="What a bar of a timeline stands for; by default what the span asks for.", show_default=False
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="WORDS", help="In place of the picture's own title.", show_default=False),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Light on dark.")] = False,
    db: o.DbOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The picture; it ends in .png or .svg.", show_default=False
        ),
    ] = None,
) -> None:
    """Draw incidents: on a map, over time, or as a matrix of who acted against whom.

    Needs pip install "dateline[plot]". The same incidents make the same picture, byte by byte.
    """
    from dateline.cli.output import destination
    from dateline.exporting import draw_incidents, picture_form
    from dateline.project import Project

    if output is None:
        raise SettingsError("where to? Give --output FILE that ends in .png or .svg")
    form = picture_form(output)
    bar = step.value if step else None
    with Project(db) as project, destination(output) as out:
        found = project.incidents.each(order="day", **filters)
        shown = draw_incidents(found, picture.value, out.stream.buffer, form=form, dark=dark, title=title, step=bar)
    say(f"{shown} incident{'' if shown == 1 else 's'}." if shown else "No incident fits; the picture is empty.")
