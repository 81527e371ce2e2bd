"""Commands that show incidents: incidents, incident, search, changes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, SOME_FAILED, Stop, say
from dateline.cli.selecting import selecting
from dateline.errors import NotFound

if TYPE_CHECKING:
    from dateline.project import Project

MOST_COUNTED = 10_000
"""How far incidents are counted, where that takes counting."""

TABLE_INCIDENTS = 50
"""Incidents that a table shows where no number is asked for."""


class Order(StrEnum):
    """What incidents are listed by, the first first."""

    DAY = "day"
    REPORTS = "reports"
    KILLED = "killed"
    CHANGED = "changed"
    CONFIDENCE = "confidence"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        epilog=examples(
            "dateline incidents --since 2023-10 --country IQ",
            "dateline incidents --killed 10 --sources 2 --order killed",
            "dateline incidents --actor Boko --format csv --output incidents.csv",
        )
    )(incidents)
    app.command(
        epilog=examples(
            "dateline incident 5fa6fe27",
            "dateline incident 5fa6fe27 --why",
            "dateline incident 5fa6fe27 --format jsonl",
        )
    )(incident)
    app.command(
        epilog=examples("dateline search embassy rockets", "dateline search '\"green zone\" -drill' --kind incident")
    )(search)
    app.command(
        epilog=examples("dateline changes --since 1200", "dateline changes --since 1200 --format jsonl > new.jsonl")
    )(changes)


Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        "-n",
        min=0,
        metavar="N",
        help="At most so many, 0 for all.  [default: 50 in a table, else all]",
        show_default=False,
    ),
]


@selecting
def incidents(
    filters: dict[str, object],
    *,
    order: Annotated[
        Order, typer.Option("--order", help="The latest, most told, deadliest or last changed first.")
    ] = Order.DAY,
    limit: Limit = None,
    db: o.DbOption = None,
    fmt: o.FormatOption = None,
    output: o.OutputOption = None,
) -> None:
    """List incidents: each thing that happened once, however many reports tell it.

    A filter given several times asks for any of its values. Incidents that are told as background alone are left out, as
    are rejected ones, unless --kind or --review asks for them.
    """
    from dateline.cli.output import choose_format
    from dateline.project import Project

    name = choose_format(fmt, output)
    most = limit if limit is not None else TABLE_INCIDENTS if name == "table" else 0
    with Project(db) as project:
        total = project.incidents.count_up_to(MOST_COUNTED, **filters)
        shown = _write(project, filters, most, name=name, order=order.value, output=output)
    say(_counted(total.number, shown, exact=total.exact))


def _write(
    project: Project, filters: dict[str, object], most: int, *, name: str, order: str, output: o.OutputOption
) -> int:
    from dateline.cli.output import destination
    from dateline.cli.sinks import open_incident_sink

    shown = 0
    with destination(output) as out:
        sink = open_incident_sink(name, out.stream)
        for found in project.incidents.each(order=order, **filters):
            if most and shown == most:
                break
            sink.write(found)
            shown += 1
        sink.close()
    return shown


def _counted(total: int, shown: int, *, exact: bool) -> str:
    number = max(total, shown)
    if not number:
        return "No incident fits."
    found = f"{'' if exact else 'more than '}{number} incident{'' if number == 1 else 's'}"
    return f"{found}." if shown >= number else f"{found} fit; shown are {shown}; --limit 0 shows all."


References = Annotated[
    list[str],
    typer.Argument(
        metavar="INCIDENT",
        help="The id of an incident, of any event in it, or the start of one.",
        show_default=False,
    ),
]


def incident(
    references: References,
    *,
    why: Annotated[
        bool,
        typer.Option("--why", help="Which evidence joined which reports, with its weight; and what people decided."),
    ] = False,
    db: o.DbOption = None,
    fmt: o.FormatOption = None,
    output: o.OutputOption = None,
) -> None:
    """Show incidents: best values and rivals with who says so, tolls over time, blame, reports.

    In words, unless another format is asked for.
    """
    from dateline.cli.output import choose_format, destination
    from dateline.cli.sinks import open_incident_sink
    from dateline.project import Project

    name = choose_format(fmt, output, default="card")
    missing = 0
    with Project(db) as project, destination(output) as out:
        sink = open_incident_sink(name, out.stream, why=why)
        for reference in references:
            try:
                found = project.incidents.why(reference) if why else project.incidents.get(reference)
            except NotFound as error:
                missing += 1
                say(f"failed: {error}")
                continue
            sink.write(found, project.incidents.decisions(found.id) if why else ())
        if missing == len(references):
            raise Stop(FAILED)
        sink.close()
    if missing:
        raise Stop(SOME_FAILED)


class Sought(StrEnum):
    """What is searched."""

    REPORT = "report"
    INCIDENT = "incident"


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help='Words that all must be there; "a phrase"; OR between alternatives; -word for what must not be there.',
            show_default=False,
        ),
    ],
    *,
    kind: Annotated[
        list[Sought] | None, typer.Option("--kind", help="Only these.  [default: both]", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")] = 20,
    db: o.DbOption = None,
) -> None:
    """Search the text of reports and incidents, the best first."""
    from dateline.cli.output import standard_output
    from dateline.cli.terminal import console_for, styled
    from dateline.project import Project

    console = console_for(standard_output())
    with Project(db) as project:
        hits = project.incidents.search(" ".join(words), kinds=[one.value for one in kind or ()], limit=limit)
    for hit in hits:
        line = styled(f"{hit.kind:<9}", "green" if hit.kind == "incident" else "cyan")
        line.append_text(styled(f"{hit.id[:12]}  {(hit.day or '')[:10]:<10}  "))
        line.append_text(styled(hit.title or "", "bold"))
        console.print(line, soft_wrap=True)
        if hit.snippet:
            console.print(styled(f"{'':<9}{hit.snippet}", "dim"), soft_wrap=True)
    say(f"{len(hits)} found." if hits else "Nothing says that.")


class FeedFormat(StrEnum):
    """How changes are written."""

    TABLE = "table"
    JSONL = "jsonl"


def changes(
    *,
    since: Annotated[
        int, typer.Option("--since", min=0, metavar="N", help="After this number; keep the last one you saw.")
    ] = 0,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.", show_default=False)
    ] = None,
    fmt: Annotated[FeedFormat, typer.Option("--format", "-f", help="What to write.")] = FeedFormat.TABLE,
    db: o.DbOption = None,
) -> None:
    """Say what changed: incidents that are new, corrected, merged, split or retracted, in order.

    Numbers rise by one and have no gaps: a system that keeps the last number it saw, and asks for what came after, misses
    nothing and sees nothing twice.
    """
    import json

    from dateline.project import Project
    from dateline.showing import as_data, change_words

    last = since
    with Project(db) as project:
        for change in project.incidents.changes(since, limit=limit):
            last = change.number
            if fmt is FeedFormat.JSONL:
                typer.echo(json.dumps(as_data(change), ensure_ascii=False))
            else:
                typer.echo(change_words(change))
    if fmt is FeedFormat.TABLE:
        say(f"The last is {last}." if last > since else f"Nothing changed after {since}.")
